/**
 * What this browser keeps: claims not yet delivered, and what its owner may read without a
 * network. Everything personal lives here, under its owner, and never in Cache Storage.
 */
import { openDB } from "../../vendor/idb-8.0.4.js";

const NAME = "yizhang";
const VERSION = 2;
/** Readable copies; the outbox is none of them, nor is what was recorded in the field. */
const READABLE = ["mine", "packs", "fields", "pictures", "stations"];

const PATIENCE = 5000; // ms for the disk: people who wait longer take it for done

let opened = null;

/** The database, opened once a page. A browser that refuses storage rejects here. */
export function open() {
  opened ??= openDB(NAME, VERSION, { upgrade, blocking: (_from, _to, { target }) => release(target), terminated });
  return opened.catch((error) => {
    opened = null;
    throw error;
  });
}

/** Adds what an older version lacks, and leaves what is there. */
function upgrade(db, from) {
  if (from < 1) {
    db.createObjectStore("meta");
    db.createObjectStore("outbox", { keyPath: "id" }).createIndex("owner", "owner");
    db.createObjectStore("answers", { keyPath: "id" });
    for (const name of ["mine", "packs", "fields", "pictures"]) db.createObjectStore(name);
  }
  if (from < 2) {
    const entries = db.createObjectStore("entries", { keyPath: "id" });
    entries.createIndex("stream", ["stream", "seq"]);
    entries.createIndex("pending", ["pending", "seq"]); // a row has `pending` only until it has its answer
    db.createObjectStore("streams", { keyPath: "key" });
    db.createObjectStore("stations");
  }
}

/** A newer page wants to change the tables: let go, and open again when next asked. */
function release(db) {
  db.close();
  opened = null;
}

/** The browser closed it by itself, as iOS does to pages it put to sleep. */
function terminated() {
  opened = null;
}

/**
 * Runs `work(stores…)` in one transaction; resolves with its result once everything is on the
 * disk. Chrome acknowledges a write before that unless told to be strict.
 * @param {string|string[]} names
 * @param {"readonly"|"readwrite"} mode
 * @param {AbortSignal} [signal] ends it where it has not ended by itself: nothing of it is kept then
 */
export async function transact(names, mode, work, signal) {
  const list = [names].flat();
  const transaction = await begin(list, mode, signal);
  signal?.addEventListener("abort", () => abort(transaction), { once: true });
  const stores = list.map((name) => transaction.objectStore(name));
  const [result] = await Promise.all([whole(work(...stores), transaction), transaction.done]);
  return result;
}

/** A transaction; iOS loses the database at times without a word, which only the next use shows. */
async function begin(list, mode, signal) {
  const on = (db) => {
    if (signal?.aborted) throw new DOMException("too late", "AbortError");
    return db.transaction(list, mode, { durability: "strict" });
  };
  try {
    return on(await open());
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    opened = null;
    return on(await open());
  }
}

/** Settles as `work` does, or rejects where the disk keeps a person waiting. */
export function inTime(work) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("the disk does not answer")));
  return Promise.race([work, late]);
}

/** Half of what failed must not be kept. */
function whole(working, transaction) {
  return working.catch((error) => {
    abort(transaction);
    // A full disk ends it first; what was still asked then only hears that it ended.
    throw transaction.error ?? error;
  });
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It ended by itself.
  }
}

export const get = (name, key) => transact(name, "readonly", (rows) => rows.get(key));
export const all = (name) => transact(name, "readonly", (rows) => rows.getAll());
export const put = (name, value, key) => transact(name, "readwrite", (rows) => rows.put(value, key));
export const remove = (name, key) => transact(name, "readwrite", (rows) => rows.delete(key));

/** Forgets all that anyone could read here. Claims that were not delivered stay. */
export function dropReadable() {
  return transact([...READABLE, "answers", "meta"], "readwrite", async (...stores) => {
    const meta = stores.pop();
    await Promise.all([...stores.map((rows) => rows.clear()), meta.delete("owner")]);
  });
}
