"""Pictures kept as files, named by what they were drawn from: drawn once, never out of date."""

import hashlib
import os
import tempfile
from itertools import islice
from pathlib import Path

#: How many pictures of a kind are kept; beyond that the oldest fifth goes.
MOST = {"png": 400, "webp": 8000}


def kept(folder: Path, key: tuple, form: str, draw) -> bytes:
    """The picture of ``key``: from its file, else from ``draw()``, and then kept."""
    name = hashlib.sha256("|".join(map(str, key)).encode()).hexdigest()[:40]
    file = folder / form / f"{name}.{form}"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        picture = draw()
    _put(file, picture)
    _make_room(file.parent, MOST[form])
    return picture


def _put(file, picture):
    """Write to another name and rename, so that nobody ever reads half a picture."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "wb") as written:
        written.write(picture)
    os.replace(aside, file)


def _make_room(folder, most):
    names = os.listdir(folder)
    if len(names) <= most:
        return
    files = sorted((folder / name for name in names), key=_written_at)
    for file in islice(files, len(names) - most * 4 // 5):
        file.unlink(missing_ok=True)


def _written_at(file):
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:  # another process made room
        return 0
