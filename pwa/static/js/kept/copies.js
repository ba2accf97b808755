/** Readable copies of what the server tells one person: asked for, and kept here under their name alone. */
import { asOwner, owner, recognise } from "./owner.js";
import { read } from "./reading.js";
import { remove } from "./store.js";

/** The copy kept here for the owner of this moment, or null. */
export function keptCopy(store, key) {
  return asOwner(store, "readonly", async (holder, rows) => {
    const copy = await rows.get(key);
    return copy && copy.owner === holder ? copy : null;
  });
}

/**
 * The answer as it is now, which is kept; else "unchanged", "offline", "signed_out" or "refused",
 * which forgets it.
 * @param {{store: string, key: any, url: string}} what
 * @param {{etag: string}|null} before
 */
export async function fetchCopy({ store, key, url }, before) {
  const asking = await owner().catch(() => null);
  const answer = await read(url, before?.etag);
  if (answer === "refused") await remove(store, key).catch(() => {});
  if (typeof answer === "string") return answer;
  if (!(await recognise(answer.owner, asking).catch(() => true))) return "signed_out";
  await keepFor(answer.owner, store, answer, key).catch(() => {});
  return answer;
}

/** Writes what names people only for whoever is the owner then; false where `id` no longer is. */
export function writeFor(id, store, write) {
  return asOwner(store, "readwrite", async (holder, rows) => {
    if (holder !== id) return false;
    await write(rows);
    return true;
  });
}

export const keepFor = (id, store, value, key) => writeFor(id, store, (rows) => rows.put(value, key));
