/** What this device wrote down at a training, and the roster it wrote it by. */
import { fetchCopy, keptCopy } from "../kept/copies.js";
import { newId } from "../kept/ids.js";
import { keep, pending, take } from "../kept/outbox.js";
import { readable } from "../kept/owner.js";
import { gap, now, offset } from "../kept/server_clock.js";
import { all, inTime, put, remove } from "../kept/store.js";
import { marksOf } from "./roll.js";

const UNDO = 10_000; // ms
const ROSTERS = "fields"; // a roster by its training's number, a note by `${training}|${claim id}`
const notesOf = (training) => IDBKeyRange.bound(`${training}|`, `${training}|\uffff`);

/** The roster kept here for its owner, or null. */
export const kept = (training) => keptCopy(ROSTERS, training);

/** The roster as it is now, which is kept; else why not (see `fetchCopy`). */
export const fetchRoster = (training, before) =>
  fetchCopy({ store: ROSTERS, key: training, url: `/trainings/${training}/field.json` }, before);

/** What this device wrote down at a training, with what became of it. */
export async function marks(training) {
  const notes = await readable(ROSTERS, "readonly", (rows) => rows.getAll(notesOf(training)));
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

/** Forgets a note and its answer: a refusal that was read, or what the roster says by now as well. */
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
