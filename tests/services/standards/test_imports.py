"""A standard brought in by hand: previewed, all or nothing, and then scored by like any other."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest

from models import Sex, StandardImport, StandardVersion
from services import clock, standard_files, standards, words
from services.errors import Forbidden, Invalid
from services.installation import upkeep
from services.standard_files.findings import Refused
from services.standards import imports, publications
from services.standards.imports import Gone
from tests.support import tables_elsewhere as elsewhere
from tests.support.factories import Cast, identity, make_person
from tests.support.field_day import RECRUIT, FieldDay
from tests.support.small_standard import SMALL
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def admin(cast):
    return identity(cast.admin)


@pytest.fixture
def bring(admin):
    def bring(files):
        return imports.preview(files, actor=admin)

    return bring


def refused(bring, files):
    """The findings of a refusal, as sentences; nothing changed by it."""
    before = digest()
    with words.using("zh"), pytest.raises(Refused) as refusal:
        bring(files)
    assert digest() == before
    return [str(finding) for finding in refusal.value.findings]


def kept(bring, admin, files):
    return imports.confirm(bring(files), actor=admin)


@pytest.mark.parametrize("form", ["folder", "zip", "xlsx"])
def test_a_workbook_a_zip_and_the_files_of_a_folder_say_the_same(bring, admin, form, tmp_path):
    sheets = elsewhere.files()
    sent = {
        "folder": lambda: elsewhere.folder(sheets),
        "zip": lambda: elsewhere.zipped(sheets),
        "xlsx": lambda: elsewhere.workbook(sheets, tmp_path),
    }[form]()
    version = kept(bring, admin, sent)
    standard = standards.load(version)
    assert (version.code, version.version, len(standard.groups)) == ("elsewhere", 1, 86)
    assert sum(len(table.bands) for table in standard.tables) == 86 * 101 + 2 * 101


def test_a_table_made_elsewhere_scores_an_assessment_without_a_change_of_code(cast, bring, admin):
    """Import, publish, hold, measure, settle: each age has its own group, each second band its own points."""
    version = kept(bring, admin, elsewhere.folder(elsewhere.files()))
    day = FieldDay(cast, digest=version.digest, exercises=[elsewhere.RUN, elsewhere.PUSHUP])
    chance = random.Random(4)
    today = clock.today()
    for _ in range(12):
        age, sex, points, reps = chance.choice(elsewhere.AGES), chance.choice("MF"), chance.randrange(101), 57
        born_on = date(today.year - age, 1, 1)
        person = make_person(cast.east, born_on=born_on, sex=Sex(sex))
        seconds = elsewhere.best(age, sex) + 6 * (100 - points)
        minutes, rest = divmod(seconds, 60)
        day.enter(elsewhere.RUN, f"{minutes}:{rest:02}", person)
        day.enter(elsewhere.PUSHUP, str(reps), person)
        day.settle(person)
        facts = day.snapshot(person)
        grade = "优秀" if points + reps >= 180 else "合格" if points + reps >= 120 else "不合格"
        assert (facts["total"], facts["grade"], facts["complete"]) == (points + reps, grade, True)
        assert facts["results"][0]["next"] is None or facts["results"][0]["next"]["points"] == points + 1
    slow = make_person(cast.east, born_on=date(today.year - 30, 1, 1))
    day.enter(elsewhere.RUN, f"{elsewhere.best(30, 'M') + 601}", slow)
    assert day.snapshot(slow)["results"][0]["points"] == 0


def test_a_preview_keeps_no_version_and_says_what_is_new(bring, admin):
    found = imports.again(bring(elsewhere.folder(elsewhere.files())), actor=admin)
    assert (found.known, found.before, found.comparison) == (None, None, None)
    assert (found.rows, found.name) == (86 * 101 + 202, "标准/standard.csv")
    assert StandardVersion.select().count() == 0


def test_a_changed_version_is_compared_with_the_one_in_force(bring, admin):
    kept(bring, admin, elsewhere.folder(elsewhere.files()))
    kept(bring, admin, elsewhere.folder(elsewhere.files(title="第二版")))
    found = imports.again(bring(elsewhere.folder(elsewhere.files(title="第三版"))), actor=admin)
    assert found.before.number == 1
    assert [(one.old, one.new) for one in found.comparison.facts] == [("外来标准", "第三版")]
    assert found.comparison.rows == {}


def test_the_very_same_content_is_known_and_keeps_its_number(bring, admin):
    kept(bring, admin, elsewhere.folder(elsewhere.files()))
    token = bring(elsewhere.zipped(elsewhere.files()))
    assert imports.again(token, actor=admin).known.number == 1
    assert imports.confirm(token, actor=admin).version == 1
    assert StandardVersion.select().count() == 1


def test_an_import_puts_nothing_in_force_and_a_shipped_one_goes_on_holding(bring, admin, tmp_path):
    changed = replace(standard_files.shipped(RECRUIT), title="本局改动")
    standard_files.write(changed, tmp_path / "own.xlsx")
    version = kept(bring, admin, [("own.xlsx", (tmp_path / "own.xlsx").read_bytes())])
    assert version.version == 2
    assert publications.in_force(RECRUIT).number == 1
    assert publications.in_force(RECRUIT).is_shipped


def test_warnings_are_said_and_do_not_stop_the_import(bring, admin):
    sheets = SMALL | {"bands": SMALL["bands"].replace("M,30,run,95,12.8\n", "M,30,run,92,12.8\n")}
    token = bring(elsewhere.folder(sheets))
    found = imports.again(token, actor=admin)
    assert {one.code for one in found.warnings} == {"missing_points", "no_table"}
    with words.using("en"):
        assert str(found.warnings[0]).startswith("bands.csv, row 2: run")
    assert imports.confirm(token, actor=admin).version == 1


def test_every_fault_is_listed_with_its_file_and_row_and_nothing_changes(bring):
    sheets = SMALL | {"bands": SMALL["bands"] + "M,30,run,95,12.9\nM,30,swim,9,1\nX,30,run,80,13.9\n"}
    told = refused(bring, elsewhere.folder(sheets))
    assert [sentence.partition("：")[0] for sentence in told] == [f"bands.csv 第 {n} 行" for n in (5, 6, 7)]
    assert "95 分与第 3 行重复" in told[0]


BAD = {
    "nothing": [("标准.xlsx", b"")],
    "text as a workbook": [("标准.xlsx", b"hello")],
    "a zip of nothing": [("标准.zip", b"PK\x05\x06" + bytes(18))],
    "half a zip": [("标准.zip", elsewhere.zipped(SMALL)[0][1][:200])],
    "a picture": [("标准.png", b"\x89PNG\r\n\x1a\n")],
    "another table": elsewhere.folder(SMALL | {"people": "name\n林\n"}),
    "two of one name": [*elsewhere.folder(SMALL), ("old/bands.csv", b"")],
    "not UTF-8": [*elsewhere.folder({k: v for k, v in SMALL.items() if k != "standard"}),
                  ("standard.csv", "key,value\ntitle,标准\n".encode("gb18030"))],
    "a file missing": elsewhere.folder({k: v for k, v in SMALL.items() if k != "groups"}),
    "a nul": elsewhere.folder(SMALL | {"standard": "key,value\ncode,x\ntitle,a\0b\n"}),
    "groups without end": elsewhere.folder(
        SMALL | {"groups": "sex,group,age_min\n" + "".join(f"M,g{n},{n % 150}\n" for n in range(500))}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_standard_is_refused_in_words_and_changes_nothing(bring, name):
    assert all(refused(bring, BAD[name]))


def damaged_workbook(part, content):
    """Our own workbook with one part of it replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(part, content)
    return made.getvalue()


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("content", ["", "<", "<a/>", "\0"])
def test_a_damaged_workbook_is_refused_too(bring, part, content):
    assert refused(bring, [("标准.xlsx", damaged_workbook(part, content))])


