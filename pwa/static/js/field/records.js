/** What this device wrote down at a training, and the roster it wrote it by. */
import { keep, newId, pending, take } from "../outbox.js";
import { read } from "../reading.js";
import { gap, now, offset } from "../server_clock.js";
import { all, dropReadable, get, inTime, put, remove, transact } from "../store.js";
import { marksOf } from "./roll.js";

const UNDO = 10_000; // ms
const ROSTERS = "fields"; // a roster by its training's number, a note by `${training}|${claim id}`
const notesOf = (training) => IDBKeyRange.bound(`${training}|`, `${training}|\uffff`);

/** The roster kept here for its owner, or null. */
export async function kept(training) {
  const [roster, owner] = await Promise.all([get(ROSTERS, training), get("meta", "owner")]);
  return roster && roster.owner === owner?.id ? roster : null;
}

/**
 * The roster as it is now, which is kept; else "unchanged", "offline", "signed_out" or "refused",
 * which forgets it.
 */
export async function fetchRoster(training, before) {
  const asking = await get("meta", "owner").catch(() => null);
  const answer = await read(`/trainings/${training}/field.json`, before?.etag);
  if (answer === "refused") await remove(ROSTERS, training).catch(() => {});
  if (typeof answer === "string") return answer;
  if (!(await own(answer.owner, asking).catch(() => true))) return "signed_out";
  await keepFor(answer.owner, answer, training).catch(() => {});
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
function keepFor(id, value, key) {
  return transact([ROSTERS, "meta"], "readwrite", async (rows, meta) => {
    if ((await meta.get("owner"))?.id === id) await rows.put(value, key);
  });
}

/** What this device wrote down at a training, with what became of it. */
export async function marks(training) {
  const notes = await transact(ROSTERS, "readonly", (rows) => rows.getAll(notesOf(training)));
  const [claims, answers] = await Promise.all([pending(), all("answers")]);
  const here = claims.filter((claim) => claim.training === training);
  return marksOf(notes, here, new Map(answers.map((answer) => [answer.id, answer])));
}

/**
 * Keeps what was seen, a person ticked or a pass held up. Resolves with the note of it once the claim
 * is on the disk, and rejects where it cannot get there. It is not sent before its undo is over.
 * @param {{training: number, phase: string, person: object|null, pass?: string}} seen
 */
export async function write({ training, phase, person, pass }) {
  const kind = pass ? "pass" : "tick";
  const who = pass ? { pass } : { person: person.id };
  const when = { at: Math.round(now()), gap: gap(), offset: offset() };
  const claim = { id: newId(), kind, training, phase, ...who, ...when };
  await inTime(keep({ ...claim, hold_until: Date.now() + UNDO }));
  const { name = "", unit = "", id = null } = person ?? {};
  const note = { id: claim.id, training, phase, at: claim.at, person: id, name, unit, until: Date.now() + UNDO };
  // Without its note the claim is delivered all the same; only its name is missing here.
  await put(ROSTERS, note, `${training}|${claim.id}`).catch(() => {});
  return note;
}

/** Takes a claim back; false where it was sent already. */
export async function undo({ training, id }) {
  const isTaken = await take(id);
  if (isTaken) await forget({ training, id });
  return isTaken;
}

/** A refusal was read, or the roster says by now what the answer said. */
export async function forget({ training, id }) {
  await remove("answers", id);
  await remove(ROSTERS, `${training}|${id}`);
}

/** What the server counted needs no note once the roster has it. */
export async function forgetKnown(roster, rows) {
  const credits = new Map(roster.people.map((person) => [person.id, person.credits]));
  const known = rows.filter((row) => row.state === "counted" && credits.get(row.person)?.[row.phase]);
  for (const row of known) await forget(row);
}
