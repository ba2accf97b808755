"""Commemorative medals and share cards, drawn with Pillow: no database, no settings, no network."""

from .card import Words, card
from .design import METALS, SEASONS, Design
from .medal import ART_VERSION, die, png, silhouette, strike, unstruck, webp
from .text import MissingGlyph, missing

__all__ = [
    "ART_VERSION",
    "METALS",
    "SEASONS",
    "Design",
    "MissingGlyph",
    "Words",
    "card",
    "die",
    "missing",
    "png",
    "silhouette",
    "strike",
    "unstruck",
    "webp",
]
