"""The fold of entries: what was tried, voided and chosen. Pure; the order of entries does not matter."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from models import EntryKind
from services.marks import tries


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try. ``n`` numbers a person's tries at the exercise, voided ones included.

    Only a try that ``counts`` is scored: not one that is void, ``held`` for a ruling, a copy of what
    another device wrote of it, or in doubt (存疑) because another device wrote something else.
    """

    n: int
    entry_id: str
    exercise: str
    measure: int
    second: int | None
    at: datetime
    by: int
    station_id: int | None
    is_void: bool
    reason: str
    declared: int | None = None
    stream_id: int | None = None
    flags: tuple = ()
    held: str = ""
    is_copy: bool = False
    is_doubtful: bool = False

    @property
    def value(self):
        """The measure in the form that scoring takes."""
        return self.measure if self.second is None else (self.second, self.measure)

    @property
    def counts(self):
        return not (self.is_void or self.held or self.is_copy or self.is_doubtful)


@dataclass(frozen=True, slots=True)
class Folded:
    """``tries``: exercise → attempts in order; ``picks``: the exercises chosen, the newest choice last.

    ``said`` are the remarks that nobody took back, in order: faults, exemptions, withdrawals, retests,
    acknowledgements and objections. ``rulings`` is {objection id: the newest ruling on it}.
    """

    tries: dict[str, tuple[Attempt, ...]]
    picks: tuple[str, ...]
    said: tuple = ()
    rulings: dict = None

    def standing(self, exercise):
        """The tries at an exercise that count."""
        return [attempt for attempt in self.tries.get(exercise, ()) if attempt.counts]

    @property
    def tried(self):
        """Exercises with a try that counts."""
        return [exercise for exercise in self.tries if self.standing(exercise)]

    def of_kind(self, kind, exercise=None):
        """Remarks of a kind, in order."""
        return [e for e in self.said if e.kind is kind and exercise in (None, e.exercise)]

    @property
    def doubts(self):
        """{(exercise, declared try): the attempts that say different things of it}."""
        found = {}
        for exercise, attempts in self.tries.items():
            for attempt in attempts:
                if attempt.is_doubtful:
                    found.setdefault((exercise, attempt.declared), []).append(attempt)
        return found

    @property
    def open_objections(self):
        return [e for e in self.of_kind(EntryKind.OBJECT) if e.entry_id not in (self.rulings or {})]


SAID = {
    EntryKind.FAULT,
    EntryKind.EXEMPT,
    EntryKind.WITHDRAW,
    EntryKind.RETEST,
    EntryKind.ACK,
    EntryKind.OBJECT,
}


def fold(entries, finishes=(), *, standard=None) -> Folded:
    """Everything one person did at one assessment. Attempts are numbered by the time they were measured.

    ``finishes`` are the person's places in heats; each is an attempt whose id is that of its tap. With a
    ``standard``, tries by devices beyond those allowed, and times that nobody could reach, are held.
    """
    ordered = sorted(entries, key=lambda entry: (entry.measured_at, entry.entry_id))
    let_in = {e.target for e in ordered if e.kind is EntryKind.ADMIT and not e.held}
    live = [e for e in ordered if not e.held or e.entry_id in let_in]
    voids = _voids(live)
    found = {}
    for attempt in sorted(_made(live, finishes, voids), key=lambda a: (a.at, a.entry_id)):
        known = found.setdefault(attempt.exercise, [])
        known.append(replace(attempt, n=len(known) + 1))
    said = tuple(e for e in live if e.kind in SAID and not _taken_back(e, voids))
    judged = {
        exercise: tuple(tries.judged(known, exercise, said, standard, let_in))
        for exercise, known in found.items()
    }
    picks = tuple(
        e.exercise for e in live if e.kind is EntryKind.CHOOSE and not _struck(e, e.entry_id, voids)
    )
    rulings = {e.target: e for e in live if e.kind is EntryKind.RULE}
    return Folded(judged, picks, said, rulings)


def _voids(live):
    voids = {}
    for entry in live:
        if entry.kind is EntryKind.VOID:
            voids.setdefault(entry.target, []).append(entry)
    return voids


def _struck(of, entry_id, voids):
    """The newest void of an entry or a tap, or None.

    A void that names a person is about that person's result only; one written at a station, about a result
    of that station only.
    """
    for void in reversed(voids.get(entry_id, ())):
        if void.person_id in (None, of.person_id) and void.station_id in (None, of.station_id):
            return void
    return None


def _taken_back(entry, voids):
    """Whether a remark was voided. An objection never is, whoever wrote a void of it: a ruling answers it."""
    return entry.kind is not EntryKind.OBJECT and _struck(entry, entry.entry_id, voids) is not None


def _made(live, finishes, voids):
    for entry in live:
        if entry.kind is EntryKind.ATTEMPT:
            yield _attempt(entry, entry.entry_id, entry.second, entry.measured_at, voids)
    for finish in finishes:
        if finish.measure is not None and not finish.is_check:
            yield _attempt(finish, finish.tap, None, finish.at, voids)


def _attempt(of, entry_id, second, at, voids):
    void = _struck(of, entry_id, voids)
    return Attempt(
        n=0,
        entry_id=entry_id,
        exercise=of.exercise,
        measure=of.measure,
        second=second,
        at=at,
        by=of.actor_id,
        station_id=of.station_id,
        is_void=void is not None,
        reason=void.reason if void else "",
        declared=of.declared,
        stream_id=of.stream_id,
        flags=tuple(json.loads(of.flags)) if of.flags else (),
    )


def chosen(standard, folded) -> dict[str, str]:
    """Category → the exercise chosen in it, by the newest choice."""
    items = [standard.item(exercise) for exercise in folded.picks]
    return {item.category: item.exercise for item in items if item}


def concerned(standard, group, folded) -> set[str]:
    """The exercises that matter for a sheet: those done or chosen, and all of each category still open."""
    done = {*folded.tries, *folded.picks, *(e.exercise for e in folded.said if e.exercise)}
    answered = {item.category for exercise in done if (item := standard.item(exercise))}
    open_to = [i for i in standard.items if i.category not in answered and group and i.includes(group)]
    return done | {item.exercise for item in open_to}


def counting(standard, group, folded) -> list[str]:
    """The exercises that make up the total: of each category the chosen one, else what was tried.

    Where several were tried and none is chosen, one with a table goes before one without.
    """
    picks, by_category = chosen(standard, folded), {}
    for exercise in folded.tried:
        by_category.setdefault(standard.item(exercise).category, []).append(exercise)
    return [
        e
        for category, tried in by_category.items()
        for e in _of_category(standard, group, picks.get(category), tried)
    ]


def _of_category(standard, group, pick, tried):
    if pick:
        return [pick] if pick in tried else []
    with_table = [e for e in tried if group and standard.table(group, e) and standard.item(e).includes(group)]
    return with_table or tried
