"""The rules of the house: layers, the order of packages, sizes, and what no template or script holds."""

import re
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median, quantiles
from unicodedata import east_asian_width

import pytest

from tests.support import structure

ROOT = Path(__file__).parent.parent
LAYERS = ("models", "services", "pwa", "cli")
#: What no module of a layer may import.
FORBIDDEN = {
    "models": {"services", "pwa", "app", "cli", "flask", "flask_login", "flask_htmx"},
    "services": {"pwa", "app", "cli", "flask", "flask_login", "flask_htmx", "werkzeug"},
    "pwa": {"models", "app", "cli", "peewee", "playhouse"},
}
#: The modules and packages of services: each imports from itself and from those before it.
ORDER = (
    *(
        "clock",
        "texts",
        "words",
        "errors",
        "labels",
        "audit",
        "bureau",
        "access",
        "seasons",
        "throttle",
        "store",
    ),
    *("medal_art", "documents", "scoring"),
    *("people", "badges", "standard_files", "standards", "trainings"),
    *("roster", "assessments", "attendance", "marks", "rankings", "awards"),
    *("credentials", "medals", "sheets", "checkins", "planning", "results", "intake", "installation"),
    *("stations", "rulings", "demo", "records"),
)
#: The rooms that only their own package enters.
HIDDEN = {
    "attendance": "credit sheet_remarks",
    "awards": "acts books editions sheets",
    "credentials": "baking",
    "demo": "contests field offline people scans tests year",
    "intake": "arrivals entry_rows heats",
    "marks": "remarks",
    "medals": "art_cache reach",
    "results": "columns lines people plans tries",
    "roster": "columns lines plans units",
    "rulings": "oddities",
    "sheets": "corrections printed.form printed.rows",
    "standard_files": "cells checks rows",
    "standards": "comparisons terms uploads",
    "stations": "flow_steps pack_rules routing",
}
INLINE = re.compile(
    r"<[a-z][^>]*\s(style|on[a-z]+)\s*=|<style|<script(?![^>]*\ssrc=)|javascript:|hx-on|hx-vals=.js", re.I
)


@pytest.fixture(scope="module")
def known():
    return structure.modules(ROOT, *LAYERS)


@pytest.fixture(scope="module")
def imported(known):
    return structure.imports(known)


@pytest.mark.parametrize("layer", FORBIDDEN)
def test_imports_point_one_way(layer):
    for path in (ROOT / layer).rglob("*.py"):
        assert FORBIDDEN[layer].isdisjoint(structure.outside(path)), path


def test_every_room_of_services_has_its_place_in_the_order(known):
    rooms = {structure.room(name) for name in known} - {None}

    assert len(ORDER) == len(set(ORDER))
    assert set(ORDER) == rooms


def test_services_import_only_what_stands_before_them(imported):
    assert structure.upwards(imported, ORDER) == []


def test_hidden_rooms_are_there_and_entered_by_their_own_package_alone(known, imported):
    hidden = {f"services.{package}.{room}" for package, rooms in HIDDEN.items() for room in rooms.split()}

    assert hidden <= set(known)
    assert structure.intrusions(imported, HIDDEN) == []


def test_no_module_imports_itself_round_a_corner(imported):
    TopologicalSorter(imported).prepare()


def test_no_folder_of_services_is_a_street(known):
    folders = Counter(path.parent for name, path in known.items() if name.startswith("services"))

    assert max(folders.values()) <= 25


def test_functions_and_files_stay_short(known):
    functions = list(structure.functions(known))
    files = [len(path.read_text("utf-8").splitlines()) for path in known.values()]

    assert median(functions) <= 8
    assert quantiles(functions, n=10)[-1] <= 20
    assert quantiles(files, n=10)[-1] <= 200


#: A house in which the order is wrong: its files, and who is found to import whom.
WRONG = {
    "upwards": ({"services/low.py": "from services import high", "services/high.py": ""}, ("low", "high")),
    "upwards within a function": (
        {"services/low.py": "def late():\n    from services.high import get", "services/high.py": ""},
        ("low", "high"),
    ),
    "upwards by a room": (
        {
            "services/low/__init__.py": "",
            "services/low/cellar.py": "from services.high import attic",
            "services/high/__init__.py": "",
            "services/high/attic.py": "",
        },
        ("low.cellar", "high.attic"),
    ),
    "upwards by a plain import": (
        {"services/low.py": "import services.high", "services/high.py": ""},
        ("low", "high"),
    ),
}


