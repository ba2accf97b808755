"""点名: a training's roster on an instructor's phone, one tab at a time."""

from dataclasses import dataclass
from datetime import datetime

from models import Attendance, Phase, Training
from services import clock, labels, trainings
from services.attendance import absences, headcounts, presence
from services.attendance.absences import Asked
from services.attendance.headcounts import Counted
from services.attendance.presence import Present, Tally
from services.checkins import reviews
from services.checkins.reviews import Case, Ruled

TABS = ABSENT, LATE, ON_LEAVE, CAME, REVIEW = ("absent", "late", "on_leave", "came", "review")
SHOWN = 100  # people in a list on the phone


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall:
    """One tab, and above it the counts. ``claimed`` are the people who claim each of the ``phases``.

    ``lines`` are the people of the tab whom ``text`` finds. Only the tab of leave has ``requests``, and only
    that of reviews ``cases``, what is ``alike`` in them, and what was ``ruled``. ``left`` are not shown.
    """

    training: Training
    now: datetime
    tally: Tally
    requested: int
    counted: dict[Phase, Counted]
    claimed: dict[Phase, int]
    phases: list[Phase]
    tab: str
    text: str
    lines: list[Present]
    requests: list[Asked]
    cases: list[Case]
    alike: list[tuple[str, int, int]]
    ruled: list[Ruled]
    left: int

    @property
    def attendances(self):
        """(value, label) of what may be decided of a person."""
        return labels.options(Attendance)


def page(training, *, actor, tab, text="") -> RollCall:
    """A tab of a training that the actor runs; of an unknown name, the first."""
    tab, everyone = tab if tab in TABS else ABSENT, presence.roster(training)
    found = [line for line in everyone if _belongs(line, tab) and _matches(line, text)]
    cases = _cases(training, everyone, actor) if tab == REVIEW else []
    policy = trainings.policy_of(training)
    return RollCall(
        training=training,
        now=clock.now(),
        tally=presence.tally(everyone),
        requested=absences.waiting_at(training),
        counted=headcounts.of(training.id),
        claimed=presence.claimed(everyone),
        phases=[phase for phase in Phase if policy.asks(phase)],
        tab=tab,
        text=text,
        lines=found[:SHOWN],
        requests=absences.at_training(training, actor=actor) if tab == ON_LEAVE else [],
        cases=cases[:SHOWN],
        alike=reviews.alike(cases),
        ruled=reviews.ruled(training, actor=actor) if tab == REVIEW else [],
        left=max(0, len(cases if tab == REVIEW else found) - SHOWN),
    )


def _cases(training, lines, actor):
    return reviews.waiting(training, actor=actor, stands=[line.standing for line in lines])


def _belongs(line, tab):
    state = line.standing.attendance
    if tab == CAME:
        return state in (Attendance.PRESENT, Attendance.LATE)
    if tab == ABSENT:
        return state is Attendance.ABSENT and not line.is_walk_in
    return state.value == tab


def _matches(line, text):
    return not text or text in line.person.name or line.person.police_number.endswith(text)
