"""What was shown as kept stays, in one unbroken chain, whatever the disk and other windows do."""

import hashlib
import json
import os

import pytest

from tests.browser.conftest import PHONE, sign_in
from tests.support.browser.keeping import until
from tests.support.browser.recording import append, entries, folder, occupied, open_phone, rows, run
from tests.support.factories import identity

TAP = {"kind": "tap", "station": 3, "heat": "9c0c1e0e-0000-4000-8000-000000000001"}


def assert_unbroken(found):
    """Numbers without a gap, each entry with the hash of the very text before it."""
    last = ""
    for n, row in enumerate(found, start=1):
        told = json.loads(row["text"])
        assert (told["seq"], told["prev"], row["seq"]) == (n, last, n)
        last = hashlib.sha256(row["text"].encode()).hexdigest()
        assert row["hash"] == last
    return found


def head(page):
    (stream,) = run(page, "return m.all('streams');", module="kept/store")
    return stream["seq"], stream["hash"]


def test_an_entry_says_who_when_and_after_which(cast, window):
    page = open_phone(window, cast.officer)
    first = append(page, TAP | {"exercise": "run1000", "reason": "雨 “大”"})
    (second,) = append(page, [TAP | {"word": None}])
    found = assert_unbroken(rows(page))
    assert [json.loads(row["text"])["id"] for row in found] == [first["id"], second["id"]]
    told = json.loads(found[0]["text"])
    assert told | {"v": 1, "owner": identity(cast.officer).account_id, "assessment": 1} == told
    assert told | TAP | {"exercise": "run1000", "reason": "雨 “大”"} == told
    assert told["device"] == run(page, "return m.get('meta', 'device');", module="kept/store")
    assert {"at", "steady", "wall", "mono", "page", "offset", "gap"} <= set(told)
    assert (second["seq"], second["hash"]) == head(page)
    assert [entry["id"] for entry in entries(page)] == [first["id"], second["id"]]


def test_another_assessment_and_another_owner_have_streams_of_their_own(cast, window):
    page = open_phone(window, cast.officer)
    append(page, [TAP, TAP])
    append(page, TAP, assessment=2)
    page.goto("/account")
    page.click("form[action='/sign-out'] button")
    page.wait_for_url("**/sign-in")
    sign_in(page, cast.auxiliary, at="/account")
    append(page, TAP)
    streams = {}
    for row in rows(page):
        streams.setdefault(row["stream"], []).append(row)
    assert sorted(map(len, streams.values())) == [1, 1, 2]
    for found in streams.values():
        assert_unbroken(found)
    assert len({json.loads(row["text"])["device"] for row in rows(page)}) == 1
    assert len(entries(page)) == 1
    assert run(page, "return m.counts();") == {"mine": 1, "others": 3, "by": {"1": 1}}


@pytest.mark.parametrize("locks", ["with locks", "without locks"])
def test_two_windows_at_once_make_one_chain(cast, window, locks):
    page = open_phone(window, cast.officer, anew=True)
    if locks == "without locks":
        page.context.add_init_script("delete Navigator.prototype.locks;")
        page.goto("/account")
    other = page.context.new_page()
    other.route("**/streams", lambda route: route.abort())
    other.goto("/account")
    pages = [page, other]
    for one in pages:
        assert run(one, "return Boolean(navigator.locks);") == (locks == "with locks")
        # Begun without waiting for the end, so that both are at it together, each with five at a time.
        run(
            one,
            "self.done = 0; self.failed = []; const keep = (n) => m.append(1, n % 3 ? a0 : [a0, a0]);"
            "const write = async () => { for (let n = 0; n < 12; n++) "
            "await keep(n).then(() => self.done++, (e) => self.failed.push(e.why)); };"
            " for (let n = 0; n < 5; n++) write();",
            TAP,
        )
    until(lambda: all(one.evaluate("self.done + self.failed.length") == 60 for one in pages))
    assert [one.evaluate("self.failed") for one in pages] == [[], []]
    found = assert_unbroken(rows(page))
    assert len(found) == 2 * 80
    assert (len(found), found[-1]["hash"]) == head(page)
    devices = {json.loads(row["text"])["page"] for row in found}
    assert len(devices) == 2


def test_a_window_asleep_with_the_lock_holds_nobody_up(cast, window):
    page = open_phone(window, cast.officer)
    other = page.context.new_page()
    other.goto("/account")
    other.evaluate("new Promise((got) => navigator.locks.request('stream', () => new Promise(() => got())))")
    assert append(page, TAP)["seq"] == 1


#: The n-th write from now on fails, or the transaction ends without being kept, as a failing disk does.
FAIL = """(n, how) => {
  let writes = 0;
  for (const name of ["add", "put"]) {
    const real = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...given) {
      const isOurs = this.transaction.objectStoreNames.contains("entries");
      if (!isOurs || ++writes !== n) return real.apply(this, given);
      if (how === "throws") throw new DOMException("the disk failed", "UnknownError");
      if (how === "quota") throw new DOMException("full", "QuotaExceededError");
      const request = real.apply(this, given);
      this.transaction.abort();
      return request;
    };
  }
}"""


