/** Readable copies of what the server tells one person: asked for, and kept here under their name alone. */
import { read } from "./reading.js";
import { dropReadable, get, put, remove, transact } from "./store.js";

/** The copy kept here for who is its owner now, or null. */
export async function keptCopy(store, key) {
  const [copy, owner] = await Promise.all([get(store, key), get("meta", "owner")]);
  return copy && copy.owner === owner?.id ? copy : null;
}

/**
 * The answer as it is now, which is kept; else "unchanged", "offline", "signed_out" or "refused",
 * which forgets it.
 * @param {{store: string, key: any, url: string}} what
 * @param {{etag: string}|null} before
 */
export async function fetchCopy({ store, key, url }, before) {
  const asking = await get("meta", "owner").catch(() => null);
  const answer = await read(url, before?.etag);
  if (answer === "refused") await remove(store, key).catch(() => {});
  if (typeof answer === "string") return answer;
  if (!(await own(answer.owner, asking).catch(() => true))) return "signed_out";
  await keepFor(answer.owner, store, answer, key).catch(() => {});
  return answer;
}

/**
 * Who comes here right after signing in has met no page that says whose phone it is now. False where
 * the phone changed hands while the answer was on its way: it is no longer anyone's to keep.
 */
async function own(id, asking) {
  const [holder, isLeaving] = await Promise.all([get("meta", "owner"), get("meta", "leaving")]);
  if (isLeaving || holder?.id !== asking?.id) return false;
  if (holder?.id === id) return true;
  if (holder) await dropReadable();
  await put("meta", { id, name: "" }, "owner");
  return true;
}

/** Writes what names people only for whoever is the owner then. */
export function keepFor(id, store, value, key) {
  return transact([store, "meta"], "readwrite", async (rows, meta) => {
    if ((await meta.get("owner"))?.id === id) await rows.put(value, key);
  });
}
