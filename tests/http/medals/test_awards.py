"""The desk's list of awards, withdrawing one, and the sheet for a ceremony."""

import io

import pytest
from pypdf import PdfReader

from models import AwardVersion, Enrolment
from services import store
from tests.conftest import HERE, counting_queries
from tests.support.awarding import make_season


@pytest.fixture
def listed(client, cast, medal, sign_in_as):
    sign_in_as(cast.admin)
    return client


def test_the_list_shows_who_has_what_and_narrows(listed, cast, medal):
    season = make_season_id()
    assert cast.officer.name in listed.get("/awards").text
    for place in (
        "/awards?badge=fitness",
        f"/awards?season={season}",
        "/awards?state=valid",
        f"/awards?text={cast.officer.police_number}",
    ):
        assert f"/awards/{medal.award_id}" in listed.get(place).text, place
    for place in (
        "/awards?badge=marksman",
        "/awards?season=99",
        "/awards?state=revoked",
        "/awards?text=nobody",
    ):
        assert f"/awards/{medal.award_id}" not in listed.get(place).text, place


def test_the_list_holds_only_people_the_reader_may_see(listed, cast, medal, sign_in_as):
    assert f"/awards/{medal.award_id}" in sign_in_as(cast.registrar).get("/awards").text
    assert sign_in_as(cast.officer).get("/awards").status_code == 403
    assert sign_in_as(cast.stranger).get(f"/awards/{medal.award_id}").status_code in (403, 404)


def test_a_list_of_many_takes_as_few_queries_as_of_one(listed, cast, earn):
    with counting_queries() as one:
        listed.get("/awards")
    for person in (cast.auxiliary, cast.instructor, cast.registrar):
        earn("silver", person=person)
    with counting_queries() as many:
        listed.get("/awards")
    assert len(many) == len(one)


def test_withdrawing_takes_a_reason_and_its_owner_reads_it(listed, cast, medal, sign_in_as):
    place = f"/awards/{medal.award_id}/withdraw"
    assert listed.post(place, data={"reason": " "}, headers=HERE).status_code == 422
    assert listed.post(place, data={"reason": "替考"}, headers=HERE).status_code == 303
    assert listed.post(place, data={"reason": "替考"}, headers=HERE).status_code == 409

    page = sign_in_as(cast.officer).get(f"/medals/{medal.award_id}").text
    assert "管理员撤回：替考" in page
    assert cast.admin.name in page
    assert "已撤销" in listed.get(f"/V/{medal.check_code}").text


def test_who_is_no_admin_above_the_holder_withdraws_nothing(listed, cast, medal, sign_in_as):
    for who in ("officer", "registrar", "stranger"):
        answer = sign_in_as(getattr(cast, who)).post(
            f"/awards/{medal.award_id}/withdraw", data={"reason": "x"}, headers=HERE
        )
        assert answer.status_code in (403, 404)
    with store.connection():
        assert AwardVersion.get_by_id(medal.id).state == "valid"


def test_the_sheet_for_a_ceremony_names_each_holder_with_number_and_day(listed, cast, medal, earn):
    earn("bronze", person=cast.auxiliary)
    answer = listed.get(f"/awards/ceremony.pdf?season={make_season_id()}")
    paper = PdfReader(io.BytesIO(answer.data))
    text = paper.pages[0].extract_text()

    assert answer.mimetype == "application/pdf"
    for told in (cast.officer.name, cast.auxiliary.name, "№ 000001", "№ 000002", "2026.10.18"):
        assert told in text
    assert len(paper.pages) == 1
    assert len(paper.pages[0].images) == 2
    assert cast.officer.police_number not in text


def make_season_id():
    with store.connection():
        return make_season().id


def test_the_sheet_of_one_training_holds_its_medals_alone(listed, cast, medal, earn):
    earn("bronze", person=cast.auxiliary)
    with store.connection():
        training = AwardVersion.get_by_id(medal.id).sheet_version.sheet.assessment.training_id
        assert Enrolment.select().count() == 0
    assert f'<option value="{training}"' in listed.get("/awards/ceremony").text
    text = PdfReader(io.BytesIO(listed.get(f"/awards/ceremony.pdf?training={training}").data)).pages[0]

    assert cast.officer.name in text.extract_text()
    assert cast.auxiliary.name not in text.extract_text()


def test_a_sheet_of_nothing_says_so(listed):
    assert listed.get("/awards/ceremony.pdf").status_code == 422
    assert listed.get("/awards/ceremony.pdf?season=99").status_code == 422
