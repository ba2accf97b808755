/** The chain of a stream on the disk: heads, and links that fit them. */
import { sha256 } from "../../field/passes.js";
import { newId } from "../../kept/ids.js";
import { besideOwner } from "../../kept/owner.js";
import { transact } from "../../kept/store.js";
import { Unkept } from "./unkept.js";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const MOST_LABEL = 40; // characters

export const keyOf = ({ device, owner, assessment }) => `${device}|${owner}|${assessment}`;
/** Every row of a stream in an index by stream and number. */
export const whole = (key) => IDBKeyRange.bound([key], [key, []]);

/**
 * Writes entries behind the head of this device's stream, as its signed-in owner. The texts are hashed outside
 * the transaction, which looks again whether the head is still the same: if not, they are made anew.
 * @param {number} assessment
 * @param {object[]} drafts
 * @param {{by?: number, closing?: number, signal: AbortSignal}} how
 */
export async function link(assessment, drafts, { by, closing, signal }) {
  for (;;) {
    const head = await besideOwner("streams", "readonly", (...on) => headOf(assessment, ...on), signal);
    if (!head.owner || (by && by !== head.owner)) throw new Unkept("owner");
    head.device ??= newId();
    const links = await chained(head, drafts);
    const write = (...on) => written({ head, links, closing }, ...on);
    if (await besideOwner(["entries", "streams"], "readwrite", write, signal)) return links.map(read);
  }
}

/** The head of the stream that the next entry belongs to; `device` is undefined on a new device. `holder` is the
 * owner's id or the promise of it: all that `meta` holds is asked for at once. */
export async function headOf(assessment, holder, streams, meta) {
  const [owner, device, label] = await Promise.all([holder, ...["device", "label"].map((name) => meta.get(name))]);
  const stream = device && (await streams.get(keyOf({ device, owner, assessment })));
  return { seq: 0, hash: "", closing: [], ...stream, owner, device, assessment, label: label ?? stream?.label };
}

async function chained(head, drafts) {
  const { owner, device, assessment } = head;
  let { seq, hash } = head;
  const links = [];
  for (const draft of drafts) {
    const text = JSON.stringify({ v: 1, id: draft.id, owner, device, assessment, seq: ++seq, prev: hash, ...draft });
    hash = await sha256(text);
    links.push({ id: draft.id, stream: keyOf(head), pending: keyOf(head), seq, hash, text });
  }
  return links;
}

/** Puts the links down if they still fit; false where the head moved, or the device changed hands. */
async function written({ head, links, closing }, holder, entries, streams, meta) {
  const now = await headOf(head.assessment, holder, streams, meta);
  const isSame = now.seq === head.seq && now.hash === head.hash && now.owner === head.owner;
  if (!isSame || (now.device && now.device !== head.device)) return false;
  const { seq, hash } = links.at(-1) ?? head;
  const label = now.label ?? randomLabel();
  const stream = { ...now, device: head.device, key: keyOf(head), seq, hash, label };
  if (closing && !stream.closing.includes(closing)) stream.closing = [...stream.closing, closing];
  // Each in an async function of its own: where one throws at once, the errors of the others are still caught.
  await Promise.all(links.map(async (one) => entries.add(one)));
  await streams.put(stream);
  await meta.put(head.device, "device");
  await meta.put(label, "label");
  return true;
}

/** An entry as it reads: its text, and what the server said of it so far. */
export const read = ({ text, hash, sent = null, outcome = null, reason: held = null }) => ({
  ...JSON.parse(text), hash, sent, outcome, held,
});

/** What this device is called until somebody calls it otherwise. */
const randomLabel = () => Array.from(crypto.getRandomValues(new Uint8Array(2)), (byte) => LETTERS[byte % 24]).join("");

/** Gives this device a name of its own, which the desk shows beside the device and its entries. */
export const rename = (label) =>
  transact("meta", "readwrite", (meta) => meta.put(label.trim().slice(0, MOST_LABEL) || randomLabel(), "label"));
