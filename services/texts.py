"""Typed text made uniform: full width and half width, spaces, invisible characters."""

import unicodedata

LONGEST = 1000  # characters of a cell that are read


def plain(value):
    """The text in one width, with single spaces and without invisible characters."""
    if value is None:
        return ""
    # Some characters grow eighteenfold: a megabyte of them would keep a thread for many seconds.
    text = unicodedata.normalize("NFKC", str(value)[:LONGEST])
    shown = (c if not unicodedata.category(c).startswith(("C", "Z")) or is_kept(c) else " " for c in text)
    return " ".join("".join(c for c in shown if unicodedata.category(c) != "Cf").split())


def is_kept(character):
    """Whether a character stays. Private-use ones do: older systems write rare names with them."""
    return unicodedata.category(character) in {"Co", "Cf"}
