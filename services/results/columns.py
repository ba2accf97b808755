"""Which column of a file of results holds what. A file has a column an exercise, or a row a result."""

import re

from services import texts
from services.documents.headings import key_of, meanings_of
from services.documents.tables import BadFile
from services.words import lazy as _l

#: Field → its heading in the template, then what others write, Chinese words | English phrases.
HEADINGS = {
    "number": (_l("号"), "号码 编号 号码布 号码牌 参赛号 考号 布号|NO|NUMBER|BIB|BIB NO|SHEET"),
    "police_number": (_l("警号"), "人员编号 警员编号 辅警编号 工号|POLICE NUMBER|POLICE NO|BADGE NUMBER"),
    "name": (_l("姓名"), "人员姓名 名字|NAME|FULL NAME"),
    "exercise": (_l("项目"), "考核项目 测试项目|EXERCISE|EVENT"),
    "value": (_l("成绩"), "测试成绩 用时 时间 净时间|RESULT|TIME|MARK|NET TIME"),
    "try": (_l("第几次"), "次 次数 次序|ATTEMPT|TRY"),
}
WHO = ("number", "police_number", "name")
#: Columns that only people read.
SILENT = ("unit", "sex")
HEADER_WITHIN = 20  # rows in which a header must come
OF_A_TRY = re.compile(r"(.+?)(?:第(\d{1,2})次|ATTEMPT(\d{1,2})|TRY(\d{1,2}))")


class NoHeader(BadFile):
    message = _l("前 20 行里没有找到表头。要有警号、号或姓名，再加项目名称的列；或者有“项目”和“成绩”两列")


class TwiceTheSame(BadFile):
    message = _l("“%(heading)s”有两列，请只留一列")


class Table:
    """A sheet with its header found. ``fields`` and ``exercises`` say which column is which.

    ``exercises`` are {column: (exercise, which try or None)}; empty where a row is one result.
    """

    def __init__(self, rows, header, standard):
        self.rows, self.header, names = rows, header, _names(standard)
        self.fields, self.exercises, self.ignored = {}, {}, []
        for at, cell in enumerate(header):
            self._place(at, texts.plain(cell), names)

    def _place(self, at, heading, names):
        if not heading:
            return
        field, exercise = _meanings().get(key_of(heading)), _exercise(heading, names)
        if field in self.fields or (exercise and exercise in self.exercises.values()):
            raise TwiceTheSame(heading=heading)
        if exercise:
            self.exercises[at] = exercise
        elif field and field not in SILENT:
            self.fields[field] = at
        elif not field:
            self.ignored.append(heading)

    @property
    def is_long(self):
        """Whether a row is one result rather than one person."""
        return {"exercise", "value"} <= self.fields.keys()

    @property
    def is_readable(self):
        return bool(set(WHO) & self.fields.keys()) and (self.is_long or bool(self.exercises))

    def cell(self, record, field):
        at = self.fields.get(field)
        return record[at] if at is not None and at < len(record) else None


def find(sheets, standard) -> Table:
    """The first table with a header of ours. The refusal says what a header must have."""
    for sheet in sheets:
        for at, (_number, record) in enumerate(sheet.rows[:HEADER_WITHIN]):
            if not _is_header(record):
                continue
            table = Table(sheet.rows[at + 1 :], record, standard)
            if table.is_readable:
                return table
    raise NoHeader


def _is_header(record):
    return any(isinstance(cell, str) and _meanings().get(key_of(cell)) in WHO for cell in record)


def exercise_named(cell, standard):
    """The exercise that a cell names, by its code or either of its names; else None."""
    return _names(standard).get(key_of(texts.plain(cell)))


def _exercise(heading, names):
    key = key_of(heading)
    if key in names:
        return names[key], None
    found = OF_A_TRY.fullmatch(key)
    exercise = found and names.get(found[1])
    return (exercise, int(found[2] or found[3] or found[4])) if exercise else None


def _names(standard):
    """{key: exercise}, for the code and both names of each."""
    found = {}
    for item in standard.items:
        found |= {key_of(text): item.exercise for text in (item.exercise, item.name, item.name_en) if text}
    return found


def heading(field):
    return str(HEADINGS[field][0])


_known = {}


def _meanings():
    """{key: field}, read once: the catalogues do not change while we run."""
    if not _known:
        _known.update(meanings_of(HEADINGS))
        _known.update(dict.fromkeys(map(key_of, ("单位", "部门", "UNIT", "DEPARTMENT")), "unit"))
        _known.update(dict.fromkeys(map(key_of, ("性别", "SEX", "GENDER")), "sex"))
    return _known
