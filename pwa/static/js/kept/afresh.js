/**
 * Saves the database after a browser was killed while it wrote. Chromium then goes on writing behind the half record
 * that was left in its log; the next to open the database finds the log broken and throws everything away. Writing more
 * than a log holds makes Chromium begin a new one and drop the broken one. Done once for each page that did not end
 * itself.
 */
import { newId } from "./ids.js";
import { transact } from "./store.js";

const MARK = "page:"; // in `meta`, one for each page that is open
const LARGEST = 48_000; // bytes of a record; a larger value gets a file of its own
const RECORDS = 100; // of them: the log holds 4 MB
const marks = IDBKeyRange.bound(MARK, `${MARK}\uffff`);
const mine = MARK + newId();

const hasLog = () => /Chrom(e|ium)\//.test(navigator.userAgent);

/** Marks this page as open until it ends, and begins the log afresh where another ended without a word. */
export async function start() {
  if (!hasLog() || !navigator.locks) return false;
  await new Promise((held) => navigator.locks.request(mine, () => new Promise(() => held())));
  addEventListener("pagehide", () => mark((meta) => meta.delete(mine)));
  addEventListener("pageshow", ({ persisted }) => persisted && mark((meta) => meta.put(true, mine)));
  const killed = await killedPages();
  if (killed.length) await begin(killed);
  return killed.length > 0;
}

/** The marks of pages that are open no more, after this page's own was made. */
async function killedPages() {
  const found = await mark(async (meta) => {
    await meta.put(true, mine);
    return meta.getAllKeys(marks);
  });
  const { held } = await navigator.locks.query();
  const open = new Set(held.map(({ name }) => name));
  return found.filter((name) => !open.has(name));
}

/** In three transactions: Chromium leaves a log with the first one that finds it full. */
async function begin(killed) {
  await mark(async (meta) => {
    for (let n = 0; n < RECORDS; n++) await meta.put(crypto.getRandomValues(new Uint8Array(LARGEST)), "ballast");
    await meta.delete("ballast");
  });
  await mark((meta) => meta.put(true, "ballast"));
  await mark(async (meta) => {
    await meta.delete("ballast");
    for (const name of killed) await meta.delete(name);
  });
}

const mark = (work) => transact("meta", "readwrite", work);
