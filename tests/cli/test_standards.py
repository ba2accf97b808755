"""import-standard and export-standard, with a shelf in place of the database."""

import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

import services
from cli.standards import export_standard, import_standard, score
from services import standard_files
from tests.support.command import run
from tests.support.raw_standards import PHYSIQUE, POLICE

WHO = ["--sex", "M", "--born", "2001-04-02", "--on", "2026-03-20"]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("YIZHANG_LANG", "en")


@pytest.fixture
def shelf(monkeypatch):
    """What was stored, by code."""
    kept = {}

    def store(standard, *, actor_id=None):
        kept[standard.code] = standard
        return 1

    module = SimpleNamespace(store=store, stored=kept.get)
    monkeypatch.setattr("cli.connected", nullcontext)
    monkeypatch.setitem(sys.modules, "services.standards", module)
    monkeypatch.setattr(services, "standards", module, raising=False)
    return kept


def local_copy(folder, change=("", "")):
    """A bureau's own standard in a folder: the 2010 one under another code."""
    assert run(export_standard, POLICE, folder).code == 0
    for name, old, new in (("standard", POLICE, "local-2026"), ("bands", *change)):
        file = folder / f"{name}.csv"
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    return folder


def test_an_imported_standard_is_stored_with_its_warnings_said_and_can_be_scored_by(tmp_path, shelf):
    done = run(import_standard, local_copy(tmp_path / "local"))

    assert done.code == 0
    assert "Warning: bands.csv, row 58: pullup (M -25) has no row for these points" in done.out
    assert done.out.splitlines()[-1] == "Imported local-2026, version 1"
    assert shelf["local-2026"].items == standard_files.shipped(POLICE).items
    assert run(score, "local-2026", *WHO, "pullup=12", "--json").json["results"][0]["points"] == 90


def test_a_refused_standard_lists_every_reason_and_changes_nothing(tmp_path, shelf):
    done = run(import_standard, local_copy(tmp_path / "local", ("100,12.5\n", "95,12.55\n")))

    assert (done.code, done.out, shelf) == (2, "", {})
    assert done.err.splitlines()[1:] == [
        "bands.csv, row 2: threshold has more decimals than the item's 1: “12.55”"
    ]


def test_an_export_never_overwrites(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    book = tmp_path / "out.xlsx"

    assert run(export_standard, PHYSIQUE, tmp_path).code == 2
    assert run(export_standard, PHYSIQUE, book).out == f"Exported to {book}\n"
    again = run(export_standard, PHYSIQUE, book)
    assert (again.code, again.err) == (2, f"{book} already has content\n")
    assert standard_files.read(book).standard == standard_files.shipped(PHYSIQUE)
    assert run(export_standard, "nope", tmp_path / "x").code == 2


def test_where_there_is_no_database_an_unknown_standard_is_simply_unknown(monkeypatch):
    broken = SimpleNamespace(stored=lambda code: 1 / 0)
    monkeypatch.setitem(sys.modules, "services.standards", broken)
    monkeypatch.setattr(services, "standards", broken, raising=False)
    done = run(score, "local-2026", *WHO, "pullup=12")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("no standard “local-2026”; shipped: ")
