/** A set of reps: every touch is an entry, and the count is what the entries say. */
import { newId } from "../../../kept/ids.js";
import { signal } from "../../../page/signals.js";
import { limitOf } from "../../rules/ways.js";
import { touch } from "../../touch.js";
import { tell } from "../recording.js";
import { isSpent, numberOf } from "../who.js";
import { ending } from "./end.js";
import { left, openSets, setOf } from "./set.js";
import { shutter } from "./shutter.js";
import { Tally } from "./tally.js";
import { drawClock, drawSet } from "./view.js";

const TICK = 100; // ms
const GRACE = 250; // ms in which a touch from before the end may still be on its way here

export const screen = (section, station) => new Reps(section, station);

class Reps {
  heat = null;
  limit = 0; // s that the next set lasts
  #timer = null;
  #before = null; // the state at the last look, in this page

  constructor(section, station) {
    Object.assign(this, { section, station });
    this.tally = new Tally(
      (batch) => station.write(batch, `${numberOf(this.person)} ${this.person.name} ${this.set().reps.length}`),
      () => this.draw(),
    );
    this.end = ending(this);
    const part = (name) => section.querySelector(`[data-${name}]`);
    touch(part("start"), (moment) => this.start(moment));
    touch(part("rep"), (moment) => this.count("rep", moment));
    touch(part("norep"), (moment) => this.count("norep", moment));
    touch(part("undo"), (moment) => this.end.undo(moment));
    for (const name of ["finish", "again", "on"]) part(name).addEventListener("click", () => this.end[name]());
    part("tell").addEventListener("click", () => this.announce());
    for (const key of section.querySelectorAll("[data-limit]")) {
      key.addEventListener("click", () => this.choose(Number(key.dataset.limit)));
    }
    this.shutter = shutter(part("rep"), (moment) => this.count("rep", moment));
  }

  show({ person, heat = null }) {
    const { station } = this;
    this.person = station.person(person);
    const about = { station: station.id, person, exercise: station.item.exercise };
    this.heat = heat ?? openSets(station.entries(), about).at(-1)?.heat ?? null;
    this.limit = this.#usual();
    this.#before = null;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.look(), TICK);
  }

  leave() {
    clearInterval(this.#timer);
    this.shutter.rest();
  }

  /** How many seconds a set lasts: as many as the last one here, else what the item says. */
  #usual() {
    const { id, item, entries } = this.station;
    const last = entries().findLast((one) => one.kind === "start" && one.station === id && one.exercise === item.exercise);
    return last ? (last.measure ?? 0) / 1000 : limitOf(item);
  }

  /** The set as its entries say, with those that are still on their way to the disk. */
  set() {
    const kept = this.station.entries().filter(({ heat }) => heat && heat === this.heat);
    const voids = this.station.entries().filter(({ kind }) => kind === "void");
    const ids = new Set(kept.map(({ id }) => id));
    const coming = this.tally.waiting.filter(({ id }) => !ids.has(id));
    return setOf([...kept, ...voids, ...coming]);
  }

  /** @returns {"ready"|"running"|"over"|"spent"} */
  stateOf(set) {
    if (!set.start) return isSpent(this.station, this.person) ? "spent" : "ready";
    return set.attempt || left(set, this.station.steady()) === 0 ? "over" : "running";
  }

  draw() {
    const set = this.set();
    const state = this.stateOf(set);
    drawSet(this.section, this.station, { ...this, set, state, isPending: this.tally.waiting.length > 0 });
    drawClock(this.section, set, this.station);
    if (state === "running") this.shutter.watch();
    else this.shutter.rest();
    return { set, state };
  }

  /** Looks at the clock. A set that was seen to run out of time is over, and is written down. */
  look() {
    const set = this.set();
    const state = this.stateOf(set);
    if (state !== this.#before) this.draw();
    else if (state === "running") drawClock(this.section, set, this.station);
    if (state === "over" && this.#before === "running" && !set.attempt) {
      signal("counted");
      setTimeout(() => this.end.finish(), GRACE);
    }
    this.#before = state;
  }

  choose(seconds) {
    this.limit = seconds;
    this.draw();
  }

  start(moment) {
    if (this.stateOf(this.set()) !== "ready") return;
    const { station, person, limit } = this;
    this.heat = newId();
    const place = station.entries().filter((one) => one.kind === "start" && one.station === station.id).length + 1;
    const about = { person: person.id, exercise: station.item.exercise, heat: this.heat, place, word: "lead" };
    this.tally.add({ kind: "start", ...about, ...(limit && { measure: limit * 1000 }), ...moment });
    this.remember();
  }

  /** A reload comes back to this set. */
  remember() {
    history.replaceState({ screen: "reps", facts: { person: this.person.id, heat: this.heat } }, "");
  }

  count(kind, moment) {
    const { start, limit, attempt } = this.set();
    const isLate = attempt || (limit && moment.steady >= start?.steady + limit);
    if (!start || (kind === "rep" && isLate)) return;
    this.tally.add({ kind, heat: this.heat, ...moment });
    navigator.vibrate?.(30);
  }

  async announce() {
    if (!this.set().attempt) await this.end.finish();
    const { attempt } = this.set();
    if (attempt) tell(this.station, attempt);
  }
}
