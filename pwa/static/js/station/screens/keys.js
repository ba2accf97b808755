/** What big keys write: a number of the item's decimals, minutes and seconds, a sign. Nothing of a page. */

const DIGITS = 5; // before the point; nobody reaches more
const MINUTE = "′";

/**
 * The text after a key. A key that would make no number leaves it as it was.
 * @param {string} text so far
 * @param {string} key "0" to "9", ".", "′", "−" (turns the sign), "⌫" or "C"
 * @param {object} scale with unit, decimals, low
 */
export function press(text, key, scale) {
  if (key === "C") return "";
  if (key === "⌫") return text.slice(0, -1);
  if (key === "−") return text.startsWith("−") ? text.slice(1) : `−${text}`;
  const next = tidy(text + key);
  return pattern(scale).test(next) ? next : text;
}

/** A nought before another digit is left out: 05 is 5. */
const tidy = (text) => text.replace(/^(−?)0(?=\d)/, "$1").replace(/^(−?)\./, "$10.");

function pattern(scale) {
  const places = decimalsOf(scale);
  const fraction = places ? `(\\.\\d{0,${places}})?` : "";
  const number = `\\d{0,${DIGITS}}${fraction}`;
  return new RegExp(isTime(scale) ? `^−?(${number}|\\d{1,3}${MINUTE}\\d{0,2}${fraction})$` : `^−?${number}$`);
}

/** A stopwatch shows hundredths whatever the table says: the item's rounding is the program's to do. */
export const decimalsOf = ({ unit, decimals }) => (unit === "s" ? Math.max(decimals, 2) : decimals);

export const isTime = ({ unit, high }) => unit === "s" && high >= 60_000;

/** As `measures.parse` reads it: 3′5.2 is 3:05.2, a bare point is left off. "" where there is no digit. */
export function plain(text) {
  if (!/\d/.test(text)) return "";
  const [, sign, minutes, seconds] = text.replace(/\.$/, "").match(/^(−?)(?:(\d+)′)?(.*)$/);
  const minus = sign ? "-" : "";
  if (minutes === undefined) return minus + seconds;
  const [whole, rest] = (seconds || "0").split(".");
  return `${minus}${minutes}:${whole.padStart(2, "0")}${rest ? `.${rest}` : ""}`;
}
