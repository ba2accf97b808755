"""What the headings of a file mean, in whichever words and language they are written."""

import re

from services import texts, words


def key_of(text):
    """The letters of a heading alone: no brackets or what is in them, no stars, slashes or spaces."""
    bare = re.sub(r"\([^)]*\)", "", texts.plain(text))
    return "".join(c for c in bare.upper() if c.isalnum())


def meanings_of(headings):
    """{key: field} for our own headings in every language, and for the other names they are known by."""
    found = {}
    for field, (own, others) in headings.items():
        for language in words.LANGUAGES:
            with words.using(language):
                found[key_of(str(own))] = field
        chinese, *english = others.split("|")
        found.update((key_of(other), field) for other in (*chinese.split(), *english))
    return found
