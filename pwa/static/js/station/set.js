/** A set of reps, read from its entries: what counts is what is on the disk. Nothing of a page. */

const inOrder = (a, b) => a.at - b.at || a.seq - b.seq || (a.id < b.id ? -1 : 1);

/**
 * Everything known of one set. `limit` is in ms, 0 for none; `last` is what an undo takes back.
 * @param {object[]} entries all of one heat id, in any order
 */
export function setOf(entries) {
  const all = [...entries].sort(inOrder);
  const dropped = new Set(all.filter(({ kind }) => kind === "drop").map(({ target }) => target));
  const made = all.filter(({ id, kind }) => (kind === "rep" || kind === "norep") && !dropped.has(id));
  const voids = new Set(all.filter(({ kind }) => kind === "void").map(({ target }) => target));
  const start = all.find(({ kind }) => kind === "start") ?? null;
  return {
    start,
    limit: start?.measure ?? 0,
    reps: made.filter(({ kind }) => kind === "rep"),
    noreps: made.filter(({ kind }) => kind === "norep"),
    last: made.at(-1) ?? null,
    attempt: all.findLast(({ kind, id }) => kind === "attempt" && !voids.has(id)) ?? null,
  };
}

/**
 * The sets of one person's at a station that were begun and neither written down nor called off, newest last.
 * A set is called off by dropping its start.
 */
export function openSets(entries, { station, person, exercise }) {
  const dropped = new Set(entries.filter(({ kind }) => kind === "drop").map(({ target }) => target));
  const ended = new Set(entries.filter(({ kind }) => kind === "attempt" || kind === "fault").map(({ heat }) => heat));
  return entries
    .filter((one) => one.kind === "start" && one.station === station && one.exercise === exercise)
    .filter((one) => (person ? one.person === person : one.person) && !dropped.has(one.id) && !ended.has(one.heat))
    .sort(inOrder);
}

/** Milliseconds left of a set at a moment of the steady clock; null where it has no limit. */
export function left({ start, limit }, steady) {
  if (!start || !limit) return null;
  return Math.max(0, start.steady + limit - steady);
}
