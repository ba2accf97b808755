"""Who goes where next at an assessment, so that queues stay even. Pure: steps in, queues out.

A person is sent on when they come and whenever what is open to them changes: to the exercise with the
shortest queue. Whoever was sent somewhere stays sent there until they are done with it, whatever becomes of
the other queues, so nobody is called back halfway.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import lcm

#: What a person sent to a queue counts in it, and what one counts who is yet to do its exercise.
SENT, LATER = 4, 1


class What(StrEnum):
    """What happened to someone."""

    COME = "come"
    DONE = "done"  # measured in an exercise, or out of tries
    AGAIN = "again"  # one more try
    SHUT = "shut"  # let off an exercise
    PICK = "pick"
    LEAVE = "leave"  # settled, or out of the assessment


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to the person ``who``, ``at`` the time the server came to know of it."""

    at: int
    who: int
    what: What
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class Routes:
    """``queues``: exercise → people sent there, the first first; ``left``: exercise → how many have yet
    to do it.
    """

    queues: dict[str, tuple[int, ...]]
    left: dict[str, int]
    sent: dict[int, str]

    def ahead(self, who) -> int:
        """How many people were sent to the same place before this one."""
        return self.queues[self.sent[who]].index(who)


@dataclass(slots=True)
class _Person:
    """``categories`` are the exercises open to the person; of each category one is to be done."""

    categories: tuple[tuple[str, ...], ...]
    is_here: bool = False
    done: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)
    picks: dict[int, str] = field(default_factory=dict)

    def open(self):
        """The exercises that are still to be done, or may still be chosen."""
        if not self.is_here:
            return set()
        return {e for at in range(len(self.categories)) for e in self._open_in(at)}

    def _open_in(self, at):
        options = [self.picks[at]] if at in self.picks else self.categories[at]
        return [] if self.done.intersection(options) else [e for e in options if e not in self.shut]

    def take(self, step):
        if step.what in (What.COME, What.LEAVE):
            self.is_here = step.what is What.COME
        elif step.what is What.PICK:
            self.picks |= {at: step.exercise for at, c in enumerate(self.categories) if step.exercise in c}
        elif step.what is What.AGAIN:
            self.done.discard(step.exercise)
            self.shut.discard(step.exercise)
        else:
            (self.done if step.what is What.DONE else self.shut).add(step.exercise)


def plan(
    stations: Mapping[str, tuple[int, ...]],
    categories: Mapping[int, tuple[tuple[str, ...], ...]],
    steps: Iterable[Step],
) -> Routes:
    """Send everyone on through all that happened.

    ``stations`` are the numbers of those that measure an exercise: several share one queue and shorten it.
    ``categories`` are, for each person, the exercises open to them, one of each category to be done. Of one
    moment, people who came go first, in the order given. Of equal queues the lower station number is taken.
    """
    people = {who: _Person(_with_station(options, stations)) for who, options in categories.items()}
    floor = _Floor(stations, people)
    for step in sorted(steps, key=lambda step: (step.at, step.what is not What.COME)):
        if step.who in people:
            floor.take(step)
    queues = {exercise: tuple(queue) for exercise, queue in floor.queues.items()}
    return Routes(queues, floor.left, floor.sent)


def _with_station(categories, stations):
    kept = (tuple(e for e in options if e in stations) for options in categories)
    return tuple(options for options in kept if options)


class _Floor:
    """The queues as they change while things happen."""

    def __init__(self, stations, people):
        self.first = {exercise: numbers[0] for exercise, numbers in stations.items()}
        whole = lcm(*(len(numbers) for numbers in stations.values()))
        self.share = {exercise: whole // len(numbers) for exercise, numbers in stations.items()}
        self.people = people
        self.queues = {exercise: {} for exercise in stations}  # of dictionaries, for their order
        self.left = dict.fromkeys(stations, 0)
        self.sent, self.open = {}, {}

    def take(self, step):
        person = self.people[step.who]
        person.take(step)
        before, after = self.open.get(step.who, set()), person.open()
        self.open[step.who] = after
        for exercise in before ^ after:
            self.left[exercise] += 1 if exercise in after else -1
        if self.sent.get(step.who) not in after:
            self._send(step.who, after)

    def _send(self, who, open_):
        if old := self.sent.pop(who, None):
            del self.queues[old][who]
        if open_:
            exercise = min(open_, key=lambda e: (self._length(e), self.first[e]))
            self.sent[who] = exercise
            self.queues[exercise][who] = None

    def _length(self, exercise):
        """The length of a queue for a person about to be sent, who is still to do its exercise themselves."""
        sent = len(self.queues[exercise])
        return (SENT * sent + LATER * (self.left[exercise] - sent - 1)) * self.share[exercise]
