"""The browser scores as the server does: every row of every standard, and whole tests."""

import json
import random
from datetime import date

import pytest

from services import scoring, standard_files
from services.scoring.rulebook import BUREAU_SETTING, BY_SECOND, Grade
from services.stations import pack_rules
from tests.support.browser.recording import run

ON = date(2026, 3, 20)
SHIPPED = standard_files.shipped_codes()
CUT_OFFS = (
    Grade(name="优秀", name_en="Excellent", minimum=360, passes=True),
    Grade(name="合格", name_en="Pass", minimum=240, passes=True, age_max=45),
    Grade(name="合格", name_en="Pass", minimum=200, passes=True, age_min=46),
    Grade(name="不合格", name_en="Fail", minimum=0, passes=False),
)
ANSWERED = ("measure", "points", "passed", "reached", "next", "note")


class Rules:
    """A standard as an assessment holds it, with cut-offs where it leaves them to the bureau."""

    def __init__(self, code):
        self.standard = standard_files.shipped(code)
        self.cut_offs = CUT_OFFS if self.standard.grade_rule == BUREAU_SETTING else ()

    def pack(self, item):
        return json.loads(json.dumps(pack_rules.of_item(self, item)))

    def card(self, sex, age, measures):
        born_on = date(ON.year - age, 1, 1)
        who = {"sex": sex, "born_on": born_on, "on": ON}
        return scoring.score(self.standard, **who, measures=measures, grade_rule=self.cut_offs)


@pytest.fixture
def page(bare):
    return bare


def raws(item, table):
    """Every edge of a table and one raw unit to either side of it, and what the item can be at most."""
    ends = {item.scale.low, item.scale.high}
    if item.kind != BY_SECOND:
        edges = {band.threshold for band in table.bands}
        return sorted({raw + near for raw in edges | ends for near in (-1, 0, 1)})
    found = set()
    for band in table.bands:
        edges = {edge for span in band.spans for edge in (span.low, span.high)} | ends
        near_all = {edge + near for edge in edges for near in (-1, 0, 1)}
        found |= {(second, raw) for second in (band.second_low, band.second_high) for raw in near_all}
        found |= {(second, min(edges)) for second in (band.second_low - 1, band.second_high + 1)}
    return sorted(found)


def vectors(rules, item):
    """(sex, age, raw) of everyone of an item, and of some whom no table is for."""
    found = set()
    for group in rules.standard.groups:
        table = rules.standard.table(group, item.exercise)
        ages = {group.age_min if group.age_min is not None else 18, group.age_max or 60}
        measures = raws(item, table) if table else [raws(item, rules.standard.tables[0])[0]]
        if (item.kind == BY_SECOND) != isinstance(measures[0], tuple):
            measures = [(1700, 60000)] if item.kind == BY_SECOND else [1000]
        found |= {(group.sex, age, raw) for age in ages for raw in measures}
    found |= {(sex, 14, next(iter(found))[2]) for sex in "MF"}
    return sorted(found, key=str)


def expected(rules, item, sex, age, raw):
    (result,) = rules.card(sex, age, {item.exercise: raw}).results
    row = result.next and {
        "points": result.next.points,
        "measure": result.next.measure,
        "gap": result.next.gap,
    }
    said = result.notes[0].code if result.notes else None
    measure = list(result.measure) if isinstance(result.measure, tuple) else result.measure
    return [measure, result.points, result.passed, result.reached, row, said]


@pytest.mark.parametrize("code", SHIPPED)
def test_every_row_gives_in_the_browser_what_it_gives_on_the_server(page, code):
    rules, count = Rules(code), 0
    for item in rules.standard.items:
        asked = vectors(rules, item)
        # As text: tens of thousands of values one by one take Playwright longer than anything else here.
        told = run(
            page,
            "return JSON.stringify(JSON.parse(a1).map(([sex, age, raw]) => {"
            " const told = m.score(a0, { sex, age }, raw);"
            " return a2.map((name) => told[name] ?? null); }));",
            rules.pack(item),
            json.dumps(asked),
            list(ANSWERED),
            module="station/rules/scoring",
        )
        wrong = [
            (item.exercise, one, got, want)
            for one, got in zip(asked, json.loads(told), strict=True)
            if got != (want := expected(rules, item, *one))
        ]
        assert wrong == []
        count += len(asked)
    rows = sum(len(table.bands) for table in rules.standard.tables)
    print(f"{code}: {count} vectors for {rows} rows")
    # Rows one raw unit apart, as rings are, share what stands beside them.
    assert count >= 2 * rows


@pytest.mark.parametrize("code", SHIPPED)
def test_a_whole_test_ends_in_the_browser_as_on_the_server(page, code):
    rules, chance = Rules(code), random.Random(4)
    cards = [card_of(rules, chance) for _ in range(600)]
    told = run(
        page,
        "return a1.map(([sex, age, results]) => { const told = m.outlook(a0, { sex, age }, results);"
        " return [told.total, told.grade?.name ?? null, told.passed, told.complete]; });",
        rules.pack(rules.standard.items[0]),
        [[sex, age, by_category(rules, card)] for sex, age, card in cards],
        module="station/rules/scoring",
    )
    wanted = [[c.total, c.grade and c.grade.name, c.passed, c.complete] for _sex, _age, c in cards]
    assert told == wanted
    assert len({tuple(one[1:]) for one in wanted}) >= 2


def card_of(rules, chance):
    """Somebody's test: now and then a category is left out, or the person too young for any group."""
    group = chance.choice(rules.standard.groups)
    low, high = group.age_min if group.age_min is not None else 18, group.age_max or 60
    age = chance.choice([low, high]) if chance.random() > 0.03 else 12
    level, measures = chance.random(), {}
    for choice in scoring.choices(rules.standard, group):
        items = [item for item, has_table in choice.items if has_table]
        if items and chance.random() > 0.08:
            item = chance.choice(items)
            measures[item.exercise] = raw_at(rules.standard, group, item, level, chance)
    return group.sex, age, rules.card(group.sex, age, measures)


def raw_at(standard, group, item, level, chance):
    """A measure of someone of this level, 0 the best: most people are about as good at everything."""
    edges = raws(item, standard.table(group, item.exercise))
    at = min(0.999, max(0, level + chance.uniform(-0.2, 0.2)))
    ordered = edges if item.direction == "lower" else edges[::-1]
    return ordered[int(at * len(ordered))]


def by_category(rules, card):
    return {
        rules.standard.item(r.exercise).category: {
            "points": r.points, "passed": r.passed, "reached": r.reached
        }
        for r in card.results
    }  # fmt: skip


def test_the_attempt_that_counts_is_the_same(page):
    wrong = []
    for code in SHIPPED:
        for item in Rules(code).standard.items:
            values = [(1700, 61000), (1710, 60000)] if item.kind == BY_SECOND else [1200, 900, 1500, 1100]
            told = run(page, "return m.counting(a0, a1);", Rules(code).pack(item)["item"], values,
                       module="station/rules/scoring")  # fmt: skip
            wanted = scoring.counting(item, values)
            wrong += [item.exercise] if told != (list(wanted) if item.kind == BY_SECOND else wanted) else []
    assert wrong == []
