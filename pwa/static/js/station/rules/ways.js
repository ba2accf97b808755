/** Which screen an item is measured on, and what it is set to. Nothing of a page or of storage. */

const READ_OFF = 10_000; // ms: what a machine measures in less is read off it, not timed by hand
const BEST_SHOT = { count: 10, tenth: 100 }; // ten rings, in base units
const MOST_SHOTS = 60;
const SET = 60; // s that a set of reps lasts unless its item says otherwise

const RINGS = /(^|_)rings$/; // pistol_rings, in whatever assessment

/**
 * @param {object} item of the pack
 * @param {string} [of] kind of the assessment: what is counted at firearms are rings
 * @returns {"heat"|"verdict"|"rings"|"reps"|"keypad"}
 */
export function screenOf({ exercise, second, base, unit, kind, low, high }, of = "fitness") {
  if (second) return "keypad";
  if (base === "ms") return high > READ_OFF ? "heat" : "keypad";
  if (kind === "pass_fail" && base === "count" && low === 0 && high === 1) return "verdict";
  if (base in BEST_SHOT && (of === "firearms" || RINGS.test(exercise))) return "rings";
  return unit === "count" ? "reps" : "keypad";
}

/** How many shots make up an item's total: its plausible range ends at the best one. Null where it does not. */
export function shotsOf({ base, high }) {
  const shots = high / BEST_SHOT[base];
  return Number.isInteger(shots) && shots > 0 && shots <= MOST_SHOTS ? shots : null;
}

/** The seconds of a set by the item's own code (situp1min), else the usual minute. */
export const limitOf = ({ exercise }) => Number(/(\d+)min$/.exec(exercise)?.[1] ?? 0) * 60 || SET;
