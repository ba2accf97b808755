"""Which entries of a request are new, and how the others are answered."""

from dataclasses import dataclass

from models import Clash, Entry, Station
from services.assessments import entry_texts
from services.assessments.entry_texts import Unreadable
from services.words import lazy as _l

KEPT, HELD, DUPLICATE, CONFLICT, REFUSED = "kept", "held", "duplicate", "conflict", "refused"
MESSAGES = {
    KEPT: _l("已收到"),
    DUPLICATE: _l("已收到"),
    CONFLICT: _l("同一编号已有别的内容，两份都留着，等主考裁定"),
    "malformed": _l("这条记录读不懂，没有收下"),
    "foreign": _l("这条记录不是这个账号、这台设备或这场考核的"),
    "unknown_assessment": _l("没有这场考核"),
    "cancelled": _l("这场训练已取消"),
    "forbidden": _l("已收下，但记的人在这个站没有权限，等主考决定"),
    "unknown": _l("已收下，但这个人不在名单里，等主考决定"),
    "late": _l("已收下，但表已定，等主考决定"),
    "chain": _l("已收下，但接不上前面的记录，等主考决定"),
    "implausible": _l("已收下，但不像是这一项的成绩，等主考决定"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one entry."""

    id: str
    outcome: str
    reason: str | None = None

    @property
    def message(self):
        return str(MESSAGES[self.reason or self.outcome])


def read(texts, stream):
    """(refusals of texts that are no entry of this stream, the entries that are)."""
    stations = {s.id for s in Station.select(Station.id).where(Station.assessment == stream.assessment_id)}
    own, answers, written = (stream.device, stream.owner_id, stream.assessment_id), [], []
    for text in texts:
        try:
            one = entry_texts.read(text)
        except Unreadable:
            answers.append(Answer(entry_texts.id_of(text), REFUSED, "malformed"))
            continue
        if (one.device, one.owner, one.assessment) == own and one.station in stations:
            written.append(one)
        else:
            answers.append(Answer(one.id, REFUSED, "foreign"))
    return answers, written


def sort(stream, written):
    """(answers to entries that are no news, new entries, clashing entries).

    A clashing entry has an id or a number that is known, but other bytes; only those not yet kept as a
    clash are returned. Every entry is answered here but the new ones, whose rows are answered once written.
    """
    digests, seqs, clashes = _known(stream, written)
    answers, fresh, clashing = [], [], []
    for one in written:
        if digests.get(one.id) == one.digest:
            answers.append(Answer(one.id, DUPLICATE))
        elif one.id in digests or one.seq in seqs:
            answers.append(Answer(one.id, CONFLICT))
            if (one.id, one.digest) not in clashes:
                clashes.add((one.id, one.digest))
                clashing.append(one)
        else:
            digests[one.id] = one.digest
            seqs.add(one.seq)
            fresh.append(one)
    return answers, fresh, clashing


def _known(stream, written):
    ids = [one.id for one in written]
    digests = Entry.select(Entry.entry_id, Entry.digest).where(Entry.entry_id.in_(ids)).tuples()
    seqs = Entry.select(Entry.seq).where(
        Entry.stream == stream.id, Entry.seq.in_([one.seq for one in written])
    )
    clashes = Clash.select(Clash.entry_id, Clash.digest).where(Clash.entry_id.in_(ids)).tuples()
    return dict(digests), {row.seq for row in seqs}, set(clashes)


def answer(row):
    """The answer to an entry whose row was just written."""
    return Answer(row["entry_id"], HELD if row["held"] else KEPT, row["held"] or None)
