"""A standard as a page for readers: its facts, and one item's rows for the age groups of one sex."""

from dataclasses import dataclass

from services import scoring, standards, words
from services.scoring import measures, rulebook, score_words
from services.scoring.rulebook import BY_SECOND, PASS_FAIL, Group, Item, Standard
from services.words import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: a head, and rows of cells. ``pairs`` marks a table by a second measure, of one group."""

    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    standard: Standard
    title: str
    item: Item
    items: list[tuple[str, str]]
    sex: str
    sexes: list[tuple[str, str]]
    groups: list[tuple[str, str]]  # to choose from, where the table is of one group
    group: str
    grid: Grid
    facts: list[tuple[str, str]]
    item_facts: list[tuple[str, str, bool]]  # label, value, is our default
    grades: list[list[str]]
    grades_note: str
    notes: list[str]


def read(offer, *, exercise="", sex="", group="") -> Page:
    """The page of one item, sex and group; a choice that the standard lacks falls back to the first."""
    standard = offer.standard
    item = standard.item(exercise) or standard.items[0]
    sexes = [s for s in score_words.SEXES if any(g.sex == s for g in standard.groups) and item.is_of_sex(s)]
    sex = sex if sex in sexes else sexes[0]
    tested = [g for g in standard.groups if g.sex == sex and item.includes(g)]
    by_second = item.kind == BY_SECOND
    chosen = next((g for g in tested if g.code == group), tested[0] if tested else None)
    grades, grades_note = _grades(standard)
    return Page(
        standard=standard,
        title=score_words.title(standard),
        item=item,
        items=[(i.exercise, score_words.item_name(i)) for i in standard.items],
        sex=sex,
        sexes=[(s, score_words.sex_name(s).capitalize()) for s in sexes],
        groups=[(g.code, score_words.group_name(g)) for g in tested] if by_second else [],
        group=chosen.code if chosen and by_second else "",
        grid=_by_second(standard, item, chosen) if by_second else _by_group(standard, item, tested),
        facts=facts(offer),
        item_facts=_item_facts(item),
        grades=grades,
        grades_note=grades_note,
        notes=_notes(standard, item, tested),
    )


def _notes(standard, item, groups):
    said = [
        _("%(group)s：%(note)s", group=score_words.group_name(g), note=words.pick(g.note, g.note_en))
        for g in groups
        if g.note
    ]
    without = [score_words.group_name(g) for g in groups if not scoring.rows(standard, g, item.exercise)]
    if item.kind == BY_SECOND:
        said.append(_("分高的范围在分低的里面：落在哪个最小的范围，就得那个范围的分。"))
    if without:
        said.append(_("该组无标准：%(groups)s", groups=words.pick("、", ", ").join(without)))
    return said


def _by_group(standard, item, groups):
    tables = [_thresholds(standard, item, group) for group in groups]
    if item.kind == PASS_FAIL:
        marks = [(None, _("达标"))]
    else:
        found = sorted({points for table in tables for points in table}, reverse=True)
        marks = [(points, str(points)) for points in found]
    return Grid(
        head=[_("分值") if item.kind != PASS_FAIL else "", *(score_words.group_name(g) for g in groups)],
        rows=[[word, *(table.get(points, "") for table in tables)] for points, word in marks],
    )


def _thresholds(standard, item, group):
    """{points: threshold as written}; empty where the group has no table."""
    rows = scoring.rows(standard, group, item.exercise)
    return {band.points: measures.write(band.threshold, item.scale) for band in rows}


def _by_second(standard, item, group):
    bands = scoring.rows(standard, group, item.exercise) if group else ()
    points = sorted({span.points for band in bands for span in band.spans}, reverse=True)
    worth = (words.ngettext("%(n)s 分", "%(n)s 分", n) for n in points)
    head = [words.pick(item.second.name, item.second.name_en).capitalize(), *worth]
    rows = []
    for band in bands:
        spans = {span.points: _range(span.low, span.high, item.scale) for span in band.spans}
        second = _range(band.second_low, band.second_high, item.second.scale)
        rows.append([second, *(spans.get(p, "") for p in points), str(band.outside)])
    return Grid(head=[*head, _("范围外得分")], rows=rows)


def _range(low, high, scale):
    return f"{measures.number(low, scale)}–{measures.write(high, scale)}"


def facts(offer):
    """[(label, value)]: where a version comes from."""
    standard = offer.standard
    effective = standard.effective_on
    return [
        (words.pgettext("standard", "编号"), standard.code),
        (_("来源"), words.pick(standard.source, standard.source_en) or _("未注明")),
        (_("版别"), standard.version or _("未注明")),
        (_("生效日期"), effective.isoformat() if effective else _("未注明")),
        (_("库中版本"), _("第 %(n)s 版", n=offer.number) if offer.number else _("自带，还没用过")),
    ]


def _item_facts(item):
    rounding = _("进一") if item.scale.rounding == measures.UP else _("舍去")
    unit = measures.write(item.scale.step, item.scale)
    better = _("越小越好") if item.direction == rulebook.LOWER else _("越大越好")
    counts = _("最好一次") if item.counts == rulebook.BEST else _("最后一次")
    return [
        (_("好坏"), "" if item.kind == BY_SECOND else better, False),
        (_("精确到"), unit, False),
        (_("零头"), rounding, item.rounding_source == "default"),
        (_("可测次数"), str(item.attempts), item.attempts_source == "default"),
        (_("计哪一次"), counts if item.attempts > 1 else "", item.attempts_source == "default"),
    ]


def _grades(standard):
    """([[ages, grade, least total]], a sentence where there are none)."""
    if standard.grade_rule == rulebook.WHEN_PASSED:
        return [], _("各项都达标即%(grade)s", grade=score_words.grade_name(standard.grades[0]))
    grades = standard.grades
    if standard.grade_rule == rulebook.BUREAU_SETTING:
        grades, _setting = standards.bureau_cut_offs(standard)
        if not grades:
            return [], _("未设等级线：原文没有规定，由本局在设置里定")
    return [[_ages(g), score_words.grade_name(g), str(g.minimum)] for g in grades], ""


def _ages(cohort: Group):
    if cohort.age_min is None and cohort.age_max is None:
        return _("各年龄")
    return f"{cohort.age_min or ''}–{cohort.age_max or ''}"
