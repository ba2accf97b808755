"""Which column of a roster holds what: the headings bureaus use, and our own in every language."""

from services import texts, words
from services.documents import headings
from services.documents.tables import MOST_ROWS, BadFile, Sheet, TooManyRows
from services.words import lazy as _l

#: The template's fields in order: its heading, then what others write, Chinese words | English phrases.
HEADINGS = {
    "police_number": (_l("警号"), "人员编号 警员编号 辅警编号 工号|POLICE NUMBER|POLICE NO|BADGE NUMBER"),
    "name": (_l("姓名"), "人员姓名 名字|NAME|FULL NAME"),
    "sex": (_l("性别"), "|SEX|GENDER"),
    "born_on": (
        _l("出生日期"),
        "出生年月日 出生年月 出生时间 生日|DATE OF BIRTH|BIRTH DATE|BIRTHDAY|BORN ON|BORN|DOB",
    ),
    "kind": (
        _l("人员类别"),
        "民警辅警 身份 身份类别 人员身份 人员类型 类别|CATEGORY|KIND|TYPE|OFFICER OR AUXILIARY",
    ),
    "rank": (_l("警衔"), "职级 警衔职级 衔级 层级|RANK"),
    "unit": (_l("单位"), "部门 单位部门 单位名称 所属单位 所属部门 所在单位 工作单位|UNIT|DEPARTMENT"),
}
OPTIONAL = {"rank"}
HEADER_WITHIN = 20  # rows in which a header must come
ENOUGH = 3  # headings that make a row a header


class NoHeader(BadFile):
    message = _l("前 20 行里没有找到表头。表头要有：警号、姓名、性别、出生日期、人员类别、单位")


class MissingColumns(BadFile):
    message = _l("表头缺少：%(columns)s")


class TwiceTheSame(BadFile):
    message = _l("“%(first)s”和“%(second)s”像是同一列，请只留一列")


class NoRows(BadFile):
    message = _l("表头下面没有人员")


class Table:
    """A sheet with its header found: where each field is, and the rows below."""

    def __init__(self, sheet: Sheet, at: int, header: tuple):
        self.sheet, self.header = sheet.name, header
        self.columns = _columns(header)
        self.rows = sheet.rows[at + 1 :]
        self.ignored = [texts.plain(cell) for cell in header if texts.plain(cell) and not field_of(cell)]

    def cells(self, record):
        """The cells of a row by field: None beyond the row's end; a field without a column is left out."""
        return {field: record[i] if i < len(record) else None for field, i in self.columns.items()}


def find(sheets):
    """The first table that has a header. The refusal says what is missing."""
    for sheet in sheets:
        for at, (_number, record) in enumerate(sheet.rows[:HEADER_WITHIN]):
            if len({field_of(cell) for cell in record} - {None}) >= ENOUGH:
                return _checked(Table(sheet, at, record))
    raise NoHeader


def _checked(table):
    if missing := [field for field in HEADINGS if field not in table.columns and field not in OPTIONAL]:
        raise MissingColumns(columns=words.gettext("、").join(heading(field) for field in missing))
    if not table.rows:
        raise NoRows
    if len(table.rows) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    return table


def _columns(header):
    found = {}
    for i, cell in enumerate(header):
        field = field_of(cell)
        if field in found and field not in OPTIONAL:
            raise TwiceTheSame(first=texts.plain(header[found[field]]), second=texts.plain(cell))
        if field:
            found.setdefault(field, i)
    return found


def field_of(cell):
    """The field that a heading means, or None: identity-card numbers, telephones and the like are not
    read.
    """
    return _meanings().get(headings.key_of(cell)) if isinstance(cell, str) else None


def heading(field):
    return str(HEADINGS[field][0])


_known = {}


def _meanings():
    """{key: field}, read once: the catalogues do not change while we run."""
    if not _known:
        _known.update(headings.meanings_of(HEADINGS))
    return _known
