"""Addresses: the ids in them, and those we send people to."""

from urllib.parse import urlsplit

from werkzeug.routing import IntegerConverter


class RowId(IntegerConverter):
    """The id of a row in an address; what no 64-bit column can hold leads nowhere."""

    regex = "[0-9]{1,18}"


def is_local(place):
    """True for a path of this site: no scheme, no host, none of the spellings browsers read as one."""
    if not place.startswith("/") or place.startswith(("//", "/\\")):
        return False
    if any(c < " " or c == "\\" for c in place):
        return False
    parts = urlsplit(place)
    return not parts.scheme and not parts.netloc
