/**
 * Measures to points, points to a grade, by a station's pack. Twin of services/scoring: a result that reaches
 * a row earns it, else the next lower row; below the last row it is 0; nothing is interpolated.
 */
import { counted } from "./scales.js";

/**
 * What one measure of one person is worth at the pack's item.
 * @param {object} pack with `item`, `tables`, `groups`, `ungraded_below`
 * @param {{sex: string, age: number}} person
 * @param {number|[number, number]} raw in base units; a pair is [second measure, measure]
 * @returns {{measure: number|number[], raw: number|number[], points: number|null, passed: boolean|null,
 *   reached: boolean|null, next: {points: number|null, measure: number, gap: number}|null,
 *   note: null|"no_table"|"not_applicable"|"outside_table"|"below_last_row"}}
 */
export function score(pack, person, raw) {
  const { item } = pack;
  const measure = Array.isArray(raw) ? [counted(raw[0], item.second), counted(raw[1], item)] : counted(raw, item);
  const result = { measure, raw, points: null, passed: null, reached: null, next: null, note: null };
  const group = groupOf(pack, person);
  const table = group && tableOf(pack, group);
  if (!table) return { ...result, note: !group || includes(item, group) ? "no_table" : "not_applicable" };
  if (item.kind === "by_second") return { ...result, ...bySecond(table.bands, measure) };
  return { ...result, ...byBands(pack, table.bands, measure) };
}

/** The person's age group, or null. */
export const groupOf = ({ groups }, { sex, age }) =>
  groups.find((group) => group.sex === sex && covers(group, age)) ?? null;

/** The rows that hold for a group at the pack's item, or null. */
const tableOf = ({ tables }, group) => tables.find((table) => includes(table, group)) ?? null;

/** Which of a person's values counts, by the item's rule: the best one or the last; null of none. */
export function counting(item, values) {
  if (values.length === 0) return null;
  if (item.counts !== "best" || item.kind === "by_second") return values.at(-1);
  return (item.direction === "lower" ? Math.min : Math.max)(...values);
}

/**
 * The whole test as far as it is known. `results` is category → what was earned in it, this station's too.
 * @param {Object<string, {points: number|null, passed: boolean|null, reached: boolean|null}>} results
 * @returns {{total: number|null, grade: object|null, passed: boolean|null, complete: boolean, missing: string[]}}
 */
export function outlook(pack, person, results) {
  const group = groupOf(pack, person);
  const earned = Object.values(results);
  const open = group ? pack.categories.filter((one) => !(one.category in results) && isTested(one, group)) : [];
  const complete = group !== null && open.length === 0 && earned.every(({ reached }) => reached !== null);
  const failed = pack.pass_rule === "every_item" && earned.some(({ passed }) => passed === false);
  const barred = pack.ungraded_below && earned.some(({ reached }) => reached === false);
  const total = isPassFail(pack) ? null : earned.reduce((sum, { points }) => sum + (points ?? 0), 0);
  const grade = complete && !failed && !barred ? gradeOf(pack, person.age, total) : null;
  const passed = failed ? false : (grade?.passes ?? null);
  return { total, grade, passed, complete, missing: open.map(({ category }) => category) };
}

const isTested = ({ items }, group) => items.some((item) => includes(item, group));
const isPassFail = ({ categories }) => categories.every(({ items }) => items.every(({ kind }) => kind === "pass_fail"));

function gradeOf({ grade_rule: rule, grades }, age, total) {
  if (rule === "passed") return grades[0] ?? null;
  if (total === null) return null;
  const earned = grades.filter((grade) => covers(grade, age) && grade.minimum <= total);
  return earned.reduce((best, grade) => (best && best.minimum >= grade.minimum ? best : grade), null);
}

function bySecond(bands, [second, measure]) {
  const band = bands.find(({ low, high }) => low <= second && second <= high);
  if (!band) return { note: "outside_table" };
  const spans = band.spans.filter(({ low, high }) => low <= measure && measure <= high);
  const points = spans.length ? Math.max(...spans.map((span) => span.points)) : band.outside;
  return { points, reached: true };
}

function byBands({ item, ungraded_below: isBarring }, bands, measure) {
  const sign = item.direction === "higher" ? 1 : -1;
  const band = bands.find(({ threshold }) => sign * (measure - threshold) >= 0);
  const isPassFailItem = item.kind === "pass_fail";
  const points = isPassFailItem ? null : (band?.points ?? 0);
  return {
    points,
    passed: isPassFailItem ? band !== undefined : null,
    reached: band !== undefined,
    next: nextRow(bands, measure, points, sign),
    note: !band && !isPassFailItem && isBarring ? "below_last_row" : null,
  };
}

/** The lowest row that is not reached and gives more than is had already. */
function nextRow(bands, measure, points, sign) {
  const above = bands.filter(({ threshold }) => sign * (threshold - measure) > 0).reverse();
  const row = above.find((band) => band.points === null || band.points > points);
  return row ? { points: row.points, measure: row.threshold, gap: sign * (row.threshold - measure) } : null;
}

/** Bounds that are absent hold nobody back. */
const low = ({ age_min: age }) => age ?? -1;
const high = ({ age_max: age }) => age ?? 999;
const covers = (cohort, age) => low(cohort) <= age && age <= high(cohort);
const includes = (cohort, group) =>
  [null, undefined, group.sex].includes(cohort.sex) && low(cohort) <= low(group) && high(group) <= high(cohort);
