"""The ranking of an assessment as a page or a file: of a contest, and the list of marksmen."""

from dataclasses import dataclass, replace

from models import Assessment, AssessmentKind, Sheet, Unit
from services import assessments, audit, bureau, marks, rankings, standards
from services.assessments import settled_sheets
from services.errors import Forbidden, NotFound
from services.rankings import Team, placings
from services.scoring import score_words

#: How many places people who only took part are shown: nobody is shown who came last.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list. ``place`` is None where there is none; ``why`` is then a key of
    ``ranking_sheet.WHY``.
    """

    place: int | None
    sheet: Sheet
    total: int | None
    shown: dict[str, str]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """``exercises`` pair codes with names; ``waiting`` counts the sheets that are not settled."""

    assessment: Assessment
    exercises: list[tuple[str, str]]
    lines: list[Line]
    others: list[Line]
    teams: list[tuple[Team, Unit]]
    waiting: int
    is_staff: bool

    @property
    def is_marksmen(self):
        return self.assessment.kind is AssessmentKind.FIREARMS

    @property
    def is_final(self):
        return self.assessment.closed_at is not None


def is_ranked(assessment):
    """Whether an assessment has a list: a contest has, firearms where the bureau turned it on."""
    if assessment.kind is AssessmentKind.FIREARMS:
        return bureau.get(bureau.MARKSMEN) is True
    return assessment.kind is AssessmentKind.CONTEST


def is_open_to_all(assessment):
    """Whether people who took part may see the list: a contest's once closed, marksmen's at any time."""
    is_over = assessment.closed_at is not None or assessment.kind is AssessmentKind.FIREARMS
    return is_over and is_ranked(assessment)


def ranking_of(assessment_id, *, actor) -> Ranking:
    """The ranking as it stands: for the staff all of it; for people who took part the first ten places and
    their own, in a contest once it is closed.

    Raises ``NotFound`` where there is no list, ``Forbidden`` for everyone else.
    """
    assessment = assessments.get(assessment_id)
    if not is_ranked(assessment):
        raise NotFound
    is_staff = assessments.part_of(actor, assessment).may_watch
    if is_staff:
        return _read(assessment, is_staff=True)
    took_part = Sheet.select().where(Sheet.assessment == assessment.id, Sheet.person == actor.person_id)
    if not is_open_to_all(assessment) or not took_part.exists():
        raise Forbidden
    return _for_people(_read(assessment, is_staff=False), actor.person_id)


def export(assessment_id, form, *, actor) -> Ranking:
    """The ranking, to be taken out of the system as ``xlsx`` or ``pdf``. For the staff; the log keeps it."""
    found = ranking_of(assessment_id, actor=actor)
    if not found.is_staff:
        raise Forbidden
    audit.note("ranking.export", "assessment", assessment_id, actor_id=actor.account_id, form=form)
    return found


def _for_people(ranking, person_id):
    def mine(line):
        return line.sheet.person_id == person_id

    return replace(
        ranking,
        lines=[line for line in ranking.lines if line.place <= SHOWN or mine(line)],
        others=[line for line in ranking.others if mine(line)],
    )


def _read(assessment, *, is_staff):
    standard = standards.load(assessment.standard)
    versions = placings.versions([assessment.id])
    placed = placings.ranked(assessment.kind, standard, versions)
    known = {sheet.id: sheet for sheet in marks.sheets_at(assessment.id)}
    snapshots = {v.sheet_id: settled_sheets.read(v.snapshot) for v in versions}
    lines = [_line(one.place, known[one.who.sheet_id], snapshots) for one in placed]
    without = [(known[v.sheet_id], why) for v in versions if (why := placings.why_none(v))]
    others = [_line(None, sheet, snapshots, why) for sheet, why in without]
    units = {sheet.unit_id: sheet.unit for sheet in known.values()}
    size = assessment.team_size
    return Ranking(
        assessment=assessment,
        exercises=_exercises(standard, lines + others),
        lines=lines,
        others=others,
        teams=[(team, units[team.unit_id]) for team in rankings.teams(placed, size)] if size else [],
        waiting=len(known) - len(versions),
        is_staff=is_staff,
    )


def _line(place, sheet, snapshots, why=""):
    snapshot = snapshots[sheet.id]
    return Line(place, sheet, snapshot.total, {m.exercise: m.shown for m in snapshot.marks if m.counts}, why)


def _exercises(standard, lines):
    """The exercises that anyone did, in the standard's order."""
    done = {exercise for line in lines for exercise in line.shown}
    return [(i.exercise, score_words.item_name(i)) for i in standard.items if i.exercise in done]