@pytest.mark.parametrize("how", ["throws", "aborts", "quota"])
def test_a_disk_failing_on_any_write_keeps_all_or_nothing(cast, window, how):
    page = open_phone(window, cast.officer)
    shown = [append(page, TAP)["id"]]
    for n in range(1, 11):
        page.evaluate(f"({FAIL})({n}, {json.dumps(how)})")
        for _ in range(3):
            told = append(page, [TAP, TAP])
            if isinstance(told, list):
                shown += [entry["id"] for entry in told]
            else:
                assert told["unkept"] == ("quota" if how == "quota" else "failed")
        page.goto("/account")
        found = assert_unbroken(rows(page))
        assert [json.loads(row["text"])["id"] for row in found] == shown
    # Ten faults, of which each hit at most one of three writings.
    assert len(shown) >= 1 + 2 * 2 * 10
    assert len(shown) < 1 + 3 * 2 * 10


def test_a_full_disk_is_said_at_once_and_what_was_kept_stays(cast, window, server):
    """The browser's own quota, by its protocol; set first, for Chromium remembers what room there was."""
    page = window(PHONE, anew=True, loses_network=True)
    protocol = page.context.new_cdp_session(page)
    quota = {"origin": server.url, "quotaSize": 4_000_000}
    protocol.send("Storage.overrideQuotaForOrigin", quota)
    page.route("**/streams", lambda route: route.abort())
    sign_in(page, cast.officer, at="/account")
    kept, told = [], {}
    while "unkept" not in told and len(kept) < 60:
        kept += [told["id"]] if told else []
        # Noise, for the disk keeps what repeats itself in little space.
        told = append(page, TAP | {"reason": os.urandom(100_000).hex()})
    assert told == {"unkept": "quota"}
    assert kept
    assert append(page, [TAP | {"reason": os.urandom(200_000).hex()}] * 3) == {"unkept": "quota"}
    page.goto("/account")
    assert [json.loads(row["text"])["id"] for row in assert_unbroken(rows(page))] == kept


@pytest.mark.parametrize(
    "trouble",
    [
        "delete self.indexedDB; Object.defineProperty(self, 'indexedDB', { value: undefined });",
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };",
        "IDBFactory.prototype.open = function () { const asked = new EventTarget(); setTimeout(() => {"
        " asked.error = new DOMException('no', 'UnknownError'); asked.dispatchEvent(new Event('error')); });"
        " return asked; };",
    ],
    ids=["absent", "forbidden", "refusing"],
)
def test_a_private_window_says_at_once_that_it_keeps_nothing(cast, window, trouble):
    page = window(PHONE, anew=True, loses_network=True)
    page.context.add_init_script(trouble)
    sign_in(page, cast.officer, at="/account")
    told = run(
        page,
        "const began = performance.now(); const told = await m.append(1, a0).catch((e) => e.why);"
        " return [told, performance.now() - began];",
        TAP,
    )
    assert told[0] == "refused"
    assert told[1] < 1000


def test_a_disk_that_does_not_answer_is_late_and_keeps_nothing_behind_the_back(cast, window):
    page = open_phone(window, cast.officer)
    append(page, TAP)
    busy = occupied(page)
    assert append(page, TAP) == {"unkept": "late"}
    busy.evaluate("self.ended = true")
    assert append(page, TAP)["seq"] == 2
    assert len(assert_unbroken(rows(page))) == 2


def test_a_database_that_was_lost_without_a_word_is_opened_again(cast, window):
    page = open_phone(window, cast.officer)
    append(page, TAP)
    run(page, "(await m.open()).close();", module="kept/store")
    assert append(page, TAP)["seq"] == 2
    assert len(assert_unbroken(rows(page))) == 2


def test_nothing_is_written_for_someone_who_is_not_the_owner_now(cast, window):
    page = open_phone(window, cast.officer)
    append(page, TAP)
    owner = identity(cast.officer).account_id
    said = run(page, "return m.append(1, a0, { by: a1 }).catch((e) => e.why);", TAP, owner + 1)
    assert said == "owner"
    run(page, "await m.dropReadable();", module="kept/store")
    assert append(page, TAP) == {"unkept": "owner"}
    assert len(rows(page)) == 1


def test_signing_out_forgets_people_and_keeps_what_was_not_sent(cast, window):
    page = open_phone(window, cast.officer)
    append(page, [TAP, TAP])
    before = rows(page)
    device = run(page, "return m.get('meta', 'device');", module="kept/store")
    run(page, "await m.put('stations', { people: [{ name: '林晓' }] }, 3);", module="kept/store")
    page.click("form[action='/sign-out'] button")
    page.wait_for_url("**/sign-in")
    assert rows(page) == before
    assert run(page, "return m.all('stations');", module="kept/store") == []
    assert run(page, "return m.get('meta', 'device');", module="kept/store") == device
    everything = run(
        page,
        "const db = await m.open(); const found = []; for (const name of db.objectStoreNames) "
        "found.push(await m.all(name)); return JSON.stringify(found);",
        module="kept/store",
    )
    assert "林晓" not in everything


def test_a_tap_is_timed_when_it_is_made_not_when_the_disk_is_free(cast, window):
    page = open_phone(window, cast.officer)
    busy = occupied(page)
    began, made = run(
        page,
        "const { steady } = await load('station/clocks'); const began = steady();"
        " self.taps = Promise.all(Array.from({ length: 20 }, () => m.append(1, a0)));"
        " return [began, steady()];",
        TAP,
    )
    busy.evaluate("self.ended = true")
    taps = page.evaluate("self.taps")
    assert {began <= tap["steady"] <= made for tap in taps} == {True}
    assert len(assert_unbroken(rows(page))) == 20
    assert folder(page)
