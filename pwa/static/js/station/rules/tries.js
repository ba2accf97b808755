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

/** A try's measure, or both of two, as scoring takes them. */
export const valueOf = ({ measure, second }) => (second === null ? measure : [second, measure]);

/**
 * The number of a person's next try, as entries declare it: one more than any that stands here, or than the server
 * counted. A voided one is measured anew under its own number.
 */
export const nextDeclared = (tries, known = 0) =>
  Math.max(known, ...tries.filter(({ isVoid }) => !isVoid).map(({ declared }) => declared ?? 0)) + 1;

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
    }));
}
