"""What a person may read about themselves without a network: a plain copy, in their language, for their
phone.
"""

from datetime import timedelta

from models import Person, Phase, Training, TrainingInstructor
from services import awards, clock, labels, records, trainings
from services.assessments import settled_sheets
from services.attendance import histories
from services.checkins import passes
from services.medals import unstamped_medals
from services.words import gettext as _

AHEAD = timedelta(days=60)
MOST_TRAININGS = 30
MOST_LED = 20
MOST_LINES = 50
MOST_MEDALS = 60


def of(actor, *, address, picture, at=None) -> dict:
    """The whole copy for the actor, as plain values. A fixed number of queries.

    ``address`` is the public address with which passes begin; ``picture(medal)`` gives the address of a
    medal's picture.
    """
    at = at or clock.now()
    today = clock.local(at).date()
    since, until = records.bounds(today.year)
    attended = histories.of_person(actor.person_id, since=since - AHEAD, until=at + AHEAD, at=at)
    medals = awards.of_person(actor.person_id)
    return {
        "name": actor.name,
        "trainings": _coming(attended, clock.at(today)),
        "leads": _led(actor, clock.at(today), at + AHEAD),
        "passes": passes.fortnight(actor.person_id, address, on=today),
        "record": _record(actor, attended, medals, since=since, until=min(until, at)),
        "medals": [_medal(medal, picture) for medal in medals[:MOST_MEDALS]],
        "unstamped": [_unstamped(one) for one in unstamped_medals.of_person(actor.person_id)],
    }


def _coming(attended, since):
    """Trainings of today, under way and to come, the next one first."""
    still = [one for one in attended[::-1] if max(one.training.starts_at, one.training.ends_at) >= since]
    still = still[:MOST_TRAININGS]
    policies = trainings.policies_of(one.training.id for one in still)
    return [_training(one, policies[one.training.id]) for one in still]


def _training(one, policy):
    training, standing = one.training, one.standing
    windows = ((phase, policy.window(phase, training.starts_at, training.ends_at)) for phase in Phase)
    return _facts(training) | {
        "number": training.number,
        "kind": labels.of(training.kind),
        "phases": [_phase(phase, window, standing) for phase, window in windows if window],
        "state": _state(standing),
        "state_words": _state_words(standing),
    }


def _facts(training):
    return {
        "id": training.id,
        "title": training.title,
        "place": training.place,
        "starts": _ms(training.starts_at),
        "ends": _ms(training.ends_at),
    }


def _phase(phase, window, standing):
    credit = standing.credits.get(phase)
    return {
        "phase": phase.value,
        "label": labels.of(phase),
        "opens": _ms(window[0]),
        "closes": _ms(window[1]),
        "credited_at": credit and _ms(credit.at),
    }


def _state(standing):
    """Where the person stands: a value of ``Attendance``, or ``open`` while nothing is decided."""
    is_open = standing.is_provisional or (standing.pending and standing.attendance.value == "absent")
    return "open" if is_open else standing.attendance.value


def _state_words(standing):
    if standing.pending and standing.attendance.value == "absent":
        return _("待确认")
    return _("未签到") if standing.is_provisional else labels.of(standing.attendance)


def _led(actor, since, until):
    """Trainings that the person leads, of today and to come."""
    rows = (
        Training.select()
        .join(TrainingInstructor)
        .where(
            TrainingInstructor.person == actor.person_id,
            Training.ends_at >= since,
            Training.starts_at < until,
            Training.cancelled_at.is_null(),
        )
        .order_by(Training.starts_at, Training.id)
        .limit(MOST_LED)
    )
    return [_facts(training) for training in rows]


def _record(actor, attended, medals, *, since, until):
    person = Person.get_by_id(actor.person_id)
    of_year = [one for one in attended if since <= one.training.starts_at < until]
    hours = records.hours_of(person, clock.local(until).year, of_year)
    sheets = settled_sheets.of_person(actor.person_id, since=since, until=until)
    won = [medal for medal in medals if medal.earned_on.year == hours.year]
    lines = records.timeline(of_year, sheets, won)[:MOST_LINES]
    parts = [{"label": labels.of(kind), "minutes": n, "required": None} for kind, n in hours.by_kind]
    total = {"label": _("年度学时"), "minutes": hours.minutes, "required": hours.required}
    return {"year": hours.year, "hours": [total, *parts], "lines": [_line(line) for line in lines]}


def _line(line):
    if line.what == records.TRAINING:
        standing = line.attended.standing
        title, state, minutes = line.attended.training.title, _state_words(standing), standing.minutes
    elif line.what == records.SHEET:
        title, state, minutes = _("体测表：%(title)s", title=line.sheet.title), _grade(line.sheet), 0
    else:
        title = _("%(year)s %(season)s纪念章", year=line.medal.year, season=labels.of(line.medal.season))
        state, minutes = line.medal.grade or line.medal.name, 0
    return {"on": _ms(line.at), "title": title, "minutes": minutes, "state_words": state}


def _grade(sheet):
    if sheet.snapshot.grade:
        return sheet.snapshot.grade_title
    return _("未达标") if sheet.snapshot.passed is False else _("未评等级")


def _medal(medal, picture):
    return {
        "title": f"{medal.year} {labels.of(medal.season)}",
        "season": labels.of(medal.season),
        "metal": medal.metal.value,
        "grade": medal.grade or medal.name,
        "edition": medal.edition,
        "on": _ms(clock.at(medal.earned_on)),
        "picture": picture(medal),
    }


def _unstamped(one):
    return {
        "title": f"{one.year} {labels.of(one.season)}",
        "metal": one.metal.value,
        "grade": labels.of(one.metal),
    }


def _ms(at):
    return int(at.timestamp() * 1000)
