"""The examiner's phone over HTTP: who may, what it says back, and that a double tap is harmless."""

import pytest

from models import Entry, Sex, Sheet
from services import store
from tests.conftest import HERE, HTMX, counting_queries
from tests.support.factories import make_person
from tests.support.field_day import PHYSIQUE, POLICE, FieldDay, born, fresh
from tests.support.tables import digest


@pytest.fixture
def day(cast):
    with store.connection():
        return FieldDay(cast, people=3)


@pytest.fixture
def sheet(day):
    with store.connection():
        return day.sheet()


def place(day, exercise="run1000", rest=""):
    return f"/stations/{day.stations[exercise].id}{rest}"


def attempt(sheet, value, exercise="run1000", **changes):
    return {"sheet": sheet.id, "exercise": exercise, "value": value, "entry_id": fresh()} | changes


def test_an_examiner_sees_who_has_arrived_and_not_done_this(client, day, sheet, sign_in_as):
    sign_in_as(day.examiner)
    page = client.get(place(day))
    assert "林晓" in page.text
    assert "/static/" in page.text
    client.post(place(day, rest="/attempts"), data=attempt(sheet, "4:00"), headers=HERE)
    queue = client.get(place(day, rest="/queue"), headers=HTMX)
    assert "林晓" not in queue.text
    assert "没有人在等" in queue.text


@pytest.mark.parametrize("who", ["officer", "stranger", "registrar"])
def test_a_stranger_at_a_station_is_refused_and_nothing_changes(client, cast, day, sheet, sign_in_as, who):
    sign_in_as(getattr(cast, who))
    before = digest()
    assert client.get(place(day)).status_code == 403
    for rest, data in (
        ("/attempts", attempt(sheet, "4:00")),
        ("/voids", {"sheet": sheet.id, "target": "x", "reason": "x"}),
        ("/arrivals", {"person": cast.officer.id}),
    ):
        assert client.post(place(day, rest=rest), data=data, headers=HERE).status_code == 403
    assert digest() == before


def test_nobody_enters_without_signing_in(client, day, sheet):
    sent = client.post(place(day, rest="/attempts"), data=attempt(sheet, "4:00"), headers=HERE)
    assert sent.status_code == 303
    assert "/sign-in" in sent.location


def test_the_mark_is_seen_at_once(client, cast, sign_in_as):
    with store.connection():
        day = FieldDay(cast, PHYSIQUE)
        sheet = day.sheet()
    sign_in_as(day.examiner)
    sent = client.post(place(day, "grip", "/attempts"), data=attempt(sheet, "45.0", "grip"), headers=HTMX)
    assert sent.status_code == 200
    assert "45.0 kg" in sent.text
    assert "3 分" in sent.text
    assert "公斤到 4 分" in sent.text
    assert "<html" not in sent.text


@pytest.mark.parametrize(
    "fields",
    [{"value": "3:38"}, {"value": "218"}, {"value": "3′38″"}, {"minutes": "3", "value": "38"}],
)
def test_a_time_is_written_as_people_write_it(client, day, sheet, sign_in_as, fields):
    sign_in_as(day.examiner)
    sent = client.post(place(day, rest="/attempts"), data=attempt(sheet, "") | fields, headers=HERE)
    assert sent.status_code == 303
    with store.connection():
        assert Entry.get().measure == 218_000


def test_minutes_and_seconds_under_ten_are_put_together_right(client, day, sheet, sign_in_as):
    sign_in_as(day.examiner)
    data = attempt(sheet, "5", minutes="4")
    client.post(place(day, rest="/attempts"), data=data, headers=HERE)
    with store.connection():
        assert Entry.get().measure == 245_000


def test_height_and_weight_have_a_field_each(client, cast, sign_in_as):
    with store.connection():
        day = FieldDay(cast, PHYSIQUE)
        sheet = day.sheet()
    sign_in_as(day.examiner)
    data = attempt(sheet, "64.0", "height_weight", second="172.5")
    sent = client.post(place(day, "height_weight", "/attempts"), data=data, headers=HTMX)
    assert "172.5 cm / 64.0 kg" in sent.text
    with store.connection():
        assert (Entry.get().second, Entry.get().measure) == (1725, 64000)


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"value": "3:75"}, 422, "“3:75”不是时间"),
        ({"minutes": "3", "value": "75"}, 422, "不是时间"),
        ({"value": "12"}, 422, "不像是这一项的成绩"),
        ({"value": ""}, 422, "请填成绩"),
        ({"exercise": "jumpreach"}, 409, "这个站测的不是这一项"),
        ({"sheet": "999999"}, 404, "没有找到"),
        ({"sheet": "x"}, 404, "没有找到"),
    ],
)
def test_bad_input_gets_a_clear_word_and_changes_nothing(
    client, day, sheet, sign_in_as, change, status, word
):
    sign_in_as(day.examiner)
    before = digest()
    sent = client.post(place(day, rest="/attempts"), data=attempt(sheet, "4:00") | change, headers=HERE)
    assert sent.status_code == status
    assert word in sent.text
    assert digest() == before


