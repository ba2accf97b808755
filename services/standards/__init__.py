"""Standards as the database keeps them: immutable versions, which of them holds, and cut-offs a bureau
sets.

``publications`` say which version holds on a day, ``imports`` and ``uploads`` bring one in, ``comparisons``
set two side by side (pure), ``desk`` and ``pages`` show them, ``terms`` are names of columns. Not here:
reading and writing files (``standard_files``), scoring by a standard (``scoring``), the admin's form for
cut-offs (``installation.settings``).

A version never changes: its digest names it. What was scored under one keeps it.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from peewee import fn

from models import Setting, StandardVersion, database
from services import audit, clock, standard_files
from services.errors import NotFound
from services.scoring.rulebook import BUREAU_SETTING, Grade, Standard
from services.standard_files.text import from_text, to_text

#: What bureaus call their grades, for English readers.
GRADES_EN = {"优秀": "Excellent", "良好": "Good", "合格": "Pass", "不合格": "Fail"}
FAILING = {"不合格", "不达标", "未达标"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A version under which an assessment may be held. ``number`` is None until it is first used."""

    standard: Standard
    digest: str
    number: int | None
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What scores a sheet: a version, and the bureau's cut-offs where the standard leaves them open."""

    standard: Standard
    version_id: int
    number: int
    cut_offs: tuple[Grade, ...] = ()
    setting_id: int | None = None


def store(standard: Standard, *, actor_id=None) -> int:
    """Keep a standard as an immutable version and return its number. The same content keeps its number."""
    return keep(standard, actor_id=actor_id).version


@database.atomic()
def keep(standard, *, actor_id=None):
    """The row of a standard's content, made where the content is new."""
    text = to_text(standard)
    facts = _facts(standard, text)
    # Two imports at once meet in the unique (code, version); the later one takes the next number.
    while True:
        if known := by_digest(facts["digest"]):
            return known
        newest = StandardVersion.select(fn.MAX(StandardVersion.version)).where(
            StandardVersion.code == standard.code
        )
        row = facts | {"version": (newest.scalar() or 0) + 1}
        if StandardVersion.insert(row).on_conflict_ignore().as_rowcount().execute():
            kept = by_digest(facts["digest"])
            audit.note("standard.store", "standard", kept.id, actor_id=actor_id)
            return kept


def _facts(standard, text):
    return {
        "code": standard.code,
        "title": standard.title,
        "title_en": standard.title_en,
        "effective_on": standard.effective_on,
        "definition": text,
        "digest": sha256(text.encode()).hexdigest(),
        "created_at": clock.now(),
    }


def _rows():
    """Versions without their texts, which are long: a query."""
    return StandardVersion.select(
        StandardVersion.id, StandardVersion.code, StandardVersion.version, StandardVersion.digest
    )


def by_digest(digest):
    return _rows().where(StandardVersion.digest == digest).get_or_none()


def stored(code: str) -> Standard | None:
    """The newest version in the database, or None."""
    row = _rows().where(StandardVersion.code == code).order_by(StandardVersion.version.desc()).first()
    return row and load(row)


def load(version) -> Standard:
    """The standard of a version row. Versions never change, so each is parsed once."""
    return _parsed(version.digest)


@lru_cache(maxsize=32)
def _parsed(digest):
    row = StandardVersion.select(StandardVersion.definition).where(StandardVersion.digest == digest).get()
    return from_text(row.definition)


@lru_cache(maxsize=32)
def _shipped(code):
    standard = standard_files.shipped(code)
    return standard, sha256(to_text(standard).encode()).hexdigest()


def offered() -> list[Offer]:
    """Every version there is, by code, newest first; a shipped one that was never used comes last."""
    found = [
        Offer(load(row), row.digest, row.version, is_shipped=row.digest in _shipped_digests())
        for row in _rows().order_by(StandardVersion.code, StandardVersion.version.desc())
    ]
    known = {offer.digest for offer in found}
    for code in standard_files.shipped_codes():
        standard, digest = _shipped(code)
        if digest not in known:
            found.append(Offer(standard, digest, None, is_shipped=True))
    return sorted(found, key=lambda offer: offer.standard.code)


def _shipped_digests():
    return {_shipped(code)[1] for code in standard_files.shipped_codes()}


def versions(code) -> list[Offer]:
    """The versions of one code, newest first. Raises ``NotFound`` where there is none."""
    found = [offer for offer in offered() if offer.standard.code == code]
    if not found:
        raise NotFound
    return found


def adopt(digest, *, actor_id=None):
    """The row of an offered version, to be used: a shipped one becomes a row now. Raises ``NotFound``."""
    if known := by_digest(digest):
        return known
    for code in standard_files.shipped_codes():
        standard, own = _shipped(code)
        if own == digest:
            return keep(standard, actor_id=actor_id)
    raise NotFound


def rules(version) -> Rules:
    """The rules by which sheets under this version are scored today."""
    standard = load(version)
    cut_offs, setting_id = bureau_cut_offs(standard)
    return Rules(standard, version.id, version.version, cut_offs, setting_id)


def bureau_cut_offs(standard):
    """(grades, setting id) that the bureau set for a standard which leaves cut-offs to it; else ((),
    None).
    """
    if standard.grade_rule != BUREAU_SETTING:
        return (), None
    name = f"grades.{standard.code}"
    row = Setting.select().where(Setting.name == name).order_by(Setting.id.desc()).first()
    lines = json.loads(row.value) if row else None
    return (grades(lines), row.id) if lines else ((), None)


def grades(lines) -> tuple[Grade, ...]:
    """``[[name, least total], …]`` as grades."""
    return tuple(
        Grade(name=word, name_en=GRADES_EN.get(word, ""), minimum=minimum, passes=word not in FAILING)
        for word, minimum in lines
    )
