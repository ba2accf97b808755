"""定表 and what may change a sheet after it: only a further version, with a reason."""

import json
import threading

import pytest

from models import AwardState, AwardVersion, Entry, SheetVersion
from services import bureau, store
from services.awards import earning
from services.errors import Forbidden, Invalid, NotFound
from services.scoring import metals
from services.scoring.rulebook import Grade
from services.sheets import entries, outcomes, settling
from tests.support.factories import Cast, identity
from tests.support.field_day import PASSING, POLICE, RECRUIT, FieldDay, fresh, make_season
from tests.support.tables import digest

GRADES = [["优秀", 300], ["良好", 250], ["合格", 200], ["不合格", 0]]
MARKS = {"run100": "12.5", "run1000": "3:38", "pullup": "13", "slj": "2.45"}


@pytest.fixture
def cast(database):
    make_season()
    return Cast()


@pytest.fixture
def day(cast):
    return FieldDay(cast)


def test_settling_freezes_marks_rule_version_and_signer(day, cast):
    day.enter_all()
    version = day.settle()
    snapshot = json.loads(version.snapshot)
    assert (version.version, version.signer_id) == (1, day.chief.account_id)
    assert version.standard_id == day.assessment.standard_id
    assert (snapshot["standard"], snapshot["version"]) == (RECRUIT, 1)
    assert (snapshot["grade"], snapshot["passed"], snapshot["metal"]) == ("合格", True, "bronze")
    assert {r["exercise"]: r["shown"] for r in snapshot["results"]}["run1000"] == "4′00″"


def test_a_pass_awards_the_medal_at_once(day):
    day.enter_all()
    version = day.settle()
    award = AwardVersion.get()
    assert (award.sheet_version_id, award.state, award.metal.value) == (
        version.id,
        AwardState.VALID,
        "bronze",
    )
    assert outcomes.of(day.marked(), day.chief).award_id == award.award_id


def test_an_incomplete_sheet_takes_a_reason_and_gets_no_grade_and_no_medal(day):
    day.enter("run1000", "4:00")
    before = digest()
    with pytest.raises(settling.Incomplete) as refusal:
        day.settle()
    assert "reason" in refusal.value.errors
    assert digest() == before
    version = day.settle(reason="中途受伤退出")
    snapshot = json.loads(version.snapshot)
    assert version.reason == "中途受伤退出"
    assert (snapshot["complete"], snapshot["grade"], snapshot["metal"]) == (False, None, None)
    assert "没有测全" in outcomes.of(day.marked(), day.chief).why_none
    assert AwardVersion.select().count() == 0


def test_a_failed_sheet_says_so(day):
    day.enter_all(PASSING | {"run1000": "6:00"})
    day.settle()
    assert "没有达标" in outcomes.of(day.marked(), day.chief).why_none


def test_a_sheet_outside_every_season_says_so(database):
    day = FieldDay(Cast())
    day.enter_all()
    day.settle()
    assert "不在任何一季" in outcomes.of(day.marked(), day.chief).why_none


def test_without_cut_offs_there_is_no_grade_and_no_medal(cast):
    day = FieldDay(cast, POLICE, exercises=list(MARKS))
    day.enter_all(MARKS)
    day.settle()
    assert "未设等级线" in outcomes.of(day.marked(), day.chief).why_none


@pytest.mark.parametrize("who", ["officer", "stranger", "auxiliary"])
def test_who_is_neither_chief_nor_desk_settles_nothing(day, cast, who):
    day.enter_all()
    before = digest()
    with pytest.raises(Forbidden):
        settling.settle(day.sheet().id, actor=identity(getattr(cast, who)))
    assert digest() == before


def test_the_registrar_may_settle_but_an_examiner_may_not(day, cast):
    day.enter_all()
    with pytest.raises(Forbidden):
        settling.settle(day.sheet().id, actor=identity(day.examiner))
    assert settling.settle(day.sheet().id, actor=identity(cast.registrar)).version == 1


