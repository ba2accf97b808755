"""What a station takes along: its rules, who may come, and nothing while nothing changed."""

import hashlib

import pytest

from models import Sex, Training
from services import clock, store
from services.checkins import passes
from services.sheets import entries
from services.trainings import enrolments
from tests.conftest import counting_queries
from tests.support.factories import identity, make_person
from tests.support.field_day import PHYSIQUE, POLICE, FieldDay, fresh, make_season


@pytest.fixture
def day(cast):
    with store.connection():
        make_season()
        return FieldDay(cast, POLICE)


@pytest.fixture
def pack(client, day, sign_in_as):
    def fetch(exercise="run1000", who=None, on=day, **headers):
        sign_in_as(who or on.examiner)
        return client.get(f"/stations/{on.stations[exercise].id}/pack.json", headers=headers)

    return fetch


def by_id(answer):
    return {person["id"]: person for person in answer.json["people"]}


def test_the_pack_says_what_a_measure_is_worth_and_to_whom(pack, day, cast):
    answer = pack()
    told, item = answer.json, day.standard.item("run1000")
    assert told["yizhang"] == 1
    assert told["assessment"]["standard"] == f"{POLICE}@1"
    assert (told["item"]["exercise"], told["item"]["base"], told["item"]["rounding"]) == (
        "run1000", "ms", item.scale.rounding,
    )  # fmt: skip
    tables = [t for t in day.standard.tables if t.exercise == "run1000"]
    assert [[b["threshold"] for b in t["bands"]] for t in told["tables"]] == [
        [b.threshold for b in t.bands] for t in tables
    ]
    assert [s["number"] for s in told["stations"]] == list(range(1, len(day.stations) + 1))
    assert told["grade_rule"] == day.standard.grade_rule


def test_only_who_is_tested_in_the_item_or_chose_it_is_in_the_pack(pack, day, cast):
    assert cast.officer.id in by_id(pack("run1000"))
    assert cast.officer.id not in by_id(pack("run800"))
    # No table at all for her: she may be measured at any of these.
    assert cast.auxiliary.id in by_id(pack("run800"))
    with store.connection():
        choose(day, "run800")
    assert cast.officer.id in by_id(pack("run800"))


def choose(day, exercise):
    entries.choose(day.sheet().id, exercise, entry_id=fresh(), actor=day.chief)


def test_a_person_is_known_by_sheet_number_initials_and_pass_and_no_whole_number(pack, day, cast):
    with store.connection():
        number = day.sheet().number
        text = passes.text_of(cast.officer.id, clock.today(), passes.key())
    answer = pack()
    found = by_id(answer)[cast.officer.id]
    assert found["sheet"] == number
    assert found["initials"][0] == "l"
    assert found["passes"][str(clock.today())] == hashlib.sha256(text.encode()).hexdigest()
    assert (found["sex"], found["age"]) == ("M", 25)
    assert cast.officer.police_number not in answer.text
    assert found["number"].endswith(cast.officer.police_number[-4:])


def test_what_was_done_elsewhere_is_known_here(pack, day, cast):
    with store.connection():
        day.enter("pullup", "13")
        first = day.enter("run1000", "3:38")
    found = by_id(pack())[cast.officer.id]
    assert found["tries"] == {"pullup": 1, "run1000": 1}
    points = {row["category"]: row["points"] for row in snapshot(day)["results"]}
    assert found["points"] == points
    with store.connection():
        day.void(first)
    assert by_id(pack())[cast.officer.id]["tries"] == {"pullup": 1}
    with store.connection():
        day.settle(reason="只测一项")
    assert by_id(pack())[cast.officer.id]["settled"] is True


def snapshot(day):
    with store.connection():
        return day.snapshot()


def test_the_pack_is_sent_again_only_when_something_of_it_changed(pack, day, cast):
    kept = pack().headers["ETag"]
    assert pack(If_None_Match=kept).status_code == 304
    for change in (
        lambda: day.sheet(),
        lambda: day.enter("run1000", "3:38"),
        lambda: enrolments.add_numbers(
            day.training.id, make_person(cast.east).police_number, actor=identity(cast.instructor)
        ),
    ):
        with store.connection():
            change()
        answer = pack(If_None_Match=kept)
        assert answer.status_code == 200
        kept = answer.headers["ETag"]


def test_a_station_by_a_second_measure_takes_its_spans_along(pack, cast):
    with store.connection():
        on = FieldDay(cast, PHYSIQUE, exercises=["height_weight"])
    told = pack("height_weight", on=on).json
    assert told["item"]["second"]["unit"] == "cm"
    band = told["tables"][0]["bands"][0]
    assert set(band) == {"low", "high", "outside", "spans"}


def test_only_who_may_enter_here_gets_the_pack(client, pack, day, cast, sign_in_as):
    for who in (cast.officer, cast.stranger, cast.registrar):
        assert pack(who=who).status_code == 403
    sign_in_as(None)
    answer = client.get(f"/stations/{day.stations['run1000'].id}/pack.json")
    assert (answer.status_code, answer.json["refused"]) == (401, "signed_out")


def test_a_cancelled_day_has_no_pack(pack, day):
    with store.connection():
        Training.update(cancelled_at=clock.now()).execute()
    assert pack().status_code == 409


def test_the_queries_of_a_pack_do_not_grow_with_people(pack, day, cast):
    with store.connection():
        day.sheet()
    with counting_queries() as few:
        pack()
    with store.connection():
        for n in range(20):
            person = make_person(cast.east, sex=Sex.MALE, name=f"林{n}")
            enrolments.admit(day.training.id, person.id, cast.east.id)
            day.enter("run1000", "3:38", person, entry_id=fresh())
    with counting_queries() as many:
        assert len(pack().json["people"]) > 20
    assert len(many) <= len(few) + 1
