"""Reading forms: text into values, with a word for each field that does not parse."""

import uuid
from datetime import date, datetime

from flask import request

from services import clock
from services.errors import Invalid
from services.words import gettext as _

#: Outside them a date is a slip of the finger, and its time zone may run off the calendar.
YEARS = range(2000, 2101)
LONGEST_NUMBER = 19  # digits of a 64-bit integer; Python itself refuses to read thousands
#: Characters that turn the text after them around. In a name or title they would forge what follows it.
UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def fresh_id():
    """An id made with a form: sent twice, what it asks for is done once."""
    return str(uuid.uuid4())


def sent_id(name):
    """The id that this request's form was made with, or a fresh one where it brings none."""
    return request.form.get(name, "")[:36] or fresh_id()


class Fields:
    """A form being read. Each getter notes what is wrong; ``close`` refuses if anything was."""

    def __init__(self, form):
        self.form, self.errors = form, {}

    def text(self, name, *, required=False, longest=200):
        value = " ".join(self.form.get(name, "").translate(UNSEEN).split())
        if required and not value:
            self.errors[name] = _("请填写")
        elif len(value) > longest:
            self.errors[name] = _("最多 %(n)s 个字", n=longest)
        return value

    def whole(self, name, *, required=False, low=0, high=10**9):
        raw = self.form.get(name, "").strip()
        if not raw and not required:
            return None
        is_number = raw.isascii() and raw.isdigit() and len(raw) <= LONGEST_NUMBER
        if not is_number or not low <= int(raw) <= high:
            self.errors[name] = _("请填写 %(low)s 到 %(high)s 的整数", low=low, high=high)
            return None
        return int(raw)

    def date(self, name, *, required=True):
        return self._parsed(name, date.fromisoformat, required)

    def instant(self, name, *, required=True):
        """A wall-clock time of the bureau (``2026-11-21T14:00``) as an instant."""
        wall = self._parsed(name, datetime.fromisoformat, required)
        return wall and clock.at(wall.date(), wall.time())

    def _parsed(self, name, parse, required):
        raw = self.form.get(name, "").strip()
        if not raw:
            if required:
                self.errors[name] = _("请填写")
            return None
        try:
            found = parse(raw)
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self.errors[name] = _("日期或时间不对")
            return None
        return found

    def choice(self, name, kind, *, required=True):
        raw = self.form.get(name, "")
        if not raw and not required:
            return None
        try:
            return kind(raw)
        except ValueError:
            self.errors[name] = _("请选择")
            return None

    def close(self):
        if self.errors:
            raise Invalid(self.errors)
