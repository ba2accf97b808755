"""Which doings earn which badge, that medals follow every correction, and what no rule may touch."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from models import (
    AssessmentKind,
    Attendance,
    Award,
    AwardState,
    AwardVersion,
    Badge,
    Credential,
    Enrolment,
    SeasonKind,
    Training,
    TrainingInstructor,
    TrainingKind,
)
from services import badges, bureau, clock
from services.awards import by_hand, desk, lineage, runs
from services.checkins import reviews
from services.errors import Forbidden, Invalid, NotFound
from services.planning import closing
from tests.support import factories
from tests.support.awarding import attend, make_assessment, make_season, make_sheet, make_training, settle
from tests.support.factories import Cast, identity

AFTER = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # the autumn of 2026 is over
YESTERDAY = datetime(2026, 11, 21, 1, tzinfo=UTC)


@pytest.fixture
def cast(database, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    return Cast()


@pytest.fixture
def admin(cast):
    return identity(cast.admin)


@pytest.fixture
def sat(cast):
    """Settle a fitness sheet of the officer's on a day of a season; the sheet."""
    signer = identity(cast.instructor).account_id

    def sat(metal="bronze", *, kind=SeasonKind.AUTUMN, year=2026, day=1, person=None, sheet=None, **facts):
        season = make_season(kind, year)
        at = datetime.combine(season.first_on + timedelta(days=day), datetime.min.time(), UTC)
        sort = facts.pop("of", AssessmentKind.FITNESS)
        sheet = sheet or make_sheet(
            make_assessment(cast.east, season=season, at=at, kind=sort), person or cast.officer
        )
        settle(sheet, metal, signer=signer, **facts)
        return sheet

    return sat


def has(person, code):
    """The valid medals of a badge, as (season, year)."""
    rows = (
        Award.select()
        .join(AwardVersion)
        .where(AwardVersion.state == AwardState.VALID, Award.person == person)
        .order_by(Award.id)
    )
    return [(a.season.kind.value, a.season.year) for a in rows if a.badge.code == code]


def grip(measure):
    return [{"exercise": "grip", "measure": measure}]


def weight(measure):
    return [{"exercise": "height_weight", "measure": measure, "second": 1725}]


def reaction(measure):
    return [{"exercise": "choice_reaction", "measure": measure}]


# -- personal best


def test_the_first_sheet_is_no_record_and_a_better_total_is(cast, sat):
    sat(total=25, kind=SeasonKind.SPRING)
    assert has(cast.officer, "personal_best") == []
    sat(total=25, kind=SeasonKind.SUMMER)
    assert has(cast.officer, "personal_best") == []
    sat(total=26)
    assert has(cast.officer, "personal_best") == [("autumn", 2026)]


@pytest.mark.parametrize(
    ("earlier", "later", "is_best"),
    [
        (grip(44000), grip(44001), True),
        (grip(44000), grip(44000), False),
        (reaction(450), reaction(440), True),  # less is better
        (reaction(450), reaction(460), False),
        (weight(68000), weight(60000), False),  # no weight is better by itself
        ([], grip(44000), False),  # never measured before
    ],
)
def test_one_exercise_better_than_ever_is_a_record(cast, sat, earlier, later, is_best):
    sat(None, total=20, kind=SeasonKind.SPRING, results=earlier)
    sat(None, total=20, results=later)
    assert bool(has(cast.officer, "personal_best")) is is_best


def test_a_correction_of_an_earlier_sheet_takes_a_record_and_gives_it_back(cast, sat):
    first = sat(total=25, kind=SeasonKind.SPRING)
    sat(total=26)
    sat(total=30, sheet=first)
    assert has(cast.officer, "personal_best") == []
    sat(total=25, sheet=first)
    assert has(cast.officer, "personal_best") == [("autumn", 2026)]
    assert Award.select().join(Badge).where(Badge.code == "personal_best").count() == 1


# -- four seasons, marksman


def test_four_seasons_of_one_year_make_a_set_and_losing_one_takes_it(cast, sat):
    sheets = [sat(kind=kind) for kind in SeasonKind]
    assert has(cast.officer, "four_seasons") == [("winter", 2026)]
    sat(None, sheet=sheets[0])
    assert has(cast.officer, "four_seasons") == []


def test_seasons_of_two_years_are_no_set(cast, sat):
    for kind in list(SeasonKind)[:3]:
        sat(kind=kind)
    sat(kind=SeasonKind.WINTER, year=2025)
    assert has(cast.officer, "four_seasons") == []


@pytest.mark.parametrize(("metal", "is_given"), [("gold", True), ("silver", False), (None, False)])
def test_a_marksman_shoots_excellently(cast, sat, metal, is_given):
    sat(metal, of=AssessmentKind.FIREARMS)
    assert bool(has(cast.officer, "marksman")) is is_given
    assert has(cast.officer, "fitness") == []


