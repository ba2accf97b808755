"""测试站占用: a device made ready for a station may hold entries until its lease is closed or released."""

from models import Account, Lease, Person, Station, Stream, database
from services import assessments, audit, clock, trainings
from services.assessments import entry_fields, streams
from services.errors import DomainError, Forbidden, Invalid, NotFound
from services.words import gettext as _
from services.words import lazy as _l

LONGEST_LABEL = 40


class Over(DomainError):
    message = _l("这条占用已经了结")


@database.atomic()
def make_ready(station_id, device, label, *, actor):
    """Make a device ready for a station, and open its stream. For whoever may enter at the station.

    A repeat returns the open lease; once that was closed or released, a further one is made.
    """
    station = assessments.station(station_id)
    assessment = assessments.get(station.assessment_id)
    if not assessments.part_of(actor, assessment).may_enter(station):
        raise Forbidden
    if assessment.training.cancelled_at:
        raise trainings.Cancelled
    if assessment.closed_at:
        raise assessments.Closed
    if not isinstance(device, str) or not entry_fields.UUID.fullmatch(device):
        raise Invalid({"device": _("这台设备没有编号，请刷新")})
    label = " ".join(str(label).split())[:LONGEST_LABEL]
    assessments.lock(assessment.id)
    stream = streams.opened(device, actor.account_id, assessment.id, label)
    if known := _open().where(Lease.station == station_id, Lease.stream == stream.id).get_or_none():
        return known
    made = Lease.create(station=station_id, stream=stream.id, taken_at=clock.now())
    audit.note("lease.take", "lease", made.id, actor_id=actor.account_id, station=station_id)
    return made


def open_where_none(stream, station_ids):
    """Open leases at stations where a device wrote without ever having been made ready.

    From then on the device may hold entries of those stations too.
    """
    known = {row.station_id for row in Lease.select(Lease.station).where(Lease.stream == stream.id)}
    rows = [
        {"station": station_id, "stream": stream.id, "taken_at": clock.now()}
        for station_id in sorted(set(station_ids) - known)
    ]
    if rows:
        Lease.insert_many(rows).execute()


def _open():
    return Lease.select().where(Lease.closed_at.is_null(), Lease.released_at.is_null())


def close_done(stream, station_ids, state):
    """Close a device's leases at the stations it reports being done at, if all it wrote is here
    (``state``).

    Returns those of the stations at which it has no open lease now.
    """
    if state.is_whole:
        mine = (Lease.stream == stream.id) & Lease.station.in_(station_ids)
        is_open = Lease.closed_at.is_null() & Lease.released_at.is_null()
        Lease.update(closed_at=clock.now()).where(mine, is_open).execute()
    still = {row.station_id for row in _open().where(Lease.stream == stream.id)}
    return [station_id for station_id in station_ids if station_id not in still]


@database.atomic()
def release(lease_id, *, reason, actor):
    """Give a lease up, so that settling no longer waits for its device. For the chief and the desk.

    Later sheets keep the reason. A closed lease may be released too, where its stream is not whole;
    otherwise a second ending is refused (``Over``). Entries that the device still brings are taken as
    before.
    """
    lease = get(lease_id)
    assessment = assessments.get(lease.station.assessment_id)
    assessments.require_settle(actor, assessment)
    if not reason.strip():
        raise Invalid({"reason": _("请写原因")})
    if lease.released_at or (lease.closed_at and streams.state(lease.stream).is_whole):
        raise Over
    facts = {"released_at": clock.now(), "released_by": actor.account_id, "reason": reason.strip()[:200]}
    Lease.update(facts).where(Lease.id == lease.id, Lease.released_at.is_null()).execute()
    trainings.touch(assessment.training_id)
    audit.note("lease.release", "lease", lease.id, actor_id=actor.account_id)
    return assessment


def get(lease_id):
    """A lease with its station and stream. Raises ``NotFound``."""
    found = _loaded().where(Lease.id == lease_id).get_or_none()
    if found is None:
        raise NotFound
    return found


def _loaded():
    return Lease.select(Lease, Station, Stream).join(Station).switch(Lease).join(Stream)


def of_assessment(assessment_id):
    """Every lease of an assessment with its station, stream and owner, by station."""
    return list(
        Lease.select(Lease, Station, Stream, Account, Person)
        .join(Station)
        .switch(Lease)
        .join(Stream)
        .join(Account)
        .join(Person)
        .where(Station.assessment == assessment_id)
        .order_by(Station.number, Lease.id)
    )


def released(assessment_id):
    """The released leases of an assessment with their stations and streams, in order."""
    query = _loaded().where(Station.assessment == assessment_id, Lease.released_at.is_null(False))
    return list(query.order_by(Lease.released_at, Lease.id))
