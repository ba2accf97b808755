/** Puts a group on the page: its people, its places newest first, and who is missing. */
import { say, timeOf, worth } from "../../worth.js";
import { bibOf, copy, put } from "../list_view.js";

/** Who is in the group, before it starts. */
export function lanes(section, station, run) {
  const people = run.stage === "lineup" ? run.lineup.people.map(station.person).filter(Boolean) : [];
  section.querySelector("[data-lanes]").replaceChildren(
    ...people.map((person) => {
      const item = copy(section, "lane");
      item.dataset.laneOf = person.id;
      put(item, "number", bibOf(person));
      put(item, "name", person.name);
      return item;
    }),
  );
}

/** The places, newest first. Rows that stay are kept, so that only a new one flashes. */
export function finishers(section, station, run) {
  const list = section.querySelector("[data-finish]");
  const known = new Set([...list.children].map((item) => item.dataset.key));
  const checks = station.checks(run);
  const rows = run.places.map((place) => finisher(section, station, run, place, checks.get(place.place)));
  for (const row of rows) {
    const isNew = known.size > 0 || rows.length === 1;
    if (isNew && !known.has(row.dataset.key) && row.dataset.key && run.stage === "running") row.dataset.state = "new";
  }
  list.replaceChildren(...rows.reverse());
}

function finisher(section, station, run, { place, tap, measure, person, pass }, check) {
  const item = copy(section, "finisher");
  const who = station.person(person);
  Object.assign(item.dataset, { placeOf: place, key: tap });
  put(item, "place", place);
  put(item, "time", measure === null ? "–′––″–" : timeOf(measure, station.item.rounding));
  put(item, "name", who?.name ?? (pass ? say("stranger") : ""));
  put(item, "said", said(station, { tap, measure, who, place, run }));
  put(item, "beside", check === undefined || measure === null ? "" : say(run.lineup.isCheck ? "beside-lead" : "beside", { time: apart(check - measure) }));
  item.querySelector("[data-act=tell]").disabled = !who || !tap || run.stage !== "over";
  const bib = item.querySelector("[data-act=pick]");
  bib.hidden = run.lineup.isCheck;
  bib.textContent = who ? (who.sheet ? say("bib", { n: bibOf(who) }) : say("no-bib")) : say("assign");
  if (!who) bib.dataset.state = "todo";
  bib.setAttribute("aria-label", `${say("place", { n: place })} ${bib.textContent}`);
  return item;
}

function said(station, { tap, measure, who, place, run }) {
  const taken = tap && station.tries.find((one) => one.id === tap && one.isVoid);
  if (taken) return taken.reason;
  if (measure === null) return say("untimed");
  if (!who) return run.lineup.isCheck ? "" : say(place === run.places.length && run.stage === "running" ? "just" : "unnamed");
  const { points, gap, note } = worth(station.item, station.score(who.id, measure));
  return [points, note || gap].filter(Boolean).join(" ");
}

/** +0.2 */
const apart = (ms) => `${ms < 0 ? "−" : "+"}${(Math.abs(ms) / 1000).toFixed(1)}`;

/** What the clocks did since the start, in words. */
export function flags(section, run) {
  const found = new Map(run.told ? run.station.flagsSince(run.since).map((one) => [`${one.kind}${one.from}`, one]) : []);
  const list = section.querySelector("[data-flags]");
  list.hidden = found.size === 0 || run.stage !== "running";
  list.replaceChildren(
    ...[...found.values()].map(({ kind, from, to, ms }) => {
      const range = `${timeOf(from - run.since)}–${timeOf(to - run.since)}`;
      const words = `${say(kind, { n: (Math.abs(ms) / 1000).toFixed(1) })} ${range}`;
      return Object.assign(document.createElement("li"), { className: "note warn", textContent: words });
    }),
  );
}

/** Who is in the group and has no place, once it is over. */
export function missing(section, station, run) {
  const here = new Set(run.places.map(({ person }) => person));
  const left = run.stage === "over" && !run.isSingle ? run.lineup.people.filter((id) => !here.has(id)) : [];
  const box = section.querySelector("[data-missing]");
  box.hidden = left.length === 0;
  box.querySelector("ul").replaceChildren(...left.map((id) => absent(section, station, station.person(id))).filter(Boolean));
}

function absent(section, station, person) {
  if (!person) return null;
  const item = copy(section, "absent");
  const fault = station.line(person.id).standing.findLast?.(({ word }) => word);
  item.dataset.person = person.id;
  put(item, "number", bibOf(person));
  put(item, "name", person.name);
  put(item, "word", fault ? say(fault.word) : "");
  item.querySelector("[data-word]").hidden = !fault;
  item.querySelector(".quick").hidden = Boolean(fault);
  return item;
}

/** The groups there are, for changing to another. */
export function groups(section, station, run) {
  const others = station.lineups.all().filter((one) => one.heat !== run.heat && one.isCheck === run.lineup.isCheck);
  section.querySelector("[data-groups] ul").replaceChildren(
    ...others.map((one) => {
      const item = copy(section, "group");
      item.dataset.heat = one.heat;
      put(item, "group-name", say("group", { n: one.number }));
      const state = one.isOver ? "group-over" : station.lineups.isStarted(one) ? "group-running" : "in-place";
      put(item, "group-said", say(state, { n: one.people.length }));
      return item;
    }),
  );
}
