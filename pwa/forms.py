"""Reading forms: text into values, with a word for each field that does not parse."""

from datetime import date, datetime

from services import clock
from services.errors import Invalid
from services.words import gettext as _


class Fields:
    """A form being read. Each getter notes what is wrong; ``close`` refuses if anything was."""

    def __init__(self, form):
        self.form, self.errors = form, {}

    def text(self, name, *, required=False, longest=200):
        # PostgreSQL takes no NUL in a text.
        value = " ".join(self.form.get(name, "").replace("\0", "").split())
        if required and not value:
            self.errors[name] = _("请填写")
        elif len(value) > longest:
            self.errors[name] = _("最多 %(n)s 个字", n=longest)
        return value

    def whole(self, name, *, required=False, low=0, high=10**9):
        raw = self.form.get(name, "").strip()
        if not raw and not required:
            return None
        if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
            self.errors[name] = _("请填写 %(low)s 到 %(high)s 的整数", low=low, high=high)
            return None
        return int(raw)

    def date(self, name, *, required=True):
        return self._parsed(name, date.fromisoformat, required)

    def instant(self, name, *, required=True):
        """A wall-clock time of the bureau (``2026-11-21T14:00``) as an instant."""
        wall = self._parsed(name, datetime.fromisoformat, required)
        if wall is None or not 2000 <= wall.year <= 2100:
            if wall is not None:
                self.errors[name] = _("日期或时间不对")
            return None
        return clock.at(wall.date(), wall.time())

    def _parsed(self, name, parse, required):
        raw = self.form.get(name, "").strip()
        if not raw:
            if required:
                self.errors[name] = _("请填写")
            return None
        try:
            return parse(raw)
        except ValueError:
            self.errors[name] = _("日期或时间不对")
            return None

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
