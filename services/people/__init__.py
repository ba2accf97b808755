"""Units, people, and their way in: accounts, opening codes, appointments.

Finding units and people is here, and keeping the tree of units. ``numbers`` says whom police numbers in a
text mean, ``personnel`` adds and edits one person by hand, ``facts`` reads cells about a person (for forms
and files), ``accounts`` signs in, ``opening_codes`` opens accounts, ``appointments`` gives roles. Not here:
thousands of people by file (``roster``), what a role may do (``access``), the first admin
(``installation.founding``).

Lists show only people whom the actor may see. Records keep the unit that a person had then.
"""

from peewee import IntegrityError, fn

from models import Person, Unit, database
from models import PersonKind as PersonKind
from services import access, audit, texts
from services.errors import Invalid, NotFound
from services.people import facts
from services.words import lazy as _l

PAGE = 50
DEEPEST = 12  # levels of the tree


class UnitTaken(Invalid):
    def __init__(self):
        super().__init__({"name": _l("上级单位下已有同名单位")})


def get(person_id, *, actor):
    """A person with their unit, for themselves and for the desk of their unit or above."""
    return _one(access.visible_people(actor).where(Person.id == person_id))


def by_id(person_id):
    """A person with their unit, for callers that have checked who asks. Raises ``NotFound``."""
    return _one(Person.select(Person, Unit).join(Unit).where(Person.id == person_id))


def by_number(police_number):
    return _one(
        Person.select(Person, Unit).join(Unit).where(Person.police_number == facts.tidy_number(police_number))
    )


def units_of(person_ids):
    """{person id: id of their unit of today}."""
    return dict(Person.select(Person.id, Person.unit).where(Person.id.in_(list(person_ids))).tuples())


def _one(query):
    person = query.get_or_none()
    if person is None:
        raise NotFound
    return person


def search(actor, *, text="", unit_id=None, active=True, page=1):
    """A page of the people whom the actor may see, and how many there are in all."""
    query = access.visible_people(actor).where(Person.is_active == active)
    if text := facts.close_up(texts.plain(text)):
        query = query.where(matching(text))
    if unit_id is not None:
        query = query.where(Unit.path.startswith(unit(unit_id).path))
    total = query.count()
    return list(query.order_by(Person.police_number).paginate(max(1, page), PAGE)), total


def matching(text):
    """The condition that a person's name holds ``text``, or that their number begins or ends with it."""
    number = facts.tidy_number(text)
    return (
        Person.name.contains(text)
        | Person.police_number.startswith(number)
        | Person.police_number.endswith(number)
    )


def unit(unit_id):
    found = Unit.get_or_none(Unit.id == unit_id)
    if found is None:
        raise NotFound
    return found


def units_under(actor, *roles):
    """The units in which the actor holds one of ``roles``, tree order. Each knows its ``depth``."""
    paths = actor.paths(*roles)
    return [u for u in all_units() if any(u.path.startswith(p) for p in paths)]


def all_units():
    """Every unit in tree order. A bureau has some hundreds, so the tree is read whole."""
    units = list(Unit.select())
    names = {u.id: u.name for u in units}
    for u in units:
        ids = [int(part) for part in u.path.split("/") if part]
        u.depth = len(ids) - 1
        u.lineage = [names[i] for i in ids]
    return sorted(units, key=lambda u: [int(part) for part in u.path.split("/") if part])


def headcounts():
    """{unit id: how many active people belong to the unit itself}."""
    rows = (
        Person.select(Person.unit, fn.COUNT(Person.id).alias("n"))
        .where(Person.is_active)
        .group_by(Person.unit)
    )
    return {row.unit_id: row.n for row in rows}


def with_headcounts(units):
    """The units, each with the number of its own people (``own``) and of all below it too (``headcount``)."""
    counts = headcounts()
    own = {u.path: counts.get(u.id, 0) for u in units}
    for u in units:
        u.own = own[u.path]
        u.headcount = sum(n for path, n in own.items() if path.startswith(u.path))
    return units


def lineage(of):
    """The names of the units from the root down to this one."""
    ids = [int(part) for part in of.path.split("/") if part]
    names = {u.id: u.name for u in Unit.select().where(Unit.id.in_(ids))}
    return [names[i] for i in ids]


def unit_name(text):
    """A unit's name as it is kept. A slash is refused, for it would read as a path in a roster."""
    name = facts.close_up(texts.plain(text))
    if not name or len(name) > Unit.name.max_length:
        raise Invalid({"name": _l("请填写单位名称，最多 80 字")})
    if any(c in name for c in "/\\>"):
        raise Invalid({"name": _l("单位名称里不能有 / \\ >")})
    return name


@database.atomic()
def add_unit(name, parent=None, *, actor=None):
    """Add a unit under ``parent``. For the desk of ``parent``; ``actor`` is None for the command line and
    the roster.
    """
    if actor is not None:
        access.require(actor, *access.DESK, path=parent.path if parent else "/")
    name = unit_name(name)
    if parent is not None and parent.path.count("/") > DEEPEST:
        raise Invalid({"name": _l("单位层级太深")})
    _refuse_taken(name, parent and parent.id)
    created = _created(name, parent)
    audit.note("unit.add", "unit", created.id, actor_id=actor and actor.account_id)
    return created


def _created(name, parent):
    """The unit. The unique index has the last word where two people add the same name at once."""
    try:
        with database.atomic():
            created = Unit.create(name=name, parent=parent, path="")
    except IntegrityError:
        raise UnitTaken from None
    created.path = f"{parent.path if parent else '/'}{created.id}/"
    created.save()
    return created


@database.atomic()
def rename_unit(unit_id, name, *, actor):
    """Give a unit another name. For its desk. Records name units by id, so they show the new name."""
    found = unit(unit_id)
    access.require(actor, *access.DESK, path=found.path)
    name = unit_name(name)
    _refuse_taken(name, found.parent_id, besides=found.id)
    Unit.update(name=name).where(Unit.id == found.id).execute()
    audit.note("unit.rename", "unit", found.id, actor_id=actor.account_id)
    return unit(unit_id)


def _refuse_taken(name, parent_id, besides=0):
    if Unit.select().where(Unit.parent == parent_id, Unit.name == name, Unit.id != besides).exists():
        raise UnitTaken
