"""What becomes of claims on a phone when the network lies, stalls, or breaks off."""

import json
import uuid

import pytest

from models import Account, Evidence
from services import clock
from tests.browser.conftest import PHONE, sign_in
from tests.support.browser.keeping import keep_claim, script, until
from tests.support.browser.keeping import rows as stored
from tests.support.factories import PASSWORD, code_of, identity, make_training

PATIENCE = 15_000  # ms that a page has for an answer


@pytest.fixture
def phone(window, network_between):
    def open_phone(person, *, has_clock=False):
        page = window(PHONE, anew=has_clock, loses_network=True, base_url=network_between.url)
        if has_clock:
            page.clock.install()
        sign_in(page, person, at="/account")
        return page

    return open_phone


def flush(page):
    return page.evaluate(f"{script(page, 'kept/outbox')}.then((m) => m.flush())")


def waiting(page):
    """The ids in the outbox, of whomever."""
    return page.evaluate(
        f"{script(page, 'kept/outbox')}.then((m) => m.pending()).then((all) => all.map((c) => c.id))"
    )


def sign_out(page):
    page.goto("/account")
    page.click("form[action='/sign-out'] button")
    page.wait_for_url("**/sign-in")


def end_sessions(person):
    """What a changed password does to every phone, which does not hear of it."""
    Account.update(epoch=Account.epoch + 1).where(Account.person == person).execute()


def kept(**where):
    return Evidence.select().filter(**where).count()


@pytest.mark.parametrize("trouble", ["portal", "error", "gone", "cut"])
def test_a_claim_waits_until_the_server_itself_has_answered(cast, phone, network_between, trouble):
    training = make_training(cast)
    page = phone(cast.officer)
    with network_between.having(trouble, "/sync"):
        claim = keep_claim(page, code_of(training))
        assert flush(page)["refused"] == "offline"
        assert waiting(page) == [claim]
        assert kept(claim_id=claim) == (trouble == "cut")
    assert flush(page) == {"sent": 1, "left": 0, "refused": None}
    assert waiting(page) == []
    assert kept(claim_id=claim, person=cast.officer) == 1


def test_an_answer_that_never_comes_holds_up_nothing_for_good(cast, phone, network_between):
    training = make_training(cast)
    page = phone(cast.officer, has_clock=True)
    with network_between.having("hang", "/sync"):
        claim = keep_claim(page, code_of(training))
        begin = f"{script(page, 'kept/outbox')}.then((m) => m.flush()).then((told) => (self.told = told))"
        page.evaluate(f"void {begin}")
        # One request after another is given up: the claim's own, and what asked after it. The network holds
        # each for longer than we wait here.
        told = until(lambda: page.clock.fast_forward(PATIENCE) or page.evaluate("self.told"), seconds=30)
        assert told["refused"] == "offline"
        assert waiting(page) == [claim]
    until(lambda: flush(page)["left"] == 0)
    assert kept(claim_id=claim) == 1


def test_signed_out_in_the_middle_the_rest_goes_out_under_its_owner(cast, phone, network_between):
    training = make_training(cast)
    page = phone(cast.officer)
    end_sessions(cast.officer)
    claims = {keep_claim(page, code_of(training, slot_ago=ago)) for ago in range(3)}
    assert flush(page)["refused"] == "signed_out"
    assert set(waiting(page)) == claims
    sign_in(page, cast.officer, at="/account")
    until(lambda: waiting(page) == [])
    assert kept(person=cast.officer) == 3


def test_another_person_on_the_same_phone_sends_nothing_of_the_first(cast, phone, network_between):
    training = make_training(cast)
    page = phone(cast.officer)
    with network_between.having("gone", "/sync"):
        first = keep_claim(page, code_of(training))
        sign_out(page)
        sign_in(page, cast.auxiliary, at="/account")
        second = keep_claim(page, code_of(training, slot_ago=1))
    until(lambda: waiting(page) == [first])
    assert kept(claim_id=second) == 1
    assert kept(person=cast.auxiliary) == 1
    assert kept(person=cast.officer) == 0
    sign_out(page)
    sign_in(page, cast.officer, at="/account")
    until(lambda: waiting(page) == [])
    assert kept(claim_id=first, person=cast.officer) == 1


def test_a_queue_is_refused_in_a_session_that_is_not_its_owners(cast, phone, server):
    """The page still believes the first owner; only the cookie says who is signed in."""
    training = make_training(cast)
    page = phone(cast.officer)
    page.context.request.post(
        "/sign-in",
        form={"police_number": cast.auxiliary.police_number, "password": PASSWORD},
        headers={"Origin": server.url, "Sec-Fetch-Site": "same-origin"},
    )
    claim = keep_claim(page, code_of(training))
    assert flush(page)["refused"] == "owner"
    assert waiting(page) == [claim]
    assert kept() == 0


