/** What this device wrote about a person, and where it has got to: on it, at the server, or waiting for a word. */
import { seconds } from "../../../page/phrases.js";
import { only } from "../../../page/states.js";
import { mark } from "../../saying.js";

const SMALL = ["rep", "norep", "tap", "drop", "missed"]; // the set or the run that they make is told instead
const STATES = { kept: "sent", duplicate: "sent", held: "held", conflict: "held", refused: "refused" };

/** Where an entry has got to; only "sent" is green, for that the server has. */
const stateOf = ({ outcome }) => STATES[outcome] ?? "kept";

export function drawLedger(section, station, person) {
  const template = section.querySelector("template[data-entry]").content.firstElementChild;
  const rows = about(station.entries(), person.id).map((entry) => row(template.cloneNode(true), entry, station));
  section.querySelector("[data-ledger]").replaceChildren(...rows);
}

/** Entries that name a person, or an entry that does; newest first. */
function about(entries, id) {
  const own = new Set(entries.filter(({ person }) => person === id).map((one) => one.id));
  return entries.filter((one) => !SMALL.includes(one.kind) && (one.person === id || own.has(one.target))).reverse();
}

function row(item, entry, station) {
  only(item, "act", entry.kind);
  only(item, "sent", stateOf(entry));
  item.querySelector("[data-at]").textContent = seconds(entry.at);
  const isResult = entry.kind === "attempt" || entry.kind === "fault";
  const isHere = isResult && entry.exercise === station.item.exercise;
  item.querySelector("[data-what]").textContent = isHere ? mark(entry, station.item) : (entry.reason ?? "");
  return item;
}
