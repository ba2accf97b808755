"""The file of results to fill in: a row for everyone on the list, a column for every try at every station."""

from models import Enrolment, Person, Sheet, Unit
from services import assessments, standards
from services.documents import spreadsheets
from services.results import columns
from services.scoring import score_words
from services.scoring.measures import write
from services.scoring.rulebook import BY_SECOND
from services.words import gettext as _


def write_for(assessment) -> bytes:
    """An .xlsx with the people and headings, and a sheet that says how to write each exercise."""
    standard = standards.load(assessment.standard)
    stations = dict.fromkeys(station.exercise for station in assessments.stations_of(assessment.id))
    items = [standard.item(exercise) for exercise in stations]
    who = [columns.heading(field) for field in columns.WHO]
    headers = [*who, _("单位"), *(text for item in items for text in _headings(item))]
    notes = [(_headings(item)[0], _how(item), _example(item)) for item in items]
    notes += [("", rule, "") for rule in _rules()]
    return spreadsheets.book(
        [
            (_("成绩"), headers, _people(assessment)),
            (_("填写说明"), [_("列"), _("怎么填"), _("例子")], notes),
        ],
        # As text, so that Excel makes no time of day of 3:38.
        text_columns=range(len(headers)),
    )


def _people(assessment):
    """(sheet number, police number, name, unit) for everyone on the list; people who have arrived come
    first.
    """
    arrived = Sheet.select(Sheet.person, Sheet.number).where(Sheet.assessment == assessment.id)
    numbers = dict(arrived.tuples())
    listed = Enrolment.select(Enrolment.person).where(Enrolment.training == assessment.training_id)
    rows = (
        Person.select(Person.id, Person.police_number, Person.name, Unit.name)
        .join(Unit)
        .where(Person.id.in_(listed) | Person.id.in_(list(numbers)))
        .order_by(Person.police_number)
        .tuples()
    )
    found = [(numbers.get(person_id), *rest) for person_id, *rest in rows]
    found.sort(key=lambda row: (row[0] is None, row[0]))
    return [("" if number is None else str(number), *rest) for number, *rest in found]


def _headings(item):
    name = score_words.item_name(item)
    if item.attempts == 1:
        return [name]
    return [_("%(exercise)s 第 %(n)s 次", exercise=name, n=n) for n in range(1, item.attempts + 1)]


def _how(item):
    if item.kind == BY_SECOND:
        return _("两个数用 / 隔开，先身高后体重")
    if item.scale.base == "ms":
        return _("分和秒用冒号隔开，或者只写秒")
    return _("填数字，单位是 %(unit)s", unit=item.scale.unit) if item.scale.unit != "count" else _("填个数")


def _example(item):
    """The middle of the plausible range, as people write it."""
    middle = item.scale.counted((item.scale.low + item.scale.high) // 2)
    shown = write(middle, item.scale).partition(" ")[0]
    if item.kind == BY_SECOND:
        second = item.second.scale
        return f"{write(second.counted((second.low + second.high) // 2), second).partition(' ')[0]}/{shown}"
    return shown


def _rules():
    return (
        _("号、警号、姓名至少填一样，最好填警号。没有成绩的格子空着。"),
        _("有一格不对，整份都不导入：预览会指出哪一行、为什么。"),
        _("已经记过的同样成绩不会再记一次，同一份文件导入两遍也没有关系。"),
        _("也可以一行一个成绩：警号、项目、成绩三列，一项测几次的再加“第几次”。.csv 也行（UTF-8 或 GBK）。"),
    )
