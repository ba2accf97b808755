/** A set of reps: every touch is an entry, and the count is what the entries say. */
import { fill } from "../phrases.js";
import { only } from "../scan/panel.js";
import { signal } from "../scan/signals.js";
import { newId } from "../outbox.js";
import { shutter } from "./shutter.js";
import { once, record, tell } from "./recording.js";
import { drawSet } from "./reps_view.js";
import { left, openSets, setOf } from "./set.js";
import { Tally } from "./tally.js";
import { touch } from "./touch.js";
import { limitOf } from "./ways.js";

const TICK = 100; // ms
const GRACE = 250; // ms in which a touch from before the end may still be on its way here

export const screen = (section, station) => new Reps(section, station);

class Reps {
  heat = null;
  limit = 0; // s chosen for the next set
  #timer = null;
  #wasRunning = false; // here, in this page, at the last look

  constructor(section, station) {
    Object.assign(this, { section, station });
    const part = (name) => section.querySelector(`[data-${name}]`);
    this.tally = new Tally((batch) => station.write(batch, this.#what()), () => this.draw());
    touch(part("start"), (moment) => this.start(moment));
    touch(part("rep"), (moment) => this.count("rep", moment));
    touch(part("norep"), (moment) => this.count("norep", moment));
    touch(part("undo"), (moment) => this.undo(moment));
    part("end").addEventListener("click", () => this.finish());
    part("tell").addEventListener("click", once(() => this.tell()));
    part("again").addEventListener("click", once(() => this.again()));
    part("on").addEventListener("click", once(() => this.goOn()));
    for (const key of section.querySelectorAll("[data-limit]")) key.addEventListener("click", () => this.choose(Number(key.dataset.limit)));
    this.shutter = shutter(part("rep"), (moment) => this.count("rep", moment));
    this.finish = once(() => this.#finish());
  }

  show({ person, heat = null }) {
    const { station } = this;
    this.person = station.person(person);
    const about = { station: station.id, person, exercise: station.item.exercise };
    this.heat = heat ?? openSets(station.entries(), about).at(-1)?.heat ?? null;
    this.limit = this.#usual();
    this.#wasRunning = false;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.look(), TICK);
    this.look();
    this.draw();
  }

  leave() {
    clearInterval(this.#timer);
    this.shutter.rest();
  }

  /** What the entries say, those on their way to the disk with them. */
  set() {
    const kept = this.station.entries().filter(({ heat }) => heat && heat === this.heat);
    const ids = new Set(kept.map(({ id }) => id));
    return setOf([...kept, ...this.tally.waiting.filter(({ id, heat }) => heat === this.heat && !ids.has(id))]);
  }

  /** @returns {"ready"|"running"|"over"} */
  state(set = this.set()) {
    if (!set.start) return "ready";
    return set.attempt || left(set, this.station.steady()) === 0 ? "over" : "running";
  }

  draw() {
    const set = this.set();
    const state = this.state(set);
    if (state === "running") this.shutter.watch();
    else this.shutter.rest();
    drawSet(this.section, this.station, { ...this, set, state, person: this.person, isPending: this.tally.waiting.length > 0 });
  }

  /** Looks at the clock: the moment the time runs out the set is over, and is written down. */
  look() {
    const set = this.set();
    const state = this.state(set);
    only(this.section, "for", state);
    drawSet.clock(this.section, set, this.station.steady());
    if (state === "over" && this.#wasRunning) {
      signal("counted");
      if (!set.attempt) setTimeout(() => this.finish(), GRACE);
    }
    this.#wasRunning = state === "running";
  }

  choose(seconds) {
    this.limit = seconds;
    this.draw();
  }

  start(moment) {
    if (this.heat) return;
    this.heat = newId();
    const { station, person, limit } = this;
    const place = station.entries().filter((one) => one.kind === "start" && one.station === station.id).length + 1;
    const about = { person: person.id, exercise: station.item.exercise, place, word: "lead" };
    this.tally.add({ kind: "start", heat: this.heat, ...about, ...(limit && { measure: limit * 1000 }), ...moment });
    history.replaceState({ screen: "reps", facts: { person: person.id, heat: this.heat } }, "");
  }

  count(kind, moment) {
    const set = this.set();
    if (!set.start || (set.attempt && kind === "rep") || (set.limit && moment.steady >= set.start.steady + set.limit && kind === "rep")) return;
    this.tally.add({ kind, heat: this.heat, ...moment });
    navigator.vibrate?.(30);
  }
}
