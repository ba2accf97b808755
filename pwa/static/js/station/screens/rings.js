/** Shots on a target: a key a shot, the sum, and how long it took where someone looked. */
import { fill } from "../../page/phrases.js";
import { amount } from "../rules/scales.js";
import { shotsOf } from "../rules/ways.js";
import { touch } from "../touch.js";
import { press } from "./keys.js";
import { once, record, tell } from "./recording.js";
import { isSpent, showWho } from "./who.js";

const TIME = { unit: "s", decimals: 2, low: 0, high: 59_999 };
const RING = { count: 1, tenth: 10 }; // a ring in base units

export const screen = (section, station) => new Rings(section, station);

class Rings {
  shots = [];
  time = "";
  isTiming = false;

  constructor(section, station) {
    Object.assign(this, { section, station });
    for (const key of section.querySelectorAll("[data-ring]")) touch(key, () => this.fire(key.dataset.ring));
    for (const key of section.querySelectorAll("[data-key]")) touch(key, () => this.type(key.dataset.key));
    this.part("to-time").addEventListener("click", () => this.turn());
    this.part("to-total").addEventListener("click", () => station.go("keypad", { person: this.person.id }));
    touch(this.part("record"), once((moment) => this.record(moment)));
  }

  part = (name) => this.section.querySelector(`[data-${name}]`);

  show({ person }) {
    if (this.person?.id !== person) this.#clear();
    this.person = this.station.person(person);
    this.part("error").hidden = true;
  }

  #clear() {
    Object.assign(this, { shots: [], time: "", isTiming: false });
  }

  /** The rings so far in base units, and how many shots there are to be; null where the item says no number. */
  total = () => this.shots.reduce((sum, ring) => sum + ring, 0) * RING[this.station.item.base];
  wanted = () => shotsOf(this.station.item);

  draw() {
    const { station, person, shots } = this;
    const isOver = isSpent(station, person);
    showWho(this.section, station, person, station.declared(person.id));
    this.part("total").textContent = amount(this.total(), station.item);
    this.part("fired").textContent = this.wanted() ? `${shots.length} / ${this.wanted()}` : shots.length;
    this.part("shots").replaceChildren(...shots.map((ring) => Object.assign(document.createElement("li"), { className: "tag n", textContent: ring })));
    this.part("timed").hidden = !this.isTiming && !this.time;
    this.part("time").textContent = this.time || "–";
    this.part("to-time").setAttribute("aria-pressed", String(this.isTiming));
    for (const pad of this.section.querySelectorAll("[data-pad]")) pad.hidden = (pad.dataset.pad === "time") !== this.isTiming;
    this.part("spent").hidden = !isOver;
    this.part("keys").hidden = isOver;
  }

  fire(ring) {
    if (ring === "⌫") this.shots.pop();
    else if (this.shots.length < (this.wanted() ?? Infinity)) this.shots.push(Number(ring));
    this.part("error").hidden = true;
    this.draw();
  }

  turn() {
    this.isTiming = !this.isTiming;
    this.draw();
  }

  type(key) {
    this.time = press(this.time, key, TIME);
    this.draw();
  }

  /** Keeps the sum once every shot has been typed: a miss is typed as a nought. */
  async record(moment) {
    const missing = (this.wanted() ?? 1) - this.shots.length;
    if (missing > 0) return this.#complain(missing);
    const time = this.time ? `${this.time}″` : "";
    const reason = [this.shots.join(" "), time].filter(Boolean).join(" · ");
    const entry = await record(this.station, this.person, { measure: this.total(), reason, ...moment });
    if (!entry) return;
    this.#clear();
    await tell(this.station, entry);
  }

  #complain(n) {
    const place = this.part("error");
    place.textContent = fill(place.dataset.short, { n });
    place.hidden = false;
  }
}
