/**
 * Claims on their way. A claim is kept on this device before anything is sent, belongs to whoever
 * was signed in when it was made, and is forgotten only when the server has said what became of
 * it. Sending twice does no harm, so nothing here tries to send only once.
 */
import { deliver } from "./delivery.js";
import { exclusively } from "./locks.js";
import { asOwner, owner } from "./owner.js";
import { all, transact } from "./store.js";

const EVERY = 20_000; // ms between tries while something waits
const LONGEST_HOLD = 15_000; // ms; a longer one means that the clock was set
const CHANGED = "changed";

const channel = "BroadcastChannel" in self ? new BroadcastChannel("outbox") : null;
const watchers = new Set();
let timer = null;

/**
 * Keeps a claim. Resolves once it is on the disk, and not before: only then may a page say ✓.
 * @param {{id: string, kind: string, hold_until?: number}} claim
 * @param {(rows: object[], owner: number) => boolean} [isThere] whether the claims and answers that are here make this
 *   one needless: then nothing is kept and the result is null. It is asked in the very transaction that writes, so that
 *   of two windows one sees the other's claim.
 */
export async function keep(claim, isThere = null) {
  const kept = await asOwner(["outbox", "answers"], "readwrite", async (holder, outbox, answers, meta) => {
    const rows = isThere ? (await Promise.all([outbox.getAll(), answers.getAll()])).flat() : [];
    if (isThere?.(rows, holder)) return null;
    const whole = { ...claim, owner: holder, stamp: (await meta.get("stamp")) ?? null, made: Date.now() };
    await outbox.add(whole);
    return whole;
  });
  if (!kept) return null;
  changed();
  setTimeout(flush, Math.max(0, (claim.hold_until ?? 0) - Date.now()));
  return kept;
}

/** Takes back a claim that has not been sent; false where it is gone already. */
export async function take(id) {
  const isTaken = await transact("outbox", "readwrite", async (outbox) => {
    const claim = await outbox.get(id);
    if (!claim || !isHeld(claim)) return false;
    await outbox.delete(id);
    return true;
  });
  changed();
  return isTaken;
}

/** Everything that waits, of whomever, oldest first. */
export const pending = async () => (await all("outbox")).sort((a, b) => a.made - b.made);

/** How many claims wait: the signed-in person's, others', and those nobody has owned up to. */
export async function count() {
  const [claims, holder] = await Promise.all([all("outbox"), owner()]);
  const of = (test) => claims.filter(test).length;
  return {
    mine: of((c) => c.owner && c.owner === holder?.id),
    others: of((c) => c.owner && c.owner !== holder?.id),
    ownerless: of((c) => !c.owner),
  };
}

/** Gives ownerless claims to account `by`, who said that they are theirs, if still signed in. */
export async function adopt(ids, by) {
  await asOwner("outbox", "readwrite", async (holder, outbox) => {
    // Another window may have changed hands since the question was asked.
    if (holder !== by) return;
    for (const id of ids) {
      const claim = await outbox.get(id);
      if (claim && !claim.owner) await outbox.put({ ...claim, owner: by });
    }
  });
  changed();
  return flush();
}

/** Forgets ownerless claims that the signed-in person said are not theirs. */
export async function discard(ids) {
  await transact("outbox", "readwrite", async (outbox) => {
    for (const id of ids) if (!(await outbox.get(id))?.owner) await outbox.delete(id);
  });
  changed();
}

/** Calls back with `count()` now and after every change in any tab; returns how to stop. */
export function watch(callback) {
  const tell = async () => callback(await count().catch(() => ({ mine: 0, others: 0, ownerless: 0 })));
  watchers.add(tell);
  tell();
  return () => watchers.delete(tell);
}

/**
 * Sends what may be sent, one tab at a time.
 * @returns {Promise<{sent: number, left: number, refused: null|"offline"|"signed_out"|"owner"}>}
 */
export async function flush() {
  const result = await exclusively("outbox", () => deliver(isHeld));
  if (result.sent) changed();
  schedule(result.left);
  return result;
}

/** Tries again whenever there is reason to hope, and by the clock while anything waits. */
export function start() {
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data === "flush" && flush());
  if (channel) channel.onmessage = () => watchers.forEach((tell) => tell());
  return flush();
}

function isHeld(claim) {
  const left = (claim.hold_until ?? 0) - Date.now();
  return left > 0 && left <= LONGEST_HOLD;
}

function changed() {
  channel?.postMessage(CHANGED);
  watchers.forEach((tell) => tell());
}

function schedule(left) {
  clearTimeout(timer);
  if (left) timer = setTimeout(flush, EVERY);
}
