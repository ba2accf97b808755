"""An assessment on the desk: its figures, and one tab of its people, its stations, or everyone's marks."""

from dataclasses import dataclass

from models import Assessment, AwardVersion, Person, Sheet, Station
from services import assessments, marks, sheets, standards
from services.awards import earning
from services.marks import Line, Progress
from services.rankings import contests, ranking_sheet
from services.scoring import score_words
from services.sheets import readiness, sheet_words

TABS = PEOPLE, STATIONS, RESULTS = ("people", "stations", "results")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands above every tab: the assessment, its figures, and what the reader is there.

    ``version`` changes with whatever the tab shows, ``names`` are those of the items by exercise.
    """

    assessment: Assessment
    part: assessments.Part
    tab: str
    version: str
    progress: Progress
    stations: list[Station]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet in a list, and what is said of it. ``medal`` is the one it carries, where it does."""

    line: Line
    medal: AwardVersion | None

    @property
    def sheet(self) -> Sheet:
        return self.line.sheet

    @property
    def snapshot(self):
        return self.line.snapshot

    @property
    def state(self):
        return self.line.state

    @property
    def state_text(self):
        return sheet_words.state(self.line.state)

    @property
    def group(self):
        return sheet_words.group_name(self.line.snapshot)

    @property
    def grade(self):
        return sheet_words.grade(self.line.snapshot)


@dataclass(frozen=True, slots=True)
class Settled:
    """The result of settling all complete sheets: how many were settled, are left, and were held up."""

    done: int
    left: int
    blocked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPage(Heading):
    """One tab. ``rows`` are a page of the ``total`` sheets, ``absent`` the first of those who have not come.

    ``skipped`` says why sheets were left unsettled, (reason, sheets). ``ranking`` is its title, or empty.
    """

    text: str
    number: int
    rows: list[Row]
    total: int
    absent: list[Person]
    absent_total: int
    settled: Settled | None
    skipped: list[tuple[str, int]]
    ranking: str

    @property
    def size(self):
        """How many rows a page has."""
        return marks.PAGE


def heading(assessment, part):
    """The fields of a ``Heading`` that are read, as a dictionary."""
    return {
        "assessment": assessment,
        "part": part,
        "progress": marks.progress(assessment),
        "stations": assessments.stations_of(assessment.id),
        "names": score_words.item_names(standards.load(assessment.standard)),
    }


def page(assessment, part, version, *, tab, text="", number=1, settled=None) -> AssessmentPage:
    """A tab of an assessment whose staff the reader is. ``text`` narrows a list, ``number`` is its page."""
    lines, total = ([], 0) if tab == STATIONS else marks.page(assessment, text=text, page=number)
    absent, absent_total = sheets.absent(assessment, text=text) if tab == PEOPLE else ([], 0)
    medals = earning.carried_by([line.sheet.id for line in lines])
    return AssessmentPage(
        **heading(assessment, part),
        tab=tab,
        version=version,
        text=text,
        number=number,
        rows=[Row(line, medals.get(line.sheet.id)) for line in lines],
        total=total,
        absent=absent,
        absent_total=absent_total,
        settled=settled,
        skipped=readiness.reasons_unsettled(assessment) if settled and settled.blocked else [],
        ranking=ranking_sheet.heading(assessment) if contests.is_ranked(assessment) else "",
    )
