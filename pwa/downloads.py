"""Files that a reader takes away."""

from urllib.parse import quote

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "pdf": "application/pdf"}


def file(content, plain, telling):
    """A download under a plain name and, for browsers that read RFC 5987, a telling one; nobody's name."""
    named = f"attachment; filename={plain}; filename*=UTF-8''{quote(telling, safe='')}"
    form = plain.rpartition(".")[2]
    return Response(content, mimetype=TYPES[form], headers={"Content-Disposition": named})