def test_a_settled_sheet_takes_no_entry_no_void_and_no_choice(cast):
    day = FieldDay(cast, POLICE)
    made = day.enter("pullup", "13")
    day.settle(reason="只测一项")
    before = digest()
    for act in (
        lambda: day.enter("slj", "2.45"),
        lambda: day.void(made),
        lambda: entries.choose(day.sheet().id, "run1500", entry_id=fresh(), actor=identity(cast.officer)),
    ):
        with pytest.raises(entries.Settled) as refusal:
            act()
        assert "已定表" in str(refusal.value)
    assert digest() == before


def test_an_entry_that_was_kept_before_settling_still_answers_to_its_id(day):
    entry_id = fresh()
    made = day.enter("run1000", "4:00", entry_id=entry_id)
    day.settle(reason="只测一项")
    assert day.enter("run1000", "4:00", entry_id=entry_id).id == made.id


def test_a_sheet_is_settled_once(day):
    day.enter_all()
    day.settle()
    before = digest()
    with pytest.raises(settling.AlreadySettled):
        day.settle()
    assert digest() == before


def at_once(*acts):
    """Run these at the same moment on connections of their own; what each raised, or None."""
    raised = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(n, act):
        with store.connection():
            ready.wait()
            try:
                act()
            except Exception as error:
                raised[n] = type(error)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_of_two_settlings_at_once_the_second_is_told_it_is_settled(day):
    day.enter_all()
    raised = at_once(day.settle, day.settle)
    assert sorted(map(str, raised)) == sorted([str(None), str(settling.AlreadySettled)])
    assert (SheetVersion.select().count(), AwardVersion.select().count()) == (1, 1)


def test_an_entry_during_settling_is_either_in_the_snapshot_or_refused(day):
    day.enter_all({"run1000": "4:00", "shuttle4x10": "12.5"})
    raised = at_once(lambda: day.enter("jumpreach", "2.80"), lambda: day.settle(reason="收场"))
    frozen = {r["exercise"] for r in json.loads(SheetVersion.get().snapshot)["results"]}
    kept = Entry.select().where(Entry.exercise == "jumpreach").exists()
    assert raised[1] is None
    assert kept == ("jumpreach" in frozen) == (raised[0] is None)


def test_a_correction_makes_a_further_version_with_its_reason_and_the_award_follows(day):
    day.enter_all()
    first = day.settle()
    wrong = Entry.get(Entry.exercise == "run1000")
    second = day.correct(target=wrong.entry_id, exercise="run1000", text="6:00", reason="少记一圈")
    assert (second.version, second.reason) == (2, "少记一圈")
    assert json.loads(second.snapshot)["passed"] is False
    assert json.loads(SheetVersion.get_by_id(first.id).snapshot)["passed"] is True
    assert AwardVersion.get().state is AwardState.REVOKED
    third = day.correct(
        target=Entry.get(Entry.measure == 360000).entry_id, exercise="run1000", text="4:00", reason="复核"
    )
    assert json.loads(third.snapshot)["metal"] == "bronze"
    assert earning.carried_by([day.sheet().id])


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"reason": " ", "exercise": "jumpreach", "text": "2.90"}, Invalid),
        ({}, Invalid),
        ({"exercise": "flying", "text": "2.90"}, Invalid),
        ({"exercise": "run1000", "text": "3:75"}, Invalid),
        ({"target": "no-such"}, NotFound),
    ],
)
def test_a_bad_correction_changes_nothing(day, wanted, refusal):
    day.enter_all()
    day.settle()
    before = digest()
    with pytest.raises(refusal):
        day.correct(**wanted)
    assert digest() == before


def test_only_the_chief_and_the_desk_correct_and_only_what_is_settled(day, cast):
    day.enter_all()
    with pytest.raises(settling.NotSettled):
        day.correct(exercise="jumpreach", text="2.90")
    day.settle()
    with pytest.raises(Forbidden):
        settling.correct(
            day.sheet().id, actor=identity(day.examiner), reason="x", entry_id=fresh(), target="y"
        )