# -- attendance


@pytest.fixture
def autumn(cast):
    """Three trainings of the season, the officer at all of them; the last one is not final yet."""
    season = make_season()
    held = [
        make_training(
            cast.east, season=season, kind=TrainingKind.DRILL, at=datetime(2026, 10, n, 1, tzinfo=UTC)
        )
        for n in (5, 12)
    ]
    last = make_training(cast.east, season=season, kind=TrainingKind.DRILL, at=YESTERDAY)
    for training in (*held, last):
        attend(training, cast.officer)
        TrainingInstructor.create(training=training, person=cast.instructor)
    return [*held, last]


def close(cast, training):
    closing.finalise(training.id, actor=identity(cast.instructor))


def test_a_season_without_absence_earns_its_medal_when_the_last_training_is_closed(cast, autumn):
    assert has(cast.officer, "full_attendance") == []
    close(cast, autumn[-1])
    assert has(cast.officer, "full_attendance") == [("autumn", 2026)]


def test_it_is_earned_by_time_too_when_nobody_closes(cast, autumn, monkeypatch):
    assert runs.catch_up() == 0
    monkeypatch.setattr(clock, "now", lambda: AFTER + timedelta(hours=72))
    assert runs.catch_up() == 1
    assert has(cast.officer, "full_attendance") == [("autumn", 2026)]
    assert runs.catch_up() == 0


def test_an_absence_breaks_it_and_leave_does_not(cast, autumn):
    leader = identity(cast.instructor)
    reviews.amend(autumn[0].id, cast.officer.id, Attendance.ON_LEAVE, actor=leader, reason="公务")
    close(cast, autumn[-1])
    assert has(cast.officer, "full_attendance") == [("autumn", 2026)]
    reviews.amend(autumn[1].id, cast.officer.id, Attendance.ABSENT, actor=leader, reason="核实未到")
    assert has(cast.officer, "full_attendance") == []
    reviews.amend(autumn[1].id, cast.officer.id, Attendance.LATE, actor=leader, reason="核实到了")
    assert has(cast.officer, "full_attendance") == [("autumn", 2026)]


def test_who_was_on_leave_throughout_or_only_walked_in_earns_none(cast, autumn):
    leader = identity(cast.instructor)
    Enrolment.update(is_walk_in=True).execute()
    close(cast, autumn[-1])
    assert has(cast.officer, "full_attendance") == []
    Enrolment.update(is_walk_in=False).execute()
    for training in autumn:
        reviews.amend(training.id, cast.officer.id, Attendance.ON_LEAVE, actor=leader, reason="公务")
    assert has(cast.officer, "full_attendance") == []


def test_before_the_season_is_over_nothing_is_earned(cast, autumn):
    season = make_season()
    season.last_on = date(2026, 12, 31)
    season.save()
    close(cast, autumn[-1])
    assert has(cast.officer, "full_attendance") == []


def test_an_instructor_earns_gold_only_once_the_bureau_says_how_many(cast, autumn, admin):
    close(cast, autumn[-1])
    assert has(cast.instructor, "gold_instructor") == []
    desk.put_number("gold_instructor", 4, actor=admin)
    assert runs.run("gold_instructor", 2026, actor=admin) == 0
    desk.put_number("gold_instructor", 3, actor=admin)
    assert runs.run("gold_instructor", 2026, actor=admin) == 1
    assert has(cast.instructor, "gold_instructor") == [("autumn", 2026)]


def test_a_number_that_rises_takes_no_medal_away(cast, autumn, admin):
    desk.put_number("gold_instructor", 3, actor=admin)
    close(cast, autumn[-1])
    desk.put_number("gold_instructor", 20, actor=admin)
    assert runs.run("gold_instructor", 2026, actor=admin) == 0
    assert has(cast.instructor, "gold_instructor") == [("autumn", 2026)]
    Training.update(cancelled_at=AFTER).where(Training.id == autumn[0].id).execute()
    runs.run("gold_instructor", 2026, actor=admin)
    assert has(cast.instructor, "gold_instructor") == []


@pytest.mark.parametrize(("late", "is_given"), [(0, True), (36, True), (37, False)])
def test_a_course_is_completed_from_the_share_the_bureau_sets(cast, late, is_given):
    bureau.put(badges.setting("course"), 70)
    course = make_training(cast.east, season=make_season(), kind=TrainingKind.COURSE, at=YESTERDAY)
    TrainingInstructor.create(training=course, person=cast.instructor)
    attend(course, cast.officer, late=late)
    close(cast, course)
    assert bool(has(cast.officer, "course")) is is_given


# -- since when, and for whom


