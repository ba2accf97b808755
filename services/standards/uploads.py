"""A standard as a browser sends it: one .xlsx, one .zip of CSVs, or the CSVs of a folder."""

import io
from pathlib import PurePosixPath
from zipfile import ZipFile

from services import standard_files
from services.standard_files import tables
from services.standard_files.findings import Finding, Refused
from services.standard_files.tables import SHEETS, unreadable

ZIP = b"PK\x03\x04"
KNOWN = [f"{name}.csv" for name in SHEETS]


def read(files) -> standard_files.Reading:
    """The standard of some uploaded files, (name, content) each. Raises ``Refused`` with every fault."""
    if len(files) == 1 and files[0][1].startswith(ZIP):
        return _read_zip(*files[0])
    return standard_files.read(_by_sheet(files))


def _read_zip(name, content):
    """The standard in a zip. A workbook is a zip too; what is inside says which it is."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return standard_files.read(io.BytesIO(content), name)
            tables.refuse_bomb(archive, name)
            parts = [(part.filename, archive.read(part)) for part in archive.infolist() if _is_file(part)]
    except Refused:
        raise
    except Exception as error:  # damaged, encrypted or packed in a way we do not know
        raise unreadable(name) from error
    return standard_files.read(_by_sheet(parts))


def _is_file(part):
    """Whether a part is a file, and not one that other systems leave beside the files."""
    path = PurePosixPath(part.filename)
    return not part.is_dir() and path.parts[0] != "__MACOSX" and not path.name.startswith(".")


def _by_sheet(files):
    """{sheet name: content}. A file that is no file of a standard is named in the refusal."""
    found = {}
    for path, content in files:
        name = PurePosixPath(path.replace("\\", "/")).name
        if name.lower() not in KNOWN:
            raise Refused([Finding(name, None, "unknown_file", {"known": ", ".join(KNOWN)})])
        if (sheet := name.lower().removesuffix(".csv")) in found:
            raise unreadable(name, "repeated_file")
        if len(content) > tables.MOST_BYTES:
            raise unreadable(name, "too_large")
        found[sheet] = content
    return found
