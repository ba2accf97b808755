/** A queue that cannot go out from here, as a file: any device of the assessment's staff can hand it over, more than once too. */
import { ask } from "../../kept/delivery.js";
import { asOwner } from "../../kept/owner.js";
import { transact } from "../../kept/store.js";
import { whole } from "./chain.js";

const MOST = 200; // entries a request
const LARGEST = 20e6; // characters; ten thousand entries are not half of it

/**
 * The streams on this device, whoever's.
 * @returns {Promise<{key: string, owner: number, assessment: number, label: string, total: number, unsent: number,
 *   isMine: boolean}[]>}
 */
export function queues() {
  return asOwner(["entries", "streams"], "readonly", async (holder, entries, streams) => {
    const count = (name, key) => entries.index(name).count(whole(key));
    const one = async ({ key, owner, assessment, label }) => ({
      key, owner, assessment, label, total: await count("stream", key), unsent: await count("pending", key),
      isMine: owner === holder,
    });
    return Promise.all((await streams.getAll()).map(one));
  });
}

/** Everything that this device holds of a stream, as a text for a file. Nothing is marked: only answers do that. */
function exported(key) {
  return transact(["entries", "streams"], "readonly", async (entries, streams) => {
    const { device, owner, assessment, label, seq, hash } = await streams.get(key);
    const rows = await entries.index("stream").getAll(whole(key));
    const head = { seq, hash };
    return JSON.stringify({ yizhang: "queue", v: 1, owner, device, assessment, label, head, entries: rows.map(({ text }) => text) });
  });
}

/** Hands a stream over as a download. */
export async function download(key) {
  const text = await exported(key);
  const { assessment, label } = JSON.parse(text);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `yizhang-${assessment}-${label}-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Brings an exported queue to the server, in parts; what was brought already does no harm.
 * @param {File} file
 * @returns {Promise<{answers: object[], refused: null|"foreign"|"offline"|"signed_out"|string}>} "foreign": no queue
 */
export async function carry(file) {
  const queue = read(file.size <= LARGEST ? await file.text() : "");
  if (!queue) return { answers: [], refused: "foreign" };
  const answers = [];
  for (let from = 0; from === 0 || from < queue.entries.length; from += MOST) {
    const answer = await ask({ ...queue, entries: queue.entries.slice(from, from + MOST) }, "/streams/carried");
    if (!answer?.answers) return { answers, refused: answer?.refused ?? "offline" };
    answers.push(...answer.answers);
  }
  return { answers, refused: null };
}

function read(text) {
  try {
    const queue = JSON.parse(text);
    return queue.yizhang === "queue" && queue.v === 1 && Array.isArray(queue.entries) ? queue : null;
  } catch {
    return null;
  }
}
