"""The devices at an assessment, for the chief: which holds which station, and whether all it wrote is
here.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from peewee import fn

from models import Account, Clash, Entry, Lease, Person, Station, Stream
from services import clock
from services.assessments import entry_texts, leases, streams
from services.assessments.streams import Link, State
from services.words import gettext as _

QUIET = timedelta(minutes=2)  # a station's screen reports every twenty seconds while it has a network


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One lease: a device at a station. ``kept`` counts its entries here, ``state`` says how complete
    its stream is.
    """

    lease: Lease
    label: str
    kept: int
    state: State
    released_by: str

    @property
    def stream(self):
        return self.lease.stream

    @property
    def is_open(self):
        return self.lease.closed_at is None and self.lease.released_at is None

    @property
    def is_quiet(self):
        """Whether it is open, and has been silent for longer than a device with a network would be."""
        last = self.stream.reported_at or self.lease.taken_at
        return self.is_open and clock.now() - last > QUIET

    @property
    def may_be_released(self):
        """Whether ``leases.release`` would take it: open, or closed with something missing."""
        return self.is_open or self.is_owing

    @property
    def is_owing(self):
        """Whether it is not released, and something it wrote is not here."""
        return self.lease.released_at is None and not self.state.is_whole

    @property
    def tone(self):
        """The tone of its tag: ``warn`` to be looked at, ``ok`` done, ``info`` under way, empty when
        released.
        """
        if self.lease.released_at:
            return ""
        if not self.is_open and self.state.is_whole:
            return "ok"
        return "info" if self.state.is_whole and not self.is_quiet else "warn"

    @property
    def text(self):
        """A sentence about it: done, in use, silent, or which of its entries is not here."""
        if self.lease.released_at:
            return _("已释放")
        if self.state.missing is not None:
            return _("缺第 %(n)s 条", n=self.state.missing)
        if not self.state.is_whole:
            return _("记录链断在第 %(n)s 条", n=self.state.number)
        if not self.is_open:
            return _("已交齐关站")
        return _("很久没有消息") if self.is_quiet else _("在用")


def devices(assessment_id) -> list[Device]:
    """Every lease by station, the open ones of each first; a fixed number of queries."""
    rows = leases.of_assessment(assessment_id)
    chains = _chains(assessment_id)
    names = _names({row.released_by_id for row in rows} - {None})
    found = [_device(row, chains.get(row.stream_id, []), names) for row in rows]
    return sorted(found, key=lambda one: (one.lease.station.number, not one.is_open))


def _device(lease, links, names):
    stream = lease.stream
    return Device(
        lease=lease,
        label=streams.label(stream),
        kept=len({link.seq for link in links}),
        state=streams.walk(links, stream.reported_seq, stream.reported_hash),
        released_by=names.get(lease.released_by_id, ""),
    )


def _chains(assessment_id):
    """{stream id: its texts as links}, for all streams; ``streams.links`` gives those of one."""
    columns = Entry.stream, Entry.seq, Entry.prev, Entry.digest
    here = (Entry.assessment == assessment_id) & Entry.stream.is_null(False)
    found = defaultdict(list)
    for stream_id, *link in Entry.select(*columns).where(here).tuples():
        found[stream_id].append(Link(*link))
    clashes = Clash.select(Clash.stream, Clash.seq, Clash.digest, Clash.text)
    for stream_id, seq, digest, text in clashes.where(Clash.assessment == assessment_id).tuples():
        found[stream_id].append(Link(seq, entry_texts.read(text).prev, digest))
    return found


def _names(account_ids):
    rows = Account.select(Account.id, Person.name).join(Person).where(Account.id.in_(list(account_ids)))
    return dict(rows.tuples())


def facts_of(assessment):
    """Numbers that change with every entry and lease, with every lease ended, and with every longer
    head reported.
    """
    heads = (
        Stream.select(fn.COUNT(Stream.id), fn.SUM(Stream.reported_seq))
        .where(Stream.assessment == assessment.id)
        .tuples()
        .get()
    )
    held = (
        Lease.select(fn.COUNT(Lease.id), fn.COUNT(Lease.closed_at), fn.COUNT(Lease.released_at))
        .join(Station)
        .where(Station.assessment == assessment.id)
        .tuples()
        .get()
    )
    kept = Entry.select(fn.COUNT(Entry.id)).where(Entry.assessment == assessment.id).scalar()
    return (assessment.id, *heads, *held, kept, bool(assessment.closed_at))


def version_of(assessment):
    """A value that changes with those facts and with every report, for a live screen of devices to
    compare.
    """
    last = Stream.select(fn.MAX(Stream.reported_at)).where(Stream.assessment == assessment.id).scalar()
    return ".".join(str(part) for part in (*facts_of(assessment), last and last.timestamp()))
