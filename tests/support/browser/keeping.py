"""Asking a browser what it keeps: its worker, its caches, its database."""

import json
import time
import uuid

from services import clock
from tests.support.server import PATIENCE


def until(truth, seconds=PATIENCE):
    """Wait for a fact, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := truth():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come true")


def as_told(at):
    """An instant as pages write it: the time, and the day before it where that is another than today."""
    local = clock.local(at)
    return f"{local:%H:%M}" if local.date() == clock.today() else f"{local:%m-%d %H:%M}"


def script(page, module):
    """Our own module in the page, as the page itself imports it."""
    folder = page.locator("script[type=module]").get_attribute("src").rpartition("/")[0]
    return f"import('{folder}/{module}.js')"


def await_wired(page):
    """Until every script that the page asks for has arrived and does its part."""
    page.wait_for_selector("html[data-wired]", state="attached")


def hear_of_network(page):
    """What a phone tells its pages once it has a network: they do not wait for their next try."""
    page.evaluate("dispatchEvent(new Event('online'))")


def try_now(page):
    """A touch of 现在重试 that was in sight while nothing could go: the phone's own try may hide it first."""
    page.locator("[data-retry]").dispatch_event("click")


def rows(page, store):
    """Everything in one store of the browser's database."""
    return page.evaluate(f"{script(page, 'kept/store')}.then((m) => m.all('{store}'))")


def owner(page):
    return page.evaluate(f"{script(page, 'kept/store')}.then((m) => m.get('meta', 'owner'))")


def keep_claim(page, code):
    """Keep a scanned code as the scanner does; its id once it is on the disk."""
    claim = {"id": str(uuid.uuid4()), "kind": "scan", "code": code}
    page.evaluate(f"{script(page, 'kept/outbox')}.then((m) => m.keep({json.dumps(claim)})).then(() => 0)")
    return claim["id"]


def await_worker(page):
    """Until the worker is installed and active, so that the next page is its own."""
    until(
        lambda: (
            page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r?.active?.state)")
            == "activated"
        )
    )


def await_copy(page):
    """Until the worker is there, and the signed-in person's things are kept."""
    await_worker(page)
    until(lambda: rows(page, "mine"))


def cached_bodies(page):
    """{address: text} of everything in Cache Storage."""
    return page.evaluate("""async () => {
      const found = {};
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          found[request.url] = await (await cache.match(request)).text();
        }
      }
      return found;
    }""")
