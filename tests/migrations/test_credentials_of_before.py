"""Medals awarded before there were credentials get what they need for one."""

import runpy

from services import store
from services.credentials import status_lists
from services.awards import places

ROWS_OF = runpy.run_path(str(store.MIGRATIONS / "0003_credentials.py"))["rows_of"]


def test_each_version_gets_a_place_of_its_own_and_each_award_a_pseudonym():
    versions = [(n, n // 2, n % 3) for n in range(300)]
    rows = list(ROWS_OF(versions))

    assert [row["award_version"] for row in rows] == list(range(300))
    assert len({(row["season"], row["position"]) for row in rows}) == 300
    assert all(0 <= row["position"] < places.BITS for row in rows)
    pseudonyms = {row["award_version"] // 2: row["subject"] for row in rows}
    assert len(set(pseudonyms.values())) == 150
    assert all(pseudonyms[row["award_version"] // 2] == row["subject"] for row in rows)


def test_a_place_that_is_taken_is_drawn_again(monkeypatch):
    draws = iter([5, 5, 9])
    monkeypatch.setattr("secrets.randbelow", lambda _n: next(draws))
    assert [row["position"] for row in ROWS_OF([(1, 1, 1), (2, 2, 1)])] == [5, 9]
