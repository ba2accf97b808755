"""What a roster would do to the people of today: who is new, who changes and how, what is refused."""

import hashlib
from dataclasses import dataclass, field

from models import Person
from services import labels
from services.people import appointments
from services.people.facts import Unreadable
from services.roster import units
from services.roster.columns import heading
from services.roster.lines import Line, Refusal
from services.roster.units import Directory, Place
from services.words import gettext as _

BATCH = 1000
FIELDS = ("name", "sex", "born_on", "kind", "rank")


@dataclass(frozen=True, slots=True)
class Entry:
    """A person to be written. ``differences`` are (heading, before, after); none for someone new."""

    line: Line
    place: Place
    rank: str
    differences: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Plan:
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    units: list[tuple[str, ...]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def total(self):
        return len(self.new) + len(self.changed) + self.unchanged + len(self.refused)

    @property
    def is_idle(self):
        """Whether the people already are as the file says."""
        return not (self.new or self.changed or self.refused)

    @property
    def digest(self):
        """A short name for everything this plan would write, and what it would replace."""
        told = hashlib.sha256()
        for entry in (*self.new, *self.changed):
            told.update(repr((entry.line[1:], entry.place, entry.differences)).encode())
        told.update(repr((self.units, self.unchanged, len(self.refused))).encode())
        return told.hexdigest()[:32]


def draw_up(lines, *, actor, create_units, refused=(), ignored=()):
    """Compare lines with the people and units of now. Where ``actor`` is None everything is allowed."""
    directory = Directory(actor, create=create_units)
    present = _present([line.number for line in lines])
    beyond = appointments.out_of_reach(actor) if actor else set()
    plan = Plan(refused=list(refused), ignored=list(ignored))
    for line in lines:
        try:
            _place(plan, line, present.get(line.number), directory, beyond)
        except Unreadable as reason:
            plan.refused.append(Refusal(line.row, f"{line.number} {line.name}", (str(reason),)))
    plan.refused.sort(key=lambda refusal: refusal.row)
    plan.units = units.missing(directory, [entry.place for entry in (*plan.new, *plan.changed)])
    return plan


def _present(numbers):
    """{number: person}, for numbers that are known already."""
    people = {}
    for start in range(0, len(numbers), BATCH):
        some = Person.select().where(Person.police_number.in_(numbers[start : start + BATCH]))
        people |= {person.police_number: person for person in some.namedtuples()}
    return people


def _place(plan, line, person, directory, beyond):
    place = directory.find(line.unit)
    if person is None:
        plan.new.append(Entry(line, place, line.rank or ""))
        return
    if not directory.may_keep(directory.by_id[person.unit].path):
        raise Unreadable(_("此人现在别的单位，要由那里的管理员调出"))
    if not person.is_active and person.id in beyond:
        raise Unreadable(_("此人已停用，且任职超出您的权限，要由管理员恢复"))
    rank = person.rank if line.rank is None else line.rank
    if differences := tuple(_differences(line, person, rank, place, directory)):
        plan.changed.append(Entry(line, place, rank, differences))
    else:
        plan.unchanged += 1


def _differences(line, person, rank, place, directory):
    after = line._replace(rank=rank)
    for name in FIELDS:
        before, now = getattr(person, name), getattr(after, name)
        if before != now:
            yield heading(name), _shown(before), _shown(now)
    if place.id != person.unit:
        yield heading("unit"), directory.by_id[person.unit].label, place.label
    if not person.is_active:
        yield _("状态"), _("停用"), _("在岗")


def _shown(value):
    return labels.of(value) if (type(value), value) in labels.LABELS else str(value)