@pytest.mark.parametrize(
    ("limit", "is_given"),
    [
        ({"since": "2026-09-02"}, True),
        ({"since": "2026-09-03"}, False),
        ({"whom": ["officer"]}, True),
        ({"whom": ["auxiliary"]}, False),
    ],
)
def test_a_rule_says_since_when_and_for_whom_and_takes_nothing_that_was_given(cast, sat, limit, is_given):
    before = sat("bronze", kind=SeasonKind.SPRING)
    rule = json.loads(badges.SHIPPED["fitness"]["rule"]) | limit
    Badge.update(rule=json.dumps(rule)).where(Badge.code == "fitness").execute()
    sat("gold", day=1)  # 2 September

    assert has(cast.officer, "fitness") == [("spring", 2026)] + [("autumn", 2026)] * is_given
    sat("silver", sheet=before)
    assert ("spring", 2026) in has(cast.officer, "fitness")


# -- what rules may not touch


def test_out_of_force_nobody_newly_earns_but_what_stands_follows_corrections(cast, sat, admin):
    sheet = sat("gold")
    desk.switch("fitness", actor=admin, is_in_force=False, is_hidden=False)
    sat("gold", person=cast.auxiliary)
    assert has(cast.auxiliary, "fitness") == []
    sat(None, sheet=sheet)
    assert has(cast.officer, "fitness") == []


def test_what_was_withdrawn_stays_so_until_it_is_given_back(cast, sat, admin):
    sheet = sat("gold")
    award = Award.get()
    by_hand.withdraw(award.id, actor=admin, reason="替考")
    sat("silver", sheet=sheet)
    sat("gold", day=2)
    assert runs.run("fitness", 2026, actor=admin) == 0
    assert has(cast.officer, "fitness") == []

    by_hand.give_back(award.id, actor=admin, reason="查清了")
    newest = AwardVersion.select().order_by(AwardVersion.id.desc()).get()
    assert (newest.state, newest.award.edition) == (AwardState.VALID, 1)
    assert Credential.select().count() == AwardVersion.select().count()


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("officer", NotFound), ("stranger", NotFound), ("registrar", Forbidden), ("instructor", NotFound)],
)
def test_only_an_admin_above_withdraws_or_gives_back(cast, sat, who, refusal):
    sat("gold")
    actor = identity(getattr(cast, who))
    for act in (by_hand.withdraw, by_hand.give_back):
        with pytest.raises(refusal):
            act(Award.get().id, actor=actor, reason="x")
    assert has(cast.officer, "fitness") == [("autumn", 2026)]


def test_a_preview_changes_nothing_and_says_what_the_run_then_does(cast, sat, admin):
    for n, person in enumerate((cast.officer, cast.auxiliary, cast.instructor)):
        sat("gold", person=person, day=n)
    sheet = AwardVersion.select().order_by(AwardVersion.id).get().sheet_version.sheet
    Award.update(term="").execute()  # as if the rule had been another one
    rows = AwardVersion.select().count()
    shown = runs.preview("fitness", 2026, actor=admin)
    assert (shown.counts["give"], shown.counts["take"]) == (3, 3)
    assert AwardVersion.select().count() == rows
    assert sheet.person_id == cast.officer.id


def test_a_run_and_the_desk_are_for_admins_of_the_bureau(cast):
    for who in ("officer", "instructor", "registrar"):
        actor = identity(getattr(cast, who))
        for act in (
            lambda actor: runs.preview("fitness", 2026, actor=actor),
            lambda actor: runs.run("fitness", 2026, actor=actor),
            lambda actor: desk.every(actor=actor),
            lambda actor: desk.switch("fitness", actor=actor, is_in_force=True, is_hidden=True),
            lambda actor: desk.put_number("course", 80, actor=actor),
            lambda actor: by_hand.give("fitness", [1], actor=actor),
        ):
            with pytest.raises(Forbidden):
                act(actor)


def test_the_history_says_when_why_and_who(cast, sat, admin):
    sheet = sat("gold")
    sat("silver", sheet=sheet)
    by_hand.withdraw(Award.get().id, actor=admin, reason="替考")
    newest, first = lineage.of(Award.get().id)

    assert (first.because, first.by) == ("成绩定表", cast.instructor.name)
    assert (first.ended_because, first.ended_by) == ("成绩更正", cast.instructor.name)
    assert first.medal.state is AwardState.SUPERSEDED
    assert newest.because == "成绩更正"
    assert (newest.ended_because, newest.ended_by) == ("管理员撤回：替考", cast.admin.name)
    assert newest.ended_at == AFTER


def test_a_season_s_people_are_given_by_a_training_they_were_at(cast, autumn, admin):
    with pytest.raises(Invalid):
        by_hand.people_at(autumn[-1].id)
    absent = factories.make_person(cast.east)
    Enrolment.create(training=autumn[0], person=absent, unit=absent.unit)
    assert by_hand.people_at(autumn[0].id) == [cast.officer.id]
