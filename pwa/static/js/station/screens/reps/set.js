/** A set of reps, read from its entries: what counts is what is on the disk. Nothing of a page. */

/** A set is written by one device. What waits for the disk has no number yet, and comes last, in its own order. */
const inOrder = (a, b) => (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER);
const targets = (entries, kind) => new Set(entries.filter((one) => one.kind === kind).map(({ target }) => target));

/**
 * Everything known of one set. `limit` is in ms, 0 for none; `last` is what an undo takes back; `attempt` is how
 * it was written down, unless that was voided; a set whose start is dropped was called off.
 * @param {object[]} entries all of one heat id, and voids, in any order
 */
export function setOf(entries) {
  const all = [...entries].sort(inOrder);
  const [dropped, voided] = [targets(all, "drop"), targets(all, "void")];
  const made = all.filter(({ id, kind }) => (kind === "rep" || kind === "norep") && !dropped.has(id));
  const start = all.find(({ kind, id }) => kind === "start" && !dropped.has(id)) ?? null;
  return {
    start,
    limit: start?.measure ?? 0,
    reps: made.filter(({ kind }) => kind === "rep"),
    noreps: made.filter(({ kind }) => kind === "norep"),
    last: made.at(-1) ?? null,
    attempt: all.findLast(({ kind, id }) => kind === "attempt" && !voided.has(id)) ?? null,
  };
}

/**
 * The sets at a station that were begun and neither written down nor called off, oldest first; of one person, or
 * of everybody.
 * @param {{station: number, exercise: string, person?: number}} about
 */
export function openSets(entries, { station, exercise, person }) {
  const [dropped, voided] = [targets(entries, "drop"), targets(entries, "void")];
  const written = entries.filter(({ kind, id }) => (kind === "attempt" || kind === "fault") && !voided.has(id));
  const ended = new Set(written.map(({ heat }) => heat));
  return entries
    .filter((one) => one.kind === "start" && one.station === station && one.exercise === exercise)
    .filter((one) => (person ? one.person === person : one.person) && !dropped.has(one.id) && !ended.has(one.heat))
    .sort(inOrder);
}

/** Milliseconds left of a set at a moment of the steady clock; null where it has no limit. */
export const left = ({ start, limit }, steady) => (start && limit ? Math.max(0, start.steady + limit - steady) : null);

/** The set that goes on at a station, as its screen is opened with it: {person, heat}; or null. */
export function unfinished({ id, screen, item, entries }) {
  if (screen !== "reps") return null;
  const { person, heat } = openSets(entries(), { station: id, exercise: item.exercise }).at(-1) ?? {};
  return person ? { person, heat } : null;
}
