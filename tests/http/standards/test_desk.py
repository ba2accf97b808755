"""The standards desk on the web: import, compare, publish; and what an assessment is offered then."""

import io
import re
from dataclasses import replace

import pytest

from models import Assessment, Publication, StandardImport, StandardVersion
from services import clock, standard_files, standards, store
from services.standards import publications
from tests.conftest import HERE, counting_queries
from tests.support import tables_elsewhere as elsewhere
from tests.support.factories import identity
from tests.support.field_day import CONTEST, FIREARMS, POLICE, RECRUIT
from tests.support.small_standard import SMALL
from tests.support.tables import digest


@pytest.fixture
def admin(client, cast, sign_in_as):
    return sign_in_as(cast.admin)


@pytest.fixture
def second(cast):
    """A second version of the recruits' standard: its digest. The first is stored too."""
    first = standard_files.shipped(RECRUIT)
    table, *others = first.tables
    band = replace(table.bands[0], threshold=table.bands[0].threshold - 100)
    with store.connection():
        standards.keep(first)
        changed = replace(first, title="第二版标准", tables=(replace(table, bands=(band,)), *others))
        return standards.keep(changed).digest


def upload(client, files):
    sent = [(io.BytesIO(content), name) for name, content in files]
    return client.post("/standard-imports", data={"file": sent}, headers=HERE)


def brought(client, files):
    """Upload, look, confirm; the last answer."""
    place = upload(client, files).location
    assert client.get(place).status_code == 200
    return client.post(place, headers=HERE)


def test_a_folder_is_uploaded_looked_at_and_kept(admin):
    answer = upload(admin, elsewhere.folder(elsewhere.files()))
    assert answer.status_code == 303
    page = admin.get(answer.location).text
    assert "这是一个新的标准" in page
    assert ">86<" in page
    kept = admin.post(answer.location, headers=HERE)
    assert kept.location == "/standards/elsewhere?version=1&said=imported"
    assert "已存为新的一版" in admin.get(kept.location).text
    assert admin.post(answer.location, headers=HERE).status_code == 404


def test_a_bad_file_is_told_by_file_row_and_reason_and_changes_nothing(admin):
    before = digest()
    sheets = SMALL | {"bands": SMALL["bands"] + "M,30,run,95,12.9\nM,30,swim,9,1\n"}
    answer = upload(admin, elsewhere.folder(sheets))
    assert answer.status_code == 422
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td[^>]*><span class="n">(\d+)', answer.text)
    assert rows == [("bands.csv", "5"), ("bands.csv", "6")]
    assert "95 分与第 3 行重复" in answer.text
    assert digest() == before


NO_STANDARD = [], [("", b"")], [("x.xlsx", b"\0\1")], [("<b>.zip", b"PK\x03\x04")]


@pytest.mark.parametrize("files", NO_STANDARD, ids=str)
def test_no_file_and_no_standard_are_refused_in_words(admin, files):
    before = digest()
    answer = upload(admin, files)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "<b>.zip" not in answer.text
    assert digest() == before


def test_a_new_version_is_shown_beside_the_one_in_force(admin):
    brought(admin, elsewhere.folder(elsewhere.files()))
    sheets = elsewhere.files(title="改过的标准")
    sheets["bands"] = sheets["bands"].replace("M,18,18,run3000,100,660", "M,18,18,run3000,100,650")
    page = admin.get(upload(admin, elsewhere.zipped(sheets)).location).text
    assert "会存为这个标准新的一版；下面和第 1 版比" in page
    assert '<del class="was">11′00″</del>' in page
    assert '<ins class="now">10′50″</ins>' in page
    assert page.count("<del") == 2


def test_the_same_file_again_has_nothing_to_import(admin):
    brought(admin, elsewhere.folder(elsewhere.files()))
    page = admin.get(upload(admin, elsewhere.folder(elsewhere.files())).location).text
    assert "库里已有一样的（第 1 版）" in page
    assert "存为一版" not in page


def test_what_was_downloaded_is_the_same_when_it_is_uploaded(admin):
    content = admin.get(f"/standards/{POLICE}/workbook.xlsx").data
    page = admin.get(upload(admin, [("x.xlsx", content)]).location).text
    assert "库里已有一样的（自带的一版）" in page


def test_a_dropped_import_leaves_nothing(admin):
    place = upload(admin, elsewhere.folder(SMALL)).location
    assert admin.post(f"{place}/drop", headers=HERE).status_code == 303
    with store.connection():
        assert not StandardImport.select().exists()
        assert not StandardVersion.select().exists()


def test_a_version_is_published_from_a_day_and_withdrawn(admin, second):
    today = clock.today().isoformat()
    form = {"version": "2", "from_on": today}
    answer = admin.post(f"/standards/{RECRUIT}/publish", data=form, headers=HERE)
    assert answer.location == f"/standards/{RECRUIT}?version=2&said=published"
    page = admin.get(answer.location).text
    assert f"现行，自 {today}" in page
    assert "罗成：第 2 版" in page
    assert "已有新版" in admin.get(f"/standards/{RECRUIT}?version=1").text
    admin.post(f"/standards/{RECRUIT}/withdraw", data={"version": "2"}, headers=HERE)
    assert "已撤下" in admin.get(f"/standards/{RECRUIT}?version=2").text
    with store.connection():
        assert [row.from_on for row in Publication.select().order_by(Publication.id)] == [clock.today(), None]


@pytest.mark.parametrize("from_on", ["", "2026-02-30", "gestern", "99999-01-01"])
def test_a_day_that_is_none_publishes_nothing(admin, second, from_on):
    before = digest()
    form = {"version": "2", "from_on": from_on}
    answer = admin.post(f"/standards/{RECRUIT}/publish", data=form, headers=HERE)
    assert answer.status_code == 422
    assert 'id="from_on-error"' in answer.text
    assert digest() == before


