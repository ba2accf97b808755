"""The rules of the house: pwa → services → models and never back; no inline style or script."""

import ast
import re
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
