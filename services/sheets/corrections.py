"""The entries by which a settled sheet is corrected, checked before they are kept."""

from models import EntryKind
from services import assessments, standards
from services.errors import Invalid, NotFound
from services.marks import marked_sheets
from services.scoring import typed_measures
from services.words import gettext as _


def changes(sheet, assessment, reason, *wanted):
    """The entries of a correction. ``wanted`` are (exercise, text, attempt to void, exercise to
    choose).

    Raises ``Invalid`` for whatever does not fit the sheet or the standard.
    """
    exercise, text, target, pick = wanted
    standard = standards.load(assessment.standard)
    folded = marked_sheets.folded_of(sheet, assessment)
    if target:
        yield _void(folded, target, reason)
    if text.strip():
        yield _attempt(standard, assessment, exercise, text)
    if pick:
        if standard.item(pick) is None:
            raise Invalid({"pick": _("标准中没有项目 %(exercise)s", exercise=pick)})
        yield {"kind": EntryKind.CHOOSE, "exercise": pick}


def _void(folded, target, reason):
    tries = [attempt for tries in folded.tries.values() for attempt in tries]
    found = next((attempt for attempt in tries if attempt.entry_id == target), None)
    if found is None:
        raise NotFound
    return {
        "kind": EntryKind.VOID,
        "exercise": found.exercise,
        "station": found.station_id,
        "target": target,
        "reason": reason,
    }


def _attempt(standard, assessment, exercise, text):
    item = standard.item(exercise)
    if item is None:
        raise Invalid({"exercise": _("标准中没有项目 %(exercise)s", exercise=exercise)})
    second, measure = typed_measures.read(item, text)
    stations = assessments.stations_of(assessment.id)
    station = next((s.id for s in stations if s.exercise == exercise), None)
    return {
        "kind": EntryKind.ATTEMPT,
        "exercise": exercise,
        "station": station,
        "measure": measure,
        "second": second,
    }
