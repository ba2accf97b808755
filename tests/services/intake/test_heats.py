"""A heat's places: taps say when, assignments say who, and neither moves the other."""

import json
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake import heats
from services.intake.heats import Step

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "heats.json").read_text("utf-8"))["cases"]


def places(entries):
    return [vars_of(place) for place in heats.fold(Step(**entry) for entry in entries)]


def vars_of(place):
    return {name: getattr(place, name) for name in ("place", "tap", "measure", "person", "declared", "flags")}


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_the_vectors_hold_in_any_order_of_delivery(case):
    few = len(case["entries"]) <= 5
    orders = permutations(case["entries"]) if few else shuffled(case["entries"], times=60)
    for order in orders:
        assert places(order) == case["places"]


def shuffled(entries, times):
    random = Random(4)
    return [random.sample(entries, len(entries)) for _ in range(times)]


START = Step(id="s", kind="start", at=0, seq=1, steady=0)
TAPS = [Step(id=f"t{n}", kind="tap", at=n * 1000, seq=n + 1, steady=n * 1000) for n in range(1, 7)]
NAMED = [Step(id=f"a{n}", kind="assign", at=9000 + n, seq=9 + n, place=n, person=n) for n in range(1, 7)]


@given(
    st.sets(st.sampled_from([t.id for t in TAPS])),
    st.lists(st.sampled_from([t.id for t in TAPS]), max_size=4),
)
def test_drops_and_missed_ones_shift_assignments_and_never_times(dropped, missed):
    drops = [Step(id=f"d{t}", kind="drop", at=20000, seq=40, target=t) for t in dropped]
    put_in = [
        Step(id=f"m{n}", kind="missed", at=21000 + n, seq=50 + n, target=t) for n, t in enumerate(missed)
    ]
    found = heats.fold([START, *TAPS, *NAMED, *drops, *put_in])
    kept = [t for t in TAPS if t.id not in dropped]
    assert [(p.tap, p.measure) for p in found if p.tap] == [(t.id, t.steady) for t in kept]
    assert sum(not p.tap for p in found) == len(missed)
    assert [p.person for p in found] == [n if n <= 6 else None for n in range(1, len(found) + 1)]
