"""Text as people meant it, whatever they typed it with."""

import unicodedata

LONGEST = 1000  # characters of a cell that are read


def plain(value):
    """Text as people meant it: one width, no invisible characters, single spaces."""
    if value is None:
        return ""
    # Some characters grow eighteenfold: a megabyte of them would keep a thread for many seconds.
    text = unicodedata.normalize("NFKC", str(value)[:LONGEST])
    shown = (c if not unicodedata.category(c).startswith(("C", "Z")) or is_kept(c) else " " for c in text)
    return " ".join("".join(c for c in shown if unicodedata.category(c) != "Cf").split())


def is_kept(character):
    """Private-use characters write rare names in older systems; formats are dropped, not spaced."""
    return unicodedata.category(character) in {"Co", "Cf"}
