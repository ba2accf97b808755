"""The demo's tablets at a field: what two of them wrote today, so that the chief has something to decide."""

import json
import uuid

from models import Station
from services import clock, intake, sheets
from services.assessments import entry_texts, leases
from services.demo import scans
from services.intake import Sent
from services.marks import marked_sheets
from services.sheets import objections

STATION = "one_leg_stand"  # timed by hand, so that two examiners may differ
FIRST, SECOND = 27_000, 31_000  # ms


def leave_undecided(bureau, assessment, people):
    """An objection, one try with two measures from two tablets, and a tablet that still holds its station."""
    station = Station.get(Station.assessment == assessment.id, Station.exercise == STATION)
    for label, measure in (("平板一（示例）", FIRST), ("平板二（示例）", SECOND)):
        _write(bureau.instructor, station, label, people[1], measure)
    _object(assessment, people[0])


def _write(owner, station, label, person, measure):
    """Make a tablet ready, time one person on it and hand its entries over. The second tablet closes its
    station.
    """
    device = str(uuid.uuid4())
    leases.make_ready(station.id, device, label, actor=owner)
    text = json.dumps(_attempt(owner, station, device, person, measure), ensure_ascii=False)
    sent = Sent(
        device=device,
        assessment_id=station.assessment_id,
        label=label,
        seq=1,
        hash=entry_texts.digest(text),
        closing=(station.id,) if measure == SECOND else (),
        texts=(text,),
    )
    intake.deliver([sent], owner)


def _attempt(owner, station, device, person, measure):
    at = int(clock.now().timestamp() * 1000)
    return {
        "v": 1,
        "id": str(uuid.uuid4()),
        "owner": owner.account_id,
        "device": device,
        "assessment": station.assessment_id,
        "seq": 1,
        "prev": "",
        "station": station.id,
        "kind": "attempt",
        "person": person.id,
        "exercise": station.exercise,
        "measure": measure,
        "declared": 1,
        "at": at,
        "steady": at,
    }


def _object(assessment, person):
    sheet = sheets.of_person(assessment.id, person.id)
    row = marked_sheets.of(sheet, assessment).snapshot["results"][-1]
    objections.make(
        sheet.id,
        target=row["attempts"][-1]["id"],
        reason="示例：最后一个做到位了，没有算",
        entry_id=str(uuid.uuid4()),
        actor=scans.account_of(person),
    )
