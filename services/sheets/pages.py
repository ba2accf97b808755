"""The pages of a sheet, in the reader's language: its marks, what was said, what its forms offer."""

from dataclasses import dataclass

from services import assessments
from services.marks import marked_sheets
from services.marks.marked_sheets import Marked, Signature
from services.rankings import contests, ranking_sheet
from services.sheets import (
    entry_words,
    log,
    objections,
    outcomes,
    photos,
    readiness,
    remark_words,
    sheet_words,
    versions,
)
from services.sheets.log import Said
from services.sheets.objections import Objection
from services.sheets.outcomes import Outcome
from services.sheets.remark_words import Remark
from services.sheets.sheet_words import Part
from services.sheets.versions import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What every page of a sheet shows: the marks of one version, by category.

    ``acks`` has the last acknowledgement of each try, ``outcome`` what came of the newest version.
    """

    marked: Marked
    parts: list[Part]
    acks: dict[str, Said]
    outcome: Outcome | None

    @property
    def sheet(self):
        return self.marked.sheet

    @property
    def assessment(self):
        return self.marked.assessment

    @property
    def versions(self):
        return self.marked.versions

    @property
    def grade(self):
        return sheet_words.grade(self.marked.snapshot)

    @property
    def group(self):
        return sheet_words.group_name(self.marked.snapshot)

    @property
    def state(self):
        return sheet_words.state(self.marked.state)

    def said_of(self, attempt):
        """What the reader must know of a try of the snapshot."""
        return remark_words.of_try(attempt)

    def instead_of(self, exercise):
        """What stands in place of a result in an item."""
        return remark_words.of_item(self.marked.snapshot, exercise)

    def text_of(self, entry):
        """What an entry says."""
        return entry_words.what(entry, self.marked.standard)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage(Face):
    """One settled version as it stood, and what it ``changes`` of the one before."""

    changes: list[Change]

    @property
    def version(self):
        return self.marked.versions[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(Face):
    """The newest version, or the marks of now, for one reader; ``part`` is None where they act as trainee.

    ``tries`` names every try, ``items`` are (exercise, name) of what the person may do, and ``enters``
    those of them at whose stations the reader may write. ``obstacles`` are (sentence, desk) of what keeps
    an open sheet from being settled, ``cause`` is the upheld objection that a correction answers, and
    ``ranking`` the title of the ranking that is open to all, or empty.
    """

    part: assessments.Part | None
    is_own: bool
    notes: list[str]
    signatures: list[Signature]
    remarks: list[Remark]
    objections: list[Objection]
    cause: Objection | None
    tries: dict[str, str]
    items: list[tuple[str, str]]
    enters: list[tuple[str, str]]
    obstacles: list[tuple[str, str]]
    photos: int
    ranking: str

    @property
    def faults(self):
        """(word, label) of every kind of try without a measure."""
        return remark_words.faults()

    @property
    def grants(self):
        """(kind, label) of what staff may decide about the person."""
        return remark_words.grants()


def of_version(sheet_id, number, actor) -> VersionPage:
    """The page of one settled version. For whoever may see the sheet."""
    found, changes = versions.one(sheet_id, number, actor)
    return VersionPage(marked=found, parts=sheet_words.parts(found), acks={}, outcome=None, changes=changes)


def of_sheet(sheet, assessment, part, *, actor, fix="") -> SheetPage:
    """The page of a sheet that the actor may see (already checked). ``fix`` is the id of the objection
    they come from, to correct the sheet.
    """
    found, said = marked_sheets.of(sheet, assessment), log.said_of(sheet)
    stations = assessments.stations_of(assessment.id)
    parts, objected = sheet_words.parts(found, stations), objections.found_in(said)
    return SheetPage(
        marked=found,
        parts=parts,
        acks=remark_words.acknowledged(said),
        outcome=outcomes.of(found, actor),
        part=part,
        is_own=sheet.person_id == actor.person_id,
        notes=sheet_words.notes(found),
        signatures=marked_sheets.examiners(found),
        remarks=remark_words.remarks_in(said, found.standard),
        objections=objected,
        cause=_cause(objected, fix),
        tries=remark_words.tries(parts),
        items=_items(parts),
        enters=_enters(parts, part, stations),
        obstacles=_obstacles(found, part),
        photos=photos.count(sheet.id),
        ranking=ranking_sheet.heading(assessment) if contests.is_open_to_all(assessment) else "",
    )


def _cause(objected, objection_id):
    found = (one for one in objected if one.said.entry_id == objection_id)
    return next((one for one in found if one.is_upheld), None)


def _items(parts):
    return [(option.exercise, option.name) for part in parts for option in part.options]


def _enters(parts, part, stations):
    here = [] if part is None else [s.exercise for s in stations if part.may_enter(s)]
    return [item for item in _items(parts) if item[0] in here]


def _obstacles(found, part):
    if not (part and part.may_settle) or found.versions:
        return []
    return [
        (one.text(found.standard), one.desk) for one in readiness.obstacles(found.sheet, found.assessment)
    ]
