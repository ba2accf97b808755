"""一站式: where everyone at an assessment goes next, who comes to a station, and how far the whole is."""

from dataclasses import dataclass

from models import Assessment, Person, Sheet
from services import assessments, clock, marks, sheets, standards, stations
from services.marks import Progress
from services.scoring import score_words
from services.stations import flow_steps, routing
from services.stations.routing import Routes

CALLED = 4  # people a board names at each place
KEPT = 64  # assessments remembered

_known = {}


@dataclass(frozen=True, slots=True)
class Way:
    """A person's next station: its numbers (several share one queue), its exercise, how many wait
    before them.

    ``stations`` is empty where nothing is left to do.
    """

    number: int
    stations: tuple[int, ...]
    exercise: str
    ahead: int

    @property
    def version(self):
        return f"{self.number}.{self.exercise}.{self.ahead}"


@dataclass(frozen=True, slots=True)
class Stop:
    """One exercise on the board: its stations, how many are done, and who is called, (number, name)."""

    stations: tuple[int, ...]
    exercise: str
    done: int
    left: int
    called: tuple[tuple[int, str], ...]
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """The screen for a hall: the stops, and how far the whole is. ``is_on`` says whether people are
    called.
    """

    assessment: Assessment
    version: str
    is_on: bool
    stops: list[Stop]
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Who waits at a station: the first of the ``total``, and the ids of those who were sent there."""

    version: str
    sheets: list[Sheet]
    total: int
    coming: frozenset[int]


def is_on(assessment) -> bool:
    """Whether people are sent on: on the days of the assessment, until it is closed or cancelled."""
    training = assessment.training
    days = clock.local(training.starts_at).date(), clock.local(training.ends_at).date()
    is_stopped = training.cancelled_at or assessment.closed_at
    return not is_stopped and days[0] <= clock.today() <= days[1]


def way_of(sheet, assessment) -> Way | None:
    """Where the person of a sheet goes next; None where nobody is sent anywhere, or the sheet is settled."""
    if not is_on(assessment) or sheets.is_settled(sheet.id):
        return None
    numbered = _numbered(assessment)
    routes = _routes(assessment, numbered)
    exercise = routes.sent.get(sheet.person_id)
    if exercise is None:
        return Way(sheet.number, (), "", 0)
    item = standards.load(assessment.standard).item(exercise)
    ahead = routes.ahead(sheet.person_id)
    return Way(sheet.number, numbered[exercise], score_words.item_name(item), ahead)


def at_training(training_id):
    """The id of the assessment that is held at a training, or None."""
    held = Assessment.get_or_none(Assessment.training == training_id)
    return held and held.id


def coming(assessment, exercise) -> tuple[int, ...]:
    """The people whose next station measures this exercise, in the order they were sent."""
    if not is_on(assessment):
        return ()
    return _routes(assessment, _numbered(assessment)).queues.get(exercise, ())


def queue(place, version) -> Queue:
    """The people waiting at the station of a ``stations.Place``."""
    sent = coming(place.assessment, place.station.exercise)
    found, total = stations.waiting(place, sent)
    return Queue(version=version, sheets=found, total=total, coming=frozenset(sent))


def hall(assessment, version) -> Hall:
    """The screen that calls people to the stations of an assessment."""
    progress = marks.progress(assessment)
    return Hall(
        assessment=assessment,
        version=version,
        is_on=is_on(assessment),
        stops=_stops(assessment, progress.done),
        progress=progress,
    )


def _stops(assessment, done) -> list[Stop]:
    """Every exercise measured at an assessment, in the order of its stations."""
    numbered, standard = _numbered(assessment), standards.load(assessment.standard)
    routes = _routes(assessment, numbered)
    called = {who for queue in routes.queues.values() for who in queue[:CALLED]}
    names = _names(assessment, called)
    return [
        Stop(
            stations=numbers,
            exercise=score_words.item_name(standard.item(exercise)),
            done=done.get(exercise, 0),
            left=routes.left[exercise],
            called=tuple(names[who] for who in routes.queues[exercise][:CALLED]),
            waiting=len(routes.queues[exercise]),
        )
        for exercise, numbers in numbered.items()
    ]


def _names(assessment, person_ids):
    query = Sheet.select(Sheet.person, Sheet.number, Person.name).join(Person)
    rows = query.where(Sheet.assessment == assessment.id, Sheet.person.in_(list(person_ids))).tuples()
    return {person_id: (number, name) for person_id, number, name in rows}


def _numbered(assessment):
    """{exercise: the numbers of its stations}, in the order of the stations."""
    found = {}
    for station in assessments.stations_of(assessment.id):
        found.setdefault(station.exercise, []).append(station.number)
    return {exercise: tuple(numbers) for exercise, numbers in found.items()}


def _routes(assessment, numbered) -> Routes:
    """The routes, worked out once for each change: a hall of phones asks every few seconds."""
    name = bytes(assessment.training.key)
    state = marks.changes_of(assessment.id), tuple(numbered.items())
    known = _known.get(name)
    if known is None or known[0] != state:
        if len(_known) >= KEPT:
            _known.clear()
        known = _known[name] = state, routing.plan(numbered, *flow_steps.read(assessment))
    return known[1]
