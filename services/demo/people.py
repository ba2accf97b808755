"""Who lives in the demo bureau: units, people, and the accounts to try it with."""

from dataclasses import dataclass
from datetime import date

from models import Account, Appointment, Person, PersonKind, Role, Sex, Unit
from services import access, bureau, clock, people
from services.people import accounts

PASSWORD = "yizhang-2026"  # noqa: S105 - told to everyone who starts the demo

#: The accounts printed at the start.
CAST = (
    ("100001", "罗成", Role.ADMIN),
    ("100002", "苏敏", Role.REGISTRAR),
    ("100003", "周岩", Role.INSTRUCTOR),
    ("100004", "林晓", None),
)
FAMILY = "何马陈韩唐谢赵邓高吴程郑"
GIVEN = ("静", "骁", "一鸣", "敏", "磊", "婷", "家明", "可", "毅", "晨", "立", "原")
RANKS = ("二级警员", "一级警员", "三级警司", "二级警司", "一级警司")
SIZE = 15


@dataclass(frozen=True, slots=True)
class Bureau:
    """The demo's units and people. ``squads`` are lists of people, the trainee in the first."""

    root: Unit
    east: Unit
    admin: access.Identity
    instructor: access.Identity
    trainee: Person
    squads: tuple[list[Person], ...]

    @property
    def everyone(self):
        return [person for squad in self.squads for person in squad]


def move_in():
    """Make units, people and accounts, and say what only a bureau can say (as samples)."""
    root = people.add_unit("示例市公安局")
    east = people.add_unit("城东分局（示例）", root)
    units = [people.add_unit(f"{n}中队", east) for n in "一二三"]
    hashed = accounts.hasher.hash(PASSWORD)
    admin = _person(*CAST[0], unit=root, hashed=hashed)
    _person(*CAST[1], unit=east, hashed=hashed, sex=Sex.FEMALE)
    instructor = _person(*CAST[2], unit=east, hashed=hashed)
    trainee = _person(*CAST[3], unit=units[0], hashed=hashed, born_on=date(1996, 5, 4))
    squads = tuple(_squad(n, unit, hashed) for n, unit in enumerate(units))
    squads[0].insert(0, trainee)
    _say_facts()
    return Bureau(
        root=root,
        east=east,
        admin=_identity(admin),
        instructor=_identity(instructor),
        trainee=trainee,
        squads=squads,
    )


def _identity(person):
    return access.identify(Account.get(person=person).id)


def _squad(n, unit, hashed):
    return [_member(n, i, _name(n * SIZE + i), unit, hashed) for i in range(SIZE)]


def _name(k):
    """The k-th name; no two of the demo's are the same."""
    return FAMILY[k % len(FAMILY)] + GIVEN[(k * 5 + k // len(FAMILY)) % len(GIVEN)]


def _member(n, i, name, unit, hashed):
    """One person of a squad. Numbers, ages and ranks are spread evenly: nothing here is drawn by chance."""
    return _person(
        f"10{n + 1}{i + 1:03d}",
        name,
        None,
        unit=unit,
        hashed=hashed,
        sex=Sex.FEMALE if i % 4 == 1 else Sex.MALE,
        born_on=date(1983 + i + n, 1 + (i * 5) % 12, 1 + (i * 11) % 28),
        kind=PersonKind.AUXILIARY if i % 5 == 4 else PersonKind.OFFICER,
        rank="" if i % 5 == 4 else RANKS[(i + n) % len(RANKS)],
    )


def _person(number, name, role, *, unit, hashed, **facts):
    defaults = {"sex": Sex.MALE, "born_on": date(1988, 9, 1), "kind": PersonKind.OFFICER, "rank": "一级警司"}
    person = Person.create(police_number=number, name=name, unit=unit, **defaults | facts)
    account = Account.create(person=person, password_hash=hashed)
    if role:
        Appointment.create(account=account, role=role, unit=unit, from_on=date(2025, 1, 1))
    return person


def _say_facts():
    """Facts only a bureau has. Here they are samples, and the bureau's name says so."""
    year = clock.today().year
    bureau.put(bureau.NAME, "示例市公安局")
    bureau.put(bureau.NAME_EN, "Sample City Public Security Bureau")
    bureau.put(bureau.hours_setting(year, PersonKind.OFFICER), 120 * 60)
    bureau.put(bureau.hours_setting(year, PersonKind.AUXILIARY), 80 * 60)
    bureau.put("grades.police-2010-445", [["优秀", 340], ["良好", 300], ["合格", 240]])
    bureau.put("grades.sample-firearms", [["优秀", 90], ["良好", 75], ["合格", 60]])
    bureau.put(bureau.MARKSMEN, True)
