"""Commemorative medals and share cards, drawn with Pillow: no database, no settings, no network.

``medal``, ``back``, ``card`` and ``wall`` are pictures; ``design`` says what a medal can be, ``layers`` of
which parts it is made, and the other files draw one part each. Which award has which design, and keeping
pictures as files, is in ``medals``.

The same inputs give the same picture. A text with a character that our fonts lack raises ``MissingGlyph``.
"""

from .back import Back, back
from .card import Words, card
from .design import COLOURS, METALS, OUTLINES, SEASONS, SHAPES, Design, Parts
from .medal import ART_VERSION, die, png, silhouette, strike, unstruck, webp
from .text import MissingGlyph, missing
from .wall import Hung, wall

__all__ = [
    "ART_VERSION",
    "COLOURS",
    "METALS",
    "OUTLINES",
    "SEASONS",
    "SHAPES",
    "Back",
    "Design",
    "Hung",
    "MissingGlyph",
    "Parts",
    "Words",
    "back",
    "card",
    "die",
    "missing",
    "png",
    "silhouette",
    "strike",
    "unstruck",
    "wall",
    "webp",
]
