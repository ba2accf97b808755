"""What a page that reads JSON makes of answers that are not ours."""

import pytest

from tests.browser.conftest import PHONE, sign_in
from tests.support.browser.keeping import script
from tests.support.factories import make_training


def read(page, url):
    return page.evaluate(f"{script(page, 'kept/reading')}.then((m) => m.read('{url}'))")


@pytest.mark.parametrize("status", [403, 404])
def test_only_our_own_refusal_is_one(cast, window, status):
    """A refused screen forgets its roster and its codes, which no proxy in between may bring about."""
    page = window(PHONE, loses_network=True)
    sign_in(page, cast.officer, at="/account")
    number = make_training(cast).id if status == 403 else 10**6
    url = f"/trainings/{number}/field.json"
    assert read(page, url) == "refused"
    page.route("**/field.json", lambda route: route.fulfill(status=status, body="<h1>Squid</h1>"))
    assert read(page, url) == "offline"
