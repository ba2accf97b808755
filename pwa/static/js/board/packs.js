/**
 * Codes kept on this device for a time without network. A head says what they are for; each
 * answer's codes have a row of their own, so that a long pack is not written anew each time.
 * A head: {training, phase, title, place, starts, ends, opens, closes, display, length}.
 */
import { readable } from "../kept/owner.js";

const STORE = "packs";
const END = "\uffff";
const under = (prefix) => IDBKeyRange.bound(prefix, `${prefix}${END}`);
const keyOf = ({ training, phase }) => `${training}|${phase}`;

/** What is kept for a training: its heads, by when their windows open. */
export async function heads(training) {
  const rows = await readable(STORE, "readonly", (store) => store.getAll(under(`${training}|`)));
  return rows.filter((row) => row.phase).sort((a, b) => a.opens - b.opens);
}

/** The head and the codes {slot: code} of one phase; null and none where nothing is kept. */
export async function load(training, phase) {
  const rows = await readable(STORE, "readonly", (store) => store.getAll(under(keyOf({ training, phase }))));
  const codes = new Map();
  for (const row of rows) for (const code of row.codes ?? []) codes.set(code.slot, { ...code, size: row.size });
  return { head: rows.find((row) => row.phase) ?? null, codes };
}

/** Keeps a head, and the codes of one answer. */
export function save(head, codes, size) {
  return readable(STORE, "readwrite", async (store) => {
    await store.put(head, keyOf(head));
    if (codes.length) await store.put({ codes, size }, `${keyOf(head)}|${codes[0].slot}`);
  });
}

/** Forgets the packs of one training: it was cancelled, or its reader may no longer run it. */
export const drop = (training) => readable(STORE, "readwrite", (store) => store.delete(under(`${training}|`)));

/** Forgets what is over by the server's clock; for a moment when that is known for certain. */
export function dropOver(now) {
  return readable(STORE, "readwrite", async (store) => {
    const over = (await store.getAll()).filter((row) => row.phase && row.closes < now);
    await Promise.all(over.map((head) => store.delete(under(keyOf(head)))));
  });
}
