/** The page shown while the server cannot be reached: what this phone keeps of its owner's, and since when. */
import { mine } from "../kept/mine.js";
import { now, recall } from "../kept/server_clock.js";
import { get } from "../kept/store.js";
import { day, fill, time } from "../page/phrases.js";
import { date, stencil } from "../page/stencil.js";

const DAY = 24 * 3600e3;
const TONES = { present: "ok", late: "warn", on_leave: "info", absent: "bad" };

/** @param {HTMLElement} page */
export async function mount(page) {
  const part = (name) => page.querySelector(`[data-${name}]`);
  await recall();
  const kept = await mine();
  part("nothing").hidden = kept !== null;
  if (!kept) return;
  part("since").textContent = since(part("since").dataset, kept.now);
  const next = kept.trainings.find((one) => one.ends > now() && one.state === "open") ?? null;
  if (next) part("hero").replaceWith(hero(part("hero"), next));
  list(part("trainings"), kept.trainings.map(facts));
  list(part("leads"), kept.leads.map(facts));
  list(part("hours"), kept.record.hours.map((one) => hours(part("hours"), one)));
  list(part("lines"), kept.record.lines.map((one) => line(part("lines"), one)));
  await wall(part("medals"), part("hung"), kept);
  for (const section of page.querySelectorAll("[data-kept]")) section.hidden = false;
  // Who came for their trainings, medals or record is taken there.
  page.querySelector(`#offline-${location.pathname.split("/")[1] || "home"}`)?.scrollIntoView();
}

/** When this was true, in words: never as if it were now. */
function since(words, at) {
  const today = day(now());
  const which = day(at) === today ? words.today : day(at) === day(now() - DAY) ? words.yesterday : words.earlier;
  return fill(which, { time: time(at), day: date(at) });
}

/** What comes next; its button only while it can be checked in to. */
function hero(template, next) {
  const copy = drawn(template, { ...facts(next), range: range(next) });
  copy.querySelector("[data-check-in]").hidden = !next.phases.some((one) => one.opens <= now() && now() <= one.closes);
  return copy;
}

const range = (one) => `${time(one.starts)}–${day(one.starts) === day(one.ends) ? "" : `${date(one.ends)} `}${time(one.ends)}`;

function facts(one) {
  const tone = TONES[one.state] ?? "";
  return { ...one, date: date(one.starts), at: time(one.starts), tone, id: one.id };
}

function hours(section, { label, minutes, required }) {
  const words = required === null ? section.dataset.unset : section.dataset.required;
  return { label, hours: inHours(minutes), required: fill(words, { n: inHours(required ?? 0) }) };
}

function line(section, one) {
  const credited = one.minutes ? fill(section.dataset.credited, { n: inHours(one.minutes) }) : "";
  return { ...one, date: date(one.on), credited };
}

const inHours = (minutes) => Number((minutes / 60).toFixed(1));

/** Rows after the section's own template, or the section left out where there are none. */
function list(section, rows) {
  if (rows.length === 0) return section.remove();
  const template = section.querySelector("template");
  template.replaceWith(...rows.map((row) => drawn(template, row)));
}

function drawn(template, row) {
  const copy = stencil(template, row);
  for (const link of copy.querySelectorAll("[data-href]")) link.href = link.dataset.href.replace("0", row.id);
  for (const tag of copy.querySelectorAll(".tag")) if (row.tone) tag.classList.add(row.tone);
  return copy;
}

/** Medals with the pictures kept of them, before them those that only wait for the chief's word. */
async function wall(section, hung, { medals, unstamped = [] }) {
  if (medals.length + unstamped.length === 0) return section.remove();
  const toned = (one) => ({ ...one, tone: one.metal });
  list(section.querySelector("[data-unstamped]"), unstamped.map(toned));
  list(hung, medals.map((one) => ({ ...toned(one), number: `№ ${String(one.edition).padStart(6, "0")}` })));
  const images = hung.querySelectorAll("img");
  for (const [n, medal] of medals.entries()) {
    const picture = await get("pictures", medal.picture).catch(() => null);
    if (picture) images[n].src = URL.createObjectURL(picture);
    images[n].hidden = !picture;
  }
}
