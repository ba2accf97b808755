"""What only the bureau can say: its name, required hours, grade lines. What is not set stays unset.

The admin's page of these settings is ``installation.settings``.
"""

import json

from models import Setting, database
from services import audit, clock
from services.words import pick

NAME, NAME_EN = "bureau.name", "bureau.name_en"
#: Whether the bureau shows lists of marksmen.
MARKSMEN = "firearms.list"


def get(name):
    """The newest value of a setting, or None where the bureau has not said."""
    row = Setting.select().where(Setting.name == name).order_by(Setting.id.desc()).first()
    return json.loads(row.value) if row else None


@database.atomic()
def put(name, value, *, actor_id=None):
    """Set a fact from now on; None takes it back. Earlier values stay on record."""
    Setting.create(name=name, value=json.dumps(value, ensure_ascii=False), actor=actor_id, at=clock.now())
    audit.note("bureau.put", "setting", actor_id=actor_id, setting=name)


def issuer():
    """The bureau's name in the reader's language, or None where it has not said."""
    name = get(NAME)
    return pick(name, get(NAME_EN)) if name else None


def hours_setting(year, kind):
    """The name under which the bureau keeps the minutes a year asks of a kind of person."""
    return f"hours.{year}.{kind.value}"
