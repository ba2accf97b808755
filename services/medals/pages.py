"""The medal wall as a page: what hangs there, what is to come, and what the reader could still earn."""

from dataclasses import dataclass

from models import Season
from services import awards, clock, labels, seasons
from services.medal_art import METALS
from services.medals import goals, unstamped_medals, wall
from services.medals.goals import Goal
from services.medals.unstamped_medals import Unstamped
from services.medals.wall import Wall


@dataclass(frozen=True, slots=True)
class Version:
    """What a live wall compares: ``newest`` is the highest version of a medal on it."""

    newest: int
    closed: int
    unstamped: str

    def __str__(self):
        return f"{self.newest}.{self.closed}.{self.unstamped}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPage:
    """One's own wall. ``metal`` or ``kind`` narrows it; empty shows everything."""

    version: Version
    wall: Wall
    unstamped: list[Unstamped]
    goals: list[Goal]
    season: Season | None
    metal: str
    kind: str

    @property
    def metals(self):
        """(value, label) of every metal that the wall can be narrowed to."""
        return labels.options(awards.Metal)


def version_of(person_id) -> Version:
    """A value that changes with every medal, and with every entry on a sheet that may bring one. Two
    queries.
    """
    return Version(*awards.changes_of(person_id), unstamped_medals.changes_of(person_id))


def of_wall(actor, version, *, metal="", kind="") -> WallPage:
    """The page of the actor's own wall. A filter that the wall does not know is ignored."""
    found = wall.of(actor.person_id)
    return WallPage(
        version=version,
        wall=found,
        unstamped=unstamped_medals.of_person(actor.person_id),
        goals=goals.of(actor, found),
        season=seasons.on(clock.today()),
        metal=metal if metal in METALS else "",
        kind=kind if kind in found.kinds else "",
    )
