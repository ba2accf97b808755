"""Writing a credential into a PNG: one iTXt chunk, as Open Badges 3.0 has it.

Any program that saves the picture again may drop the chunk; the QR code drawn on it stays.
"""

import struct
from zlib import crc32

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
#: After the keyword: not compressed, no language, no translated keyword.
PLAIN = b"\0\0\0\0\0"


def bake(png: bytes, token: str) -> bytes:
    """The picture with the token in it, in place of any that was there."""
    others = [(kind, body) for kind, body in chunks(png) if not _is_ours(kind, body)]
    ours = (b"iTXt", KEYWORD + PLAIN + token.encode("ascii"))
    # Behind the header, which must be first.
    return SIGNATURE + b"".join(_chunk(*one) for one in (others[0], ours, *others[1:]))


def chunks(png: bytes):
    """Every chunk of a PNG: (kind, body)."""
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _is_ours(kind, body):
    return kind == b"iTXt" and body.startswith(KEYWORD + b"\0")


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))
