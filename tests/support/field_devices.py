"""A device in the field, as the server meets one: it writes entries, chains them, and hands them over."""

import hashlib
import json
import uuid

from services import clock, intake
from services.intake import Sent
from tests.support.factories import identity


def fresh():
    return str(uuid.uuid4())


class Device:
    """One device in one person's name at one assessment. ``texts`` is what it keeps, in order."""

    def __init__(self, day, owner=None, label="平板一"):
        self.day, self.owner, self.label = day, owner or day.examiner, label
        self.id, self.texts, self.ids = fresh(), [], []
        self.clock = int(clock.now().timestamp() * 1000)
        self.steady = 5_000_000

    @property
    def account_id(self):
        return identity(self.owner).account_id

    @property
    def head(self):
        text = self.texts[-1] if self.texts else ""
        return len(self.texts), hashlib.sha256(text.encode()).hexdigest() if text else ""

    def wait(self, ms):
        self.clock += ms
        self.steady += ms

    def write(self, kind, at="run1000", **fields):
        """Write one entry down at the station of an exercise; returns its id."""
        facts = {
            "v": 1,
            "id": fresh(),
            "owner": self.account_id,
            "device": self.id,
            "assessment": self.day.assessment.id,
            "seq": self.head[0] + 1,
            "prev": self.head[1],
            "station": self.day.stations[at].id,
            "kind": kind,
            "at": self.clock,
            "steady": self.steady,
        } | {name: value for name, value in fields.items() if value is not None}
        self.texts.append(json.dumps(facts, ensure_ascii=False))
        self.ids.append(facts["id"])
        self.wait(1)
        return facts["id"]

    def attempt(self, person, measure, exercise="run1000", declared=1, **fields):
        fields = {
            "person": person.id,
            "exercise": exercise,
            "measure": measure,
            "declared": declared,
        } | fields
        return self.write("attempt", exercise, **fields)

    def start(self, exercise="run1000", word="lead", place=1):
        """Start a heat; returns its id."""
        heat = fresh()
        self.write("start", exercise, heat=heat, word=word, place=place, exercise=exercise)
        return heat

    def tap(self, heat, after, exercise="run1000"):
        self.wait(after)
        return self.write("tap", exercise, heat=heat)

    def assign(self, heat, place, person, exercise="run1000", declared=1):
        fields = {"person": person.id, "declared": declared} if person else {}
        return self.write("assign", exercise, heat=heat, place=place, **fields)

    def sent(self, texts=None, *, closing=(), seq=None, hash=None):
        head = self.head
        return Sent(
            device=self.id,
            assessment_id=self.day.assessment.id,
            label=self.label,
            seq=head[0] if seq is None else seq,
            hash=head[1] if hash is None else hash,
            closing=tuple(closing),
            texts=tuple(self.texts if texts is None else texts),
        )

    def deliver(self, texts=None, **facts):
        """Hand over; all there is, or the texts given. Returns (answers by id, report)."""
        answers, [report] = intake.deliver([self.sent(texts, **facts)], identity(self.owner))
        return {answer.id: answer for answer in answers}, report

    def outcomes(self, texts=None, **facts):
        answers, _report = self.deliver(texts, **facts)
        return {id: (one.outcome, one.reason) for id, one in answers.items()}
