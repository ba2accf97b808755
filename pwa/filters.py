"""How values are written for a reader."""

from datetime import timedelta
from itertools import groupby

from services import clock, labels, trainings, words
from services.attendance import blocks
from services.words import gettext as _
from services.words import ngettext

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def register(app):
    times = (clock_time, clock_seconds, day, date_of, full_day, until, wait, wall)
    for write in (*times, hours, masked, punctuality):
        app.add_template_filter(write)
    app.add_template_filter(by_day, "groupby_day")
    app.add_template_test(trainings.is_final, "final")
    app.add_template_filter(labels.of, "label")
    app.add_template_filter(labels.struck)
    app.add_template_filter(labels.evidence_grade, "grade_words")
    app.add_template_filter(labels.weakness, "reason_words")
    app.add_template_filter(labels.weakness_code, "reason_code")
    app.add_template_filter(labels.why, "why_words")
    app.add_template_filter(half_days)
    app.add_template_filter(half_day)


def clock_time(at):
    """14:00"""
    return clock.local(at).strftime("%H:%M")


def clock_seconds(at):
    """14:00:07"""
    return clock.local(at).strftime("%H:%M:%S")


def date_of(at):
    """The bureau's date of an instant."""
    return clock.local(at).date()


def day(on):
    """11 月 21 日 周六 · Sat 21 Nov"""
    if words.is_english():
        return f"{WEEKDAYS_EN[on.weekday()]} {on.day} {on:%b}"
    return f"{on.month} 月 {on.day} 日 {WEEKDAYS[on.weekday()]}"


def until(training):
    """When a training ends: the time, and the date too where it is another day's."""
    end = clock_time(training.ends_at)
    last = date_of(training.ends_at)
    return end if last == date_of(training.starts_at) else f"{day(last)} {end}"


def full_day(on):
    """2026 年 11 月 21 日 · 21 Nov 2026"""
    return f"{on.day} {on:%b} {on.year}" if words.is_english() else f"{on.year} 年 {on.month} 月 {on.day} 日"


def wall(at):
    """An instant as a form field writes it: 2026-11-21T14:00"""
    return clock.local(at).strftime("%Y-%m-%dT%H:%M")


def hours(minutes):
    """Minutes as hours of at most one decimal: 150 → 2.5"""
    return f"{minutes / 60:.1f}".removesuffix(".0")


def wait(delta):
    """A time to come, in the largest unit that says enough."""
    if delta < timedelta(hours=1):
        return _("%(n)s 分钟", n=max(1, int(delta.total_seconds() // 60)))
    if delta < timedelta(days=1):
        return _("%(n)s 小时", n=int(delta.total_seconds() // 3600))
    return ngettext("%(n)s 天", "%(n)s 天", delta.days)


def masked(number):
    """A police number for lists that others see: its last four."""
    return f"…{number[-4:]}"


def by_day(attended):
    """Trainings in runs of one date: [(date, [attended, …])], in the order given."""
    return [(on, list(run)) for on, run in groupby(attended, key=lambda one: date_of(one.training.starts_at))]


def punctuality(verdict):
    """How a credited time lies to its training: before the start, or late by."""
    early = verdict.training.starts_at - verdict.credited_at
    if verdict.phase.value != "in":
        return ""
    if early >= timedelta(0):
        return _("比开始早 %(time)s", time=wait(early))
    return _("开始后 %(time)s", time=wait(-early))


def half_days(block_ids, training):
    """The half-days that leave is for, or that it is for all of the training."""
    all_of = blocks.of(training.starts_at, training.ends_at)
    if {block.id for block in all_of} <= set(block_ids):
        return _("整场")
    is_one_day = len({block.id[:10] for block in all_of}) == 1
    return _("、").join(half_day(block_id, is_one_day) for block_id in block_ids)


def half_day(block_id, is_one_day=False):
    """11 月 22 日 周日 上午, or only 上午 where there is no other day."""
    on, part = blocks.parts_of(block_id)
    return labels.day_part(part) if is_one_day else f"{day(on)} {labels.day_part(part)}"
