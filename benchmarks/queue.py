"""A phone full of claims comes back to the network: an instructor's thousand ticks.

The server is asked as it is in use, twenty batches each on the disk before it is answered; the phone's
time is from its first request to an empty outbox, and no task of its page may hold a finger up.
"""

import tempfile
import uuid
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import sync_playwright

import pwa
from models import Account, Person, PersonKind, Sex
from services import clock, planning, store
from services.checkins import deliveries
from services.trainings import enrolments
from settings import Settings
from tests.support import factories
from tests.support.browser import chromium
from tests.support.browser.devices import PHONE
from tests.support.browser.served import Server

CLAIMS = 1_000
RUNS = 3
SERVER_LIMIT, BROWSER_LIMIT, TASK_LIMIT = 1, 5, 200  # s, s, ms
HERE = {"Origin": "http://localhost"}

#: Everything before the delivery: the claims lie in the outbox as the field screen keeps them.
FILL = """async ([folder, claims]) => {
  const { transact } = await import(`${folder}/kept/store.js`);
  const { owner } = await import(`${folder}/kept/owner.js`);
  const { id } = await owner();
  await transact("outbox", "readwrite", async (outbox) => {
    const facts = { owner: id, stamp: null, offset: 0 };
    for (const claim of claims) await outbox.add({ ...claim, ...facts, made: claim.at });
  });
}"""
DELIVER = """async (folder) => {
  const { flush } = await import(`${folder}/kept/outbox.js`);
  const tasks = [0];
  const note = (list) => tasks.push(...list.getEntries().map((task) => task.duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
  const began = performance.now();
  const { left } = await flush();
  const took = performance.now() - began;
  await new Promise((drawn) => setTimeout(drawn, 500)); // what the answers change on the page
  return [left, took / 1000, Math.max(...tasks)];
}"""


def main():
    """[(what, value, unit, limit)]"""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        store.bind(f"sqlite:///{var}/demo.db")
        with store.connection():
            store.migrate()
            hall = Hall()
        served = median(_server(hall, var) for _ in range(RUNS))
        yield f"queue: {CLAIMS} claims, the server's part", served, "s", SERVER_LIMIT
        took, longest = _browser(hall, var)
        yield f"queue: {CLAIMS} claims, a phone's outbox emptied", took, "s", BROWSER_LIMIT
        yield "queue: the longest task meanwhile", longest, "ms", TASK_LIMIT


class Hall:
    """A lecture under way, its instructor, and everyone who is expected."""

    def __init__(self):
        self.cast = cast = factories.Cast()
        plain = {"sex": Sex.MALE, "born_on": date(1990, 1, 1), "kind": PersonKind.OFFICER, "unit": cast.east}
        Person.insert_many(
            [{"police_number": f"H{n:05}", "name": f"示例{n}", **plain} for n in range(CLAIMS)]
        ).execute()
        self.people = [one.id for one in Person.select().where(Person.police_number.startswith("H"))]
        Account.insert_many([{"person": one} for one in self.people]).execute()
        self.trainings = [self._training() for _ in range(RUNS + 1)]

    def _training(self):
        now, actor = clock.now(), factories.identity(self.cast.instructor)
        plan = planning.Plan(
            title="大讲堂",
            kind="lecture",
            unit_id=self.cast.east.id,
            starts_at=now - timedelta(minutes=10),
            ends_at=now + timedelta(hours=2),
        )
        training = planning.plan(plan, actor=actor)
        enrolments.add_unit(training.id, self.cast.east.id, actor=actor)
        return training.id

    def claims(self):
        """A tick of everyone, at a training where nobody was ticked yet."""
        training, at = self.trainings.pop(), int(clock.now().timestamp() * 1000)
        same = {"kind": "tick", "training": training, "phase": "in", "at": at, "gap": 0}
        return [{"id": str(uuid.uuid4()), "person": person, **same} for person in self.people]


def _server(hall, var):
    """Seconds for all batches, one after another."""
    settings = Settings(
        secret_key="a secret of the benchmark, long enough",  # noqa: S106
        public_url="http://localhost",
        database_url="",
        var=var,
        is_demo=True,
    )
    with store.connection():
        account = Account.get(person=hall.cast.instructor)
    client = pwa.create(settings).test_client()
    with client.session_transaction() as session:
        session.update(_user_id=f"{account.id}:{account.epoch}", _fresh=True)
    claims = hall.claims()
    began = perf_counter()
    for n in range(0, CLAIMS, deliveries.MOST):
        batch = {"owner": account.id, "claims": claims[n : n + deliveries.MOST]}
        answer = client.post("/sync", json=batch, headers=HERE)
        assert all(one["outcome"] == "counted" for one in answer.json["answers"]), answer.text[:500]
    return perf_counter() - began


def _browser(hall, var):
    """(seconds, ms of the longest task) of a real phone's page at the real server."""
    server = Server(var).start()
    try:
        with sync_playwright() as started:
            chrome = started.chromium.launch(executable_path=chromium.executable(), args=chromium.ARGS)
            page = chrome.new_context(**PHONE, base_url=server.url, locale="zh-CN").new_page()
            page.goto("/sign-in?next=/account")
            page.fill("[name=police_number]", hall.cast.instructor.police_number)
            page.fill("[name=password]", factories.PASSWORD)
            page.click("form[action='/sign-in'] button.tall")
            page.wait_for_url("**/account")
            page.wait_for_selector("html[data-wired]", state="attached")
            folder = page.locator("script[type=module]").get_attribute("src").rpartition("/")[0]
            page.evaluate(FILL, [folder, hall.claims()])
            left, took, longest = page.evaluate(DELIVER, folder)
            assert left == 0
            chrome.close()
    finally:
        server.stop()
    return took, longest


if __name__ == "__main__":
    import sys

    sys.stdout.writelines(f"{row}\n" for row in main())
