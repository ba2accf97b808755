"""Whether a medal is genuine: what anyone who holds its code may know, and no more.

Never a police number, a unit or a mark; of the name only the first character.
"""

from dataclasses import dataclass
from datetime import timedelta

from services import awards, throttle
from services.awards import Medal

#: How many unknown codes an address may try before it waits. Known ones are not counted: a hall of
#: people behind one address may all look at their medals.
FREE = 20
HOLD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Check:
    """``printed`` is the medal that bears the code, None for an unknown code; ``newest`` is the award as it
    stands.
    """

    printed: Medal | None = None
    newest: Medal | None = None

    @property
    def holder(self):
        return masked(self.printed.person_name)

    @property
    def is_replaced(self):
        return self.newest.version_id != self.printed.version_id


def check(code, *, address) -> Check:
    """What a code stands for. Raises ``TooOften`` for an address that tried many unknown codes."""
    throttle.require_calm("check", address, free=FREE, hold=HOLD)
    found = awards.by_code("".join(code.replace("-", "").split()).upper()[:32])
    if found is None:
        throttle.count("check", address, forget_after=HOLD)
        return Check()
    return Check(*found)


def masked(name):
    """The first character and one star, however long the name is."""
    return f"{name[:1]}*"