LEAVES_MEANWHILE = """async ([store, outbox, claim]) => {
  const ask = fetch;
  self.fetch = async (...asked) => {
    const answer = await ask(...asked);
    if (asked[0] === "/sync" && asked[1].method === "POST") await (await import(store)).dropReadable();
    return answer;
  };
  await (await import(outbox)).keep(claim);
  await (await import(outbox)).flush();
}"""


def test_no_answer_is_left_behind_for_someone_who_signed_out_meanwhile(cast, phone):
    training = make_training(cast)
    page = phone(cast.officer)
    folder = page.locator("script[type=module]").get_attribute("src").rpartition("/")[0]
    claim = {"id": str(uuid.uuid4()), "kind": "scan", "code": code_of(training)}
    page.evaluate(LEAVES_MEANWHILE, [f"{folder}/kept/store.js", f"{folder}/kept/outbox.js", claim])
    assert kept(claim_id=claim["id"], person=cast.officer) == 1
    assert stored(page, "answers") == []
    page.goto("/account")
    until(lambda: waiting(page) == [])
    assert [answer["outcome"] for answer in stored(page, "answers")] == ["duplicate"]


AT_ONCE = """async ([outbox, owner, claim]) => {
  const [{ keep }] = await Promise.all([import(outbox), import(owner)]);
  return (await keep(claim)).owner;
}"""


def test_a_claim_made_before_the_page_knows_whose_it_is_waits_for_that(cast, window):
    page = window(PHONE)
    # So that nothing has asked yet whose it is when the claim is made.
    page.route("**/js/main.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    sign_in(page, cast.officer, at="/account")
    folder = page.locator("script[type=module]").get_attribute("src").rpartition("/")[0]
    claim = {"id": str(uuid.uuid4()), "kind": "scan", "code": "A" * 30}
    modules = [f"{folder}/kept/outbox.js", f"{folder}/kept/owner.js"]
    assert page.evaluate(AT_ONCE, [*modules, claim]) == identity(cast.officer).account_id


def test_only_who_was_asked_takes_up_a_claim_that_nobody_owned(cast, phone):
    page = phone(cast.officer)
    claim = {"id": str(uuid.uuid4()), "kind": "scan", "code": "A" * 30, "owner": 0, "made": 1}
    put = f"{script(page, 'kept/store')}.then((m) => m.put('outbox', {json.dumps(claim)}))"
    page.evaluate(put)
    adopt = f"{script(page, 'kept/outbox')}.then((m) => m.adopt(['{claim['id']}'], 10 ** 9))"
    page.evaluate(adopt)
    assert [one["owner"] for one in stored(page, "outbox")] == [0]


def test_a_clock_that_was_set_out_of_sight_is_noticed_at_delivery(cast, phone):
    training = make_training(cast)
    page = phone(cast.instructor)
    at = int(clock.now().timestamp() * 1000)
    seen = {"kind": "tick", "training": training.id, "person": cast.officer.id, "phase": "in", "at": at}
    # By this clock the server was two hours behind when the tick was made; it is not now.
    claim = {"id": str(uuid.uuid4()), "gap": 0, "offset": -7_200_000} | seen
    page.evaluate(f"{script(page, 'kept/outbox')}.then((m) => m.keep({json.dumps(claim)})).then(() => 0)")
    until(lambda: waiting(page) == [])
    assert Evidence.get().clock_gap > 7_000_000


def test_many_claims_go_out_in_several_requests_each_once(cast, phone, network_between):
    training = make_training(cast, starts_in=-1800)
    page = phone(cast.officer)
    with network_between.having("gone", "/sync"):
        for ago in range(60):
            keep_claim(page, code_of(training, slot_ago=ago))
    with network_between.having("cut", "/sync"):
        flush(page)
    flush(page)
    until(lambda: waiting(page) == [])
    assert kept(person=cast.officer) == 60
    assert sum(path == "/sync" and b"claims" in body for path, body in network_between.sent) >= 3


def test_a_slow_sign_in_loses_no_time_of_a_claim_that_nobody_owned(cast, window, network_between):
    training = make_training(cast)
    page = window(PHONE, loses_network=True, base_url=network_between.url)
    page.goto("/sign-in?next=/account")
    claim = keep_claim(page, code_of(training))
    until(lambda: "receipt" in stored(page, "outbox")[0])
    seen_by = clock.now()
    sign_in(page, cast.officer)
    owner = identity(cast.officer).account_id
    page.evaluate(f"{script(page, 'kept/outbox')}.then((m) => m.adopt(['{claim}'], {owner}))")
    until(lambda: waiting(page) == [])
    assert Evidence.get(Evidence.claim_id == claim).received_at <= seen_by
