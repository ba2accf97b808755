"""A bureau of 9,400 people: reading and previewing its roster, importing it, and bringing it again."""

import io
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from openpyxl import Workbook

from models import Account, Appointment, Person, PersonKind, Role, Sex
from services import access, clock, people, roster, store

PEOPLE = 9_400
LIMIT = 10  # seconds
HEADER = ("警号", "姓名", "性别", "出生日期", "人员类别", "警衔", "单位")


def main():
    """[(what, value, unit, limit)]"""
    with tempfile.TemporaryDirectory() as folder:
        store.bind(f"sqlite:///{folder}/roster.db")
        with store.connection():
            store.migrate()
            return list(_measures(_admin(), Path(folder)))


def _measures(admin, folder):
    rows = _rows()
    xlsx, gbk = _xlsx(rows), _csv(rows, "gb18030")
    seconds, (plan, token) = _timed(roster.preview, "名册.xlsx", xlsx, actor=admin, create_units=True)
    assert (len(plan.new), len(plan.refused)) == (PEOPLE, 0), plan.refused[:3]
    yield "roster: read and preview .xlsx, all new", seconds, "s", LIMIT
    yield "roster: import, all new", _timed(roster.confirm, token, plan.digest, actor=admin)[0], "s", LIMIT
    seconds, (plan, _token) = _timed(roster.preview, "名册.csv", gbk, actor=admin)
    assert plan.unchanged == PEOPLE
    yield "roster: read and preview GBK .csv, unchanged", seconds, "s", LIMIT
    promoted = [(*row[:5], "三级警督", row[6]) for row in rows]
    seconds, (plan, token) = _timed(roster.preview, "晋升.csv", _csv(promoted, "utf-8-sig"), actor=admin)
    assert len(plan.changed) == PEOPLE
    yield "roster: read and preview UTF-8 .csv, all changed", seconds, "s", LIMIT
    seconds, _done = _timed(roster.confirm, token, plan.digest, actor=admin)
    yield "roster: import, all changed", seconds, "s", LIMIT
    (folder / "roster.xlsx").write_bytes(xlsx)
    seconds, plan = _timed(roster.load, folder / "roster.xlsx", apply=True)
    assert len(plan.changed) == PEOPLE
    yield "roster: command line, read and import", seconds, "s", LIMIT


def _timed(act, *args, **options):
    start = perf_counter()
    answer = act(*args, **options)
    return round(perf_counter() - start, 2), answer


def _admin():
    bureau = people.add_unit("示例市公安局")
    person = Person.create(
        police_number="000001",
        name="罗成",
        sex=Sex.MALE,
        born_on=date(1980, 1, 1),
        kind=PersonKind.OFFICER,
        unit=bureau,
    )
    account = Account.create(person=person)
    Appointment.create(account=account, role=Role.ADMIN, unit=bureau, from_on=clock.today())
    return access.identify(account.id)


def _rows():
    """The same people each time: 12 branches of 6 teams."""
    chance = random.Random(9400)
    for_names = "林周唐何苏罗王李张刘陈杨赵黄吴徐孙"
    rows = []
    for n in range(PEOPLE):
        name = chance.choice(for_names) + "".join(chance.choices("晓岩毅静敏成伟芳娜军杰磊洋勇艳涛", k=2))
        born = date(1965, 1, 1) + timedelta(days=chance.randrange(14_000))
        unit = f"示例市公安局/第{chance.randrange(12) + 1}分局/{chance.randrange(6) + 1}中队"
        kind = chance.choice(("民警", "辅警"))
        rows.append((f"{100_000 + n:06}", name, chance.choice("男女"), born, kind, "一级警员", unit))
    return rows


def _xlsx(rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(["示例市公安局人员名册"])
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(rows, encoding):
    lines = [",".join(HEADER), *(",".join(str(cell) for cell in row) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


if __name__ == "__main__":
    for name, value, unit, limit in main():
        print(f"{name:50} {value:>6} {unit}  (limit {limit} {unit})")
