"""What a person sees of themselves: record, first page (``home``), a copy for their phone
(``phone_copy``), a workbook.

A record is a timeline of trainings, sheets and medals, with hours against what is required. It is a read,
not a table: all of it is folded from evidence and settled sheets when asked for. Not here: attendance of a
whole training (``attendance``), the medal wall (``medals.wall``), one sheet (``sheets``).

For the person, and for the desk of their unit or above.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from peewee import fn

from models import Enrolment, Person, Training, TrainingKind
from services import awards, bureau, clock, people
from services.assessments import settled_sheets
from services.assessments.settled_sheets import Settled
from services.attendance import histories
from services.attendance.histories import Attended
from services.awards import Medal

PAGE = 50
EARLIEST = clock.at(date(2000, 1, 1))
TRAINING, SHEET, MEDAL = "training", "sheet", "medal"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the timeline; ``what`` says whether it is a training, a sheet or a medal."""

    at: datetime
    what: str
    attended: Attended | None = None
    sheet: Settled | None = None
    medal: Medal | None = None

    @property
    def on(self) -> date:
        return clock.local(self.at).date()


@dataclass(frozen=True, slots=True)
class Hours:
    """Credited minutes of a year; ``required`` is None where the bureau has not said."""

    year: int
    minutes: int
    required: int | None
    by_kind: tuple[tuple[TrainingKind, int], ...]

    @property
    def missing(self):
        return max(0, self.required - self.minutes) if self.required is not None else None


@dataclass(frozen=True, slots=True)
class Record:
    """A person's record of one year: a page of its timeline, newest first, and its totals."""

    person: Person
    year: int
    years: tuple[int, ...]
    hours: Hours
    lines: tuple[Line, ...]
    total: int
    page: int
    attended: int
    medals: int

    @property
    def months(self):
        """The page's lines by month: [(first day of it, [line, …]), …]."""
        runs = groupby(self.lines, key=lambda line: line.on.replace(day=1))
        return [(month, list(lines)) for month, lines in runs]


@dataclass(frozen=True, slots=True)
class Everything:
    """All of a record, for an export."""

    person: Person
    trainings: tuple[Attended, ...]
    sheets: tuple[Settled, ...]
    medals: tuple[Medal, ...]


def of(person_id, *, actor, year=None, page=1, at=None) -> Record:
    """The record of a person: for themselves, and for the desk of their unit or above."""
    at = at or clock.now()
    person = people.get(person_id, actor=actor)
    year = year or clock.local(at).year
    since, until = bounds(year)
    attended = histories.of_person(person.id, since=since, until=min(until, at), at=at)
    sheets = settled_sheets.of_person(person.id, since=since, until=until)
    medals = awards.of_person(person.id, since=since, until=until)
    lines = timeline(attended, sheets, medals)
    page = max(1, page)
    return Record(
        person=person,
        year=year,
        years=_years(person.id, at),
        hours=hours_of(person, year, attended),
        lines=tuple(lines[(page - 1) * PAGE : page * PAGE]),
        total=len(lines),
        page=page,
        attended=sum(one.standing.arrived_at is not None or one.standing.minutes > 0 for one in attended),
        medals=len(medals),
    )


def everything(person_id, *, actor) -> Everything:
    """All years of a record, newest first. For the person and for the desk of their unit or above."""
    person = people.get(person_id, actor=actor)
    now = clock.now()
    return Everything(
        person=person,
        trainings=tuple(histories.of_person(person.id, since=EARLIEST, until=now, at=now)),
        sheets=tuple(settled_sheets.of_person(person.id)),
        medals=tuple(awards.of_person(person.id)),
    )


def bounds(year):
    """The instants at which a year begins and ends; the second is outside it."""
    return clock.at(date(year, 1, 1)), clock.at(date(year + 1, 1, 1))


def timeline(attended, sheets, medals):
    """Trainings, sheets and medals in one list, newest first; of one day, the medal stands over its sheet."""
    lines = [Line(one.training.starts_at, TRAINING, attended=one) for one in attended]
    lines += [Line(sheet.settled_at, SHEET, sheet=sheet) for sheet in sheets]
    lines += [Line(medal.awarded_at, MEDAL, medal=medal) for medal in medals]
    return sorted(lines, key=lambda line: (line.at, (TRAINING, SHEET, MEDAL).index(line.what)), reverse=True)


def hours_of(person, year, attended) -> Hours:
    """A year's credited minutes against what the bureau requires of this kind of person."""
    by_kind = Counter()
    for one in attended:
        by_kind[one.training.kind] += one.standing.minutes
    return Hours(
        year=year,
        minutes=by_kind.total(),
        required=bureau.get(bureau.hours_setting(year, person.kind)),
        by_kind=tuple((kind, n) for kind, n in by_kind.most_common() if n),
    )


def _years(person_id, at):
    """The years from a person's first training to now, newest first; six at most."""
    mine = Enrolment.select(fn.MIN(Training.starts_at)).join(Training).where(Enrolment.person == person_id)
    first, last = mine.scalar(), clock.local(at).year
    return tuple(range(last, max(clock.local(first).year if first else last, last - 5) - 1, -1))
