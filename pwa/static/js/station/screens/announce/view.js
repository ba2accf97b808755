/** Puts a result before its person. Every word stands in the page; this fills in facts. */
import { fill, time } from "../../../page/phrases.js";
import { only } from "../../../page/states.js";
import { outlook } from "../../rules/scoring.js";
import { mark } from "../../saying.js";
import { worth } from "../../worth.js";
import { allowed, bestOf, isSpent, numberOf } from "../who.js";

/** @param {{person: object, one: object|null, isTurned: boolean}} facts */
export function drawFace(section, station, { person, one, isTurned }) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  const put = (name, text) => (part(name).textContent = text);
  part("face").dataset.turned = isTurned ? "yes" : "no";
  part("turn").setAttribute("aria-pressed", String(isTurned));
  put("number", numberOf(person));
  put("name", person.name);
  if (!one) return;
  const { item } = station;
  const isMeasured = one.measure !== null;
  const score = isMeasured ? station.score(person.id, one.measure, one.second) : null;
  const said = score ? worth(item, score) : { points: "", gap: "", note: "", tone: "" };
  const told = mark(one, item);
  put("mark", told);
  part("mark").dataset.length = lengthOf(told);
  put("outcome", said.points === told ? "" : said.points);
  part("outcome").className = said.tone;
  put("gap", one.isVoid ? "" : said.gap);
  put("note", said.note);
  words(part("which"), allowed(station, person) > 1 ? { n: one.declared } : null);
  words(part("void"), one.isVoid ? { reason: one.reason } : null);
  counting(part("best"), station, person, one);
  whole(section, station, person, score, one);
  answers(section, one);
  only(section, "kind", isSpent(station, person) ? "retest" : "again");
  part("strike").disabled = one.isVoid;
}

const lengthOf = (told) => (told.length > 9 ? "long" : told.length > 4 ? "middle" : "short");

/** Fills the words of a place, or leaves it empty. */
function words(place, facts) {
  place.textContent = facts ? fill(place.dataset.words, facts) : "";
  place.hidden = !facts;
}

/** Which of several tries counts, where it is another than this one. */
function counting(place, station, person, one) {
  const best = bestOf(station.item, station.line(person.id).tries);
  const isOther = best && best.id !== one.id;
  words(place, isOther ? { mark: mark(best, station.item), n: best.declared } : null);
}

/** The total and the grade, as far as this device knows the other results. */
function whole(section, station, person, score, one) {
  const grade = section.querySelector("[data-grade]");
  const place = section.querySelector("[data-of-total]");
  place.hidden = grade.hidden = true;
  const own = station.pack.categories?.find(({ items }) => items.some(({ exercise }) => exercise === station.item.exercise));
  if (!score || !own || one.isVoid || !person.results) return;
  const { total, grade: earned, complete } = outlook(station.pack, person, { ...person.results, [own.category]: score });
  if (total !== null) {
    const text = place.querySelector("[data-words]");
    text.textContent = fill(text.dataset.words, { n: total });
    place.hidden = Object.keys(person.results).length === 0;
  }
  if (complete && earned) [grade.textContent, grade.hidden] = [earned.name, false];
}

/** What the person said of it: the newest word holds, and an objection is not taken back by a tap. */
function answers(section, { ack, objection }) {
  const state = objection ? "objected" : ack ? "acked" : "open";
  only(section, "said", state);
  const facts = { acked: ack && { time: time(ack.at) }, objected: objection && { time: time(objection.at), reason: objection.reason } };
  const place = section.querySelector(`[data-said=${state}] [data-words]`);
  if (place && facts[state]) place.textContent = fill(place.dataset.words, facts[state]);
}
