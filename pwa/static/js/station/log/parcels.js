/** What goes to the server in one request, and what its answer changes here. */
import { asOwner } from "../../kept/owner.js";
import { transact } from "../../kept/store.js";
import { whole } from "./chain.js";

const STORES = ["entries", "streams"];
const MOST_STREAMS = 20; // a request

/**
 * The next parcel of the signed-in owner's: {owner, streams, waiting}; of nobody's while nobody is signed in. Streams
 * with nothing to say are left out, save those in `reporting`, whose heads are told anyway.
 * @param {number} most entries
 * @param {Set<number>} reporting assessments
 */
export function next(most, reporting) {
  return asOwner(STORES, "readonly", async (owner, entries, streams, meta) => {
    const label = await meta.get("label"); // it may have been renamed since the last entry
    const parcel = { owner, streams: [], waiting: 0 };
    let room = most;
    for (const stream of (await streams.getAll()).filter((one) => one.owner === owner)) {
      const space = parcel.streams.length < MOST_STREAMS ? room : 0;
      const part = await partOf({ ...stream, label: label ?? stream.label }, space, entries);
      room -= part.rows.length;
      parcel.waiting += part.waiting;
      if (parcel.streams.length === MOST_STREAMS) continue;
      if (part.rows.length || part.closing.length || reporting.has(stream.assessment)) parcel.streams.push(part);
    }
    return parcel;
  });
}

/** The part of a stream that goes along. That a station is closed goes only with the last of the entries. */
async function partOf(stream, room, entries) {
  const pending = entries.index("pending");
  const rows = room > 0 ? await pending.getAll(whole(stream.key), room) : [];
  const count = await pending.count(whole(stream.key));
  const closing = rows.length === count ? stream.closing : [];
  return { ...stream, rows, closing, waiting: count + stream.closing.length };
}

/** A parcel as it is sent. An entry is the very text that was hashed. */
export const asSent = ({ owner, streams }) => ({
  owner,
  streams: streams.map(({ device, assessment, label, seq, hash, closing, rows }) => ({
    device, assessment, label, head: { seq, hash }, closing, entries: rows.map(({ text }) => text),
  })),
});

/**
 * Takes an answer to a parcel in, in one transaction: an entry it names waits no longer, whatever the outcome; one it
 * does not name does.
 * @returns {Promise<{answers: object[], left: number}>} the answers to entries of the parcel, and what waits still
 */
export async function settle(answer, parcel) {
  const asked = new Set(parcel.streams.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const answers = (answer.answers ?? []).filter(({ id, outcome }) => asked.has(id) && outcome);
  await transact(STORES, "readwrite", async (entries, streams) => {
    for (const one of answers) await mark(one, entries);
    for (const sent of parcel.streams) await note(sent, reportOf(sent, answer), entries, streams);
  });
  return { answers, left: (await next(0, new Set())).waiting };
}

async function mark({ id, outcome, reason }, entries) {
  const row = await entries.get(id);
  if (!row) return;
  delete row.pending;
  await entries.put({ ...row, sent: Date.now(), outcome, reason: reason ?? null });
}

const reportOf = ({ device, assessment }, { streams = [] }) =>
  streams.find((one) => one.device === device && one.assessment === assessment);

/** What the server says of a whole stream: stations it has closed, and the first entry that it lacks. */
async function note(sent, report, entries, streams) {
  const stream = await streams.get(sent.key);
  // Of an assessment that was called off it says nothing: nobody waits for its stations.
  if (!report) return streams.put({ ...stream, closing: [] });
  const closed = report.missing ? [] : (report.closed ?? []);
  stream.closing = stream.closing.filter((station) => !(sent.closing.includes(station) && closed.includes(station)));
  const isSettled = (await entries.index("pending").count(whole(sent.key))) === 0;
  if (isSettled && report.missing && report.missing !== stream.healed) await heal(stream, entries);
  if (isSettled && !report.missing) await prune(stream, closed, entries);
  if (isSettled) stream.healed = report.missing ?? null;
  await streams.put(stream);
}

/** The server lacks entries that it said it had, as after going back to a backup: all go again, once for such a lack. */
async function heal({ key }, entries) {
  const rows = await entries.index("stream").getAll(whole(key));
  for (const row of rows.filter(({ outcome }) => outcome !== "refused")) await entries.put({ ...row, pending: key });
}

/** What was written at a station that is closed is the server's now. */
async function prune({ key, closing }, closed, entries) {
  const done = closed.filter((station) => !closing.includes(station));
  if (done.length === 0) return;
  const rows = await entries.index("stream").getAll(whole(key));
  for (const { id, text } of rows) if (done.includes(JSON.parse(text).station)) await entries.delete(id);
}
