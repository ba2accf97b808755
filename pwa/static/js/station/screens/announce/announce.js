/** A result told to its person: the mark as large as it goes, turned their way, and their word on it. */
import { signal } from "../../../page/signals.js";
import { mark } from "../../saying.js";
import { touch } from "../../touch.js";
import { say } from "../../worth.js";
import { once } from "../recording.js";
import { isSpent, numberOf } from "../who.js";
import { asking } from "./asking.js";
import { drawLedger } from "./ledger.js";
import { drawFace } from "./view.js";

export const screen = (section, station) => new Announce(section, station);

class Announce {
  isTurned = true;

  constructor(section, station) {
    Object.assign(this, { section, station });
    const part = (name) => section.querySelector(`[data-${name}]`);
    this.write = once((fields) => this.#write(fields));
    touch(part("ack"), (moment) => this.answer({ kind: "ack", word: "tap", ...moment }));
    part("object").addEventListener("click", () => objecting.ask("object", this.isTurned));
    part("strike").addEventListener("click", () => striking.ask("void"));
    part("retry").addEventListener("click", () => this.#more(striking));
    part("by-pass").addEventListener("click", () => this.scan());
    part("turn").addEventListener("click", () => this.turn());
    part("next").addEventListener("click", () => station.go("list"));
    const objecting = asking(part("objecting"), (reason) => this.answer({ kind: "object", reason }));
    const striking = asking(part("striking"), (reason, kind) => (kind === "void" ? this.strike(reason) : this.retest(reason)));
  }

  show({ person, target }) {
    this.person = this.station.person(person);
    this.target = target;
    this.isTurned = true;
  }

  /** The result as it is on this device; null where it is here no longer. */
  try = () => this.station.tries.find(({ id }) => id === this.target) ?? null;

  draw() {
    const { section, station, person } = this;
    drawFace(section, station, { person, one: this.try(), isTurned: this.isTurned });
    drawLedger(section, station, person);
  }

  turn() {
    this.isTurned = !this.isTurned;
    this.draw();
  }

  async #write(fields) {
    const what = `${numberOf(this.person)} ${this.person.name} ${mark(this.try(), this.station.item)}`;
    const kept = await this.station.write(fields, what).catch(() => null);
    if (kept) signal("kept");
    return kept;
  }

  /** The person's word on what was told. */
  answer(word) {
    const { id: person } = this.person;
    return this.write({ person, exercise: this.station.item.exercise, target: this.target, ...word });
  }

  /** By their personal pass: whose it is was told by their phone, not by a finger on ours. */
  scan() {
    this.station.scan(async ({ person }) => {
      if (!person) return { state: "stranger" };
      if (person.id !== this.person.id) return { state: "known", text: say("not-theirs", { name: this.person.name }) };
      if (!(await this.answer({ kind: "ack", word: "pass" }))) return { state: "unkept" };
      this.station.rest();
      return { state: "taken" };
    });
  }

  /** Voids it. A set of reps is called off with it, so that it is not taken for one that goes on. */
  async strike(reason) {
    const { heat } = this.try();
    const start = heat && this.station.entries().find((one) => one.kind === "start" && one.heat === heat && one.person);
    const off = start ? [{ kind: "drop", heat, target: start.id }] : [];
    await this.write([{ kind: "void", target: this.target, reason }, ...off]);
  }

  async retest(reason) {
    const about = { kind: "retest", person: this.person.id, exercise: this.station.item.exercise };
    if (await this.write({ ...about, reason })) this.station.measure(this.person.id);
  }

  /** Another try where the item still allows one; else a retest, with a reason. */
  #more(striking) {
    if (isSpent(this.station, this.person)) striking.ask("retest");
    else this.station.measure(this.person.id);
  }
}
