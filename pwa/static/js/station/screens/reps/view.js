/** Puts a set of reps on the page. Every word stands there; this shows some and fills in facts. */
import { fill } from "../../../page/phrases.js";
import { only } from "../../../page/states.js";
import { lineTo } from "../../saying.js";
import { showWho } from "../who.js";
import { left } from "./set.js";

const EVERY = 5; // reps that are said aloud

/** @param {object} facts set, state, person, limit, isPending, declared */
export function drawSet(section, station, { set, state, person, limit, isPending, isOver }) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  const n = set.reps.length;
  showWho(section, station, person, set.attempt?.declared ?? station.declared(person.id));
  only(section, "for", state);
  part("count").textContent = n;
  part("count").dataset.state = isPending ? "pending" : "kept";
  only(section, "disk", isPending ? "pending" : "kept");
  part("noreps").textContent = set.noreps.length;
  part("undo").disabled = !set.last;
  part("gap").textContent = set.start ? lineTo(station.score(person.id, n), station.item) : "";
  for (const key of section.querySelectorAll("[data-limit]")) key.setAttribute("aria-pressed", String(Number(key.dataset.limit) === limit));
  speak(part("spoken"), n, state, set);
  if (state === "over") over(section, station, set, n);
}

/** Every fifth is said, and the last one when the time is over. */
function speak(place, n, state, { start }) {
  const text = state === "over" ? fill(place.dataset.ended, { n }) : n % EVERY === 0 && n > 0 ? fill(place.dataset.words, { n }) : null;
  if (!start) place.textContent = "";
  else if (text !== null && place.textContent !== text) place.textContent = text;
}

function over(section, station, set, n) {
  const isKept = set.attempt !== null;
  const isTimeUp = left(set, station.steady()) === 0;
  only(section, "tells", isKept ? "yes" : "no");
  only(section, "why", isTimeUp ? "time" : "end");
  const words = section.querySelector("[data-tells=no]");
  words.textContent = fill(words.dataset.words, { n });
  section.querySelector("[data-on]").hidden = isTimeUp || !isKept;
}

/** The countdown, or the time that is past where there is no limit; and what was missed meanwhile. */
export function drawClock(section, set, station) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  const { start, limit, attempt } = set;
  part("clock").hidden = part("used").hidden = !start;
  if (!start) return void (part("gone").hidden = true);
  const steady = attempt ? Math.min(attempt.steady, start.steady + (limit || Infinity)) : station.steady();
  const rest = left(set, steady);
  const past = Math.max(0, steady - start.steady);
  part("left").textContent = clock(rest === null ? Math.floor(past / 1000) : Math.ceil(rest / 1000));
  only(section, "unlimited", rest === null ? "yes" : "no");
  part("used").hidden = rest === null;
  part("used").max = limit || 1;
  part("used").value = Math.min(past, limit);
  gone(part("gone"), station.flagsSince(start.steady), start.steady + (limit || Infinity));
}

/** A page that was closed in the middle of a set has counted nothing then. */
function gone(note, flags, end) {
  const away = flags.filter(({ kind, from }) => (kind === "reload" || kind === "sleep") && from < end);
  const ms = away.reduce((sum, { from, to }) => sum + Math.min(to, end) - from, 0);
  note.hidden = away.length === 0;
  const words = note.querySelector("[data-words]");
  words.textContent = fill(words.dataset.words, { n: Math.ceil(ms / 1000) });
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
