"""A list that is posted, signed and filed: what stands over it, in it and under it, as text."""

from dataclasses import dataclass

from models import Training

UNSAFE = set('\\/:*?"<>|%;')


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """``facts`` are (label, text), ``columns`` are (name, heading); a line is a tuple in the columns' order.

    ``state`` says whether it may still change, ``legend`` how it is to be read.
    """

    training: Training
    heading: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[tuple, ...]
    state: str
    legend: str


def title_for_a_file(training):
    """A training's title without characters that a disk or a header objects to."""
    return " ".join("".join(c for c in training.title if c.isprintable() and c not in UNSAFE).split())
