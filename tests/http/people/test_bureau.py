"""The settings: for the bureau's admins, checked, and never changing what was decided before."""

import pytest

from models import Season, SeasonKind, Setting, Training
from services import bureau, clock, store
from tests.conftest import HERE
from tests.support.awarding import make_season, make_training

POLICE = "police-2010-445"
YEAR = 2026


@pytest.fixture
def admin(cast, sign_in_as):
    return sign_in_as(cast.admin)


def kept(name):
    with store.connection():
        return bureau.get(name)


def send(client, place, **fields):
    return client.post(f"/bureau/{place}", data={"year": YEAR} | fields, headers=HERE)


@pytest.mark.parametrize("who", ["officer", "instructor", "registrar", "stranger"])
def test_only_an_admin_of_the_whole_bureau_sees_or_changes_settings(client, cast, sign_in_as, who):
    sign_in_as(getattr(cast, who))
    assert client.get("/bureau").status_code == 403
    for place in ("name", "hours", "seasons", f"lines/{POLICE}"):
        assert (
            send(client, place, name="别人的局", officer="1", spring_first="", pass_="1").status_code == 403
        )
    assert kept("bureau.name") is None


def test_what_is_not_set_is_shown_as_such(admin):
    page = admin.get("/bureau").text
    assert page.count('warn">未设</span>') == 1 + 4 + 2 + 2


def test_the_bureau_s_name_is_kept_and_asked_for(admin):
    assert send(admin, "name", name="示例市公安局", name_en="").status_code == 303
    assert kept("bureau.name") == "示例市公安局"

    answer = send(admin, "name", name=" ")
    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert kept("bureau.name") == "示例市公安局"


def test_hours_are_typed_in_hours_and_kept_in_minutes(admin):
    send(admin, "hours", officer="120", auxiliary="7.5")
    assert (kept("hours.2026.officer"), kept("hours.2026.auxiliary")) == (7200, 450)

    send(admin, "hours", officer="120", auxiliary="")
    assert kept("hours.2026.auxiliary") is None


@pytest.mark.parametrize("wrong", ["0", "-1", "2001", "abc", "1e9", "NaN", "Infinity", "１２0x"])
def test_hours_that_cannot_be_are_refused_and_change_nothing(admin, wrong):
    send(admin, "hours", officer="120", auxiliary="60")
    answer = send(admin, "hours", officer=wrong, auxiliary="90")

    assert answer.status_code == 422
    assert "hours-officer-error" in answer.text
    assert (kept("hours.2026.officer"), kept("hours.2026.auxiliary")) == (7200, 3600)


def test_grade_lines_are_kept_best_first(admin):
    send(admin, f"lines/{POLICE}", Excellent="320", Good="280", Pass="240")
    assert kept(f"grades.{POLICE}") == [["优秀", 320], ["良好", 280], ["合格", 240]]

    send(admin, f"lines/{POLICE}", Excellent="", Good="", Pass="")
    assert kept(f"grades.{POLICE}") is None


def test_an_earlier_value_stays_on_record(admin):
    send(admin, f"lines/{POLICE}", Pass="240")
    send(admin, f"lines/{POLICE}", Pass="250")
    send(admin, f"lines/{POLICE}", Pass="250")
    with store.connection():
        assert Setting.select().where(Setting.name == f"grades.{POLICE}").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"Excellent": "240", "Good": "280", "Pass": "200"},
        {"Excellent": "280", "Good": "280", "Pass": "200"},
        {"Excellent": "320", "Good": "", "Pass": ""},
        {"Excellent": "x", "Good": "", "Pass": "100"},
        {"Excellent": "", "Good": "", "Pass": "-5"},
    ],
)
def test_grade_lines_out_of_order_are_refused_beside_their_field(admin, wrong):
    answer = send(admin, f"lines/{POLICE}", **wrong)

    assert answer.status_code == 422
    assert f'id="lines-{POLICE}-' in answer.text
    assert "-error" in answer.text
    assert kept(f"grades.{POLICE}") is None


def test_a_standard_with_lines_of_its_own_takes_none(admin):
    assert send(admin, "lines/physique-2003", Pass="20").status_code == 422
    assert kept("grades.physique-2003") is None


def days(**changes):
    found = {
        "spring_first": "2026-03-01", "spring_last": "2026-05-31",
        "summer_first": "2026-06-01", "summer_last": "2026-08-31",
    }  # fmt: skip
    return found | changes


def test_seasons_are_kept_and_may_be_moved_together(admin):
    assert send(admin, "seasons", **days()).status_code == 303
    moved = days(spring_last="2026-06-15", summer_first="2026-06-16")
    assert send(admin, "seasons", **moved).status_code == 303
    with store.connection():
        spring, summer = Season.select().order_by(Season.first_on)
        assert (spring.last_on.isoformat(), summer.first_on.isoformat()) == ("2026-06-15", "2026-06-16")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"spring_last": "2026-02-01"}, "spring_last"),
        ({"spring_last": "2026-06-01"}, "spring_first"),
        ({"spring_last": ""}, "spring_last"),
        ({"spring_last": "2026-02-30"}, "spring_last"),
        ({"spring_first": "2025-12-20"}, "spring_first"),
    ],
)
def test_seasons_that_overlap_or_end_before_they_begin_are_refused(admin, wrong, field):
    with store.connection():
        make_season(SeasonKind.WINTER, 2025)
    answer = send(admin, "seasons", **days(**wrong))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with store.connection():
        assert Season.select().count() == 1


def test_a_training_outside_all_seasons_joins_the_one_that_is_set_around_it(admin, cast):
    with store.connection():
        training = make_training(cast.east, at=clock.at(clock.datetime(2026, 8, 31).date()))
    send(admin, "seasons", **days())
    with store.connection():
        assert Training.get_by_id(training.id).season.kind == SeasonKind.SUMMER