def test_what_is_not_published_cannot_be_withdrawn(admin, second):
    answer = admin.post(f"/standards/{RECRUIT}/withdraw", data={"version": "2"}, headers=HERE)
    assert answer.status_code == 422
    assert "这一版没有发布" in answer.text


def test_the_form_offers_the_day_that_the_file_names(admin):
    brought(admin, elsewhere.folder(elsewhere.files(effective_on="2030-05-01")))
    page = admin.get("/standards/elsewhere").text
    assert 'value="2030-05-01"' in page
    assert "2030-05-01 起" in page


def test_nobody_else_is_offered_to_import_or_publish(client, cast, sign_in_as):
    for who in (cast.officer, cast.registrar):
        sign_in_as(who)
        assert "/standard-imports" not in client.get("/standards").text
        assert "/publish" not in client.get(f"/standards/{RECRUIT}").text


def test_two_versions_are_compared_whichever_is_first(client, cast, second, sign_in_as):
    sign_in_as(cast.officer)
    page = client.get(f"/standards/{RECRUIT}/compare").text
    assert '<del class="was">13.1″</del>' in page
    assert '<ins class="now">13.0″</ins>' in page
    assert "第二版标准" in page
    back = client.get(f"/standards/{RECRUIT}/compare?old=2&new=1").text
    assert '<ins class="now">13.1″</ins>' in back
    assert "两版没有不同" in client.get(f"/standards/{RECRUIT}/compare?old=1&new=1").text


def test_a_code_with_one_version_has_nothing_to_compare(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    assert client.get(f"/standards/{POLICE}/compare").status_code == 404
    assert client.get("/standards/no-such/compare").status_code == 404


def test_a_long_comparison_has_pages(admin):
    brought(admin, elsewhere.folder(elsewhere.files()))
    sheets = elsewhere.files()
    rows = sheets["bands"]
    sheets["bands"] = re.sub(r"run3000,(\d+),(\d+)", lambda m: f"run3000,{m[1]},{int(m[2]) - 1}", rows)
    brought(admin, elsewhere.folder(sheets))
    with counting_queries() as sent:
        page = admin.get("/standards/elsewhere/compare").text
    assert page.count("<del") == 100
    assert "改动 8686 行" in page
    assert admin.get("/standards/elsewhere/compare?page=87&item=run3000").text.count("<del") == 86
    assert len(sent) <= 6


def new(client, **form):
    now = clock.local(clock.now())
    facts = {
        "kind": "fitness",
        "title": "考核",
        "starts_at": f"{now:%Y-%m-%dT%H:%M}",
        "ends_at": f"{now:%Y-%m-%dT23:59}",
        "exercise": "shuttle4x10",
    }
    return client.post("/assessments/new", data=facts | form, headers=HERE)


@pytest.fixture
def planner(client, cast, sign_in_as):
    return sign_in_as(cast.instructor)


def test_another_version_than_the_one_in_force_asks_whether_it_is_meant(planner, cast, second):
    page = planner.get(f"/assessments/new?standard={second}").text
    assert "生效的是第 1 版，选的是第 2 版" in page
    before = digest()
    answer = new(planner, standard=second, unit=cast.east.id)
    assert answer.status_code == 422
    assert 'name="is_sure"' in answer.text
    assert digest() == before
    assert new(planner, standard=second, unit=cast.east.id, is_sure="on").status_code == 303
    with store.connection():
        assert Assessment.get().standard.version == 2


def test_the_version_in_force_is_offered_first_and_taken_without_a_word(planner, cast, second):
    with store.connection():
        publications.publish(second, clock.today(), actor=identity(cast.admin))
    page = planner.get("/assessments/new?kind=fitness").text
    codes = re.findall(r'class="s q">([\w-]+)&emsp;(.*?)</span>', page)
    assert codes.index((RECRUIT, "第 2 版")) < codes.index((RECRUIT, "第 1 版"))
    assert new(planner, standard=second, unit=cast.east.id).status_code == 303


def test_each_kind_is_offered_the_standards_that_fit_it(planner):
    def codes(kind):
        page = planner.get(f"/assessments/new?kind={kind}").text
        return set(re.findall(r'class="s q">([\w-]+)&emsp;', page))

    assert codes("firearms") == {FIREARMS}
    assert RECRUIT in codes("fitness")
    assert CONTEST not in codes("fitness")
    assert {CONTEST, FIREARMS, POLICE} <= codes("contest")
    assert {CONTEST, FIREARMS, RECRUIT} <= codes("nonsense")


def test_a_standard_of_another_kind_is_refused_and_changes_nothing(planner, cast):
    with store.connection():
        chosen = next(o.digest for o in standards.offered() if o.standard.code == FIREARMS)
    before = digest()
    answer = new(planner, standard=chosen, unit=cast.east.id, exercise="pistol_rings")
    assert answer.status_code == 422
    assert "这个标准不是给这类考核的" in answer.text
    assert digest() == before


@pytest.mark.parametrize(("typed", "kept"), [("3", 3), ("", None)])
def test_a_contest_may_have_a_team_size(planner, cast, typed, kept):
    with store.connection():
        chosen = next(o.digest for o in standards.offered() if o.standard.code == CONTEST)
    form = {"standard": chosen, "unit": cast.east.id, "exercise": "pistol_rings", "kind": "contest"}
    assert new(planner, team_size="0", **form).status_code == 422
    assert new(planner, team_size=typed, **form).status_code == 303
    with store.connection():
        assert Assessment.get().team_size == kept
