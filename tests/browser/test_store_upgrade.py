"""A browser that kept things under the first version of its tables keeps all of them under the second."""

from tests.browser.conftest import PHONE, sign_in
from tests.support.browser.keeping import until
from tests.support.browser.recording import append, run
from tests.support.factories import identity

#: The database as pages of the first version made it, with something in each table. Stays open on `self.old`.
FIRST = """(owner) => new Promise((resolve, reject) => {
  const asked = indexedDB.open("yizhang", 1);
  asked.onerror = () => reject(asked.error);
  asked.onupgradeneeded = () => {
    const db = asked.result;
    db.createObjectStore("meta");
    db.createObjectStore("outbox", { keyPath: "id" }).createIndex("owner", "owner");
    db.createObjectStore("answers", { keyPath: "id" });
    for (const name of ["mine", "packs", "fields", "pictures"]) db.createObjectStore(name);
  };
  asked.onsuccess = () => {
    const db = (self.old = asked.result);
    const writing = db.transaction([...db.objectStoreNames], "readwrite");
    const into = (name) => writing.objectStore(name);
    into("meta").put({ id: owner, name: "林晓" }, "owner");
    into("meta").put("as it was", "stamp");
    into("outbox").put({ id: "c1", owner: 10 ** 9, kind: "scan", code: "A".repeat(30), made: 1 });
    into("answers").put({ id: "a1", outcome: "counted" });
    for (const name of ["mine", "packs", "fields", "pictures"]) into(name).put({ of: name }, "old");
    writing.oncomplete = () => resolve();
  };
})"""
HELD = """
const found = {};
for (const name of (await m.open()).objectStoreNames) found[name] = await m.all(name);
return found;
"""


def open_old(window, person):
    """A signed-in page on which no script of ours runs, with the tables of the first version open."""
    page = window(PHONE, loses_network=True, service_workers="block", anew=True)
    page.context.route("**/streams", lambda route: route.abort())
    page.route("**/static/**/*.js", lambda route: route.abort())
    sign_in(page, person, at="/account")
    page.evaluate(FIRST, identity(person).account_id)
    return page


def open_new(page):
    newer = page.context.new_page()
    newer.goto("/account")
    return newer


def test_everything_kept_before_is_there_afterwards(cast, window):
    page = open_old(window, cast.officer)
    # As pages of the first version do when a newer one asks.
    page.evaluate("self.old.onversionchange = () => self.old.close()")
    newer = open_new(page)
    held = run(newer, HELD, module="kept/store")
    assert set(held) == {
        "meta", "outbox", "answers", "mine", "packs", "fields", "pictures", "entries", "streams", "stations"
    }  # fmt: skip
    assert {"id": identity(cast.officer).account_id, "name": "林晓"} in held["meta"]
    assert [claim["id"] for claim in held["outbox"]] == ["c1"]
    assert {"id": "a1", "outcome": "counted"} in held["answers"]
    for name in ("mine", "packs", "fields", "pictures"):
        assert {"of": name} in held[name]
    by_owner = "return m.transact('outbox', 'readonly', (rows) => rows.index('owner').count(10 ** 9));"
    assert run(newer, by_owner, module="kept/store") == 1
    assert append(newer, {"kind": "tap"})["seq"] == 1


def test_an_older_window_that_does_not_let_go_is_said_and_loses_nothing(cast, window):
    page = open_old(window, cast.officer)
    newer = open_new(page)
    assert append(newer, {"kind": "tap"}) == {"unkept": "late"}
    page.evaluate("self.old.close()")
    until(lambda: append(newer, {"kind": "tap"}).get("seq") == 1)
    held = run(newer, HELD, module="kept/store")
    assert [claim["id"] for claim in held["outbox"]] == ["c1"]
    assert len(held["entries"]) == 1
