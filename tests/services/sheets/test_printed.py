"""One person's sheet and a whole assessment's: on paper, as workbooks, and pictures of the paper."""

import io

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from models import AuditEntry, Entry, Person, Photo, SheetPhoto
from services import planning, trainings, words
from services.documents import matrices
from services.errors import Forbidden, Invalid, NotFound
from services.sheets import exemptions, objections, photos
from services.sheets.printed import books, pdf, xlsx
from tests.conftest import counting_queries
from tests.support import qr
from tests.support.factories import Cast, identity, make_person, picture
from tests.support.field_day import PASSING, PHYSIQUE, POLICE, RECRUIT, FieldDay, born, fresh
from tests.support.tables import digest

RARE = "\U00030ede"  # of Unicode 13, in none of our fonts
SERIF_ONLY = "〇"
ADDRESS = "https://train.example"
#: As much as anyone could do in a day, under each standard.
MANY = {
    RECRUIT: PASSING,
    PHYSIQUE: {
        "height_weight": "172.5/64.0", "lung_capacity": "3600", "step_index": "55.0", "grip": "45.0",
        "pushup": "30", "vjump": "40.0", "sit_reach": "10.0", "choice_reaction": "0.40",
        "one_leg_stand": "30",
    },
    POLICE: {
        "run100": "13.1", "shuttle4x10": "12.0", "run1000": "3:38", "rope1min": "120",
        "pullup": "12", "pushup": "40", "slj": "2.40", "vjump": "0.50",
    },
}  # fmt: skip


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def day(cast):
    return FieldDay(cast, people=2)


def form(day, person=None, actor=None):
    return books.one(day.sheet(person).id, "pdf", actor=actor or day.chief)


def printed(*forms):
    content = pdf.document(forms, address=ADDRESS)
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def values(content, sheet=0):
    page = load_workbook(io.BytesIO(content)).worksheets[sheet]
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_the_paper_says_who_what_every_try_and_who_stands_for_it(day):
    day.enter_all(PASSING | {"jumpreach": "2.60"})
    day.void(day.enter("jumpreach", "2.90"), reason="踩线")
    day.enter("jumpreach", "2.80")
    day.settle()
    (text,) = printed(form(day))

    for said in ("体测成绩表", "林晓", "男", day.cast.officer.police_number, "城东分局", "冬考体测", "25 岁"):
        assert said in text
    for said in ("1. 2.60 m", "2. 2.90 m", "作废：踩线", "3. 2.80 m 计入", "4′00″", "达标", "合格"):
        assert said in text
    for said in ("考官签名", "程立", "本人签名", "主考签名", "周岩", "定表，第 1 版", "第 1 版"):
        assert said in text


@pytest.mark.parametrize("code", [RECRUIT, PHYSIQUE, POLICE])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_is_one_page_whichever_the_standard_and_however_much_is_on_it(cast, code, language):
    day = FieldDay(cast, code)
    day.enter_all(MANY[code])
    for reason in ("风太大，秒表也没有按下去", "踩线", "踩线", "看错人"):
        exercise, text = next(iter(MANY[code].items()))
        last = day.marked().result(exercise)["attempts"][-1]["id"]
        day.void(Entry.get(entry_id=last), reason=reason * 3)
        day.enter(exercise, text)
    with words.using(language):
        pages = printed(form(day))
    assert len(pages) == 1
    assert ("主考签名" if language == "zh" else "Chief examiner") in pages[0]


def test_the_paper_says_who_was_let_off_what_was_objected_and_that_the_person_agreed(day):
    sheet, say = day.sheet(), {"actor": day.chief}
    exemptions.exempt(sheet.id, "run1000", reason="脚伤", entry_id=fresh(), **say)
    exemptions.fault(sheet.id, "shuttle4x10", "foul", reason="抢跑", entry_id=fresh(), **say)
    day.enter("jumpreach", "2.60")
    own = identity(day.cast.officer)
    objection = objections.make(sheet.id, target="", reason="没看清", entry_id=fresh(), actor=own)
    objections.rule(sheet.id, objection.entry_id, "dismissed", reason="录像看过", entry_id=fresh(), **say)
    exemptions.withdraw(sheet.id, reason="送医", entry_id=fresh(), **say)
    made = form(day)
    rows = {row.name: row.note for row in made.rows}
    assert (rows["1000米跑"], rows["10米×4往返跑"]) == ("免测（脚伤）", "犯规（抢跑）")
    assert made.notes[-2:] == ("退出（送医）", "异议（没看清）；复核（录像看过）")
    assert "送医" in printed(made)[0]