def test_what_was_typed_wrong_stays_in_the_field(client, day, sheet, sign_in_as):
    sign_in_as(day.examiner)
    sent = client.post(place(day, rest="/attempts"), data=attempt(sheet, "3:75"), headers=HTMX)
    assert 'value="3:75"' in sent.text
    assert 'aria-invalid="true"' in sent.text


def test_a_settled_sheet_takes_nothing_more(client, day, sheet, sign_in_as):
    with store.connection():
        day.settle(reason="中途退出")
    sign_in_as(day.examiner)
    before = digest()
    sent = client.post(place(day, rest="/attempts"), data=attempt(sheet, "4:00"), headers=HERE)
    assert sent.status_code == 409
    assert "这张表已定表" in sent.text
    assert digest() == before


def test_a_double_post_is_harmless(client, day, sheet, sign_in_as):
    sign_in_as(day.examiner)
    data = attempt(sheet, "4:00")
    for _ in range(3):
        assert client.post(place(day, rest="/attempts"), data=data, headers=HERE).status_code == 303
    with store.connection():
        assert Entry.select().count() == 1


def test_a_void_wants_a_reason_and_gives_the_try_back(client, day, sheet, sign_in_as):
    sign_in_as(day.examiner)
    with store.connection():
        made = day.enter("run1000", "4:00")
    data = {"sheet": sheet.id, "target": made.entry_id, "entry_id": fresh()}
    before = digest()
    refused = client.post(place(day, rest="/voids"), data=data | {"reason": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert "请写原因" in refused.text
    assert digest() == before
    voided = client.post(place(day, rest="/voids"), data=data | {"reason": "少一圈"}, headers=HTMX)
    assert "作废：少一圈" in voided.text
    assert 'name="value"' in voided.text


def test_people_are_found_by_number_name_and_police_number(client, cast, day, sheet, sign_in_as):
    sign_in_as(day.examiner)
    for text in (str(sheet.number), "林", cast.officer.police_number[-4:]):
        assert "林晓" in client.get(place(day, rest=f"?q={text}")).text
    missing = client.get(place(day, rest="?q=没有此人"))
    assert "名单里没有这个人" in missing.text


def test_who_is_on_the_list_and_did_not_scan_gets_a_sheet_here(client, cast, day, sign_in_as):
    sign_in_as(day.examiner)
    assert "开表" in client.get(place(day, rest="?q=何静")).text
    sent = client.post(place(day, rest="/arrivals"), data={"person": cast.auxiliary.id}, headers=HERE)
    assert sent.status_code == 303
    with store.connection():
        assert Sheet.get().person_id == cast.auxiliary.id


def test_who_is_not_on_the_list_is_refused_and_nothing_changes(client, cast, day, sign_in_as):
    sign_in_as(day.examiner)
    before = digest()
    sent = client.post(place(day, rest="/arrivals"), data={"person": cast.stranger.id}, headers=HERE)
    assert sent.status_code == 409
    assert "不在名单里" in sent.text
    assert digest() == before


def test_a_woman_without_a_table_is_told_so_on_the_examiners_screen(client, cast, sign_in_as):
    with store.connection():
        day = FieldDay(cast, POLICE)
        woman = make_person(cast.east, sex=Sex.FEMALE, born_on=born(58))
        sheet = day.sheet(woman)
    sign_in_as(day.examiner)
    sent = client.post(place(day, "pullup", "/attempts"), data=attempt(sheet, "5", "pullup"), headers=HTMX)
    assert sent.status_code == 200
    assert "该组无标准" in sent.text
    with store.connection():
        assert Entry.get().measure == 5


def test_the_queue_answers_304_while_nothing_changed(client, day, sheet, sign_in_as):
    sign_in_as(day.examiner)
    first = client.get(place(day, rest="/queue"), headers=HTMX)
    same = HTMX | {"If-None-Match": first.headers["ETag"]}
    assert client.get(place(day, rest="/queue"), headers=same).status_code == 304
    with store.connection():
        day.sheet(day.trainees[1])
    assert client.get(place(day, rest="/queue"), headers=same).status_code == 200


@pytest.mark.parametrize("rest", ["", "?sheet="])
def test_the_screen_takes_at_most_twenty_queries(client, day, sheet, sign_in_as, rest):
    with store.connection():
        day.enter_all()
    sign_in_as(day.examiner)
    with counting_queries() as sent:
        page = client.get(place(day, rest=rest and f"{rest}{sheet.id}"))
    assert page.status_code == 200
    assert len(sent) <= 20, sent


@pytest.mark.parametrize(("age", "is_warned"), [(25, False), (45, True)])
def test_an_examiner_is_told_before_measuring_that_it_will_not_count(
    client, cast, sign_in_as, age, is_warned
):
    with store.connection():
        day = FieldDay(cast, PHYSIQUE)
        sheet = day.sheet(make_person(cast.east, born_on=born(age)))
    sign_in_as(day.examiner)
    page = client.get(place(day, "vjump", f"?sheet={sheet.id}")).text
    assert ("记下也不计分" in page) == is_warned
