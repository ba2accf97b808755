"""The rules of the house: pwa → services → models and never back; no inline style or script."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from unicodedata import east_asian_width

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "models": {"services", "pwa", "app", "cli", "flask", "flask_login", "flask_htmx"},
    "services": {"pwa", "app", "cli", "flask", "flask_login", "flask_htmx", "werkzeug"},
    "pwa": {"models", "app", "cli", "peewee", "playhouse"},
}
INLINE = re.compile(
    r"<[a-z][^>]*\s(style|on[a-z]+)\s*=|<style|<script(?![^>]*\ssrc=)|javascript:|hx-on|hx-vals=.js", re.I
)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_point_one_way(package):
    for path in (ROOT / package).rglob("*.py"):
        assert FORBIDDEN[package].isdisjoint(imported(path)), path


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
