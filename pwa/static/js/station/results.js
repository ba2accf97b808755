/** What was done at a station, read from this device's entries. No storage, no clock. */
import { heatsOf as allHeats } from "./heats.js";

/**
 * Every try at one station, in order: {id, person, exercise, declared, measure, second, word, heat, place, at,
 * flags, isVoid, reason, ack, objection, isCheck}. One out of a heat has its tap's id; `measure` is null and
 * `word` says why where there is none. Those of nobody yet are among them.
 * @param {object[]} entries
 * @param {{id: number}} station
 */
export function triesOf(entries, { id }) {
  const about = (kind) => new Map(entries.filter((one) => one.kind === kind).map((one) => [one.target, one]));
  const [voids, acks, objections] = ["void", "ack", "object"].map(about);
  const alone = entries.filter((one) => one.station === id && (one.kind === "attempt" || one.kind === "fault"));
  const made = [...alone.map(single), ...heatsOf(entries, id).flatMap(finishers)];
  return made
    .sort((a, b) => a.at - b.at)
    .map((one) => ({
      ...one,
      isVoid: voids.has(one.id),
      reason: voids.get(one.id)?.reason ?? "",
      ack: acks.get(one.id) ?? null,
      objection: objections.get(one.id) ?? null,
    }));
}

const single = ({ id, person, exercise, declared, measure = null, second = null, word = null, heat = "", at, flags = [] }) => ({
  ...{ id, person, exercise, declared, measure, second, word, heat, at, flags, place: null, isCheck: false },
});

/** The runs of a station, oldest first: {heat, number, isCheck, start, exercise, entries, places}. */
export function heatsOf(entries, station) {
  const here = allHeats(entries).filter(({ start }) => start?.station === station);
  return here.map((one) => {
    const { place: number, exercise, word } = one.start;
    return { ...one, number, exercise, isCheck: word === "check" };
  });
}

function finishers({ heat, exercise, isCheck, entries, places }) {
  const taps = new Map(entries.map((one) => [one.id, one]));
  return places
    .filter(({ tap }) => tap)
    .map(({ place, tap, measure, person, declared, flags }) => ({
      ...{ id: tap, person, exercise, declared, measure, second: null, word: null, heat, place, flags, isCheck },
      at: taps.get(tap).at,
    }));
}
