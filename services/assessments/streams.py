"""记录流: what each device wrote at an assessment, how much of it is here, and whether its chain holds."""

from dataclasses import dataclass

from models import Account, Clash, Entry, Person, Stream
from services import clock
from services.assessments import entry_texts

COMPLETE, MISSING, BROKEN = "complete", "missing", "broken"


@dataclass(frozen=True, slots=True)
class State:
    """How complete a stream is. ``number`` is that of the first entry that is missing or breaks the chain."""

    word: str
    number: int | None = None

    @property
    def is_whole(self):
        return self.word == COMPLETE

    @property
    def missing(self):
        return self.number if self.word == MISSING else None


@dataclass(frozen=True, slots=True)
class Link:
    """One text of a stream: its number, the hash of the text before it, and its own."""

    seq: int
    prev: str
    digest: str


def opened(device, owner_id, assessment_id, label=""):
    """The stream of a device in one person's name, made where it is new. A later label replaces the first."""
    found, is_new = Stream.get_or_create(
        device=device,
        owner=owner_id,
        assessment=assessment_id,
        defaults={"label": label, "opened_at": clock.now()},
    )
    if not is_new and label and found.label != label:
        Stream.update(label=label).where(Stream.id == found.id).execute()
        found.label = label
    return found


def report(stream, seq, digest, *, is_contact=True):
    """Note the head (number and hash) that a device says its stream has.

    A head never goes back, for an older report may come late. A carried file reports a head as well, but it
    is no contact with the device (``is_contact`` false).
    """
    if seq > stream.reported_seq:
        stream.reported_seq, stream.reported_hash = seq, digest
    if is_contact:
        stream.reported_at = clock.now()
    stream.save(only=[Stream.reported_seq, Stream.reported_hash, Stream.reported_at])


def state(stream) -> State:
    """Whether every entry up to the reported head is here, and each follows the one before."""
    return standing(stream)[0]


def standing(stream):
    """(the stream's state, {``count``: entries that are here, ``last``: the highest number among them})."""
    found = links(stream.id)
    numbers = {link.seq for link in found}
    kept = {"count": len(numbers), "last": max(numbers, default=0)}
    return walk(found, stream.reported_seq, stream.reported_hash), kept


def links(stream_id):
    """Every text of a stream, clashing ones included, as links."""
    rows = Entry.select(Entry.seq, Entry.prev, Entry.digest).where(Entry.stream == stream_id).tuples()
    clashes = Clash.select(Clash.seq, Clash.digest, Clash.text).where(Clash.stream == stream_id).tuples()
    return [Link(*row) for row in rows] + [
        Link(seq, entry_texts.read(text).prev, digest) for seq, digest, text in clashes
    ]


def walk(found, reported_seq, reported_hash) -> State:
    """Follow a chain from its first text and say how complete it is. Pure.

    Of two texts under one number either may carry the chain on.
    """
    by_seq = {}
    for link in found:
        by_seq.setdefault(link.seq, []).append(link)
    before = {""}
    for seq in range(1, max([reported_seq, *by_seq]) + 1):
        if seq not in by_seq:
            return State(MISSING, seq)
        if before.isdisjoint(link.prev for link in by_seq[seq]):
            return State(BROKEN, seq)
        before = {link.digest for link in by_seq[seq]}
        if seq == reported_seq and reported_hash not in before:
            return State(BROKEN, seq)
    return State(COMPLETE)


def of_assessment(assessment_id):
    """Every stream of an assessment with its owner's name, by label."""
    return list(
        Stream.select(Stream, Account, Person)
        .join(Account)
        .join(Person)
        .where(Stream.assessment == assessment_id)
        .order_by(Stream.label, Stream.id)
    )


def labels(assessment_id):
    """{stream id: the label its device goes by}."""
    return {
        row.id: label(row)
        for row in Stream.select(Stream.id, Stream.label, Stream.device).where(
            Stream.assessment == assessment_id
        )
    }


def label(stream):
    """The label a device goes by; without one, the beginning of its id."""
    return stream.label or stream.device[:8]
