"""A table as someone else would make it: a group for every year of age, points 0–100 in steps of one."""

import io
import zipfile

from services import standard_files
from services.standard_files import export, tables

AGES = range(18, 61)
RUN, PUSHUP = "run3000", "pushup"


def best(age, sex):
    """Seconds for 100 points in the run: a second more for each year."""
    return 660 + (age - 18) + (90 if sex == "F" else 0)


def files(code="elsewhere", **facts):
    """{sheet name: text}. The run loses a point every 6 s, press-ups every repetition from 100 down."""
    people = [(sex, age) for sex in "MF" for age in AGES]
    groups = [f"{sex},{age},{age}" for sex, age in people]
    run = [
        f"{sex},{age},{age},{RUN},{points},{best(age, sex) + 6 * (100 - points)}"
        for sex, age in people
        for points in range(100, -1, -1)
    ]
    pushup = [f"{sex},,,{PUSHUP},{points},{points}" for sex in "MF" for points in range(101)]
    known = {"code": code, "title": "外来标准", "grade_rule": "total"} | facts
    return {
        "standard": "\n".join(["key,value", *(f"{key},{value}" for key, value in known.items())]),
        "groups": "\n".join(["sex,age_min,age_max", *groups]),
        "items": "item,item_name,unit,direction,min,max\n"
        f"{RUN},3000米跑,s,lower,300,3600\n{PUSHUP},俯卧撑,count,higher,0,200\n",
        "bands": "\n".join(["sex,age_min,age_max,item,points,threshold", *run, *pushup]),
        "grades": "grade,minimum,passes\n优秀,180,yes\n合格,120,yes\n不合格,0,no\n",
    }


def folder(sheets):
    """The files as a browser sends a folder."""
    return [(f"标准/{name}.csv", text.encode()) for name, text in sheets.items()]


def zipped(sheets, name="标准.zip"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("标准/", "")
        archive.writestr("__MACOSX/标准/._groups.csv", b"\0")
        for sheet, text in sheets.items():
            archive.writestr(f"标准/{sheet}.csv", text)
    return [(name, packed.getvalue())]


def workbook(sheets, folder, name="标准.xlsx"):
    """The same as the workbook that our own export writes."""
    standard = standard_files.read({sheet: text.encode() for sheet, text in sheets.items()}).standard
    tables.write(export.sheets(standard), folder / name)
    return [(name, (folder / name).read_bytes())]
