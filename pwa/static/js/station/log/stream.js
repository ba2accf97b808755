/**
 * What this device writes down at an assessment: one stream an owner, each entry chained to the one before by the
 * hash of its very text. An entry is kept once its transaction has completed, and only then may a screen say ✓.
 */
import { newId } from "../../kept/ids.js";
import { asOwner, settled } from "../../kept/owner.js";
import { get } from "../../kept/store.js";
import { moment } from "../clocks.js";
import { headOf, keyOf, link, read, whole } from "./chain.js";
import { surely } from "./unkept.js";

export { rename } from "./chain.js";

const channel = "BroadcastChannel" in self ? new BroadcastChannel("stream") : null;
const watchers = new Set();
if (channel) channel.onmessage = () => tell();

/**
 * Keeps entries, all or none. Resolves with them once they are on the disk; rejects with `Unkept`. Their time is
 * that of the call, unless they bring a `moment()` of their own. `since`, the steady time of a heat's START, adds
 * what the clocks did since then, and is not kept itself.
 * @param {number} assessment
 * @param {object|object[]} fields of one entry, or of several in one transaction
 * @param {{by?: number}} [options] `by`: the account this screen belongs to, else the page's owner
 * @returns {Promise<object|object[]>} the entries as they read: with id, seq, at, steady and all
 */
export async function append(assessment, fields, { by } = {}) {
  const drafts = [fields].flat().map(({ since, ...own }) => ({ id: newId(), ...moment(since), ...own }));
  const kept = await linked(assessment, drafts, { by });
  return Array.isArray(fields) ? kept : kept[0];
}

/** Opens this device's stream, which shows whether anything can be kept: {device, label, seq}; or `Unkept`. */
export async function open(assessment, { by } = {}) {
  await linked(assessment, [], { by });
  const { device, label, seq } = await head(assessment);
  return { device, label, seq };
}

/** Notes that a station is done here; the server hears of it with the last entries. `Unkept` where it is not noted. */
export const close = (assessment, station, { by } = {}) => linked(assessment, [], { by, closing: station });

const linked = (assessment, drafts, { by, closing }) =>
  surely(async (signal, inTurn) => {
    // Waited for in here, so that a page that never knows whose it is says in time that nothing was kept.
    const owner = by ?? (await settled)?.id;
    const links = await inTurn(() => link(assessment, drafts, { by: owner, closing, signal }));
    changed();
    return links;
  });

const head = (assessment) => asOwner("streams", "readonly", (...on) => headOf(assessment, ...on));

/** Everything of the signed-in owner's that this device holds of an assessment, in the order it was written. */
export function entriesOf(assessment) {
  return asOwner(["entries", "streams"], "readonly", async (owner, entries, ...on) => {
    const rows = await entries.index("stream").getAll(whole(keyOf(await headOf(assessment, owner, ...on))));
    return rows.map(read);
  });
}

/**
 * How many entries have no answer yet: the signed-in owner's, others', and the owner's by assessment.
 * @returns {Promise<{mine: number, others: number, by: Object<number, number>}>}
 */
export function counts() {
  return asOwner(["entries", "streams"], "readonly", async (holder, entries, streams) => {
    const found = { mine: 0, others: 0, by: {} };
    for (const { key, owner, assessment } of await streams.getAll()) {
      const n = await entries.index("pending").count(whole(key));
      if (owner !== holder) found.others += n;
      else [found.mine, found.by[assessment]] = [found.mine + n, n];
    }
    return found;
  });
}

/** Calls back with `counts()` now and after every change in any window; returns how to stop. */
export function watch(callback) {
  const say = async () => callback(await counts().catch(() => ({ mine: 0, others: 0, by: {} })));
  watchers.add(say);
  say();
  return () => watchers.delete(say);
}

/** This device: {device, label}; `device` is null until something was kept. */
export async function device() {
  const [id, label] = await Promise.all([get("meta", "device"), get("meta", "label")]);
  return { device: id ?? null, label: label ?? null };
}

/** Tells this window and the others that something about entries has changed. */
export function changed() {
  channel?.postMessage("changed");
  tell();
}

const tell = () => watchers.forEach((say) => say());
