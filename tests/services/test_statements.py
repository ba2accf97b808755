"""Statements are compiled in a shorter way than peewee's, to the same text and values."""

import pytest
from peewee import Context, fn

from models import TABLES, Account, Appointment, Person, Unit, locked

Parent, Other = Unit.alias(), Person.alias("other")
heads = Person.select(Person.unit, fn.COUNT(Person.id).alias("heads")).group_by(Person.unit).cte("heads")
STATEMENTS = {
    "join": lambda: Account.select(Account, Person, Unit).join(Person).join(Unit).where(Account.id == 3),
    "own alias": lambda: Unit.select(Unit, Parent).join(Parent, on=Unit.parent == Parent.id),
    "named alias": lambda: Other.select(Other.name).order_by(Other.id.desc()).limit(2),
    "inner select": lambda: Unit.select().where(
        Unit.id.in_(Person.select(Person.unit).where(Person.name != ""))
    ),
    "outer column": lambda: Unit.select().where(fn.EXISTS(Person.select().where(Person.unit == Unit.id))),
    "cte": lambda: Unit.select(heads.c.heads).join(heads, on=heads.c.unit_id == Unit.id).with_cte(heads),
    "union": lambda: Unit.select(Unit.id) | Person.select(Person.id),
    "group": lambda: Person.select(Person.unit).group_by(Person.unit).having(fn.COUNT(Person.id) > 1),
    "locked": lambda: locked(Unit.select().where(Unit.id == 1)),
    "insert": lambda: Unit.insert(name="城东分局", path="/1/"),
    "insert rows": lambda: Unit.insert_many([("东", "/1/"), ("西", "/2/")], [Unit.name, Unit.path]),
    "upsert": lambda: Unit.insert(id=1, name="东", path="").on_conflict(
        conflict_target=[Unit.id], preserve=[Unit.path], update={Unit.name: Unit.name + "*"}
    ),
    "update": lambda: Account.update(epoch=Account.epoch + 1).where(Account.id == 3),
    "delete": lambda: Appointment.delete().where(Appointment.account == 3),
}


@pytest.mark.parametrize("make", STATEMENTS.values(), ids=STATEMENTS)
def test_a_statement_is_as_peewee_compiles_it(database, make):
    assert both(database, make())


def test_every_table_is_read_as_peewee_compiles_it(database):
    for table in TABLES:
        assert both(database, table.select().order_by(table.id))


def both(database, statement):
    """Whether our compiler and peewee's say the same of a statement."""
    known = database.get_context_options()
    ours = database.get_sql_context()
    assert type(ours) is not Context
    return ours.sql(statement).query() == Context(**known).sql(statement).query()
