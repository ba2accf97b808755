"""一表: the sheet each person has at an assessment, and every act on it up to settling and after.

Opening sheets and finding them is here. ``entries`` records attempts, voids and choices typed on the
server, ``exemptions`` 免测 and 补测, ``objections`` 异议, ``photos`` pictures of paper; ``readiness``
says what stands in the way of settling, ``settling`` freezes, ``corrections`` checks what a correction
changes; ``log``, ``versions`` and ``outcomes`` read back; ``pages`` and ``desk`` are a sheet and an
assessment as pages, ``*_words`` sentences for them; ``printed`` takes sheets out. Not here: folding and
scoring (``marks``), entries of devices (``intake``), rulings on them (``rulings``), the examiner's list
(``stations``).

One sheet a person and assessment. Rows of entries and versions are added, never changed; an entry id sent
twice is kept once.
"""

from peewee import fn

from models import (
    Assessment,
    Enrolment,
    Person,
    Sheet,
    SheetVersion,
    Unit,
    database,
    locked,
)
from services import access, assessments, audit, marks, people, trainings
from services.errors import DomainError, Forbidden, NotFound
from services.words import lazy as _l


class NotListed(DomainError):
    message = _l("这个人不在名单里，请先签到或加入名单")


@database.atomic()
def arrive(training_id, person_id):
    """Open the sheet of a person who has come to an assessment; at any other training nothing happens.

    Call it in the transaction that keeps the check-in. A repeat changes nothing.
    """
    assessment = Assessment.get_or_none(training=training_id)
    return assessment and _opened(assessment, person_id)


@database.atomic()
def open_for(assessment_id, person_id, *, actor):
    """Open a sheet from the list, for whoever examines there. The person must be on the list."""
    assessment = assessments.get(assessment_id)
    if not assessments.part_of(actor, assessment).may_open:
        raise Forbidden
    if assessment.training.cancelled_at:
        raise trainings.Cancelled
    if not _enrolment(assessment, person_id):
        raise NotListed
    sheet = _opened(assessment, person_id)
    audit.note("sheet.open", "sheet", sheet.id, actor_id=actor.account_id)
    return sheet


def _enrolment(assessment, person_id):
    return Enrolment.get_or_none(training=assessment.training_id, person=person_id)


def _opened(assessment, person_id):
    """The person's sheet, opened where there is none. The assessment's row lets arrivals in one by one,
    or two at once would take one number.
    """
    locked(Assessment.select(Assessment.id).where(Assessment.id == assessment.id)).get()
    if known := Sheet.get_or_none(assessment=assessment.id, person=person_id):
        return known
    enrolment = _enrolment(assessment, person_id)
    unit_id = enrolment.unit_id if enrolment else people.by_id(person_id).unit_id
    number = _last_number(assessment.id) + 1
    return Sheet.create(assessment=assessment.id, person=person_id, unit=unit_id, number=number)


def open_all(assessment, person_ids):
    """Open the sheets of several people, in their order, in the caller's transaction. Existing ones stay."""
    if not person_ids:
        return
    locked(Assessment.select(Assessment.id).where(Assessment.id == assessment.id)).get()
    here = Sheet.select(Sheet.person).where(Sheet.assessment == assessment.id)
    have = {row.person_id for row in here.where(Sheet.person.in_(person_ids))}
    missing = [person_id for person_id in person_ids if person_id not in have]
    listed = Enrolment.select(Enrolment.person, Enrolment.unit).where(
        Enrolment.training == assessment.training_id, Enrolment.person.in_(missing)
    )
    units = people.units_of(missing) | dict(listed.tuples())
    last = _last_number(assessment.id)
    rows = [
        {"assessment": assessment.id, "person": person_id, "unit": units[person_id], "number": number}
        for number, person_id in enumerate(missing, start=last + 1)
    ]
    if rows:
        Sheet.insert_many(rows).execute()


def _last_number(assessment_id):
    return Sheet.select(fn.MAX(Sheet.number)).where(Sheet.assessment == assessment_id).scalar() or 0


def absent(assessment, *, text="", limit=50):
    """People on the list without a sheet: (the first of them by police number, how many in all)."""
    arrived = Sheet.select(Sheet.person).where(Sheet.assessment == assessment.id)
    query = (
        Person.select(Person, Unit)
        .join(Enrolment)
        .switch(Person)
        .join(Unit)
        .where(Enrolment.training == assessment.training_id, Person.id.not_in(arrived))
    )
    if text := text.strip():
        query = query.where(people.matching(text))
    return list(query.order_by(Person.police_number).limit(limit)), query.count()


def get(sheet_id):
    """A sheet with its person and the unit they belonged to then. Raises ``NotFound``."""
    return _one(Sheet.id == sheet_id)


def of_person(assessment_id, person_id):
    """A person's sheet at an assessment, or None before they arrive."""
    return at(assessment_id).where(Sheet.person == person_id).get_or_none()


def _one(condition):
    found = marks.sheets().where(condition).get_or_none()
    if found is None:
        raise NotFound
    return found


def at(assessment_id):
    """The sheets of an assessment with person and unit: a query, for callers to narrow."""
    return marks.sheets_at(assessment_id)


def listed(assessment_id):
    """Every sheet of an assessment, by number."""
    return list(at(assessment_id).order_by(Sheet.number))


def locked_sheet(sheet_id):
    """The sheet, locked for the caller's transaction, so that an entry and a settling follow each other."""
    if locked(Sheet.select(Sheet.id).where(Sheet.id == sheet_id)).get_or_none() is None:
        raise NotFound
    return get(sheet_id)


def writable(sheet_id):
    """(the sheet, locked; its assessment). Refused where the training was cancelled."""
    sheet = locked_sheet(sheet_id)
    assessment = assessments.get(sheet.assessment_id)
    if assessment.training.cancelled_at:
        raise trainings.Cancelled
    return sheet, assessment


def is_settled(sheet_id):
    return SheetVersion.select().where(SheetVersion.sheet == sheet_id).exists()


def touch(sheet_id):
    """Tell every live screen of this sheet that something changed."""
    Sheet.update(changes=Sheet.changes + 1).where(Sheet.id == sheet_id).execute()


def visible(sheet_id, actor):
    """(sheet, assessment, part), for the person, the assessment's staff, and the desk of the person's
    unit.
    """
    sheet = get(sheet_id)
    assessment = assessments.get(sheet.assessment_id)
    part = assessments.part_of(actor, assessment)
    if not part.may_watch and not access.may_see_person(actor, people.by_id(sheet.person_id)):
        raise Forbidden
    return sheet, assessment, part
