"""The ranking as a page, a workbook and a print."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from models import AssessmentKind, AuditEntry, Award
from services import bureau, store
from tests.conftest import HERE, counting_queries
from tests.support.contest_day import ContestDay
from tests.support.field_day import FIREARMS, FieldDay, make_season


@pytest.fixture
def day(cast):
    """Three of the east, one of the west; two share the first place."""
    with store.connection():
        make_season()
        made = ContestDay(cast, team_size=2)
        for name, rings, unit in (
            ("林甲", 90, cast.east),
            ("林乙", 95, cast.east),
            ("林丙", 95, cast.west),
            ("林丁", 60, cast.east),
        ):
            made.does(name, rings, unit)
        made.enter("pistol_rings", "88")
        made.settle(reason="中途离开")
        return made


@pytest.fixture
def place(day):
    return f"/assessments/{day.assessment.id}/ranking"


@pytest.fixture
def chief(client, cast, sign_in_as):
    return sign_in_as(cast.instructor)


def close(day):
    with store.connection():
        day.close()


def test_the_page_shows_shared_places_the_teams_and_who_has_no_place(chief, place):
    page = " ".join(chief.get(place).text.split())
    places = [page.index(f">{name}</a>") for name in ("林乙", "林丙", "林甲", "林丁", "林晓")]
    assert places == sorted(places)
    assert [page.count(f'<b class="n t4 wide-only">{n}</b>') for n in (1, 2, 3, 4)] == [3, 0, 1, 1]
    assert "没测全，不排名" in page
    assert "（不足 2 人，只有 1 人，不排名）" in page
    assert "暂列：比武还没结束，0 张表没定" in page


def test_the_assessment_leads_to_its_ranking_and_a_fitness_test_to_none(chief, cast, day, place):
    assert place in chief.get(f"/assessments/{day.assessment.id}").text
    with store.connection():
        fitness = FieldDay(cast).assessment.id
    assert "/ranking" not in chief.get(f"/assessments/{fitness}").text
    for form in ("", ".xlsx", ".pdf"):
        assert chief.get(f"/assessments/{fitness}/ranking{form}").status_code == 404


def test_the_workbook_has_everyone_and_the_teams(chief, place):
    answer = chief.get(f"{place}.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    people, teams = (list(book[name].values) for name in ("比武名次", "团体"))
    assert people[0] == ("名次", "姓名", "单位", "10米×4往返跑", "手枪射击环数", "上铐用时", "总分", "备注")
    assert [row[:2] + row[-2:] for row in people[1:]] == [
        (1, "林乙", 275, None),
        (1, "林丙", 275, None),
        (3, "林甲", 270, None),
        (4, "林丁", 240, None),
        ("–", "林晓", 88, "没测全，不排名"),
    ]
    assert teams[1] == (1, "城东分局", 545, "林乙 275、林甲 270")
    assert teams[2][:3] == ("–", "城西分局", "–")


def test_the_print_has_the_same_and_room_to_sign(chief, place):
    answer = chief.get(f"{place}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    for word in ("比武名次", "林乙", "林丙", "团体", "545", "主考签名", "没测全，不排名"):
        assert word in text, word


def test_a_rare_character_in_a_name_is_told_in_the_print(chief, day, place):
    with store.connection():
        day.does("林\U0003134a", 99)
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(chief.get(f"{place}.pdf").data)).pages)
    assert "□" in text
    assert "U+3134A" in text


def test_a_name_that_looks_like_a_formula_is_text_in_the_workbook(chief, day, place):
    with store.connection():
        day.does("=1+1", 99)
    cell = load_workbook(io.BytesIO(chief.get(f"{place}.xlsx").data))["比武名次"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_is_taken_out_is_noted(chief, day, place):
    for form in ("xlsx", "pdf"):
        chief.get(f"{place}.{form}")
    with store.connection():
        entries = AuditEntry.select().where(AuditEntry.act == "ranking.export").order_by(AuditEntry.id)
        acts = [(entry.subject_id, entry.detail) for entry in entries]
    assert acts == [(day.assessment.id, '{"form": "xlsx"}'), (day.assessment.id, '{"form": "pdf"}')]


def test_who_took_part_finds_the_ranking_on_their_sheet_once_it_is_closed(client, day, place, sign_in_as):
    sign_in_as(day.people["林丁"])
    own = f"/assessments/{day.assessment.id}/mine"
    assert place not in client.get(own).text
    assert client.get(place).status_code == 403
    close(day)
    assert place in client.get(own).text
    page = client.get(place).text
    assert "林乙" in page
    assert "林晓" not in page
    assert f"{place}.pdf" not in page
    assert client.get(f"{place}.pdf").status_code == 403


def test_a_contest_medal_says_the_place_and_no_grade(client, cast, day, sign_in_as):
    close(day)
    sign_in_as(cast.instructor)
    results = client.get(f"/assessments/{day.assessment.id}?tab=results").text
    assert results.count("第一名") == 2
    assert results.count("第三名") == 1
    assert "优秀" not in results
    client = sign_in_as(day.people["林乙"])
    assert "第一名" in client.get("/medals").text
    with store.connection():
        award = Award.get(person=day.people["林乙"]).id
    assert "第一名" in client.get(f"/medals/{award}").text
    assert client.get(f"/medals/{award}/picture.webp?size=240").mimetype == "image/webp"


def test_the_page_costs_the_same_for_many_as_for_few(chief, day, place, cast):
    chief.get(place)
    with counting_queries() as few:
        chief.get(place)
    with store.connection():
        for n in range(6):
            day.does(f"多{n}", 50 + n)
    with counting_queries() as many:
        chief.get(place)
    assert len(many) == len(few) <= 14


def test_the_list_of_marksmen_is_where_the_bureau_turned_it_on(client, cast, sign_in_as):
    with store.connection():
        day = ContestDay(cast, code=FIREARMS, kind=AssessmentKind.FIREARMS)
        for exercise, text in (("pistol_rings", "92"), ("pistol_time", "41.5")):
            day.enter(exercise, text)
        day.settle()
    place = f"/assessments/{day.assessment.id}"
    sign_in_as(cast.instructor)
    assert "/ranking" not in client.get(place).text
    assert client.get(f"{place}/ranking").status_code == 404
    sign_in_as(cast.admin).post("/bureau/marksmen", data={"is_on": "on"}, headers=HERE)
    sign_in_as(cast.instructor)
    assert "神枪手榜" in client.get(place).text
    assert client.get(f"{place}/ranking").status_code == 200
    sign_in_as(cast.officer)
    assert "41.5″" in client.get(f"{place}/ranking").text
    sign_in_as(cast.admin).post("/bureau/marksmen", data={}, headers=HERE)
    assert sign_in_as(cast.officer).get(f"{place}/ranking").status_code == 404
    with store.connection():
        assert bureau.get(bureau.MARKSMEN) is None


def test_the_pass_mark_of_firearms_is_a_setting_that_is_unset_until_it_is_set(client, cast, sign_in_as):
    admin = sign_in_as(cast.admin)
    page = admin.get("/bureau").text
    section = page[page.index(f'id="set-lines-{FIREARMS}"') :]
    assert "未设" in section[: section.index("</section>")]
    form = {"Excellent": "90", "Good": "80", "Pass": "60"}
    assert admin.post(f"/bureau/lines/{FIREARMS}", data=form, headers=HERE).status_code == 303
    with store.connection():
        assert bureau.get(f"grades.{FIREARMS}") == [["优秀", 90], ["良好", 80], ["合格", 60]]
    assert "总分 60 起" in admin.get(f"/standards/{FIREARMS}").text
