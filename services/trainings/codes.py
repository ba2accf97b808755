"""The check-in code: ten seconds of server time, signed for one training and one phase.

Thirty characters of base32 in capitals, so that its address fits the alphanumeric mode of a QR code:
training 5, phase 1, display 2, slot 6, and a MAC of 16 (80 bits) over those 14. Displays need no shared
state: whoever holds the training's key makes the same codes.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models import Phase

SLOT = timedelta(seconds=10)
SLOT_SECONDS = 10
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LETTERS = {Phase.IN: "I", Phase.MID: "M", Phase.OUT: "O"}
PHASES = {letter: phase for phase, letter in LETTERS.items()}
SHAPE = re.compile(r"[A-Z2-7]{30}")
NUMBERS = 32**5
RECENT_SLOTS = 6


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read. It may still be a forgery: see ``is_genuine``."""

    text: str

    @property
    def number(self):
        return _decode(self.text[:5])

    @property
    def phase(self):
        return PHASES[self.text[5]]

    @property
    def display(self):
        return self.text[6:8]

    @property
    def slot(self):
        return _decode(self.text[8:14])

    @property
    def starts_at(self):
        """The instant credited to whoever presents this code."""
        return starts_at(self.slot)


def read(text):
    """The code in ``text`` (any letter case), or None where the text has not the shape of one."""
    text = text.strip().upper()
    if not SHAPE.fullmatch(text) or text[5] not in PHASES:
        return None
    return Code(text)


def make(key, number, phase, slot, *, display="AA"):
    """The code of a slot at a training, as text."""
    body = _encode(number, 5) + LETTERS[phase] + display + _encode(slot, 6)
    return body + _mac(key, body)


def is_genuine(key, code):
    return hmac.compare_digest(_mac(key, code.text[:14]), code.text[14:])


def digits(key, number, phase, slot):
    """Six digits of a slot, for people who cannot scan."""
    message = f"digits|{number}|{LETTERS[phase]}|{slot}".encode()
    return f"{int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:8]) % 10**6:06d}"


def slot_typed(key, number, phase, typed, *, at):
    """The newest of the last six slots whose digits are ``typed``, or None."""
    newest = slot_of(at)
    for slot in range(newest, newest - RECENT_SLOTS, -1):
        if hmac.compare_digest(digits(key, number, phase, slot).encode(), typed.encode()):
            return slot
    return None


def slot_of(at):
    return int(at.timestamp()) // SLOT_SECONDS


def starts_at(slot):
    return datetime.fromtimestamp(slot * SLOT_SECONDS, UTC)


def new_key():
    return secrets.token_bytes(32)


def new_number():
    return secrets.randbelow(NUMBERS)


def new_display():
    """A label that tells one screen's codes from another's; it is registered nowhere."""
    return secrets.choice(ALPHABET) + secrets.choice(ALPHABET)


def _mac(key, body):
    cut = int.from_bytes(hmac.digest(key, body.encode(), hashlib.sha256)[:10])
    return _encode(cut, 16)


def _encode(value, length):
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))


def _decode(text):
    value = 0
    for letter in text:
        value = value << 5 | ALPHABET.index(letter)
    return value
