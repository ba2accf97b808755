"""A bureau's roster, brought in from a file: read, previewed, then all of it or nothing.

``template`` writes the file to fill in; ``columns`` and ``lines`` read one, ``units`` says which unit a
cell means, ``plans`` what the roster would do. Not here: reading one cell about a person
(``people.facts``), one person by hand (``people.personnel``), rows of any table (``documents.tables``), the
list of a training (``trainings.enrolments``).

A file with any refusal leaves nothing behind. A clean one waits a day, for the account that brought it
alone, and is compared again with the people as they are when it is imported.
"""

import json
from datetime import date
from pathlib import Path

from models import Person, PersonKind, Role, RosterImport, Sex, Unit, database, locked
from services import access, audit
from services.documents import tables
from services.documents.pending import Pending
from services.errors import DomainError, NotFound
from services.roster import columns, plans, units
from services.roster.lines import Line, read_lines
from services.words import lazy as _l

BATCH = 500


class Changed(DomainError):
    message = _l("预览之后人员或单位有变化，什么都没有导入。请重新看一遍再导入")


class Gone(NotFound):
    message = _l("这份名册已经导入，或预览已过 24 小时。请重新上传")


PENDING = Pending(RosterImport, Gone)


def preview(name, content, *, actor, create_units=False):
    """Read a file and say what it would do: (plan, token). The token is None where anything is refused.

    For the registrar of a unit and for admins; only an admin may have units made. Earlier previews of the
    same account end.
    """
    access.require(actor, *access.DESK)
    if create_units:
        access.require(actor, Role.ADMIN)
    reading = _read(content)
    plan = _compared(reading, actor, create_units)
    return plan, None if plan.refused else _keep(name, reading, actor, create_units)


def _read(content):
    """(lines, refusals, headings that were not read) of a file. Slow: call it outside transactions."""
    table = columns.find(tables.sheets(content))
    return *read_lines(table), table.ignored


def _compared(reading, actor, create_units):
    lines, refused, ignored = reading
    return plans.draw_up(lines, actor=actor, create_units=create_units, refused=refused, ignored=ignored)


def _keep(name, reading, actor, create_units):
    lines, _refused, ignored = reading
    kept = {"create_units": create_units, "ignored": ignored, "lines": lines}
    return PENDING.keep(name, actor, rows=json.dumps(kept, ensure_ascii=False, default=str))


def again(token, *, actor):
    """A kept roster compared with the people of now: (name of the file, plan). For its owner."""
    access.require(actor, *access.DESK)
    kept = PENDING.get(token, actor)
    return kept.name, _plan(kept, actor)


def _plan(kept, actor):
    stored = json.loads(kept.rows)
    lines = [_line(*fields) for fields in stored["lines"]]
    return _compared((lines, [], stored["ignored"]), actor, stored["create_units"])


def _line(row, number, name, sex, born_on, kind, *rest):
    """A line, back from JSON."""
    return Line(row, number, name, Sex(sex), date.fromisoformat(born_on), PersonKind(kind), *rest)


@database.atomic()
def confirm(token, seen, *, actor):
    """Import all of a kept roster, once, and return what was done; a second call raises ``Gone``.

    ``seen`` is the digest of the plan that its owner looked at. Where the roster would now do anything else
    it is refused (``Changed``), and nothing is changed.
    """
    access.require(actor, *access.DESK)
    kept = PENDING.get(token, actor)
    _hold_units()
    plan = _plan(kept, actor)
    if plan.refused or plan.digest != seen:
        raise Changed
    _apply(plan, actor)
    kept.delete_instance()
    return plan


def load(path, *, create_units=True, apply=False):
    """Read a roster for the command line, where everything is allowed; ``apply`` imports it too.
    Returns the plan.

    A plan with refusals is never applied.
    """
    reading = _read(Path(path).read_bytes())
    with database.atomic():
        _hold_units()
        plan = _compared(reading, None, create_units)
        if apply and not plan.refused:
            _apply(plan, None)
    return plan


def _hold_units():
    """Lock the units, so that two imports, or an import and a form, do not write over each other."""
    list(locked(Unit.select(Unit.id).order_by(Unit.id)))


def _apply(plan, actor):
    ids = units.make(plan.units)
    rows = [_row(entry, ids) for entry in (*plan.new, *plan.changed)]
    for start in range(0, len(rows), BATCH):
        Person.insert_many(rows[start : start + BATCH]).on_conflict(
            conflict_target=[Person.police_number],
            preserve=[
                Person.name,
                Person.sex,
                Person.born_on,
                Person.kind,
                Person.rank,
                Person.unit,
                Person.is_active,
            ],
        ).execute()
    counts = {"new": len(plan.new), "changed": len(plan.changed), "units": len(plan.units)}
    audit.note("roster.import", "roster", actor_id=actor and actor.account_id, **counts)


def _row(entry, ids):
    line = entry.line
    return {
        "police_number": line.number,
        "name": line.name,
        "sex": line.sex,
        "born_on": line.born_on,
        "kind": line.kind,
        "rank": entry.rank,
        "unit": units.id_of(entry.place, ids),
        "is_active": True,
    }


def drop(token, *, actor):
    """Forget a kept roster. For its owner; a repeat changes nothing."""
    PENDING.drop(token, actor)


def tidy():
    """Forget previews older than a day: they hold people's data."""
    return PENDING.tidy()
