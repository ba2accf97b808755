"""Whom a file of results means: people on an assessment's list, by sheet number, police number or name."""

from dataclasses import dataclass

from models import Enrolment, Person, Sheet
from services.assessments import settled_sheets
from services.people.facts import Unreadable
from services.words import gettext as _

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """Someone on the list. ``sheet`` is None before they arrive."""

    person: Person
    sheet: Sheet | None
    is_settled: bool


class People:
    """Everyone on the list of an assessment, found in three queries."""

    def __init__(self, assessment):
        opened = {sheet.person_id: sheet for sheet in Sheet.select().where(Sheet.assessment == assessment.id)}
        versions = Sheet.select(Sheet.id).where(
            Sheet.assessment == assessment.id, settled_sheets.has_version()
        )
        settled_ids = {sheet_id for (sheet_id,) in versions.tuples()}
        expected = Enrolment.select(Enrolment.person).where(Enrolment.training == assessment.training_id)
        arrived = Sheet.select(Sheet.person).where(Sheet.assessment == assessment.id)
        self.by_number, self.by_sheet, self.by_name = {}, {}, {}
        for person in Person.select().where(Person.id.in_(expected) | Person.id.in_(arrived)):
            sheet = opened.get(person.id)
            self._keep(Listed(person, sheet, sheet is not None and sheet.id in settled_ids))

    def _keep(self, one):
        self.by_number[one.person.police_number] = one
        self.by_name.setdefault(one.person.name.replace(" ", ""), []).append(one)
        if one.sheet:
            self.by_sheet[str(one.sheet.number)] = one

    def find(self, line) -> Listed:
        """The person that a line means. Raises ``Unreadable`` for nobody, for several, and for
        contradictions.
        """
        found = [one for one in (self._by_police_number(line), self._by_sheet(line)) if one]
        if not found:
            return self._by_name(line)
        if len(found) > 1 and found[0] is not found[1]:
            raise Unreadable(_("号和警号不是同一个人"))
        if line.name and line.name.replace(" ", "") != found[0].person.name.replace(" ", ""):
            raise Unreadable(_("姓名和号码对不上：这个号码是 %(name)s", name=found[0].person.name))
        return found[0]

    def _by_police_number(self, line):
        if not line.police_number:
            return None
        if one := self.by_number.get(line.police_number):
            return one
        is_known = Person.select().where(Person.police_number == line.police_number).exists()
        raise Unreadable(_("不在这次考核的名单上") if is_known else _("没有这个警号"))

    def _by_sheet(self, line):
        if not line.number:
            return None
        if one := self.by_sheet.get(line.number.lstrip("0")):
            return one
        raise Unreadable(_("没有 %(number)s 号：还没有人拿到这个号", number=line.number))

    def _by_name(self, line):
        found = self.by_name.get(line.name.replace(" ", ""), ())
        if not found:
            raise Unreadable(_("名单上没有叫这个名字的人"))
        if len(found) > 1:
            raise Unreadable(_("名单上有 %(n)s 人同名，请加上警号或号", n=len(found)))
        return found[0]