def test_what_does_not_fit_on_a_page_goes_on_on_the_next_with_its_signatures(day):
    for n in range(12):
        day.void(day.enter("jumpreach", "2.60"), reason=f"第{n}次，" + "风太大，秒表也没有按下去；" * 10)
    pages = printed(form(day), form(day, day.trainees[1]))
    assert len(pages) > 2
    assert all(f"第{n}次" in "".join(pages) for n in range(12))
    assert ["主考签名" in page for page in pages] == [False] * (len(pages) - 2) + [True, True]
    assert f"第 {len(pages)} 页，共 {len(pages)} 页" in pages[-1]


def test_what_is_open_is_blank_for_a_hand_and_half_a_total_is_not_printed(cast):
    day = FieldDay(cast, PHYSIQUE)
    day.enter("grip", "45.0")
    made = form(day)
    assert dict(made.result)["总分"] == ""
    rows = {row.name: row for row in made.rows}
    assert rows["肺活量"].tries == ("__________",)
    assert (rows["握力"].counted, rows["握力"].examiner) == ("45.0 kg", "程立")
    day.settle(reason="收队")
    assert dict(form(day).result)["总分"] == str(day.snapshot()["total"])


def test_the_code_on_the_paper_leads_to_the_sheet(day, tmp_path):
    drawn = matrices.of_address(f"{ADDRESS}/sheets/7")
    side = len(drawn)
    image = Image.new("L", (side + 8, side + 8), 255)
    for y, row in enumerate(drawn):
        for x, dark in enumerate(row):
            image.putpixel((x + 4, y + 4), 0 if dark else 255)
    out = io.BytesIO()
    image.resize((image.width * 8, image.height * 8), Image.Resampling.NEAREST).save(out, "PNG")
    assert qr.read(out.getvalue()) == f"{ADDRESS}/sheets/7"


def test_a_rare_name_is_printed_or_said_to_be_missing_and_never_an_empty_box_without_a_word(day):
    Person.update(name=f"赵{SERIF_ONLY}").where(Person.id == day.trainees[0].id).execute()
    Person.update(name=f"王{RARE}明").where(Person.id == day.trainees[1].id).execute()
    first, second = form(day, day.trainees[0]), form(day, day.trainees[1])
    assert pdf.undrawable(first) == ""
    assert f"赵{SERIF_ONLY}" in printed(first)[0]
    assert "王□明" in printed(second)[0]
    assert "□ 处是 U+30EDE" in printed(second)[0]
    assert f"王{RARE}明" in str(values(xlsx.workbook(second)))
    assert pdf.undrawable_names([first.sheet, second.sheet]) == [(2, "王□明", "U+30EDE")]


def test_one_sheet_as_a_workbook_holds_what_the_paper_holds(day):
    day.enter_all()
    found = values(xlsx.workbook(form(day)))
    assert found[0][0] == "体测成绩表"
    assert found[2][:4] == ["姓名", "林晓", "性别", "男"]
    assert next(row for row in found if row[0] == "1000米跑")[1:4] == ["4′00″", "4′00″", "达标"]


def test_a_whole_assessment_is_a_row_a_person_and_a_row_a_try(day):
    day.enter_all()
    day.void(day.enter("jumpreach", "2.90"), reason="踩线")
    day.settle()
    day.sheet(day.trainees[1])
    content = xlsx.results(books.book(day.assessment.id, actor=day.chief))
    heads, first, second = values(content)
    row = dict(zip(heads, first, strict=True))
    assert (row["号"], row["姓名"], row["1000米跑"], row["1000米跑 得分"]) == (1, "林晓", "4′00″", "达标")
    assert (row["等级"], row["是否达标"], row["状态"], row["定表人"]) == ("合格", "达标", "已定表", "周岩")
    assert dict(zip(heads, second, strict=True))["状态"] == "正在测"
    tries = values(content, 1)
    assert [row[3:8] for row in tries[1:]] == [
        ["10米×4往返跑", 1, "12.5″", "是", None],
        ["1000米跑", 1, "4′00″", "是", None],
        ["纵跳摸高", 1, "2.80 m", "是", None],
        ["纵跳摸高", 2, "2.90 m", None, "作废：踩线"],
    ]


def test_no_cell_is_a_formula(day):
    Person.update(name="=1+1").where(Person.id == day.cast.officer.id).execute()
    day.enter_all()
    book = books.book(day.assessment.id, actor=day.chief)
    for content in (xlsx.workbook(form(day)), xlsx.results(book)):
        cells = [cell for page in load_workbook(io.BytesIO(content)) for row in page for cell in row]
        evil = [cell for cell in cells if cell.value == "=1+1"]
        assert evil
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in evil)


