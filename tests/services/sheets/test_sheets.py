"""What stands on a sheet: attempts, voids and choices, and the marks they make."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest

from models import Entry, EntryKind, Sex
from services import bureau, clock, planning, sheets, stations, words
from services.errors import Forbidden, Invalid
from services.marks import attempts
from services.sheets import entries, sheet_words
from tests.support.factories import Cast, identity, make_person
from tests.support.field_day import PASSING, PHYSIQUE, POLICE, FieldDay, born, fresh

T = datetime(2026, 11, 21, 6, tzinfo=UTC)


@pytest.fixture
def cast(database):
    return Cast()


def row(n, kind=EntryKind.ATTEMPT, **facts):
    defaults = {"entry_id": f"e{n}", "kind": kind, "exercise": "jumpreach", "measure": 2500 + n, "actor": 1}
    return Entry(**defaults | {"measured_at": T + timedelta(seconds=n)} | facts)


def test_the_fold_does_not_depend_on_the_order_of_entries():
    rows = [
        row(1),
        row(2),
        row(3, EntryKind.VOID, target="e2", reason="犯规"),
        row(4),
        row(5, EntryKind.CHOOSE, exercise="pullup"),
        row(6, EntryKind.CHOOSE, exercise="pushup"),
    ]
    expected = attempts.fold(rows)
    assert [(a.n, a.is_void) for a in expected.tries["jumpreach"]] == [(1, False), (2, True), (3, False)]
    assert expected.picks == ("pullup", "pushup")
    for order in itertools.permutations(rows):
        assert attempts.fold(order) == expected


def test_a_void_may_come_before_what_it_voids():
    folded = attempts.fold([row(1, EntryKind.VOID, target="e2", reason="犯规"), row(2)])
    assert folded.tries["jumpreach"][0].is_void
    assert folded.tried == []


def test_an_attempt_shows_its_mark_and_the_gap_at_once(cast):
    day = FieldDay(cast, PHYSIQUE)
    day.enter("grip", "45.0")
    result = day.marked().result("grip")
    assert (result["shown"], result["points"]) == ("45.0 kg", 3)
    assert result["next"]["points"] == 4
    assert result["next"]["shown_gap"].endswith("kg")


def test_the_best_attempt_counts_and_all_stay_readable(cast):
    day = FieldDay(cast)
    for text in ("2.40", "2.66", "2.50"):
        day.enter("jumpreach", text)
    result = day.marked().result("jumpreach")
    assert result["shown"] == "2.66 m"
    assert [(a["n"], a["shown"], a["best"]) for a in result["attempts"]] == [
        (1, "2.40 m", False),
        (2, "2.66 m", True),
        (3, "2.50 m", False),
    ]


def test_a_voided_attempt_stays_with_its_reason_and_counts_no_more(cast):
    day = FieldDay(cast)
    day.enter("jumpreach", "2.40")
    best = day.enter("jumpreach", "2.90")
    day.void(best, "踩线")
    result = day.marked().result("jumpreach")
    assert result["shown"] == "2.40 m"
    assert [(a["void"], a["reason"]) for a in result["attempts"]] == [(False, ""), (True, "踩线")]


def test_an_exercise_whose_every_try_was_voided_is_not_measured(cast):
    day = FieldDay(cast)
    day.void(day.enter("run1000", "4:00"))
    snapshot = day.snapshot()
    assert snapshot["results"] == []
    assert snapshot["struck"][0]["exercise"] == "run1000"


def choose(day, exercise, by=None):
    return entries.choose(day.sheet().id, exercise, entry_id=fresh(), actor=identity(by or day.cast.officer))


def test_the_chosen_item_of_a_category_counts_and_the_other_is_kept_beside_it(cast):
    day = FieldDay(cast, POLICE)
    choose(day, "pullup")
    day.enter("pullup", "12")
    day.enter("dips", "15")
    counts = {r["exercise"]: r["counts"] for r in day.snapshot()["results"]}
    assert counts == {"pullup": True, "dips": False}
    assert day.snapshot()["total"] == day.marked().result("pullup")["points"]


def test_without_a_choice_two_items_of_a_category_give_no_total(cast):
    day = FieldDay(cast, POLICE)
    day.enter("pullup", "12")
    assert day.snapshot()["total"] is not None
    day.enter("dips", "15")
    assert day.snapshot()["total"] is None
    assert "several_in_category" in [note["code"] for note in day.snapshot()["notes"]]


def test_a_woman_without_a_table_is_told_so_and_the_entry_is_kept(cast):
    day = FieldDay(cast, POLICE)
    woman = make_person(cast.east, sex=Sex.FEMALE, born_on=born(58))
    day.enter("pullup", "5", woman)
    snapshot = day.snapshot(woman)
    assert Entry.get(Entry.person == woman).measure == 5
    assert (snapshot["group"], snapshot["results"][0]["points"]) == (None, None)
    assert (snapshot["grade"], snapshot["metal"], snapshot["complete"]) == (None, None, False)
    assert "该组无标准" in sheet_words.parts(day.marked(woman))[0].lines[0].notes[0]


def test_the_age_is_that_of_the_first_day_and_the_birthday_counts(cast):
    from services import assessments

    # A day that every year has.
    with clock.stopped(clock.at(date(2026, 3, 20), time(9))):
        day = FieldDay(cast, POLICE)
        on = assessments.on(day.assessment)
        turns = make_person(cast.east, born_on=on.replace(year=on.year - 26))
        eve = make_person(cast.east, born_on=on.replace(year=on.year - 26) + timedelta(days=1))
        assert (day.snapshot(turns)["age"], day.snapshot(turns)["group"]) == (26, "M2")
        assert (day.snapshot(eve)["age"], day.snapshot(eve)["group"]) == (25, "M1")


def test_height_and_weight_are_entered_together(cast):
    day = FieldDay(cast, PHYSIQUE)
    day.enter("height_weight", "172.5/64.0")
    result = day.marked().result("height_weight")
    assert (result["second"], result["measure"], result["points"]) == (1725, 64000, 5)
    assert result["shown"] == "172.5 cm / 64.0 kg"
    with pytest.raises(Invalid):
        day.enter("height_weight", "64.0", day.examiner)


def test_the_states_of_a_sheet(cast):
    day = FieldDay(cast)
    assert sheets.of_person(day.assessment.id, cast.officer.id) is None
    assert day.marked().state == "open"
    day.enter_all()
    assert day.marked().state == "complete"
    day.settle()
    assert day.marked().state == "settled"
    day.correct(exercise="jumpreach", text="2.70")
    assert day.marked().state == "corrected"


def test_every_entry_changes_what_a_live_screen_compares(cast):
    day = FieldDay(cast)
    seen = {day.marked().changes}
    entry = day.enter("run1000", "4:00")
    seen.add(day.marked().changes)
    day.void(entry)
    seen.add(day.marked().changes)
    assert len(seen) == 3


def test_a_sheet_is_seen_by_its_person_the_staff_and_the_desk_only(cast):
    day = FieldDay(cast)
    sheet = day.sheet()
    for person in (cast.officer, cast.instructor, cast.registrar, cast.admin, day.examiner):
        assert sheets.visible(sheet.id, identity(person))[0].id == sheet.id
    for person in (cast.auxiliary, cast.stranger):
        with pytest.raises(Forbidden):
            sheets.visible(sheet.id, identity(person))


def test_cut_offs_grade_a_sheet_and_without_them_it_says_so(cast):
    marks = {"run100": "12.5", "run1000": "3:38", "pullup": "13", "slj": "2.45"}
    day = FieldDay(cast, POLICE, exercises=list(marks))
    day.enter_all(marks)
    assert day.snapshot()["complete"]
    assert day.snapshot()["grade"] is None
    assert "grades_not_set" in [note["code"] for note in day.snapshot()["notes"]]
    bureau.put(f"grades.{POLICE}", [["优秀", 300], ["良好", 250], ["合格", 200], ["不合格", 0]])
    snapshot = day.snapshot()
    assert (snapshot["grade"], snapshot["grade_en"], snapshot["metal"]) == ("优秀", "Excellent", "gold")
    assert snapshot["cut_offs"]["grades"][0] == ["优秀", 300]


def test_the_page_of_a_sheet_speaks_english(cast):
    day = FieldDay(cast)
    day.enter_all(PASSING)
    with words.using("en"):
        names = [section.name for section in sheet_words.parts(day.marked())]
    assert names == ["4 × 10 m shuttle run", "1000 m run", "Jump and reach"]


def test_of_two_items_measured_in_a_category_one_is_still_to_be_chosen(cast):
    day = FieldDay(cast, POLICE)
    day.enter("pullup", "12")
    day.enter("dips", "15")

    def section():
        found = sheet_words.parts(day.marked())
        return next(s for s in found if any(o.exercise == "pullup" for o in s.options))

    assert (section().is_done, section().points) == (False, None)
    choose(day, "dips", by=cast.instructor)
    assert section().is_done
    assert section().points == day.marked().result("dips")["points"]


def test_an_examiner_is_told_their_stations_of_today(cast):
    day = FieldDay(cast)
    assert [p.station.exercise for p in stations.today(identity(day.examiner))] == list(day.stations)
    assert stations.today(identity(cast.stranger)) == ()
    planning.cancel(day.training.id, actor=day.chief)
    assert stations.today(identity(day.examiner)) == ()
