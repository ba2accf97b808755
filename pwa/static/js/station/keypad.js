/** A measure typed on large keys; with a second one, as height beside weight, two of them. */
import { fill } from "../phrases.js";
import { once, record, tell } from "./recording.js";
import { decimalsOf, isTime, plain, press } from "./keys.js";
import { isPlausible, parse, write } from "./scales.js";
import { touch } from "./touch.js";
import { isSpent, showTries, showWho } from "./who.js";
import { say } from "./worth.js";

export const screen = (section, station) => new Keypad(section, station);

class Keypad {
  texts = { measure: "", second: "" };
  field = "measure";
  #person = null;

  constructor(section, station) {
    Object.assign(this, { section, station });
    for (const key of section.querySelectorAll("[data-key]")) touch(key, () => this.type(key.dataset.key));
    for (const one of this.#fields()) one.addEventListener("click", () => this.choose(one.dataset.slot));
    touch(this.part("record"), once(() => this.record()));
    touch(this.part("foul"), once((moment) => this.keep({ word: "foul", ...moment })));
    this.typed = ({ key, target }) => target.closest?.("dialog") || this.type({ Backspace: "⌫", "-": "−" }[key] ?? key);
  }

  part = (name) => this.section.querySelector(`[data-${name}]`);
  #fields = () => [...this.section.querySelectorAll("[data-slot]")];
  scale = (field = this.field) => (field === "second" ? this.station.item.second : this.station.item);

  show({ person }) {
    this.person = this.station.person(person);
    if (this.#person !== person) this.texts = { measure: "", second: "" };
    this.#person = person;
    this.field = this.station.item.second ? "second" : "measure";
    document.addEventListener("keydown", this.typed);
    this.complain(null);
  }

  leave() {
    document.removeEventListener("keydown", this.typed);
    this.#person = null;
  }

  draw() {
    const { station, person, section } = this;
    const isOver = isSpent(station, person);
    showWho(section, station, person, station.declared(person.id));
    showTries(this.part("tries"), station, person);
    this.part("spent").hidden = !isOver;
    this.part("keys").hidden = this.part("typed").hidden = isOver;
    for (const one of this.#fields()) this.#drawField(one);
    for (const key of section.querySelectorAll("[data-key]")) key.disabled = !this.#isUsed(key.dataset.key);
    this.part("foul").hidden = Boolean(station.item.second);
  }

  #drawField(place) {
    const field = place.dataset.slot;
    const scale = this.scale(field);
    place.hidden = !scale;
    if (!scale) return;
    place.setAttribute("aria-pressed", String(field === this.field));
    place.querySelector("[data-label]").textContent = `${scale.name} ${say(`word-${scale.unit}`)}`.trim();
    place.querySelector("output").textContent = this.texts[field] || "–";
  }

  /** Keys that this item has no use for keep their place, and do nothing. */
  #isUsed(key) {
    const scale = this.scale();
    if (key === "′") return isTime(scale);
    if (key === ".") return decimalsOf(scale) > 0;
    return key !== "−" || scale.low < 0;
  }

  choose(field) {
    this.field = field;
    this.draw();
  }

  type(key) {
    if (key.length !== 1 || !"0123456789.′−⌫C".includes(key) || !this.#isUsed(key) || this.part("keys").hidden) return;
    this.texts[this.field] = press(this.texts[this.field], key, this.scale());
    this.complain(null);
    this.draw();
  }

  /** Reads what was typed, and keeps it; what is no measure of this item is said at once and not kept. */
  async record() {
    const { second } = this.station.item;
    const fields = second ? ["second", "measure"] : ["measure"];
    const read = {};
    for (const field of fields) {
      const fault = this.#read(field, read);
      if (fault) return this.refuse(field, fault);
    }
    await this.keep(read);
  }

  /** Puts the measure of a field into `into`, or returns what is wrong with it. */
  #read(field, into) {
    const scale = this.scale(field);
    const text = plain(this.texts[field]);
    if (!text) return "empty";
    try {
      into[field] = parse(text, scale);
    } catch {
      return text.includes(":") ? "seconds" : "malformed";
    }
    return isPlausible(into[field], scale) ? null : "implausible";
  }

  /** The first of two that is still empty is what the next touch means. */
  refuse(field, fault) {
    const isNext = fault === "empty" && this.field !== field;
    this.field = field;
    this.draw();
    if (isNext) return;
    const { low, high } = this.scale();
    const facts = { typed: this.texts[field], low: write(low, this.scale()), high: write(high, this.scale()) };
    this.complain(fill(this.part("error").dataset[fault], facts));
  }

  complain(text) {
    this.part("error").hidden = text === null;
    this.part("error").textContent = text ?? "";
  }

  async keep(made) {
    const entry = await record(this.station, this.person, made);
    if (!entry) return;
    this.texts = { measure: "", second: "" };
    await tell(this.station, entry);
  }
}
