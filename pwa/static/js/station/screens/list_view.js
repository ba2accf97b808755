/** Puts people's lines on the page. Every word stands in the page; this shows some and fills in facts. */
import { fill } from "../../page/phrases.js";
import { only } from "../../page/states.js";
import { shown } from "../rules/scales.js";
import { say, worth } from "../worth.js";

const MOST = 60; // people in a list on the phone

export const put = (root, name, text) => root.querySelectorAll(`[data-${name}]`).forEach((place) => (place.textContent = text));

/** A copy of a section's own template. */
export const copy = (root, name) => root.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);

/** A person's number on their chest: 07, or – where they have none. */
export const bibOf = (person) => (person?.sheet ? String(person.sheet).padStart(2, "0") : "–");

/** The end of a police number, as one looks it up. */
export const tail = ({ number }) => (number ? `…${number.slice(-4)}` : "");

/** The lines, as many as a finger scrolls through. */
export function rows(section, station, lines, isGrouped) {
  section.querySelector("[data-people]").replaceChildren(
    ...lines.slice(0, MOST).map((line) => row(section, station, line, isGrouped)),
  );
  const left = section.querySelector("[data-left]");
  left.hidden = lines.length <= MOST;
  left.textContent = fill(left.dataset.words, { n: lines.length - MOST });
  section.querySelector("[data-nobody]").hidden = lines.length > 0;
}

function row(section, station, line, isGrouped) {
  const { person } = line;
  const item = copy(section, "line");
  item.dataset.person = person.id;
  put(item, "number", bibOf(person));
  put(item, "name", person.name);
  put(item, "of", [person.unit, tail(person)].filter(Boolean).join("\u2003"));
  const done = best(station, line);
  put(item, "shown", done.shown);
  put(item, "points", done.points);
  const isOpen = !line.isSettled && !station.isSpent(person.id);
  const way = isOpen && !line.isDone ? (isGrouped ? "group" : "single") : "";
  const states = line.isSettled ? ["settled"] : [way, line.isHere || line.isDone ? "" : "absent"];
  for (const one of item.querySelectorAll("[data-for]")) one.hidden = !states.includes(one.dataset.for);
  const isIn = Boolean(station.lineups.draft()?.people.includes(person.id));
  item.querySelector("[data-take]").setAttribute("aria-pressed", String(isIn));
  only(item, "in", isIn ? "yes" : "no");
  return item;
}

/** What counts of a line's tries, in words: {shown, points, gap, note, tone}. */
export function best(station, { person, standing }) {
  const nothing = { shown: "", points: "", gap: "", note: "", tone: "" };
  const last = standing.at(-1);
  if (!last) return nothing;
  const measured = standing.filter(({ measure }) => measure !== null);
  if (measured.length === 0) return { ...nothing, shown: say(last.word) };
  const one = station.counting(measured);
  const score = station.score(person.id, one.measure, one.second);
  return { shown: shown(score.measure, station.item), ...worth(station.item, score) };
}
