"""A standard brought in by an admin: read, looked at, then kept as a version, all of it or nothing.

What was read waits a day for the account that brought it. Keeping a version puts nothing in force.
"""

import json
from dataclasses import dataclass

from models import StandardImport, database
from services import access, audit, standards
from services.documents.pending import Pending
from services.errors import Invalid, NotFound
from services.scoring.rulebook import Standard
from services.standard_files.findings import Finding
from services.standard_files.text import from_text, to_text
from services.standards import Offer, comparisons, publications, uploads
from services.standards.comparisons import Comparison
from services.words import gettext as _
from services.words import lazy as _l


class Gone(NotFound):
    message = _l("这份标准已经导入，或预览已过 24 小时。请重新上传")


PENDING = Pending(StandardImport, Gone)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. ``known`` is the version with the very same content; ``before`` the
    version it is compared with, None for a new code.
    """

    name: str
    standard: Standard
    warnings: tuple[Finding, ...]
    known: Offer | None
    before: Offer | None
    comparison: Comparison | None

    @property
    def rows(self):
        return sum(len(table.bands) for table in self.standard.tables)


def preview(files, *, actor) -> str:
    """Read uploaded files, (name, content) each, and keep what they say for a day; returns a token.

    For admins of the bureau. Raises ``Refused`` with every fault. An earlier preview of the account ends.
    """
    access.require_admin(actor)
    files = [(name, content) for name, content in files if name]
    if not files:
        raise Invalid({"file": _("请选择文件")})
    reading = uploads.read(files)
    return _keep(files[0][0], reading, actor)


def _keep(name, reading, actor):
    found = [[f.file, f.row, f.code, f.values] for f in reading.warnings]
    warnings = json.dumps(found, ensure_ascii=False)
    return PENDING.keep(name, actor, definition=to_text(reading.standard), warnings=warnings)


def again(token, *, actor) -> Preview:
    """A kept standard beside the versions of now. For the admin who brought it; else ``Gone``."""
    access.require_admin(actor)
    row = PENDING.get(token, actor)
    standard = from_text(row.definition)
    mine = [offer for offer in standards.offered() if offer.standard.code == standard.code]
    before = _before(mine)
    return Preview(
        name=row.name,
        standard=standard,
        warnings=tuple(Finding(*facts) for facts in json.loads(row.warnings)),
        known=next((offer for offer in mine if offer.standard == standard), None),
        before=before,
        comparison=comparisons.compare(before.standard, standard) if before else None,
    )


def _before(offers):
    """The version in force, or the newest where none is."""
    found = publications.statuses(offers)
    return next((o for o in offers if found[o.digest].is_in_force), offers[0] if offers else None)


@database.atomic()
def confirm(token, *, actor):
    """Keep a standard that was looked at as a version; returns its row. A second call raises ``Gone``."""
    access.require_admin(actor)
    row = PENDING.get(token, actor)
    standard = from_text(row.definition)
    # A shipped version that nobody used yet goes first: it held, and holds until another is published.
    for offer in standards.offered():
        if offer.standard.code == standard.code and offer.number is None:
            standards.adopt(offer.digest, actor_id=actor.account_id)
    version = standards.keep(standard, actor_id=actor.account_id)
    row.delete_instance()
    audit.note("standard.import", "standard", version.id, actor_id=actor.account_id)
    return version


def drop(token, *, actor):
    """Forget a kept standard. For its owner; a repeat changes nothing."""
    PENDING.drop(token, actor)


def tidy():
    """Forget previews older than a day."""
    return PENDING.tidy()
