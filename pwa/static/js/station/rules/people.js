/** Finding one of a pack's people: by the number on the sheet, police number, name, its initials, or a personal pass. */
import { fits } from "../../field/roll.js";

export { book, whose } from "../../field/passes.js";

const NUMBER = 3; // digits at most; more are a police number or its end

/**
 * Those whom something typed may mean, the likeliest first. Up to three digits are a sheet's number, and name one
 * person where there is one; otherwise whatever it fits.
 * @param {object[]} people of a pack
 * @param {string} typed
 */
export function find(people, typed) {
  const text = typed.normalize("NFKC").trim().toLowerCase();
  if (!text) return [];
  const numbered = people.filter(({ sheet }) => isNumber(text) && sheet === Number(text));
  if (numbered.length) return numbered;
  return people.filter((person) => fits(person, text)).sort((a, b) => (a.sheet ?? Infinity) - (b.sheet ?? Infinity) || 0);
}

const isNumber = (text) => text.length <= NUMBER && /^\d+$/.test(text);
