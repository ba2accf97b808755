/**
 * Who is to run together. A line-up is an aid and no record: results come from entries alone, and where this
 * device cannot keep it, it lasts as long as the page.
 */
import { newId } from "../kept/ids.js";
import { keepLineup, lineups } from "./packs.js";

const LONG = 600_000; // ms beyond the item's highest time after which a run without a line-up is over

export class Lineups {
  #all = new Map(); // heat → {heat, number, people, isOver, isCheck, made}

  constructor(station) {
    this.station = station;
  }

  async recall() {
    const kept = await lineups(this.station.id).catch(() => []);
    for (const one of kept) this.#all.set(one.heat, one);
  }

  /** The line-up of a run; one that was forgotten is made again from what is known of the run. */
  of(heat) {
    const known = this.#all.get(heat);
    if (known) return known;
    const run = this.station.heats.find((one) => one.heat === heat);
    if (!run) return null;
    const isOver = this.station.steady() - run.start.steady > this.station.item.high + LONG;
    return { heat, number: run.number, people: [], isOver, isCheck: run.isCheck, made: run.start.at };
  }

  /** Those not started yet, and those started, newest first. */
  all() {
    const heats = new Set([...this.#all.keys(), ...this.station.heats.map(({ heat }) => heat)]);
    return [...heats].map((heat) => this.of(heat)).sort((a, b) => b.made - a.made);
  }

  isStarted = ({ heat }) => this.station.heats.some((one) => one.heat === heat);

  /** The group that people are put in now. */
  draft() {
    return this.all().find((one) => !one.isOver && !one.isCheck && !this.isStarted(one)) ?? null;
  }

  /** The run that is going on. */
  running() {
    return this.all().find((one) => !one.isOver && this.isStarted(one)) ?? null;
  }

  /** A new group of these people, with the next number. */
  async make(people = [], isCheck = false) {
    const taken = this.all().filter((one) => one.isCheck === isCheck).map(({ number }) => number);
    const number = Math.max(0, ...taken) + 1;
    const lineup = { heat: newId(), number, people, isOver: false, isCheck, made: this.station.now() };
    await this.save(lineup);
    return lineup;
  }

  async save(lineup) {
    this.#all.set(lineup.heat, lineup);
    await keepLineup(this.station.id, lineup).catch(() => {});
    this.station.redraw();
  }

  /** The station is given back: no group waits or runs there any more. */
  async endAll() {
    for (const one of this.all().filter(({ isOver }) => !isOver)) await this.save({ ...one, isOver: true });
  }

  /** One person alone: their group that waits, or a new one. */
  async alone(person) {
    const waiting = this.all().find((one) => !one.isOver && !this.isStarted(one) && String(one.people) === String(person));
    return waiting ?? this.make([person]);
  }

  /** Puts a person in the group being made, or takes them out again. Nobody is in two groups that wait. */
  async toggle(person) {
    const lineup = this.draft() ?? (await this.make());
    const isIn = lineup.people.includes(person);
    const people = isIn ? lineup.people.filter((one) => one !== person) : [...lineup.people, person];
    await this.save({ ...lineup, people });
    return !isIn;
  }
}
