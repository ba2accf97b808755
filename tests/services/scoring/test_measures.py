"""What people write is read exactly, or refused; what is shown reads back the same."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.measures import DOWN, UP, Malformed, Scale, number, parse, parse_pair, write

SECONDS = Scale("s", 1, UP, 0, 10**7)
SCALES = [
    SECONDS,
    Scale("s", 0, UP, 0, 10**7),
    Scale("s", 2, UP, 0, 10**7),
    Scale("m", 2, DOWN, 0, 10**5),
    Scale("cm", 1, DOWN, -500, 500),
    Scale("kg", 1, DOWN, 0, 10**6),
    Scale("mL", 0, DOWN, 0, 10**5),
    Scale("count", 0, DOWN, 0, 1000),
    Scale("index", 1, DOWN, 0, 2000),
]


@pytest.mark.parametrize(
    ("text", "unit", "measure"),
    [
        ("3:38", "s", 218_000),
        ("3'38\"", "s", 218_000),
        ("3′38″", "s", 218_000),
        ("3’38”", "s", 218_000),
        ("3′5″", "s", 185_000),
        ("３：３８", "s", 218_000),
        ("3分38秒", "s", 218_000),
        ("3:38.5", "s", 218_500),
        ("218", "s", 218_000),
        ("13″1", "s", 13_100),
        ("13″11", "s", 13_110),
        ("13''1", "s", 13_100),
        ("13.2″", "s", 13_200),
        ("13.2s", "s", 13_200),
        ("0.39", "s", 390),
        (" 2.45 m ", "m", 2450),
        ("2.45米", "m", 2450),
        ("245cm", "m", 2450),
        ("0.46", "m", 460),
        ("45.9", "cm", 459),
        ("-3.5", "cm", -35),
        ("−3.5 cm", "cm", -35),
        ("－３．５", "cm", -35),
        ("56.4kg", "kg", 56_400),
        ("4635", "mL", 4635),
        ("4635 毫升", "mL", 4635),
        ("13", "count", 13),
        ("13.0", "count", 13),
        ("13次", "count", 13),
        ("67.7", "index", 677),
    ],
)
def test_what_people_write_is_read(text, unit, measure):
    assert parse(text, unit) == measure


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3:75", "s"), ("3:60", "s"), ("3′75″", "s"), ("3:5", "s"), (":38", "s"), ("3:", "s"),
        ("1:02:03", "s"), ("13.1″1", "s"), ("″", "s"), ("-3:38", "s"), ("3:-38", "s"), ("5m", "s"),
        ("12.5", "count"), ("½", "count"), ("12 kg", "count"),
        ("", "m"), ("   ", "m"), ("NaN", "m"), ("inf", "m"), ("1e3", "m"), ("1_000", "mL"), ("4,635", "mL"),
        ("+2", "m"), (".5", "m"), ("5.", "m"), ("0x10", "count"), ("٣", "count"), ("2.45 s", "m"),
        ("2 45", "m"), ("2.45mm2", "m"), ("1" * 40, "mL"), ("m", "m"), ("2.45/1", "m"), ("1\n3", "s"),
    ],
)  # fmt: skip
def test_what_is_no_measure_is_refused(text, unit):
    with pytest.raises(Malformed):
        parse(text, unit)


def test_digits_finer_than_the_base_unit_round_as_the_item_does():
    assert parse("13.1001", "s", UP) == 13_101
    assert parse("13.1009", "s", DOWN) == 13_100
    assert parse("-3.55", "cm", DOWN) == -36


@pytest.mark.parametrize(
    ("raw", "up", "down"), [(13_100, 13_100, 13_100), (13_101, 13_200, 13_100), (13_199, 13_200, 13_100)]
)
def test_any_further_digit_moves_a_measure_to_the_next_step_up_or_is_cut_off(raw, up, down):
    assert SECONDS.counted(raw) == up
    assert Scale("s", 1, DOWN, 0, 0).counted(raw) == down


def test_height_and_weight_are_written_together():
    height, weight = Scale("cm", 1, DOWN, 0, 2500), Scale("kg", 1, DOWN, 0, 300_000)

    assert parse_pair("172.5/68.0", height, weight) == (1725, 68_000)
    assert parse_pair("172.5 cm ／ 68kg", height, weight) == (1725, 68_000)
    for text in ("172.5", "172.5/", "/68", "172.5/68/1", "172.5-68"):
        with pytest.raises(Malformed):
            parse_pair(text, height, weight)


@pytest.mark.parametrize(
    ("measure", "scale", "text"),
    [
        (218_000, SCALES[1], "3′38″"),
        (65_200, SECONDS, "1′05.2″"),
        (60_000, SCALES[1], "1′00″"),
        (13_200, SECONDS, "13.2″"),
        (2450, SCALES[3], "2.45 m"),
        (-35, SCALES[4], "−3.5 cm"),
        (4635, SCALES[6], "4635 mL"),
        (12, SCALES[7], "12"),
        (677, SCALES[8], "67.7"),
    ],
)
def test_a_measure_is_shown_as_its_readers_write_it(measure, scale, text):
    assert write(measure, scale) == text


@given(st.sampled_from(SCALES), st.integers(-5000, 10**7))
def test_what_is_shown_reads_back_the_same(scale, raw):
    measure = scale.counted(abs(raw) if scale.base == "ms" else raw)

    assert parse(write(measure, scale), scale.unit) == measure
    assert parse(str(number(measure, scale)), scale.unit) == measure


@given(st.sampled_from(SCALES), st.text(max_size=12))
def test_no_text_whatever_breaks_the_reader(scale, text):
    with suppress(Malformed):
        assert isinstance(parse(text, scale.unit), int)
