/** Who came in when, out of the entries of one heat. Twin of services/intake/heats.py: tests/data/heats.json holds both to it. */

/** By the time it was written down; ties fall the same way everywhere. */
export const inOrder = (a, b) => a.at - b.at || (a.seq ?? 0) - (b.seq ?? 0) || compare(a.id, b.id);
const compare = (a, b) => (a < b ? -1 : Number(a > b));
/** Two of the same infinity are the same moment. */
const difference = (a, b) => (a === b ? 0 : a - b);

/**
 * The places of a heat, in order; none without its start. A dropped tap leaves no place, a missed one is a place
 * without a time, and either shifts who is where, never the times. The order in which entries come does not matter.
 * @param {object[]} entries everything with one heat's id
 * @returns {{place: number, tap: string, measure: number|null, person: number|null, declared: number|null,
 *   flags: object[], pass?: string}[]} `tap` is "" where nobody tapped; `pass` is of a walk-in whom the server will know
 */
export function fold(entries) {
  const ordered = [...entries].sort(inOrder);
  const gone = droppedOf(ordered);
  const start = startOf(ordered, gone);
  if (!start) return [];
  const line = lineOf(ordered, gone);
  const holders = holdersOf(ordered, line.length);
  return line.map((entry, n) => placed(n + 1, entry, start, holders.get(n + 1)));
}

/** The start that holds, of entries in order; null where there is none or it was taken back. */
const startOf = (ordered, gone = droppedOf(ordered)) =>
  ordered.find(({ kind, id }) => kind === "start" && !gone.has(id)) ?? null;

/** Ids that a drop takes out. A drop may itself be taken back by a later one. */
function droppedOf(ordered) {
  const gone = new Set();
  for (const { kind, id, target } of [...ordered].reverse()) if (kind === "drop" && !gone.has(id)) gone.add(target);
  return gone;
}

/**
 * Taps by their time, and each missed one behind the tap it followed, though that one be dropped. One before all has
 * no tap to follow; one whose tap has not come yet waits at the end.
 */
function lineOf(ordered, gone) {
  const moments = new Map([["", [-Infinity, 0]]]);
  for (const { kind, id, steady, seq } of ordered) if (kind === "tap") moments.set(id, [steady, seq]);
  const key = ({ kind, id, target }) => (kind === "tap" ? moments.get(id) : (moments.get(target ?? "") ?? [Infinity, 0]));
  const rank = ({ kind }) => Number(kind === "missed");
  const byMoment = (a, b) =>
    difference(key(a)[0], key(b)[0]) || key(a)[1] - key(b)[1] || rank(a) - rank(b) || a.at - b.at || compare(a.id, b.id);
  return ordered.filter(({ kind, id }) => (kind === "tap" || kind === "missed") && !gone.has(id)).sort(byMoment);
}

/** Place → its newest assignment; of those naming one person the newest alone. */
function holdersOf(ordered, count) {
  const assigns = ordered.filter(({ kind, place }) => kind === "assign" && place >= 1 && place <= count);
  const newest = new Map(assigns.map((entry) => [entry.place, entry]));
  const last = new Map([...newest.values()].sort(inOrder).map((entry) => [who(entry), entry]));
  return new Map([...newest].filter(([, entry]) => who(entry) !== null && last.get(who(entry)) === entry));
}

const who = ({ person, pass }) => person ?? pass ?? null;

function placed(place, entry, start, holder) {
  const isTap = entry.kind === "tap";
  return {
    place,
    tap: isTap ? entry.id : "",
    measure: isTap ? entry.steady - start.steady : null,
    person: holder?.person ?? null,
    declared: holder?.declared ?? null,
    flags: (isTap && entry.flags) || [],
    ...(holder?.pass && { pass: holder.pass }),
  };
}

/**
 * The heats among entries, in the order they were started: each with its entries and its places.
 * @returns {{heat: string, start: object|null, entries: object[], places: object[]}[]}
 */
export function heatsOf(entries) {
  const found = new Map();
  for (const entry of [...entries].sort(inOrder)) {
    if (!entry.heat) continue;
    if (!found.has(entry.heat)) found.set(entry.heat, []);
    found.get(entry.heat).push(entry);
  }
  return [...found].map(([heat, own]) => ({
    heat,
    start: startOf(own),
    entries: own,
    places: fold(own),
  }));
}
