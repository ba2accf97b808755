"""What new entries of devices bring with them: sheets, walk-ins, heats worked out anew, screens told."""

from models import EntryKind, Sheet
from services import people, sheets, trainings
from services.assessments import leases
from services.intake import finishes, holds
from services.trainings import enrolments


def bring_about(assessment, stream, rows):
    """Do what these rows bring with them, in the transaction that wrote them.

    A held entry opens no sheet and counts in no heat.
    """
    if not rows:
        return
    counted = [row for row in rows if not row["held"]]
    arrived = dict.fromkeys(row["person"] for row in counted if row["person"])
    _admit(assessment, arrived)
    sheets.open_all(assessment, list(arrived))
    moved = finishes.rewrite(assessment.id, _heats(assessment.id, counted))
    leases.open_where_none(stream, {row["station"] for row in counted})
    touch(assessment, rows, moved)


def _admit(assessment, person_ids):
    """Put on the list whoever is neither on it nor has a sheet: they held up their pass."""
    if not person_ids:
        return
    known = set(enrolments.walk_ins(assessment.training_id, among=list(person_ids)))
    with_sheet = Sheet.select(Sheet.person).where(
        Sheet.assessment == assessment.id, Sheet.person.in_(list(person_ids))
    )
    missing = set(person_ids) - known - {row.person_id for row in with_sheet}
    if missing:
        enrolments.admit_all(assessment.training_id, people.units_of(missing))
        trainings.touch(assessment.training_id)


def _heats(assessment_id, counted):
    """The heats that these rows change: their own, and those of entries that they admit."""
    own = {row["heat"] for row in counted if row["heat"] and row["kind"] in finishes.KINDS}
    let_in = {row["target"] for row in counted if row["kind"] is EntryKind.ADMIT}
    return own | finishes.heats_of(assessment_id, let_in)


def touch(assessment, rows, moved=()):
    """Tell the screens of every sheet that these rows are about; ``moved`` are people concerned besides."""
    about = holds.about(assessment.id, {row["target"] for row in rows if row["target"]})
    whom = {row["person"] for row in rows if row["person"]} | set(moved)
    whom = whom.union(*about.values())
    if whom:
        Sheet.update(changes=Sheet.changes + 1).where(
            Sheet.assessment == assessment.id, Sheet.person.in_(list(whom))
        ).execute()
