"""The code on the screen: its shape, its signature, and what cannot be forged."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Phase
from services.checkins import displays
from services.documents import matrices
from services.trainings import codes

KEY = bytes(range(32))
NINE = datetime(2026, 3, 2, 1, 0, 3, tzinfo=UTC)


def made(slot=None, **changes):
    facts = {
        "key": KEY,
        "number": 4711,
        "phase": Phase.IN,
        "slot": slot or codes.slot_of(NINE),
        "display": "QK",
    }
    facts |= changes
    return codes.make(facts["key"], facts["number"], facts["phase"], facts["slot"], display=facts["display"])


@given(
    number=st.integers(0, codes.NUMBERS - 1),
    phase=st.sampled_from(Phase),
    slot=st.integers(0, 2**30 - 1),
    display=st.text(codes.ALPHABET, min_size=2, max_size=2),
)
def test_a_code_reads_back_as_what_it_was_made_of(number, phase, slot, display):
    code = codes.read(codes.make(KEY, number, phase, slot, display=display))
    assert (code.number, code.phase, code.slot, code.display) == (number, phase, slot, display)
    assert codes.is_genuine(KEY, code)


def test_a_code_is_thirty_capital_characters_of_base32_and_reads_in_any_case():
    text = made()
    assert len(text) == 30
    assert set(text) <= set(codes.ALPHABET)
    assert codes.read(text.lower()) == codes.read(f" {text} ") == codes.Code(text)


@pytest.mark.parametrize("place", range(30))
def test_changing_any_one_character_makes_a_forgery(place):
    text = made()
    for letter in codes.ALPHABET:
        if letter == text[place]:
            continue
        forged = codes.read(text[:place] + letter + text[place + 1 :])
        assert forged is None or not codes.is_genuine(KEY, forged)


def test_another_training_s_key_makes_no_code_of_this_one():
    assert not codes.is_genuine(KEY, codes.read(made(key=bytes(32))))


@pytest.mark.parametrize(
    "text", ["", "A" * 29, "A" * 31, "0" * 30, "AAAAAZAA" + "A" * 22, "签" * 30, "A" * 3000]
)
def test_what_has_not_the_shape_of_a_code_is_none(text):
    assert codes.read(text) is None


def test_the_time_credited_is_the_start_of_the_slot():
    assert codes.read(made()).starts_at == NINE.replace(second=0)


def test_two_displays_show_codes_for_the_same_slot_without_knowing_of_each_other():
    one, other = codes.read(made(display="AA")), codes.read(made(display="BB"))
    assert one.text != other.text
    assert one.starts_at == other.starts_at
    assert codes.is_genuine(KEY, one)
    assert codes.is_genuine(KEY, other)


@pytest.mark.parametrize(("age", "known"), [(0, True), (5, True), (6, False), (-1, False)])
def test_six_digits_hold_for_the_last_six_slots(age, known):
    slot = codes.slot_of(NINE) - age
    typed = codes.digits(KEY, 4711, Phase.IN, slot)
    found = codes.slot_typed(KEY, 4711, Phase.IN, typed, at=NINE)
    assert (found == slot) is known


def test_digits_differ_by_phase_and_training():
    slot = codes.slot_of(NINE)
    seen = {codes.digits(KEY, n, phase, slot) for n in (1, 2) for phase in Phase}
    assert len(seen) == 6
    assert all(len(digits) == 6 and digits.isdigit() for digits in seen)


def test_the_longest_public_address_still_fits_the_fixed_version():
    host = "https://" + "h" * 49
    address = displays.link(host, made())
    assert len(address) == matrices.LONGEST
    assert len(matrices.of(address)) == matrices.SIZE
    with pytest.raises(Exception, match=r"(?i)overflow|version|length"):
        matrices.of(address + "A")


def test_slots_are_ten_seconds_of_server_time():
    first = codes.slot_of(NINE.replace(second=0))
    assert codes.slot_of(NINE.replace(second=9)) == first
    assert codes.slot_of(NINE.replace(second=10)) == first + 1
    assert codes.starts_at(first) + codes.SLOT == codes.starts_at(first + 1)
    assert timedelta(seconds=10) == codes.SLOT