def test_a_small_zip_that_unpacks_to_gigabytes_is_not_unpacked(bring, monkeypatch):
    monkeypatch.setattr("services.standard_files.tables.MOST_UNPACKED", 1000)
    assert refused(bring, elsewhere.zipped(elsewhere.files())) == ["标准.zip：文件过大"]


def test_no_file_at_all_is_asked_for(bring):
    with pytest.raises(Invalid):
        bring([("", b"")])


def test_only_an_admin_imports(cast):
    for who in (cast.registrar, cast.instructor, cast.officer):
        with pytest.raises(Forbidden):
            imports.preview(elsewhere.folder(SMALL), actor=identity(who))


def test_a_preview_is_its_owners_ends_with_the_next_one_and_is_kept_once(cast, bring, admin):
    first = bring(elsewhere.folder(SMALL))
    second = bring(elsewhere.folder(SMALL))
    other = make_person(cast.bureau, name="另一管理员", roles=["admin"])
    for token, actor in ((first, admin), (second, identity(other)), ("0" * 32, admin)):
        with pytest.raises(Gone):
            imports.confirm(token, actor=actor)
    imports.confirm(second, actor=admin)
    with pytest.raises(Gone):
        imports.confirm(second, actor=admin)


def test_a_dropped_preview_is_gone_and_so_is_one_of_yesterday(bring, admin):
    token = bring(elsewhere.folder(SMALL))
    imports.drop(token, actor=admin)
    with pytest.raises(Gone):
        imports.again(token, actor=admin)
    token = bring(elsewhere.folder(SMALL))
    with clock.stopped(clock.now() + timedelta(hours=25)):
        with pytest.raises(Gone):
            imports.again(token, actor=admin)
        assert upkeep.tidy()["standard_import"] == 1
    assert not StandardImport.select().exists()
