"""设备 over HTTP: who holds which station, what of theirs is here, releasing one and closing up."""

import re
from datetime import timedelta

import pytest

from models import Assessment, Lease, Stream
from services import clock, store
from services.assessments import leases
from tests.conftest import HERE, HTMX, counting_queries
from tests.support.factories import identity
from tests.support.field_day import FieldDay, make_season
from tests.support.field_devices import Device
from tests.support.tables import digest


@pytest.fixture
def day(cast):
    with store.connection():
        make_season()
        return FieldDay(cast, people=4)


@pytest.fixture
def device(day):
    """A tablet that made ready for the run and handed two results over."""
    with store.connection():
        device = Device(day, label="平板一")
        leases.make_ready(day.stations["run1000"].id, device.id, "平板一", actor=identity(day.examiner))
        for person in day.trainees[:2]:
            device.attempt(person, 240_000)
        device.deliver()
        return device


@pytest.fixture
def lease(device):
    with store.connection():
        return Lease.get()


def page(day):
    return f"/assessments/{day.assessment.id}/devices"


def text_of(answer):
    return re.sub(r"<[^>]+>", " ", answer.text)


def close(device):
    with store.connection():
        device.deliver([], closing=[device.day.stations["run1000"].id])


def test_a_device_stands_with_its_owner_its_station_and_how_much_of_it_is_here(
    client, cast, day, device, sign_in_as
):
    sign_in_as(cast.instructor)
    shown = text_of(client.get(page(day)))
    for words in ("平板一", "1000米跑", "程立", "在用"):
        assert words in shown
    assert re.search(r"收到&ensp;\s*2\s*&ensp;/&ensp;应有&ensp;\s*2\s", shown)


def test_a_gap_is_named_by_its_number(client, cast, day, device, sign_in_as):
    with store.connection():
        device.attempt(day.trainees[2], 240_000)
        device.attempt(day.trainees[3], 240_000)
        device.deliver(device.texts[3:])
    sign_in_as(cast.instructor)
    shown = text_of(client.get(page(day)))
    assert "缺第 3 条" in shown
    assert re.search(r"收到&ensp;\s*3\s*&ensp;/&ensp;应有&ensp;\s*4\s", shown)


def test_a_device_that_falls_silent_is_said_to_be(client, cast, day, device, sign_in_as):
    with store.connection():
        Stream.update(reported_at=clock.now() - timedelta(minutes=9)).execute()
    sign_in_as(cast.instructor)
    assert "很久没有消息" in client.get(page(day)).text


def test_the_list_is_live_and_costs_nothing_while_nothing_changed(client, cast, day, device, sign_in_as):
    sign_in_as(cast.instructor)
    first = client.get(page(day), headers=HTMX)
    same = HTMX | {"If-None-Match": first.headers["ETag"]}
    assert client.get(page(day), headers=same).status_code == 304
    close(device)
    after = client.get(page(day), headers=same)
    assert after.status_code == 200
    assert "已交齐关站" in after.text


def test_the_list_takes_the_same_queries_however_many_devices(client, cast, day, device, sign_in_as):
    sign_in_as(cast.instructor)
    with counting_queries() as few:
        client.get(page(day))
    with store.connection():
        for n in range(5):
            other = Device(day, label=f"平板{n}")
            leases.make_ready(
                day.stations["jumpreach"].id, other.id, other.label, actor=identity(day.examiner)
            )
            other.attempt(day.trainees[n % 4], 2_800, "jumpreach")
            other.deliver()
    with counting_queries() as many:
        assert "平板4" in client.get(page(day)).text
    assert len(many) == len(few) <= 25, many


def test_a_lost_device_is_released_with_a_reason_that_is_shown(client, cast, day, lease, sign_in_as):
    sign_in_as(cast.instructor)
    place = f"/leases/{lease.id}/release"
    before = digest()
    refused = client.post(place, data={"reason": " "}, headers=HERE)
    assert refused.status_code == 422
    assert f'id="release-{lease.id}-error"' in refused.text
    assert digest() == before
    fragment = client.post(place, data={"reason": "掉进水里"}, headers=HTMX)
    assert fragment.text.lstrip().startswith('<div id="devices"')
    for words in ("已释放", "释放：掉进水里", "周岩"):
        assert words in fragment.text
    before = digest()
    assert client.post(place, data={"reason": "再来"}, headers=HERE).status_code == 409
    assert digest() == before


def test_an_examiner_sees_no_devices_and_releases_none(client, cast, day, lease, sign_in_as):
    before = digest()
    for person in (day.examiner, cast.officer, cast.stranger):
        sign_in_as(person)
        assert client.get(page(day)).status_code == 403
        answer = client.post(f"/leases/{lease.id}/release", data={"reason": "丢了"}, headers=HERE)
        assert answer.status_code == 403
        answer = client.post(f"/assessments/{day.assessment.id}/close", headers=HERE)
        assert answer.status_code == 403
    assert digest() == before


def test_an_assessment_closes_when_no_device_holds_a_station(client, cast, day, device, sign_in_as):
    sign_in_as(cast.instructor)
    place = f"/assessments/{day.assessment.id}/close"
    assert "还有 1 台设备占着测试站" in client.get(page(day)).text
    before = digest()
    refused = client.post(place, headers=HERE)
    assert refused.status_code in (409, 422)
    assert "平板一" in refused.text
    assert digest() == before
    close(device)
    assert client.post(place, headers=HERE).status_code == 303
    assert "已关闭" in client.get(page(day)).text
    with store.connection():
        assert Assessment.get().closed_by_id == identity(cast.instructor).account_id
    before = digest()
    assert client.post(place, headers=HERE).status_code < 500
    assert digest() == before
