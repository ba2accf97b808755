/** What people type, to integers in base units and back. Twin of services/scoring/measures.py, and as strict. */

const UNITS = {
  s: ["ms", 1000], ms: ["ms", 1], m: ["mm", 1000], cm: ["mm", 10], mm: ["mm", 1], kg: ["g", 1000], g: ["g", 1],
  L: ["mL", 1000], mL: ["mL", 1], count: ["count", 1], index: ["tenth", 10],
};
const LONGEST = 24; // characters
const NUMBER = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;
const CLOCK = /^(?:(?:([0-9]+):([0-9]{2}(?:\.[0-9]+)?))|(?:([0-9]+)′)?(?:([0-9]+(?:\.[0-9]+)?)″([0-9]+)?)?)$/;
const MARKS = {
  "’": "′", "‘": "′", "'": "′", "`": "′", "´": "′", "”": "″", "“": "″", '"': "″", "−": "-", "–": "-", "分": "′", "秒": "″",
  "∶": ":",
};
const WRITTEN = {
  s: "s", ms: "ms", 毫秒: "ms", m: "m", 米: "m", cm: "cm", 厘米: "cm", mm: "mm", 毫米: "mm", kg: "kg", 公斤: "kg", 千克: "kg",
  g: "g", 克: "g", l: "L", 升: "L", ml: "mL", 毫升: "mL", 次: "count", 个: "count", 环: "count",
};
const LONGEST_FIRST = Object.keys(WRITTEN).sort((a, b) => b.length - a.length).join("|");
const SUFFIX = new RegExp(`[0-9] ?(${LONGEST_FIRST})$`, "i");
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+"; // what Python strips
const OUTER_SPACE = new RegExp(`^${SPACE}|${SPACE}$`, "g");

/** Not a measure of this unit, or finer than the unit can be. */
export class Malformed extends Error {}

/**
 * The measure in base units: `3:38`, `13″1`, `2.45 m` → 218000, 13100, 2450. Digits finer than the base unit are
 * rounded in the given direction. Throws `Malformed` for all that is not plainly a measure.
 * @param {string} text
 * @param {{unit: string, rounding: "up"|"down"}} scale an item of a pack, or its `second`
 */
export function parse(text, { unit: asked, rounding = "down" }) {
  const { written, unit } = withoutUnit(tidied(text), asked);
  const [base, factor] = UNITS[unit];
  const exact = base === "ms" && !NUMBER.test(written) ? seconds(written) : number(written);
  const scaled = exact.digits * BigInt(factor);
  const [below, rest] = divided(scaled, 10n ** BigInt(exact.decimals));
  if (base === "count" && rest) throw new Malformed(text);
  return Number(rest && rounding === "up" ? below + 1n : below);
}

/** For readers: 3′38″, 13.2″, 2.45 m, 12. */
export function write(measure, scale) {
  const text = amount(Math.abs(measure), scale);
  const sign = measure < 0 ? "−" : "";
  if (scale.unit === "s") return sign + clock(text);
  return `${sign}${text}${["count", "index"].includes(scale.unit) ? "" : ` ${scale.unit}`}`;
}

/** As people write a measure of an item; a pair as 172.5 cm / 68.0 kg. */
export const shown = (value, item) =>
  Array.isArray(value) ? `${write(value[0], item.second)} / ${write(value[1], item)}` : write(value, item);

/** The number alone, in the scale's unit, with as many decimals as the scale has (more if it is finer). */
export function amount(measure, { unit, decimals }) {
  const places = String(UNITS[unit][1]).length - 1;
  const digits = String(Math.abs(measure)).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(whole.length).replace(/0+$/, "").padEnd(decimals, "0");
  return `${measure < 0 ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
}

/** The raw measure as it counts: to the scale's last decimal, in its direction of rounding. */
export function counted(raw, { unit, decimals, rounding }) {
  const step = UNITS[unit][1] / 10 ** decimals;
  const below = Math.floor(raw / step) * step;
  return rounding === "up" && below < raw ? below + step : below;
}

export const isPlausible = (raw, { low, high }) => low <= raw && raw <= high;

function tidied(text) {
  if ([...text].length > LONGEST) throw new Malformed(text);
  const marked = (said) => [...said].map((letter) => MARKS[letter] ?? letter).join("");
  return marked(marked(text).normalize("NFKC")).replaceAll("′′", "″").replace(OUTER_SPACE, "");
}

/** The number, and the unit it is written in: its own suffix, if it is of the same kind, else `unit`. */
function withoutUnit(written, unit) {
  const suffix = SUFFIX.exec(written);
  if (!suffix) return { written, unit };
  const own = WRITTEN[suffix[1].toLowerCase()];
  if (UNITS[own][0] !== UNITS[unit][0]) throw new Malformed(written);
  return { written: written.slice(0, suffix.index + 1), unit: own };
}

/** An exact number: `digits` / 10^`decimals`. */
function number(written) {
  const found = NUMBER.exec(written);
  if (!found) throw new Malformed(written);
  const [, sign, whole, fraction = ""] = found;
  return { digits: BigInt(`${whole}${fraction}`) * (sign ? -1n : 1n), decimals: fraction.length };
}

/** Minutes and seconds: 13″1 is 13.1. */
function seconds(written) {
  const found = CLOCK.exec(written.replaceAll(" ", ""));
  if (!found || !written) throw new Malformed(written);
  const minutes = found[1] ?? found[3];
  const own = found[2] ?? found[4] ?? "0";
  if (found[5] && own.includes(".")) throw new Malformed(written);
  const { digits, decimals } = number(found[5] ? `${own}.${found[5]}` : own);
  const minute = 60n * 10n ** BigInt(decimals);
  if (minutes && digits >= minute) throw new Malformed(written);
  return { digits: BigInt(minutes ?? 0) * minute + digits, decimals };
}

/** Quotient towards −∞, and whether anything is left. */
function divided(scaled, by) {
  const [quotient, rest] = [scaled / by, scaled % by];
  return [rest < 0n ? quotient - 1n : quotient, rest !== 0n];
}

function clock(text) {
  const [whole, fraction] = text.split(".");
  const [minutes, rest] = [Math.floor(whole / 60), String(whole % 60)];
  const tail = fraction ? `.${fraction}` : "";
  return minutes ? `${minutes}′${rest.padStart(2, "0")}${tail}″` : `${rest}${tail}″`;
}
