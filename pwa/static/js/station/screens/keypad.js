/** A measure typed on large keys; with a second one, as height beside weight, two of them. */
import { fill } from "../../page/phrases.js";
import { isPlausible, parse, write } from "../rules/scales.js";
import { touch } from "../touch.js";
import { drawKeypad, isUsed, scaleOf } from "./keypad_view.js";
import { plain, press } from "./keys.js";
import { once, record, tell } from "./recording.js";

const KEYS = "0123456789.′−⌫C";
const TYPED = { Backspace: "⌫", Delete: "C", "-": "−" }; // keys of a keyboard that stand for ours

export const screen = (section, station) => new Keypad(section, station);

class Keypad {
  texts = { measure: "", second: "" };
  field = "measure";
  person = null;

  constructor(section, station) {
    Object.assign(this, { section, station });
    for (const key of section.querySelectorAll("[data-key]")) touch(key, () => this.type(key.dataset.key));
    for (const one of section.querySelectorAll("[data-slot]")) one.addEventListener("click", () => this.choose(one.dataset.slot));
    touch(this.part("record"), once(() => this.record()));
    touch(this.part("foul"), once((moment) => this.keep({ word: "foul", ...moment })));
    this.typed = ({ key }) => this.type(TYPED[key] ?? key);
  }

  part = (name) => this.section.querySelector(`[data-${name}]`);
  scale = (field = this.field) => scaleOf(this.station.item, field);

  show({ person }) {
    if (this.person?.id !== person) this.#clear();
    this.person = this.station.person(person);
    this.field = this.station.item.second && !this.texts.second ? "second" : "measure";
    document.addEventListener("keydown", this.typed);
    this.complain(null);
  }

  leave() {
    document.removeEventListener("keydown", this.typed);
  }

  #clear() {
    this.texts = { measure: "", second: "" };
  }

  draw() {
    drawKeypad(this.section, this.station, this);
  }

  choose(field) {
    this.field = field;
    this.draw();
  }

  type(key) {
    if (key.length !== 1 || !KEYS.includes(key) || !isUsed(key, this.scale()) || this.part("keys").hidden) return;
    this.texts[this.field] = press(this.texts[this.field], key, this.scale());
    this.complain(null);
    this.draw();
  }

  /** Reads what was typed, and keeps it; what is no measure of this item is said at once and not kept. */
  async record() {
    const read = {};
    for (const field of this.station.item.second ? ["second", "measure"] : ["measure"]) {
      const fault = this.#read(field, read);
      if (fault) return this.refuse(field, fault);
    }
    await this.keep(read);
  }

  /** Puts the measure of a field into `into`, or returns what is wrong with it. */
  #read(field, into) {
    const text = plain(this.texts[field]);
    if (!text) return "empty";
    try {
      into[field] = parse(text, this.scale(field));
    } catch {
      return text.includes(":") ? "seconds" : "malformed";
    }
    return isPlausible(into[field], this.scale(field)) ? null : "implausible";
  }

  /** Says what is wrong with a field. Where an item has two measures, one that is still empty is only the next to be typed. */
  refuse(field, fault) {
    const isNext = fault === "empty" && this.field !== field;
    this.choose(field);
    if (isNext) return;
    const [low, high] = [this.scale().low, this.scale().high].map((bound) => write(bound, this.scale()));
    this.complain(fill(this.part("error").dataset[fault], { typed: this.texts[field], low, high }));
  }

  complain(text) {
    this.part("error").hidden = text === null;
    this.part("error").textContent = text ?? "";
  }

  async keep(made) {
    const entry = await record(this.station, this.person, made);
    if (!entry) return;
    this.#clear();
    await tell(this.station, entry);
  }
}
