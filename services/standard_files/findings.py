"""Faults and warnings about the files of a standard: each with file, row and reason."""

from dataclasses import dataclass, field

from services import words
from services.errors import DomainError

#: The sentences, in Chinese and English.
REASONS = {
    "missing_file": ("缺少此文件（或工作表）", "this file (or sheet) is missing"),
    "unreadable": (
        "无法读取：不是标准文件夹或 .xlsx 文件",
        "cannot be read: not a standard's folder or .xlsx file",
    ),
    "not_utf8": ("不是 UTF-8 编码", "is not UTF-8"),
    "too_large": ("文件过大", "the file is too large"),
    "too_many_rows": ("最多 %(most)s 行", "at most %(most)s rows"),
    "unknown_file": ("不是标准的文件，应为 %(known)s", "is not a file of a standard; expected: %(known)s"),
    "repeated_file": ("同名文件有两个", "there are two files of this name"),
    "empty": ("没有数据行", "has no rows"),
    "missing_column": ("缺少列 %(column)s", "column %(column)s is missing"),
    "unknown_column": ("不认识的列 %(column)s", "unknown column %(column)s"),
    "beyond_header": ("此行有没有列名的单元格", "this row has a cell that no column heads"),
    "repeated_column": ("列 %(column)s 重复", "column %(column)s appears twice"),
    "unknown_key": ("不认识的键 %(key)s", "unknown key %(key)s"),
    "repeated_key": ("键 %(key)s 重复", "key %(key)s appears twice"),
    "required": ("%(column)s 不能为空", "%(column)s must not be blank"),
    "not_blank": ("此处 %(column)s 应为空", "%(column)s must be blank here"),
    "too_long": ("%(column)s 超过 %(longest)s 个字符", "%(column)s is longer than %(longest)s characters"),
    "not_allowed": (
        "%(column)s 不认识“%(value)s”，可用：%(allowed)s",
        "%(column)s: unknown value “%(value)s”; allowed: %(allowed)s",
    ),
    "not_whole": (
        "%(column)s 应为 %(low)s 到 %(high)s 的整数，现为“%(value)s”",
        "%(column)s must be a whole number from %(low)s to %(high)s, not “%(value)s”",
    ),
    "not_a_code": (
        "%(column)s 只能用小写或大写字母、数字、-、_：“%(value)s”",
        "%(column)s may hold only letters, digits, - and _: “%(value)s”",
    ),
    "not_a_date": (
        "%(column)s 应写作 2026-03-20，现为“%(value)s”",
        "%(column)s is not a date like 2026-03-20: “%(value)s”",
    ),
    "not_a_measure": (
        "%(column)s 不是以 %(unit)s 计的数：“%(value)s”",
        "%(column)s is not a measure in %(unit)s: “%(value)s”",
    ),
    "too_many_decimals": (
        "%(column)s 的小数位多于该项目的 %(decimals)s 位：“%(value)s”",
        "%(column)s has more decimals than the item's %(decimals)s: “%(value)s”",
    ),
    "decimals_too_fine": (
        "单位 %(unit)s 最多 %(most)s 位小数",
        "unit %(unit)s has at most %(most)s decimals",
    ),
    "low_above_high": ("%(low)s 大于 %(high)s", "%(low)s is above %(high)s"),
    "implausible": (
        "%(column)s“%(value)s”超出该项目的合理范围",
        "%(column)s “%(value)s” is outside the item's plausible range",
    ),
    "repeated_group": ("年龄组 %(group)s 重复", "group %(group)s appears twice"),
    "overlapping_groups": ("年龄组 %(group)s 与 %(other)s 重叠", "group %(group)s overlaps %(other)s"),
    "unknown_group": ("没有年龄组 %(group)s", "there is no group %(group)s"),
    "group_and_ages": ("年龄组 %(group)s 与年龄不符", "the ages disagree with group %(group)s"),
    "covers_no_group": ("此年龄范围内没有年龄组", "no group lies within these ages"),
    "cuts_group": ("年龄范围切开了年龄组 %(group)s", "the ages cut group %(group)s in two"),
    "repeated_item": ("项目 %(item)s 重复", "item %(item)s appears twice"),
    "unknown_item": ("items 中没有项目 %(item)s", "items has no item %(item)s"),
    "wrong_kind": ("项目 %(item)s 的评分档不在此文件中", "rows of item %(item)s do not belong in this file"),
    "not_applicable": (
        "年龄组 %(group)s 不测项目 %(item)s",
        "group %(group)s is not tested in item %(item)s",
    ),
    "overlapping_tables": (
        "项目 %(item)s 的年龄范围与第 %(other)s 行重叠",
        "the ages for item %(item)s overlap those of row %(other)s",
    ),
    "one_row_only": ("达标项目只能有一行", "a pass/fail item has one row only"),
    "both_forms": ("threshold 与 from/to 只能填一种", "give either threshold or from/to, not both"),
    "no_threshold": ("threshold 与 from/to 都为空", "neither threshold nor from/to is given"),
    "repeated_points": (
        "%(points)s 分与第 %(other)s 行重复",
        "%(points)s points appear in row %(other)s too",
    ),
    "wrong_order": (
        "顺序错误：%(points)s 分不比第 %(other)s 行的 %(other_points)s 分更难",
        "wrong order: %(points)s points is no harder than %(other_points)s points in row %(other)s",
    ),
    "ranges_overlap": ("与第 %(other)s 行的区间重叠", "the range overlaps that of row %(other)s"),
    "ranges_gap": (
        "与第 %(other)s 行的区间之间有大于一个进位单位的空档",
        "the gap to the range of row %(other)s is wider than one rounding step",
    ),
    "open_end": ("只有最好和最差的一档可以开口", "only the best and the worst row may have an open end"),
    "second_direction": (
        "按第二测量值评分的项目不填 direction",
        "an item scored by a second measure has no direction",
    ),
    "spans_order": (
        "区间次序错误：分值高的区间应在分值低的区间之内",
        "wrong order: the range of more points must lie within that of fewer points",
    ),
    "no_spans": ("没有 from_N/to_N 区间", "there are no from_N/to_N ranges"),
    "repeated_grade": (
        "等级 %(grade)s 与第 %(other)s 行冲突",
        "grade %(grade)s conflicts with row %(other)s",
    ),
    "grades_needed": ("grade_rule 为 %(rule)s 时需要等级表", "grade_rule %(rule)s needs grades"),
    "grades_unused": (
        "grade_rule 为 setting 时不应有等级",
        "with grade_rule setting there must be no grades",
    ),
    # Warnings: real tables are like that, so they are mentioned but not refused.
    "missing_points": (
        "%(item)s（%(who)s）没有这些分值：%(points)s",
        "%(item)s (%(who)s) has no row for these points: %(points)s",
    ),
    "drop": (
        "%(item)s（%(who)s）%(second)s 处，%(column)s 比前一行小",
        "%(item)s (%(who)s): at %(second)s %(column)s is less than in the row before",
    ),
    "no_table": (
        "%(item)s：这些年龄组没有评分表：%(groups)s",
        "%(item)s: no table for these groups: %(groups)s",
    ),
    "ages_missing": ("%(group)s 之前有年龄不属于任何组", "some ages before %(group)s belong to no group"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its file (or sheet), its number as a spreadsheet counts, its cells by column."""

    file: str
    number: int | None
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    file: str
    row: int | None
    code: str
    values: dict[str, str | int]

    @property
    def reason(self):
        return words.pick(*REASONS[self.code]) % self.values

    def __str__(self):
        reason = self.reason
        if self.row is None:
            return words.pick(f"{self.file}：{reason}", f"{self.file}: {reason}")
        return words.pick(f"{self.file} 第 {self.row} 行：{reason}", f"{self.file}, row {self.row}: {reason}")


class Refused(DomainError):
    """The files are no standard. ``findings`` has every reason; nothing was kept."""

    status = 422

    def __init__(self, findings):
        super().__init__()
        self.findings = tuple(findings)

    def __str__(self):
        heading = words.pick("标准文件有误，未导入", "The standard was refused, and nothing was imported")
        return "\n".join([heading, *map(str, self.findings)])


class Findings:
    """Collects faults and warnings while files are read, so that all are listed at once."""

    def __init__(self):
        self.faults = []
        self.warnings = []

    def fault(self, row: Row, code: str, **values):
        self.faults.append(Finding(row.file, row.number, code, values))

    def warn(self, row: Row, code: str, **values):
        self.warnings.append(Finding(row.file, row.number, code, values))

    def refuse_faults(self):
        if self.faults:
            raise Refused(sorted(set_of(self.faults), key=lambda f: (f.file, f.row or 0)))


def set_of(findings):
    """Each finding once, in the order found."""
    return list({(f.file, f.row, f.code, *sorted(f.values.items())): f for f in findings}.values())
