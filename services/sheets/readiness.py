"""Whether a sheet may be settled: what stands in the way, with the device and number it is about."""

from collections import Counter
from dataclasses import dataclass

from models import Clash, EntryKind
from services import assessments, marks, scoring
from services.assessments import leases, streams
from services.assessments.streams import BROKEN, MISSING
from services.marks import attempts
from services.marks.recordings import Recorded
from services.scoring import score_words
from services.words import gettext as _
from services.words import lazy as _l

DOUBT, OBJECTION, CLASH, BEHIND = "doubt", "objection", "clash", "behind"
#: Kinds of entries that show a person was at a station. Voids and the like may be written anywhere.
MEASURING = {EntryKind.ATTEMPT, EntryKind.FAULT}
#: Each obstacle in short, for whoever settled all the other sheets.
WHY = {
    DOUBT: _l("存疑"),
    OBJECTION: _l("有异议没复核"),
    CLASH: _l("记录对不上"),
    MISSING: _l("设备缺记录"),
    BROKEN: _l("设备记录断链"),
    BEHIND: _l("设备还没回报"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing in the way. ``number`` is that of a try in doubt, or of an entry in the ``device``'s
    stream.
    """

    code: str
    exercise: str = ""
    device: str = ""
    number: int | None = None
    station: int | None = None

    @property
    def desk(self):
        """Where the obstacle is dealt with: on the ``sheet``, among the ``rulings`` or the ``devices``."""
        if self.code == OBJECTION:
            return "sheet"
        return "rulings" if self.code in (DOUBT, CLASH) else "devices"

    def text(self, standard):
        """A sentence in the reader's language, naming device and number."""
        item = standard.item(self.exercise) if self.exercise else None
        name = score_words.item_name(item) if item else ""
        facts = {"exercise": name, "device": self.device, "n": self.number, "station": self.station}
        return SAID[self.code]() % facts


SAID = {
    DOUBT: lambda: _("%(exercise)s第 %(n)s 次存疑：两台设备记得不一样，等主考裁定"),
    OBJECTION: lambda: _("%(exercise)s有异议还没复核"),
    CLASH: lambda: _("设备 %(device)s 的第 %(n)s 条有两个版本，等主考裁定"),
    MISSING: lambda: _("设备 %(device)s 的第 %(n)s 条记录没有收到"),
    BROKEN: lambda: _("设备 %(device)s 的第 %(n)s 条接不上前一条"),
    BEHIND: lambda: _("%(station)s 号站的设备 %(device)s 还没回报"),
}


class Readiness:
    """What may stand in the way of settling these people's sheets, read once: a fixed number of
    queries.

    ``states`` remembers how complete each stream is, for callers that settle many sheets in a row.
    """

    def __init__(self, assessment, person_ids, states=None):
        self.assessment, self.rules = assessment, assessments.rules_of(assessment)
        self.recorded = Recorded(assessment, person_ids)
        self._newest = {
            (lease.station_id, lease.stream_id): lease for lease in leases.of_assessment(assessment.id)
        }
        self._reports = {lease.stream_id: lease.stream.reported_at for lease in self._newest.values()}
        self._states = {} if states is None else states
        self._clashes = {}
        waiting = (Clash.assessment == assessment.id) & Clash.ruled_at.is_null()
        for clash in Clash.select().where(waiting).order_by(Clash.seq):
            self._clashes.setdefault(clash.stream_id, []).append(clash)

    def obstacles(self, sheet) -> list[Obstacle]:
        """What stands in the way of settling this person's sheet."""
        folded = self.recorded.folded(sheet.person_id)
        return [*_said(folded), *self._of_devices(sheet, folded)]

    def _of_devices(self, sheet, folded):
        """Obstacles of devices made ready for a station that matters for this sheet, and not released."""
        found = []
        for lease in self._concerned(sheet, folded):
            label = streams.label(lease.stream)
            found += self._of_stream(lease.stream, label)
            if not lease.closed_at and self._is_behind(lease, sheet):
                found.append(Obstacle(code=BEHIND, device=label, station=lease.station.number))
        return list(dict.fromkeys(found))

    def _concerned(self, sheet, folded):
        standard, on = self.rules.standard, assessments.on(self.assessment)
        group = scoring.group_of(standard, sheet.person.sex.value, sheet.person.born_on, on)
        exercises = attempts.concerned(standard, group, folded)
        leases_here = (lease for lease in self._newest.values() if not lease.released_at)
        return [lease for lease in leases_here if lease.station.exercise in exercises]

    def _of_stream(self, stream, label):
        state = self._state(stream)
        if not state.is_whole:
            yield Obstacle(code=state.word, device=label, number=state.number)
        for clash in self._clashes.get(stream.id, ()):
            yield Obstacle(code=CLASH, device=label, number=clash.seq)

    def _state(self, stream):
        key = stream.id, stream.reported_seq, stream.reported_hash, stream.reported_at
        if key not in self._states:
            self._states[key] = streams.state(stream)
        return self._states[key]

    def _is_behind(self, lease, sheet):
        """Whether a device has been silent since the person's last entry at what its station measures,
        or, without one, anywhere.

        Entries of the device itself do not count: it reported when it handed them over.
        """
        reported = lease.stream.reported_at
        moments = self._moments(sheet.person_id)
        here = [moment for moment in moments if moment[0] == lease.station.exercise]
        others = [at for _exercise, at, stream_id in here or moments if stream_id != lease.stream_id]
        return reported is None or reported < max(others, default=reported)

    def _moments(self, person_id):
        """(exercise, when, stream id) of what the person did.

        A device's clock may run ahead, but nothing was measured after its device last reported.
        """
        entries = (e for e in self.recorded.entries(person_id) if e.kind in MEASURING)
        found = [(e.exercise, min(e.measured_at, e.received_at), e.stream_id) for e in entries]
        for finish in self.recorded.finishes(person_id):
            reported = self._reports.get(finish.stream_id) or finish.at
            found.append((finish.exercise, min(finish.at, reported), finish.stream_id))
        return found


def _said(folded):
    for exercise, declared in folded.doubts:
        yield Obstacle(code=DOUBT, exercise=exercise, number=declared)
    for objection in folded.open_objections:
        yield Obstacle(code=OBJECTION, exercise=objection.exercise)


def obstacles(sheet, assessment) -> list[Obstacle]:
    """What stands in the way of settling a sheet now."""
    return Readiness(assessment, [sheet.person_id]).obstacles(sheet)


def reasons_unsettled(assessment) -> list[tuple[str, int]]:
    """Why complete sheets were left unsettled: [(reason in words, how many sheets it concerns)].

    The commonest first; a sheet may have several.
    """
    waiting = marks.sheets_of(assessment.id, marks.complete_ids(assessment))
    readiness = Readiness(assessment, [sheet.person_id for sheet in waiting])
    counts = Counter(
        code for sheet in waiting for code in {obstacle.code for obstacle in readiness.obstacles(sheet)}
    )
    return [(str(WHY[code]), n) for code, n in counts.most_common()]
