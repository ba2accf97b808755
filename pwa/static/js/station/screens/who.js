/** Who stands at the station, at the head of a screen; and the tries they have had. */
import { fill } from "../../page/phrases.js";
import { groupOf } from "../rules/scoring.js";
import { mark } from "../saying.js";

const pad = (number) => (number === null || number === undefined ? "–" : String(number).padStart(2, "0"));

/** 07, or a dash where no sheet is open yet. */
export const numberOf = (person) => pad(person.sheet);

/** @param {number} n which try the next or running one is */
export function showWho(section, station, person, n) {
  const part = (name) => section.querySelector(`[data-whom] [data-${name}]`);
  part("number").textContent = numberOf(person);
  part("name").textContent = person.name;
  part("group").textContent = groupOf(station.pack, person)?.name ?? "";
  part("try").textContent = fill(part("try").dataset.words, { n, of: allowed(station, person) });
}

/** How many tries there may be: the item's, and one more for each retest. */
export function allowed({ item, entries }, person) {
  const given = entries().filter((one) => one.kind === "retest" && one.person === person.id && one.exercise === item.exercise);
  return item.attempts + given.length;
}

export const isSpent = (station, person) => station.declared(person.id) > allowed(station, person);

/** The tries as chips: 第 1 次 2.51 m; the one that counts is marked, a void one struck out. */
export function showTries(list, station, person) {
  const { tries } = station.line(person.id);
  const best = bestOf(station.item, tries);
  list.replaceChildren(
    ...tries.map((one) => {
      const chip = document.createElement("li");
      chip.className = one === best && tries.length > 1 ? "tag info" : "tag";
      const text = document.createElement(one.isVoid ? "del" : "span");
      text.textContent = `${fill(list.dataset.words, { n: one.declared })} ${mark(one, station.item)}`;
      chip.append(text);
      return chip;
    }),
  );
}

/** The try that counts, by the item's rule; null of none. */
export function bestOf(item, tries) {
  const measured = tries.filter((one) => !one.isVoid && one.measure !== null);
  if (item.counts !== "best" || item.second) return measured.at(-1) ?? null;
  const sign = item.direction === "lower" ? -1 : 1;
  return measured.reduce((best, one) => (best && sign * best.measure >= sign * one.measure ? best : one), null);
}
