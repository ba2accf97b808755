/** Who came in when, out of the entries of one heat. Twin of services/heats.py: tests/data/heats.json holds both to it. */

/** By the time it was written down; ties fall the same way everywhere. */
export const inOrder = (a, b) => a.at - b.at || a.seq - b.seq || compare(a.id, b.id);
const bySteady = (a, b) => a.steady - b.steady || a.seq - b.seq || compare(a.id, b.id);
const compare = (a, b) => (a < b ? -1 : Number(a > b));

/**
 * The places of a heat, in order. A dropped tap leaves no place, a missed one is a place without a time,
 * and either shifts who is where, never the times. In whatever order the entries come, the answer is the same.
 * @param {object[]} entries everything with one heat's id
 * @returns {{place: number, tap: string, measure: number|null, person: number|null, declared: number|null,
 *   pass?: string, flags: object[]}[]} `tap` is "" where nobody tapped
 */
export function fold(entries) {
  const ordered = [...entries].sort(inOrder);
  const of = (kind) => ordered.filter((entry) => entry.kind === kind);
  const [start] = of("start");
  const dropped = new Set(of("drop").map((entry) => entry.target));
  const held = assigned(of("assign"));
  const line = lineUp(of("tap").sort(bySteady), of("missed")).filter(({ id }) => !dropped.has(id));
  return line.map((entry, n) => placed(n + 1, entry, start, held.get(n + 1)));
}

/** Taps by their time, each with the missed ones that follow it; before the first those that follow none. */
function lineUp(taps, missed) {
  const following = (id) => missed.filter((entry) => entry.target === id);
  return [...following(""), ...taps.flatMap((tap) => [tap, ...following(tap.id)])];
}

/** Place → the assignment that holds: a place's newest, and of a person at two places the newer. */
function assigned(assigns) {
  const held = new Map(assigns.map((entry) => [entry.place, entry]));
  const newest = new Map([...held.values()].sort(inOrder).map((entry) => [who(entry), entry]));
  for (const [place, entry] of held) if (who(entry) && newest.get(who(entry)) !== entry) held.delete(place);
  return held;
}

const who = ({ person, pass }) => person ?? pass ?? null;

function placed(place, entry, start, assign) {
  const isTap = entry.kind === "tap";
  return {
    place,
    tap: isTap ? entry.id : "",
    measure: isTap && start ? entry.steady - start.steady : null,
    person: assign?.person ?? null,
    declared: assign?.declared ?? null,
    ...(assign?.pass && { pass: assign.pass }),
    flags: entry.flags ?? [],
  };
}

/**
 * The heats among entries, in the order they were started: each with its entries and its places.
 * @returns {{heat: string, start: object|null, entries: object[], places: object[]}[]}
 */
export function heatsOf(entries) {
  const found = new Map();
  for (const entry of [...entries].sort(inOrder)) {
    if (entry.heat) found.set(entry.heat, [...(found.get(entry.heat) ?? []), entry]);
  }
  return [...found].map(([heat, own]) => ({
    heat,
    start: own.find((entry) => entry.kind === "start") ?? null,
    entries: own,
    places: fold(own),
  }));
}
