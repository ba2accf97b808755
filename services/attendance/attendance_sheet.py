"""The attendance sheet as it is filed (签到表): its facts, columns, lines and totals, ready to be written."""

from dataclasses import dataclass
from datetime import datetime

from models import Attendance, Phase
from services import access, audit, clock, labels, trainings, words
from services.attendance import presence, sheet_remarks
from services.documents.listings import Listing, title_for_a_file
from services.trainings.policies import OPEN_AFTER_END
from services.words import gettext as _

LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSheet(Listing):
    """``totals`` is one line of text under the list."""

    totals: str


def of(training_id, *, actor, at=None) -> AttendanceSheet:
    """The sheet of a training as it stands. For whoever runs the training.

    A fixed number of queries, however many people.
    """
    training = trainings.get(training_id)
    access.require_run(actor, training)
    at = at or clock.now()
    policy = trainings.policy_of(training)
    phases = [phase for phase in Phase if policy.asks(phase)]
    roster = presence.roster(training, at=at)
    told = [line for line in roster if _is_told(line)]
    decided = sheet_remarks.decided(training.id)
    lines = [_line(n, line, phases, decided, (training, at)) for n, line in enumerate(told, start=1)]
    return AttendanceSheet(
        training=training,
        heading=_("签到表"),
        facts=_facts(training),
        columns=_columns(phases),
        lines=tuple(lines),
        totals=_totals(training, roster, at),
        state=_state(training, at),
        legend=_("依据：") + " · ".join(f"{letter} {labels.evidence_grade(letter)}" for letter in "ABCD"),
    )


def export(training_id, form, *, actor) -> AttendanceSheet:
    """The sheet, to be taken out of the system as ``xlsx`` or ``pdf``; the log keeps that it was."""
    sheet = of(training_id, actor=actor)
    audit.note("attendance_sheet.export", "training", training_id, actor_id=actor.account_id, form=form)
    return sheet


def file_name(training, form):
    """A name to keep the file under: what and when, nobody's name, nothing a disk or a header minds."""
    title = title_for_a_file(training).strip(" .-")[:LONGEST_TITLE]
    parts = (_("签到表"), title, f"{_day(training):%Y-%m-%d}")
    return "-".join(part.replace(" ", "-") for part in parts if part) + f".{form}"


def plain_file_name(training, form):
    """The file's name in ASCII, for browsers that read nothing else."""
    return f"attendance-{training.id}-{_day(training):%Y-%m-%d}.{form}"


def _is_told(line):
    """Whether a line is on the sheet: people expected, people who came, people with evidence that waits.

    A walk-in without any of these is not.
    """
    standing = line.standing
    is_absent = standing.attendance is Attendance.ABSENT and not standing.is_amended
    return not (line.is_walk_in and is_absent and not standing.pending)


def _facts(training):
    names = _("、").join(person.name for person in trainings.instructors_of(training))
    season = training.season
    return (
        (_("训练名称"), training.title),
        (_("类别"), _kind(training)),
        (_("组织单位"), training.unit.name),
        (_("时间"), _span(training)),
        (_("地点"), training.place or _("未设")),
        (_("教官"), names or _("未设")),
        (_("季"), f"{season.year} {labels.of(season.kind)}" if season else _("未设")),
    )


def _kind(training):
    subject = training.subject and words.pick(training.subject.name, training.subject.name_en)
    batch = training.batch and _("第 %(batch)s 期", batch=training.batch)
    return " · ".join(filter(None, (labels.of(training.kind), subject, batch)))


def _columns(phases):
    return (
        ("n", _("序号")),
        ("name", _("姓名")),
        ("number", _("警号")),
        ("unit", _("单位")),
        *((phase.value, labels.of(phase)) for phase in phases),
        ("state", _("状态")),
        ("hours", words.pgettext("count", "学时")),
        ("grade", _("依据")),
        ("note", _("备注")),
        ("signature", _("签名")),
    )


def _line(n, line, phases, decided, when):
    training, at = when
    standing = line.standing
    credits = [standing.credits.get(phase) for phase in phases]
    return (
        n,
        line.person.name,
        line.person.police_number,
        line.unit_name,
        *(_time(credit.at, training) if credit else "" for credit in credits),
        _state_of(line),
        _hours(standing.minutes) if at >= training.ends_at else "",
        "/".join(credit.grade if credit else "–" for credit in credits) if any(credits) else "",
        _("；").join(sheet_remarks.remarks_on(line, training, decided.get(line.person.id, ()))),
        "",
    )


def _state_of(line):
    standing = line.standing
    if standing.attendance is not Attendance.ABSENT or standing.is_amended:
        return labels.of(standing.attendance)
    if standing.pending:
        return _("待核")
    return _("未签到") if standing.is_provisional else labels.of(standing.attendance)


def _totals(training, roster, at):
    tally = presence.tally(roster)
    minutes = sum(line.standing.minutes for line in roster)
    absent = labels.of(Attendance.ABSENT) if at >= _closes_at(training) else _("未到")
    counted = (
        (_("应到"), tally.expected),
        (labels.of(Attendance.PRESENT), tally.present),
        (labels.of(Attendance.LATE), tally.late),
        (labels.of(Attendance.ON_LEAVE), tally.on_leave),
        (absent, tally.absent),
        (_("待核"), tally.waiting),
        (_("学时合计"), _hours(minutes) if at >= training.ends_at else "–"),
    )
    return " · ".join(f"{label} {n}" for label, n in counted)


def _state(training, at):
    """Whether the attendance may still change, and when the sheet was made."""
    made = _("%(time)s 制表", time=_wall(at))
    if training.cancelled_at:
        said = _("这场训练已取消")
    elif at < _closes_at(training):
        said = _("未定稿：出勤还可能变")
    else:
        said = _("%(time)s 已定稿", time=_wall(_closes_at(training)))
    return said + _("，") + made


def _closes_at(training):
    return training.finalised_at or training.ends_at + OPEN_AFTER_END


def _day(training):
    return clock.local(training.starts_at).date()


def _span(training):
    """2026-11-22 14:00–16:00; the second date only where it differs."""
    is_one_day = clock.local(training.ends_at).date() == _day(training)
    last = f"–{clock.local(training.ends_at):%H:%M}" if is_one_day else f" – {_wall(training.ends_at)}"
    return _wall(training.starts_at) + last


def _wall(at: datetime):
    return f"{clock.local(at):%Y-%m-%d %H:%M}"


def _time(at, training):
    """The time of day; with its date where that is not the training's first day."""
    local = clock.local(at)
    return f"{local:%H:%M:%S}" if local.date() == _day(training) else f"{local:%m-%d %H:%M:%S}"


def _hours(minutes):
    return round(minutes / 60, 1)
