/**
 * What the screens of a station share: its pack, what this device wrote down there, and the one way to
 * write more. Screens reach storage, clocks and the server through it and through nothing else.
 */
import { now } from "../kept/server_clock.js";
import { flagsSince, steady } from "./clocks.js";
import { Lineups } from "./lineups.js";
import { append, entriesOf } from "./log/stream.js";
import { book, find, whose } from "./rules/people.js";
import { heatsOf, triesOf } from "./rules/results.js";
import { lineOf } from "./rules/roll.js";
import { counting, groupOf, score } from "./rules/scoring.js";
import { nextDeclared, valueOf } from "./rules/tries.js";
import { screenOf } from "./rules/ways.js";
import { momentOf } from "./touch.js";

export class Station {
  pack = null;
  /** Everybody here by id. */
  people = new Map();
  /** What was done here as far as this device knows, oldest first: see results.js. */
  tries = [];
  /** The runs here, oldest first: see results.js. */
  heats = [];
  #entries = [];
  #book = new Map();
  #watchers = new Set();

  /**
   * @param {number} id
   * @param {{go: (screen: string, facts?: object) => void, back: () => void, fail: (error: Error, what?: string) => void}} page
   */
  constructor(id, page) {
    Object.assign(this, { id, page });
    this.lineups = new Lineups(this);
  }

  /** Works with a pack from now on. */
  async take(pack) {
    this.pack = pack;
    this.people = new Map(pack.people.map((person) => [person.id, person]));
    this.#book = book(pack.people);
    await this.look();
  }

  get item() {
    return this.pack.item;
  }

  /** The screen where this item is measured. */
  get screen() {
    return screenOf(this.item, this.pack.assessment.kind);
  }

  /** Reads again what is on this device, and tells the screen that is shown. */
  async look() {
    if (!this.pack) return;
    this.#entries = await entriesOf(this.pack.assessment.id);
    this.heats = this.screen === "heat" ? heatsOf(this.#entries, this.id) : [];
    this.tries = triesOf(this.#entries, this.item.exercise);
    this.redraw();
  }

  /** Tells the screen that is shown to draw itself again. */
  redraw() {
    for (const tell of this.#watchers) tell();
  }

  /** Calls back after every change of the pack or of what was written; returns how to stop. */
  watch(tell) {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }

  /** All entries of this device and owner at the assessment, in order. */
  entries = () => this.#entries;

  now = now;
  steady = steady;
  flagsSince = flagsSince;
  /** {steady, at, wall, mono} of a touch, by when the finger came down, not by when we heard of it. */
  momentOf = momentOf;

  person = (id) => this.people.get(id) ?? null;

  /** A person with what they have done here: see roll.js. */
  line = (id) => lineOf(this.people.get(id), this);

  /** The number of this person's next try here, from 1 on. */
  declared(person) {
    const mine = this.tries.filter((one) => one.person === person);
    return nextDeclared(mine, this.people.get(person)?.tries?.[this.item.exercise]);
  }

  isSpent = (person) => this.declared(person) > this.item.attempts + (this.people.get(person)?.retests ?? 0);

  /**
   * Writes one entry down, or several that stand or fall together. Resolves with them once they are on the
   * disk: only then may a screen say so. Where they cannot get there the page says it at once, in red, with
   * `what` to put on paper, and this rejects.
   */
  async write(fields, what) {
    const whole = [fields].flat().map((one) => ({ station: this.id, rule: this.pack.assessment.standard, ...one }));
    try {
      const kept = await append(this.pack.assessment.id, whole, { by: this.pack.owner });
      await this.look();
      return kept;
    } catch (error) {
      this.page.fail(error, what);
      throw error;
    }
  }

  /** What a measure of that person's is worth here: see scoring.js. */
  score = (person, measure, second = null) => score(this.pack, this.people.get(person), valueOf({ measure, second }));

  /** Of several tries the one that counts by the item's rule. */
  counting(tries) {
    const best = counting(this.item, tries.map(valueOf));
    return tries.find((one) => String(valueOf(one)) === String(best));
  }

  /** People whom a typed text fits: number, name, end of the police number, initials. */
  find = (text) => find(this.pack.people, text);

  /** Whose personal pass a text is by the server's time of now, or null. */
  whose = (pass) => whose(this.#book, pass, now());

  /** Shows another screen; `facts` are plain values, for they outlive a reload. */
  go = (screen, facts) => this.page.go(screen, facts);
  back = () => this.page.back();

  /** Shows the screen where this item is measured, for one person. */
  measure = (person) => this.page.go(this.screen, { person });

  /** A person's age group in words. */
  groupOf = (person) => groupOf(this.pack, person)?.name ?? "";

  /** Place → ms of the other timers of the same group, as far as the server told of them. */
  checks({ lineup }) {
    const others = (this.pack.heats ?? []).filter((one) => one.number === lineup.number && one.is_check !== lineup.isCheck);
    return new Map(others.flatMap(({ places }) => places.map(({ place, measure }) => [place, measure])));
  }

  /** Opens the page's camera for passes: `found({person, pass})` says {state, text} of each; `rest` closes it. */
  scan = (found) => this.page.eye.begin(found);
  rest = () => this.page.eye.rest();

  /**
   * Says a result to its person, who confirms or objects: {person, target: entry id, measure, second?}. The screen
   * where it was measured is done with if `isOver`: the way back does not lead there.
   */
  announce(result, { isOver = false } = {}) {
    return isOver ? this.page.replace("announce", result) : this.page.go("announce", result);
  }
}
