"""A code that came from elsewhere: what the phone's own camera opens in a browser that was in touch since."""

from datetime import timedelta
from itertools import permutations

import pytest

import models
from pwa import stamps
from services import clock, store, trainings
from services.attendance import presence
from tests.conftest import HERE
from tests.support.factories import PASSWORD, code_of
from tests.support.phones import owner_of, scan

MINUTE = timedelta(minutes=1)


def evidence():
    with store.connection():
        return list(models.Evidence.select().order_by(models.Evidence.id).dicts())


def grades(training):
    """{person: (grade for coming, reasons of what waits)}."""
    with store.connection():
        stands = presence.standings(trainings.get(training.id))
    return {
        person: (
            [credit.grade for credit in stand.credits.values()],
            [graded.reasons for graded in stand.pending],
        )
        for person, stand in stands.items()
        if stand.credits or stand.pending
    }


def open_and_send(client, person, code):
    """Open a code by the phone's camera, signed out; sign in, and let the page send it."""
    client.get(f"/C/{code}")
    form = {"police_number": person.police_number, "password": PASSWORD}
    assert client.post("/sign-in", data=form, headers=HERE).status_code == 303
    assert client.post("/check-in", headers=HERE).status_code == 303


def test_a_code_opened_late_at_a_first_contact_is_honest(client, cast, training):
    """A camera that read the code in a hall without a signal, and opens it outside."""
    open_and_send(client, cast.officer, code_of(training, slot_ago=30))
    assert grades(training) == {cast.officer.id: (["C"], [])}
    assert evidence()[0]["synced_at"] is None


def test_a_code_opened_late_by_a_browser_in_touch_before_it_was_shown_is_honest(client, cast, training):
    now = clock.now()
    with clock.stopped(now - 20 * MINUTE):
        client.get("/sign-in")
    open_and_send(client, cast.officer, code_of(training, slot_ago=30))
    assert grades(training) == {cast.officer.id: (["C"], [])}
    assert evidence()[0]["synced_at"] == now.replace(microsecond=now.microsecond // 1000 * 1000) - 20 * MINUTE


@pytest.mark.parametrize("place", ["/sign-in", "/sync"])
def test_a_code_opened_by_a_browser_in_touch_since_it_was_shown_is_relayed(client, cast, training, place):
    """A friend in the hall sends the link: this browser was online all the time."""
    code = code_of(training, slot_ago=30)
    with clock.stopped(clock.now() - MINUTE):
        client.get(place)
    open_and_send(client, cast.officer, code)
    assert grades(training) == {cast.officer.id: ([], [("relayed",)])}


def test_what_counts_is_the_first_opening_however_slow_the_login(client, cast, training):
    """All that the browser sees of us between the code and the delivery is the login itself."""
    code = code_of(training)
    client.get(f"/C/{code}")
    with clock.stopped(clock.now() + 5 * MINUTE):
        client.get("/sign-in")
        open_and_send(client, cast.officer, code)
    assert grades(training) == {cast.officer.id: (["B"], [])}


def test_a_live_scan_by_a_browser_in_constant_touch_is_live(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    client.get("/sync")
    client.get("/")
    client.get(f"/C/{code_of(training)}")
    client.post("/check-in", headers=HERE)
    assert grades(training) == {cast.officer.id: (["B"], [])}


def test_the_time_last_seen_is_renewed_once_a_minute_on_pages_and_always_on_sync(client, cast):
    now = clock.now()

    def set_by(place, after):
        with clock.stopped(now + after * MINUTE):
            return "seen=" in str(client.get(place).headers.getlist("Set-Cookie"))

    told = [set_by(*one) for one in (("/sign-in", 0), ("/sign-in", 0.9), ("/sync", 0.95), ("/sign-in", 1.9))]
    assert told == [True, False, True, False]
    assert set_by("/sign-in", 2)


def test_the_cookie_is_ours_alone_and_files_for_all_carry_none(app, client, cast):
    cookie = next(c for c in client.get("/sign-in").headers.getlist("Set-Cookie") if c.startswith("seen="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    client.delete_cookie("seen")
    assert not client.get(f"{app.static_url_path}/css/main.css").headers.getlist("Set-Cookie")


def test_a_forged_time_last_seen_says_nothing(client, cast, training):
    client.set_cookie("seen", "MTIzNDU2.abc")
    open_and_send(client, cast.officer, code_of(training, slot_ago=30))
    assert evidence()[0]["synced_at"] is None


def test_each_in_any_order_of_delivery(app, cast, training, post, sign_in_as):
    """By both ways in: relayed, first contact, two people of one phone, one person twice."""
    now = clock.now()
    with app.app_context():
        since, before = stamps.stamp(now - MINUTE), stamps.stamp(now - 20 * MINUTE)
    old, older = code_of(training, slot_ago=30), code_of(training, slot_ago=31)
    sent = [
        (cast.officer, "a", scan(training, code=old, stamp=since)),
        (cast.auxiliary, "b", scan(training, code=older, stamp=before)),
        (cast.registrar, "b", scan(training, code=old, stamp=None)),
        (cast.auxiliary, "b", scan(training, code=old, stamp=before)),
    ]
    owners = {person.id: owner_of(person) for person, _phone, _claim in sent}
    found = []
    for order in permutations(sent):
        with store.connection():
            models.Evidence.delete().execute()
            models.Enrolment.delete().where(models.Enrolment.is_walk_in).execute()
        phones = {}
        for person, phone, claim in order:
            found.append(_deliver(app, phones, phone, sign_in_as(person), post, owners[person.id], claim))
        assert grades(training) == {
            cast.officer.id: ([], [("relayed",)]),
            cast.auxiliary.id: (["C"], []),
            cast.registrar.id: ([], [("shared_device",)]),
        }
    assert set(found) == {200}


def _deliver(app, phones, phone, client, post, owner, claim):
    """Send with the cookie that tells one phone from another."""
    client.delete_cookie("device")
    if phone in phones:
        client.set_cookie("device", phones[phone])
    status = post(owner, claim).status_code
    phones[phone] = client.get_cookie("device").value
    return status
