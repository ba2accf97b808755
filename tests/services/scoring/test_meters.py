"""The drawing of a measure among its rows: in order, inside the frame, and nothing invented."""

import pytest

from services import scoring, standard_files
from services.scoring import meters
from tests.support.field_day import POLICE, RECRUIT


def rows_of(exercise, code=POLICE, sex="M"):
    standard = standard_files.shipped(code)
    group = next(g for g in standard.groups if g.sex == sex)
    return scoring.rows(standard, group, exercise), standard.item(exercise)


@pytest.mark.parametrize("exercise", ["run1000", "pullup", "slj"])
def test_every_row_is_drawn_once_from_worse_to_better(exercise):
    bands, item = rows_of(exercise)
    meter = meters.draw(bands, item, bands[3].threshold)
    assert [row.points for row in meter.rows] == [0, *(band.points for band in reversed(bands))]
    places = [row.x for row in meter.rows]
    assert places == sorted(places)
    assert places[0] == 0


@pytest.mark.parametrize("exercise", ["run1000", "pullup"])
def test_rows_that_are_reached_are_filled_and_the_next_one_is_marked(exercise):
    bands, item = rows_of(exercise)
    states = [row.state for row in meters.draw(bands, item, bands[3].threshold).rows]
    assert states == ["far", *["have"] * (len(bands) - 3), "next", "far", "far"]
    top = meters.draw(bands, item, bands[0].threshold)
    assert [row.state for row in top.rows] == ["far", *["have"] * len(bands)]


@pytest.mark.parametrize("measure", [1, 120_000, 218_000, 260_000, 10**9])
def test_the_pin_stays_in_the_frame(measure):
    bands, item = rows_of("run1000")
    assert 0 < meters.draw(bands, item, measure).pin < meters.WIDTH


def test_a_better_measure_lies_further_right():
    bands, item = rows_of("run1000")
    pins = [meters.draw(bands, item, seconds * 1000).pin for seconds in (250, 235, 220, 210)]
    assert pins == sorted(pins)
    assert len(set(pins)) == 4


def test_a_pass_line_has_two_sides():
    bands, item = rows_of("run1000", RECRUIT)
    line = bands[0].threshold
    assert [row.state for row in meters.draw(bands, item, line).rows] == ["far", "have"]
    assert [row.state for row in meters.draw(bands, item, line + 1000).rows] == ["far", "next"]


def test_without_rows_there_is_no_meter():
    assert meters.draw((), None, 1) is None
