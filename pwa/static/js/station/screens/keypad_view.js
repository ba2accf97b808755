/** Puts the keypad on the page: who, the tries so far, what is typed, and the keys that the item has a use for. */
import { say } from "../worth.js";
import { decimalsOf, isTime } from "./keys.js";
import { isSpent, showTries, showWho } from "./who.js";

const SPANS = ["", "", "wide", "wider", "whole"]; // columns of four

/** The scale of a field: of the item itself, or of the second measure. */
export const scaleOf = (item, field) => (field === "second" ? item.second : item);

/** Whether a key means anything for a scale. */
export function isUsed(key, scale) {
  if (key === "′") return isTime(scale);
  if (key === ".") return decimalsOf(scale) > 0;
  return key !== "−" || scale.low < 0;
}

/** @param {{person: object, texts: object, field: string}} facts */
export function drawKeypad(section, station, { person, texts, field }) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  const isOver = isSpent(station, person);
  showWho(section, station, person, station.declared(person.id));
  showTries(part("tries"), station, person);
  part("spent").hidden = !isOver;
  part("keys").hidden = part("typed").hidden = isOver;
  for (const place of section.querySelectorAll("[data-slot]")) slot(place, station.item, texts, field);
  layOut(section, part("foul"), station.item, field);
}

function slot(place, item, texts, field) {
  const name = place.dataset.slot;
  const scale = scaleOf(item, name);
  place.hidden = !scale;
  if (!scale) return;
  place.setAttribute("aria-pressed", String(name === field));
  // An item of two measures is named after neither of them, as weight for height is.
  const named = item.second && name === "measure" ? "" : scale.name;
  place.querySelector("[data-label]").textContent = `${named} ${say(`word-${scale.unit}`)}`.trim();
  place.querySelector("output").textContent = texts[name] || "–";
}

/** A key without a use is not there, and the one beside it takes its room. */
function layOut(section, foul, item, field) {
  const keys = new Map([...section.querySelectorAll("[data-key]")].map((key) => [key.dataset.key, key]));
  for (const [name, key] of keys) key.hidden = !isUsed(name, scaleOf(item, field));
  foul.hidden = Boolean(item.second);
  keys.get("C").classList.toggle("tall", keys.get("′").hidden && keys.get("−").hidden);
  const span = 4 - [keys.get("."), foul].filter(({ hidden }) => !hidden).length;
  for (const name of SPANS.filter(Boolean)) keys.get("0").classList.toggle(name, SPANS[span] === name);
}