def made_up(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return structure.imports(structure.modules(folder, "services", "pwa"))


@pytest.mark.parametrize(("files", "found"), WRONG.values(), ids=WRONG)
def test_an_import_upwards_is_found(tmp_path, files, found):
    imported = made_up(tmp_path, files)

    assert structure.upwards(imported, ("low", "high")) == [tuple(f"services.{name}" for name in found)]
    assert structure.upwards(imported, ("high", "low")) == []


def test_a_hidden_room_seen_from_outside_is_found(tmp_path):
    imported = made_up(
        tmp_path,
        {
            "services/low/__init__.py": "from services.low import cellar",
            "services/low/cellar.py": "",
            "services/low/stairs.py": "from . import cellar",
            "services/high.py": "from services.low.cellar import wine",
            "pwa/view.py": "from services.low import cellar",
        },
    )

    assert set(structure.intrusions(imported, {"low": "cellar"})) == {
        ("services.high", "services.low.cellar"),
        ("pwa.view", "services.low.cellar"),
    }


def test_a_circle_of_modules_is_found(tmp_path):
    imported = made_up(
        tmp_path,
        {
            "services/low/__init__.py": "",
            "services/low/a.py": "from services.low import b",
            "services/low/b.py": "from .c import thing",
            "services/low/c.py": "def late():\n    from services.low.a import thing",
        },
    )
    with pytest.raises(CycleError):
        TopologicalSorter(imported).prepare()


def test_templates_hold_no_inline_style_or_script():
    for path in (ROOT / "pwa" / "templates").rglob("*.html"):
        assert not INLINE.search(path.read_text("utf-8")), path


def test_no_line_of_a_template_is_wider_than_a_screen():
    for path in (ROOT / "pwa" / "templates").rglob("*.*"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert columns(line) <= 140, f"{path}:{number}"


def columns(line):
    """A Chinese character takes two, in every editor."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = (ROOT / "pwa" / "static" / "img" / "icons.svg").read_text("utf-8")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    for path in (ROOT / "pwa" / "templates").rglob("*.html"):
        assert set(re.findall(r'\bicon\("([^"]+)"', path.read_text("utf-8"))) <= drawn, path


def test_a_partial_says_what_goes_in_and_comes_out():
    for path in (ROOT / "pwa" / "templates").rglob("_*.html"):
        first = path.read_text("utf-8").partition("#}")[0]
        assert first.startswith("{#"), path
        assert path.name == "_macros.html" or ("In:" in first and "Out:" in first), path


SCRIPTS = ROOT / "pwa" / "static" / "js"
#: What a script imports: named, for its effect, handed on, or later, as ``import("…")``.
SCRIPT_IMPORT = re.compile(r'(?:\bfrom\s*|^import\s*|\bimport\()"([^"]+)"', re.M)


def imports_of_scripts(folder):
    """Each script with those it imports: one that is fetched later stands above its importer no less."""
    return {path.resolve(): set(scripts_imported_by(path)) for path in folder.rglob("*.js")}


def scripts_imported_by(path):
    for name in SCRIPT_IMPORT.findall(path.read_text("utf-8")):
        yield (path.parent / name).resolve()


def test_scripts_import_what_is_there_and_never_in_a_circle():
    imports = imports_of_scripts(SCRIPTS)
    assert all(path.is_file() for path in set().union(*imports.values()))
    TopologicalSorter(imports).prepare()


WAYS_BACK = (
    'import {\n  a,\n} from "../a.js";',
    'import "../a.js";',
    'export { a } from "../a.js";',
    'const a = () => import("../a.js");',
)


@pytest.mark.parametrize("way_back", WAYS_BACK)
def test_a_circle_of_scripts_is_found_in_whichever_way_it_is_imported(tmp_path, way_back):
    (tmp_path / "room").mkdir()
    (tmp_path / "a.js").write_text('import { b } from "./room/b.js";')
    (tmp_path / "room" / "b.js").write_text('import "./c.js";')
    (tmp_path / "room" / "c.js").write_text(way_back)
    with pytest.raises(CycleError):
        TopologicalSorter(imports_of_scripts(tmp_path)).prepare()


def test_scripts_ask_whose_browser_it_is_in_one_place_which_waits_for_the_page_to_say():
    asking = re.compile(r'\bget\("owner"\)|"meta", "owner"')
    found = [path for path in SCRIPTS.rglob("*.js") if asking.search(path.read_text("utf-8"))]
    assert found == [SCRIPTS / "kept" / "owner.js"]
