"""A trainee's own trainings."""

import pytest

from services import checkins, clock, store
from services.trainings import codes
from tests.conftest import counting_queries
from tests.support.factories import code_of, identity, make_training


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast)


def test_a_trainee_sees_today_s_training_and_where_they_stand(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    assert "擒拿控制与上铐" in client.get("/trainings").text
    assert "未签到" in client.get(f"/trainings/{training.id}").text
    with store.connection():
        made = checkins.Claim("c", codes.read(code_of(training)), clock.now())
        credited = checkins.accept(made, identity(cast.officer)).credited_at
    page = client.get(f"/trainings/{training.id}").text
    assert clock.local(credited).strftime("%H:%M:%S") in page
    assert "现场扫码" in page


def test_a_past_training_is_on_the_other_list(client, cast, sign_in_as):
    with store.connection():
        make_training(cast, starts_in=-3 * 86400)
    sign_in_as(cast.officer)
    assert "擒拿控制与上铐" not in client.get("/trainings").text
    assert "擒拿控制与上铐" in client.get("/trainings?when=past").text


def test_a_training_of_others_is_not_found(client, cast, training, sign_in_as):
    sign_in_as(cast.stranger)
    assert client.get(f"/trainings/{training.id}").status_code == 404
    assert client.get("/trainings/999999").status_code == 404


def test_the_list_costs_the_same_however_long(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    with counting_queries() as few:
        client.get("/trainings")
    with store.connection():
        for n in range(5):
            make_training(cast, starts_in=n * 600)
    with counting_queries() as many:
        client.get("/trainings")
    assert len(many) == len(few)


def test_a_training_going_on_for_days_is_with_those_to_come(client, cast, sign_in_as):
    with store.connection():
        make_training(cast, starts_in=-3 * 86400, lasts=20 * 86400)
    sign_in_as(cast.officer)
    assert "擒拿控制与上铐" in client.get("/trainings").text
    assert "擒拿控制与上铐" not in client.get("/trainings?when=past").text


def test_check_in_is_offered_until_it_is_done(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    place = f"/trainings/{training.id}"
    assert "扫码签到" in client.get(place).text
    with store.connection():
        made = checkins.Claim("c", codes.read(code_of(training)), clock.now())
        checkins.accept(made, identity(cast.officer))
    assert "扫码签到" not in client.get(place).text