def test_a_correction_sent_twice_is_done_once(day):
    day.enter_all()
    day.settle()
    entry_id = fresh()
    first = day.correct(exercise="jumpreach", text="2.90", entry_id=entry_id)
    before = digest()
    assert day.correct(exercise="jumpreach", text="2.90", entry_id=entry_id).id == first.id
    assert digest() == before


def test_a_correction_keeps_the_cut_offs_it_was_graded_by(cast):
    bureau.put(f"grades.{POLICE}", GRADES)
    day = FieldDay(cast, POLICE, exercises=list(MARKS))
    day.enter_all(MARKS)
    assert json.loads(day.settle().snapshot)["grade"] == "优秀"
    bureau.put(f"grades.{POLICE}", [["优秀", 399], ["不合格", 0]])
    wrong = Entry.get(Entry.exercise == "slj")
    again = day.correct(target=wrong.entry_id, exercise="slj", text="2.44")
    assert json.loads(again.snapshot)["grade"] == "优秀"


def test_cut_offs_set_later_grade_a_corrected_sheet_that_had_none(cast):
    day = FieldDay(cast, POLICE, exercises=list(MARKS))
    day.enter_all(MARKS)
    day.settle()
    bureau.put(f"grades.{POLICE}", GRADES)
    wrong = Entry.get(Entry.exercise == "slj")
    again = day.correct(target=wrong.entry_id, exercise="slj", text="2.45", reason="等级线已定")
    assert json.loads(again.snapshot)["metal"] == "gold"


def test_all_complete_sheets_are_settled_in_chunks_and_the_others_wait(cast, monkeypatch):
    monkeypatch.setattr(settling, "CHUNK", 3)
    day = FieldDay(cast, people=9)
    for person in day.trainees[:7]:
        day.enter_all(person=person)
    day.enter("run1000", "4:00", day.trainees[7])
    answers = []
    while not answers or answers[-1][1]:
        answers.append(settling.settle_complete(day.assessment.id, actor=day.chief))
    assert answers == [(3, 4, 0), (3, 1, 0), (1, 0, 0)]
    assert SheetVersion.select().count() == 7
    assert sorted(v.award.edition for v in AwardVersion.select()) == list(range(1, 8))
    with pytest.raises(Forbidden):
        settling.settle_complete(day.assessment.id, actor=identity(cast.officer))


def grades(*names):
    return tuple(
        Grade(name=name, name_en="", minimum=100 - n, passes=name != "不合格") for n, name in enumerate(names)
    )


@pytest.mark.parametrize(
    ("names", "metal"),
    [
        (("优秀", "良好", "合格", "不合格"), ["gold", "silver", "bronze", None]),
        (("优秀", "合格"), ["gold", "bronze"]),
        (("一级", "二级", "三级", "四级"), ["gold", "silver", "bronze", "bronze"]),
        (("达标",), ["bronze"]),
    ],
)
def test_metals_follow_the_usual_names_and_else_the_rank(names, metal):
    from services import standard_files

    standard, found = standard_files.shipped(POLICE), grades(*names)
    assert [metals.of(grade, standard, found, 30) for grade in found] == metal
    assert metals.of(None, standard, found, 30) is None


def test_a_correction_may_choose_another_item(cast):
    bureau.put(f"grades.{POLICE}", GRADES)
    day = FieldDay(cast, POLICE, exercises=[*MARKS, "dips"])
    day.enter_all(MARKS | {"dips": "5"})
    day.settle(reason="两项都测了")
    again = day.correct(pick="pullup", reason="本人选引体向上")
    assert json.loads(again.snapshot)["grade"] == "优秀"


def test_a_correction_changed_and_sent_again_under_its_id_is_refused(day):
    day.enter_all()
    day.settle()
    first, once = Entry.get(), fresh()
    day.correct(target=first.entry_id, entry_id=once)
    before = digest()
    with pytest.raises(entries.Conflict):
        day.correct(target=first.entry_id, exercise="run1000", text="3:50", entry_id=once)
    assert digest() == before
