"""The English catalogue is complete, keeps every placeholder, and holds no Han."""

import re

from jinja2 import Environment, nodes

from tools import words

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|%d")
TELLERS = {"_", "gettext", "ngettext", "pgettext"}
HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def test_every_text_has_english_and_none_is_left_over():
    current, kept = words.merged(), words.known()
    assert [m.id for m in words.wanting(current)] == []
    assert {(m.context, m.id) for m in current} == {(m.context, m.id) for m in kept}
    # A fuzzy message is left out when the catalogue is read, and its reader gets Chinese.
    assert [m.id for m in kept if m.id and m.fuzzy] == []


def test_english_keeps_the_placeholders_and_holds_no_han():
    for message in words.known():
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[0]
        for english in words.strings(message):
            assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(source)), source
            assert not HAN.search(english), english


def test_templates_say_nothing_in_chinese_but_through_the_catalogue():
    environment = Environment(extensions=["jinja2.ext.i18n"])
    for path in (words.ROOT / "pwa" / "templates").rglob("*.html"):
        tree = environment.parse(path.read_text("utf-8"))
        told = {
            id(constant)
            for call in tree.find_all(nodes.Call)
            if isinstance(call.node, nodes.Name) and call.node.name in TELLERS
            for constant in call.find_all(nodes.Const)
        }
        said = [node.data for node in tree.find_all(nodes.TemplateData)]
        said += [str(node.value) for node in tree.find_all(nodes.Const) if id(node) not in told]
        assert not [text for text in said if HAN.search(text)], path
