"""The fields of an entry's text, read one by one; a value of the wrong form is refused. Pure."""

import json
import re

from models import EntryKind
from services import texts

MOST = 2**53 - 1  # the largest integer that JavaScript holds exactly
MOST_SMALL = 2**31 - 1
MOST_ROW = 2**63 - 1
MOST_FLAGS = 100
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HASH = re.compile(r"[0-9a-f]{64}")
PASS = re.compile(r"[A-Z2-7]{20}")


class Unreadable(ValueError):
    """The text is no entry of any kind we know."""


class Reader:
    """The fields of one entry. Each getter raises ``Unreadable`` for a value of the wrong form."""

    def __init__(self, sent):
        self.sent = sent

    def whole(self, name, low, high):
        found = self.sent.get(name)
        if type(found) is not int or not low <= found <= high:
            raise Unreadable(name)
        return found

    def maybe(self, name, low, high):
        return None if self.sent.get(name) is None else self.whole(name, low, high)

    def row(self, name):
        return self.whole(name, 1, MOST_ROW)

    def short(self, name, longest):
        found = self.sent.get(name, "")
        if not isinstance(found, str) or len(found) > longest or not found.isprintable():
            raise Unreadable(name)
        return found

    def uuid(self, name):
        found = self.short(name, 36)
        if not UUID.fullmatch(found):
            raise Unreadable(name)
        return found

    def maybe_uuid(self, name):
        return self.uuid(name) if self.sent.get(name) else ""

    def hash(self, name):
        found = self.short(name, 64)
        if found and not HASH.fullmatch(found):
            raise Unreadable(name)
        return found

    def kind(self):
        try:
            return EntryKind(self.sent.get("kind"))
        except ValueError:
            raise Unreadable("kind") from None

    def reason(self, name):
        found = self.sent.get(name, "")
        if not isinstance(found, str):
            raise Unreadable(name)
        return texts.plain(found)[:200]

    def a_pass(self):
        found = self.short("pass", 40).upper()
        if found and not PASS.fullmatch(found):
            raise Unreadable("pass")
        return found

    def flags(self, name):
        found = self.sent.get(name) or []
        if not isinstance(found, list) or len(found) > MOST_FLAGS or not all(map(_is_flag, found)):
            raise Unreadable(name)
        return json.dumps(found, sort_keys=True) if found else ""


def _is_flag(one):
    """Whether this is a range of the steady clock in which the device's own clocks disagreed."""
    if not isinstance(one, dict) or one.get("kind") not in ("sleep", "step", "reload") or len(one) > 6:
        return False
    return all(type(one.get(name)) in (int, type(None)) for name in ("from", "to", "ms"))