def test_who_may_take_out_one_and_who_may_take_out_all(day):
    day.sheet()
    for person in (day.cast.officer, day.examiner, day.cast.registrar):
        assert form(day, actor=identity(person)).sheet.number == 1
    with pytest.raises(Forbidden):
        form(day, actor=identity(day.cast.auxiliary))
    for person in (day.cast.officer, day.examiner, day.cast.stranger):
        with pytest.raises(Forbidden):
            books.book(day.assessment.id, actor=identity(person))
        with pytest.raises(Forbidden):
            books.part(day.assessment.id, 1, actor=identity(person))
    noted = AuditEntry.select().where(AuditEntry.act == "sheet.export")
    assert {entry.detail for entry in noted} == {'{"form": "pdf"}'}


def test_many_sheets_come_in_several_files_in_the_order_of_their_numbers(day, monkeypatch):
    monkeypatch.setattr(books, "MOST", 2)
    for n in range(3):
        day.sheet(make_person(day.cast.east, name=f"学员{n}", born_on=born(25)))
    parts = [books.part(day.assessment.id, n, actor=day.chief) for n in (1, 2)]
    assert [[form.sheet.number for form in part] for part in parts] == [[1, 2], [3]]
    pages = printed(*parts[0])
    assert ["学员0" in pages[0], "学员1" in pages[1]] == [True, True]
    assert all(f"第 {n} 页，共 2 页" in page for n, page in enumerate(pages, start=1))
    with pytest.raises(NotFound):
        books.part(day.assessment.id, 3, actor=day.chief)


def test_the_queries_do_not_grow_with_the_sheets(day):
    day.enter_all()
    day.settle()
    day.enter("run1000", "4:00", day.trainees[1])
    with counting_queries() as few:
        books.part(day.assessment.id, 1, actor=day.chief)
    for n in range(20):
        person = make_person(day.cast.east, name=f"学员{n}", born_on=born(25))
        day.enter("run1000", "4:00", person)
    with counting_queries() as many:
        books.part(day.assessment.id, 1, actor=day.chief)
    assert len(many) <= len(few) <= 16


# Pictures of the paper


def test_a_picture_is_drawn_anew_kept_once_and_seen_by_person_and_staff(day):
    sheet = day.sheet()
    first = photos.attach(sheet.id, picture(), actor=identity(day.examiner))
    assert photos.attach(sheet.id, picture(), actor=day.chief).id == first.id
    for person in (day.cast.officer, day.examiner, day.cast.registrar):
        jpeg = photos.jpeg(sheet.id, first.id, actor=identity(person))
        assert Image.open(io.BytesIO(jpeg)).format == "JPEG"
    for person in (day.cast.auxiliary, day.cast.stranger):
        with pytest.raises(Forbidden):
            photos.jpeg(sheet.id, first.id, actor=identity(person))
    assert day.sheet().changes == 1
    assert [one.actor.person.name for one in photos.of(sheet.id)] == ["程立"]


def test_a_picture_of_one_sheet_is_not_found_at_another(day):
    photo = photos.attach(day.sheet().id, picture(), actor=day.chief)
    other = day.sheet(day.trainees[1])
    for act in (photos.jpeg, photos.remove):
        with pytest.raises(NotFound):
            act(other.id, photo.id, actor=day.chief)


def test_what_is_no_picture_one_too_many_and_a_trainee_s_are_refused(day):
    sheet = day.sheet()
    for n in range(photos.MOST):
        photos.attach(sheet.id, picture((30 + n, 20)), actor=day.chief)
    before = digest()
    for content, actor, refusal in (
        (b"", day.chief, Invalid),
        (b"%PDF-1.7", day.chief, Invalid),
        (picture((99, 20)), day.chief, photos.Full),
        (picture(), identity(day.cast.officer), Forbidden),
    ):
        with pytest.raises(refusal):
            photos.attach(sheet.id, content, actor=actor)
    assert digest() == before
    planning.cancel(day.training.id, actor=identity(day.cast.instructor))
    before = digest()
    with pytest.raises(trainings.Cancelled):
        photos.attach(sheet.id, picture((98, 20)), actor=day.chief)
    assert digest() == before


def test_a_picture_is_taken_away_for_good_by_who_attached_it_or_the_chief(day):
    sheet = day.sheet()
    by_examiner = photos.attach(sheet.id, picture(), actor=identity(day.examiner))
    by_chief = photos.attach(sheet.id, picture((40, 20)), actor=day.chief)
    for photo, person in ((by_chief, day.examiner), (by_examiner, day.cast.officer)):
        with pytest.raises(Forbidden):
            photos.remove(sheet.id, photo.id, actor=identity(person))
    photos.remove(sheet.id, by_examiner.id, actor=identity(day.examiner))
    photos.remove(sheet.id, by_chief.id, actor=day.chief)
    assert (Photo.select().count(), SheetPhoto.select().count()) == (0, 0)
    assert AuditEntry.select().where(AuditEntry.act == "sheet.photo_remove").count() == 2
