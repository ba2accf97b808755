"""What an instructor takes along to a place without a network: the list, and how to know who is there."""

import re
from datetime import timedelta
from functools import cache

from services import access, clock, labels, trainings, words
from services.attendance import presence
from services.checkins import displays, passes

#: For how many days a roll carries passes at most, from yesterday on: a course may last for months.
DAYS = 15
WORD = re.compile(r"[A-Za-z]+|[^\W\d_]")


def find(training_id, actor):
    """The training whose roll someone takes along. For whoever runs it; a cancelled one is refused."""
    training = trainings.get(training_id)
    access.require_run(actor, training)
    if training.cancelled_at:
        raise trainings.Cancelled
    return training


def version_of(training):
    """A name for the roll as ``of`` would make it now: while the name stays the same, so does the roll."""
    return f"{training.changes}-{clock.today()}-{words.current()}"


def of(training):
    """The roll of a training that ``find`` returned: its windows and its people, as plain values."""
    windows = displays.windows(training)
    days, secret = _days(windows), passes.key()
    people = [_person(line, days, secret) for line in presence.roster(training)]
    return {
        "changes": training.changes,
        "training": _training(training, windows),
        "people": people,
    }


def _days(windows):
    """The dates of the bureau on which passes are read at the training, as far as they are near."""
    first = max(clock.local(windows[0].opens_at).date(), clock.today() - timedelta(days=1))
    last = max(clock.local(window.closes_at).date() for window in windows)
    count = min((last - first).days + 1, DAYS)
    return passes.days_from(first, max(0, count))


def _training(training, windows):
    return {
        "id": training.id,
        "title": training.title,
        "place": training.place,
        "starts": clock.ms(training.starts_at),
        "ends": clock.ms(training.ends_at),
        "windows": [
            {
                "phase": window.phase.value,
                "label": labels.of(window.phase),
                "opens": clock.ms(window.opens_at),
                "closes": clock.ms(window.closes_at),
            }
            for window in windows
        ],
    }


def _person(line, days, secret):
    return {
        "id": line.person.id,
        "name": line.person.name,
        "number": line.person.police_number,
        "unit": line.unit_name,
        "initials": initials(line.person.name),
        "state": line.standing.attendance.value,
        "credits": {phase.value: clock.ms(credit.at) for phase, credit in line.standing.credits.items()},
        "passes": passes.digests(line.person.id, days, secret),
    }


def initials(name):
    """The letters that each character or word of a name may begin with, in order: 曾小龙 → ["cz", "x", "l"].

    All readings of a character are taken, for that of a surname is often not the common one.
    """
    return [letters for word in WORD.findall(name) if (letters := _letters(word))]


@cache
def _letters(word):
    if word.isascii():
        return word[0].lower()
    # Imported here: reading its dictionary takes a third of a second, which only a roll is worth.
    from pypinyin import Style, pinyin

    read = pinyin(word, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return "".join(sorted({reading for readings in read for reading in readings if reading.isascii()}))
