"""The results in a file as text, one by one: who, which exercise, which try, and what was written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from services import texts
from services.people import facts
from services.people.facts import Unreadable
from services.results import columns
from services.scoring import score_words
from services.words import gettext as _

MOST_TRIES = 99


class Line(NamedTuple):
    """One result. ``number`` is that of a sheet; of the three fields that say who, those not given are
    empty.
    """

    row: int
    number: str
    police_number: str
    name: str
    exercise: str
    n: int | None
    text: str

    @property
    def who(self):
        return " ".join(filter(None, (self.number, self.police_number, self.name)))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken: its number in the file, whom it names, and why not."""

    row: int
    who: str
    reason: str


def read_lines(table, standard):
    """(lines, refusals) of a table. A row in which no result was written is skipped."""
    lines, refused = [], []
    for row, record in table.rows:
        who = [_who(table.cell(record, field), field) for field in columns.WHO]
        for at, exercise, n in _asked(table, record, standard):
            try:
                line = Line(row, *who, exercise, _nth(n), _text(record[at] if at < len(record) else None))
                if line.text:
                    lines.append(_checked(line, table, record))
            except Unreadable as reason:
                item = standard.item(exercise)
                said = f"{score_words.item_name(item)} {reason}" if item else str(reason)
                refused.append(Refusal(row, " ".join(filter(None, who)), said))
    return lines, refused


def _asked(table, record, standard):
    """(column, exercise, which try) for each result that a row may hold."""
    if table.is_long:
        exercise = columns.exercise_named(table.cell(record, "exercise"), standard)
        yield table.fields["value"], exercise or "", table.cell(record, "try")
    else:
        for at, (exercise, n) in table.exercises.items():
            yield at, exercise, n


def _checked(line, table, record):
    if not line.exercise:
        named = texts.plain(table.cell(record, "exercise"))[:40]
        raise Unreadable(_("标准中没有项目 %(exercise)s", exercise=named or "—"))
    if not line.who:
        raise Unreadable(_("没有写是谁：要有号、警号或姓名"))
    return line


def _who(cell, field):
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = texts.plain(cell)[:40]
    return facts.close_up(text) if field == "name" else text.replace(" ", "").upper()


def _nth(cell):
    """The number of the try that a column or cell names; None where it names none."""
    if cell is None or not texts.plain(cell):
        return None
    text = texts.plain(cell).removesuffix(".0")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_TRIES):
        raise Unreadable(_("第几次要填 1 到 %(most)s 的整数", most=MOST_TRIES))
    return int(text)


def _text(cell):
    """A measure as text, as one would type it.

    Excel takes ``3:38`` for a time of day. A time within the first hour can only be minutes and seconds;
    one with hours may be either, and is refused.
    """
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, time):
        cell = datetime.combine(date.min, cell) - datetime.min
    if isinstance(cell, timedelta):
        if not timedelta(0) <= cell < timedelta(hours=1):
            raise Unreadable(_("Excel 把它当成了钟点，分不清是时分还是分秒。请把这一列设为文本再填 3:38"))
        minutes, seconds = divmod(cell, timedelta(minutes=1))
        return f"{minutes}:{seconds.seconds:02}.{seconds.microseconds:06}".rstrip("0").rstrip(".")
    if isinstance(cell, date):
        raise Unreadable(_("Excel 把这个成绩当成了日期。请把这一列设为文本再填"))
    return texts.plain(cell)
