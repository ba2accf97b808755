"""The text of an entry, as a device serialised, hashed and kept it, read once and strictly. Pure."""

import json
from dataclasses import dataclass
from hashlib import sha256

from models import EntryKind
from services.assessments.entry_fields import MOST, MOST_ROW, MOST_SMALL, Reader, Unreadable

LONGEST = 16_000  # characters of one entry
LATEST = 4_102_444_800_000  # the year 2100 in milliseconds

#: The fields that an entry of each kind must have. ``who`` is a person, or the pass of one.
NEEDS = {
    EntryKind.ATTEMPT: {"who", "exercise", "measure"},
    EntryKind.VOID: {"target", "reason"},
    EntryKind.CHOOSE: {"who", "exercise"},
    EntryKind.START: {"heat", "word", "steady"},
    EntryKind.TAP: {"heat", "steady"},
    EntryKind.DROP: {"heat", "target"},
    EntryKind.MISSED: {"heat"},
    EntryKind.ASSIGN: {"heat", "place"},
    EntryKind.REP: {"heat"},
    EntryKind.NOREP: {"heat"},
    EntryKind.FAULT: {"who", "exercise", "word"},
    EntryKind.EXEMPT: {"who", "exercise", "reason"},
    EntryKind.WITHDRAW: {"who", "reason"},
    EntryKind.RETEST: {"who", "exercise", "reason"},
    EntryKind.ACK: {"who", "target"},
    EntryKind.OBJECT: {"who", "target", "reason"},
    EntryKind.RULE: {"target", "word", "reason"},
    EntryKind.ADMIT: {"target", "reason"},
}
WORDS = {
    EntryKind.START: {"lead", "check"},
    EntryKind.FAULT: {"foul", "dnf", "dns", "nocount"},
    EntryKind.ACK: {"", "pass", "tap"},
    EntryKind.RULE: {"upheld", "dismissed"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An entry as its device wrote it. ``at`` and ``steady`` are milliseconds, ``text`` is the very text."""

    id: str
    owner: int
    device: str
    assessment: int
    seq: int
    prev: str
    digest: str
    text: str
    kind: EntryKind
    station: int
    at: int
    person: int | None
    pass_text: str
    exercise: str
    measure: int | None
    second: int | None
    declared: int | None
    heat: str
    place: int | None
    target: str
    word: str
    reason: str
    steady: int | None
    flags: str

    @property
    def has_person(self):
        return self.person is not None or bool(self.pass_text)


def digest(text):
    """The hash that chains a text to the next one. Raises ``Unreadable`` for what is no text at all."""
    try:
        return sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        raise Unreadable from None


def id_of(text):
    """The id under which to answer an unreadable text; empty where not even the id can be read."""
    try:
        found = _object(text)["id"]
    except (Unreadable, KeyError):
        return ""
    return found if isinstance(found, str) and len(found) <= 36 else ""


def read(text) -> Written:
    """The entry that a text holds. Raises ``Unreadable`` for every text that holds none."""
    sent = Reader(_object(text))
    if sent.whole("v", 1, 1) != 1:
        raise Unreadable
    kind = sent.kind()
    found = {name: getattr(sent, how)(name, *more) for name, (how, *more) in FIELDS.items()}
    written = Written(kind=kind, digest=digest(text), text=text, pass_text=sent.a_pass(), **found)
    if (written.seq == 1) != (written.prev == "") or not all(_has(written, need) for need in NEEDS[kind]):
        raise Unreadable
    if kind in WORDS and written.word not in WORDS[kind]:
        raise Unreadable
    return written


def _object(text):
    if not isinstance(text, str) or len(text) > LONGEST or "\0" in text:
        raise Unreadable
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    return found


def _has(written, need):
    return written.has_person if need == "who" else getattr(written, need) not in (None, "")


#: Field → how it is read. Required fields come first.
FIELDS = {
    "id": ("uuid",),
    "device": ("uuid",),
    "owner": ("row",),
    "assessment": ("row",),
    "station": ("row",),
    "seq": ("whole", 1, MOST_SMALL),
    "prev": ("hash",),
    "at": ("whole", 0, LATEST),
    "person": ("maybe", 1, MOST_ROW),
    "exercise": ("short", 40),
    "measure": ("maybe", -MOST, MOST),
    "second": ("maybe", -MOST, MOST),
    "declared": ("maybe", 1, 1000),
    "heat": ("maybe_uuid",),
    "place": ("maybe", 1, 10_000),
    "target": ("short", 36),
    "word": ("short", 12),
    "reason": ("reason",),
    "steady": ("maybe", -MOST, MOST),
    "flags": ("flags",),
}
