"""Which of a person's tries at one exercise count: copies, doubts, and those beyond what is allowed. Pure."""

from dataclasses import replace

from models import EntryKind

SPENT, IMPLAUSIBLE = "spent", "implausible"


def judged(attempts, exercise, said, standard, let_in):
    """The attempts, each with what keeps it from counting. ``let_in`` are ids of attempts that were
    admitted.
    """
    item = standard and standard.item(exercise)
    found = _compared([_plausible(attempt, item, let_in) for attempt in attempts])
    return _within(found, exercise, said, item, let_in) if item else found


def allowed(item, exercise, said):
    """How many tries there are: those of the standard, and one more for each retest granted."""
    return item.attempts + sum(e.kind is EntryKind.RETEST and e.exercise == exercise for e in said)


def used(attempts, exercise, said):
    """How many tries are used up. A try in doubt is one, however many devices wrote it, and so is a fault."""
    doubts = {attempt.declared for attempt in attempts if attempt.is_doubtful}
    return sum(attempt.counts for attempt in attempts) + len(doubts) + len(_faults(exercise, said))


def _faults(exercise, said):
    """When tries ended without a measure; where two devices say so of one try, it is one."""
    found = {}
    for entry in said:
        if entry.kind is EntryKind.FAULT and entry.exercise == exercise:
            found.setdefault(entry.declared or entry.entry_id, entry.measured_at)
    return list(found.values())


def _plausible(attempt, item, let_in):
    """The attempt, held where nobody could reach its measure.

    Only devices' attempts are looked at: what was typed on the server was checked when it came.
    """
    if item is None or attempt.entry_id in let_in or attempt.stream_id is None:
        return attempt
    return attempt if item.scale.is_plausible(attempt.measure) else replace(attempt, held=IMPLAUSIBLE)


def _compared(attempts):
    """The attempts, where different devices wrote of one declared try: equal ones are copies, others in
    doubt.
    """
    by_try = {}
    for attempt in attempts:
        if attempt.counts and attempt.declared is not None and attempt.stream_id is not None:
            by_try.setdefault(attempt.declared, []).append(attempt)
    marks = {}
    for same in by_try.values():
        if len({attempt.stream_id for attempt in same}) > 1:
            marks |= _marks(same)
    return [replace(a, **marks.get(a.entry_id, {})) for a in attempts]


def _marks(same):
    if len({attempt.value for attempt in same}) > 1:
        return {attempt.entry_id: {"is_doubtful": True} for attempt in same}
    return {attempt.entry_id: {"is_copy": True} for attempt in same[1:]}


def _within(attempts, exercise, said, item, let_in):
    """The attempts; devices' tries beyond those allowed are held, by the time they were measured.

    What was typed on the server was checked when it came, and goes first; what was admitted stays.
    """
    most = allowed(item, exercise, said)
    faults = _faults(exercise, said)
    done = sum(a.counts for a in attempts if a.stream_id is None)
    doubts, found = set(), []
    for attempt in attempts:
        if attempt.is_doubtful and attempt.declared not in doubts:
            doubts.add(attempt.declared)
            done += 1
        elif attempt.counts and attempt.stream_id is not None:
            is_over = done + sum(at <= attempt.at for at in faults) >= most
            if is_over and attempt.entry_id not in let_in:
                attempt = replace(attempt, held=SPENT)
            else:
                done += 1
        found.append(attempt)
    return found
