<<<<<<< HEAD
/** What was done at a station, read from this device's entries. No storage, no clock. */
import { fold } from "./heats.js";

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
  const starts = entries.filter((one) => one.kind === "start" && one.station === station);
  return starts.map((start) => {
    const own = entries.filter((one) => one.heat === start.heat);
    const facts = { heat: start.heat, number: start.place, exercise: start.exercise, isCheck: start.word === "check" };
    return { ...facts, start, entries: own, places: fold(own) };
  });
}

function finishers({ heat, exercise, isCheck, entries, places }) {
  const taps = new Map(entries.map((one) => [one.id, one]));
  return places
    .filter(({ tap }) => tap)
    .map(({ place, tap, measure, person, declared, flags }) => ({
      ...{ id: tap, person, exercise, declared, measure, second: null, word: null, heat, place, flags, isCheck },
      at: taps.get(tap).at,
=======
/** One person's tries at one exercise, out of this device's entries: attempts, faults, and places in heats. */
import { heatsOf, inOrder } from "./heats.js";

/**
 * Every try of everyone here, the voided ones too. A heat's result bears the id of its tap; one without a tap has
 * no id and no measure.
 * @param {object[]} entries everything of an assessment
 * @returns {{id: string, person: number|null, pass?: string, exercise: string, declared: number|null, measure: number|null,
 *   second: number|null, word: string|null, heat: string|null, at: number, flags: object[], isVoid: boolean,
 *   isCheck: boolean, reason: string|null}[]} in the order they were written
 */
export function allTries(entries) {
  const voids = new Map(entries.filter(({ kind }) => kind === "void").map((entry) => [entry.target, entry.reason]));
  const own = entries.filter(({ kind }) => kind === "attempt" || kind === "fault").map(asTry);
  const ran = heatsOf(entries).flatMap(placesOf);
  return [...own, ...ran].sort(inOrder).map((one) => ({ ...one, isVoid: voids.has(one.id), reason: voids.get(one.id) ?? null }));
}

/** A person's tries at an exercise. A check timer's are none. */
export const triesOf = (entries, person, exercise) =>
  allTries(entries).filter((one) => one.person === person && one.exercise === exercise && !one.isCheck);

/** What counts among tries: those with a measure that stand, as scoring takes them. */
export const valuesOf = (tries) =>
  tries
    .filter(({ isVoid, measure }) => !isVoid && measure !== null)
    .map(({ measure, second }) => (second === null ? measure : [second, measure]));

/** The number of a person's next try, as entries declare it: one more than any here, or than the server knew of. */
export const nextDeclared = (tries, known = 0) => Math.max(known, ...tries.map(({ declared }) => declared ?? 0)) + 1;

const asTry = ({ id, seq, person = null, pass, exercise, declared = null, measure = null, second = null, word = null, heat = null, at, flags = [] }) => ({
  id, seq, person, ...(pass && { pass }), exercise, declared, measure, second, word, heat, at, flags, isCheck: false,
});

function placesOf({ heat, start, entries, places }) {
  const taps = new Map(entries.map((entry) => [entry.id, entry]));
  return places
    .filter(({ person, pass }) => person !== null || pass)
    .map(({ tap, measure, person, pass, declared, flags, place }) => ({
      id: tap, seq: taps.get(tap)?.seq ?? 0, person, ...(pass && { pass }), exercise: start.exercise, declared, measure,
      second: null, word: null, heat, place, at: taps.get(tap)?.at ?? start.at, flags, isCheck: start.word === "check",
>>>>>>> hb
    }));
}
