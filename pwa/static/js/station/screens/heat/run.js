/** One group as it is run: what its entries say, and the entries that its keys write. */
import { fold } from "../../rules/heats.js";
import { say, timeOf } from "../../worth.js";

export class Run {
  /** @param {object} station @param {string} heat */
  constructor(station, heat) {
    Object.assign(this, { station, heat });
  }

  get lineup() {
    return this.station.lineups.of(this.heat);
  }

  /** What was written of it so far: see results.js; null before its start. */
  get told() {
    return this.station.heats.find(({ heat }) => heat === this.heat) ?? null;
  }

  get places() {
    return this.told?.places ?? [];
  }

  /** The steady time of its start. */
  get since() {
    return this.told?.start.steady;
  }

  get stage() {
    if (!this.told) return "lineup";
    return this.lineup.isOver ? "over" : "running";
  }

  /** One person is timed alone: whose a time is needs no asking. */
  get isSingle() {
    return this.lineup.people.length === 1 && !this.lineup.isCheck;
  }

  /** ms since the start. */
  ran = () => this.station.steady() - this.since;

  /** Whether nobody can have finished yet, so that a touch is a lap or a slip. */
  isEarly = (steady) => steady - this.since < this.station.item.low;

  start(moment) {
    const { number, people, isCheck } = this.lineup;
    const word = isCheck ? "check" : "lead";
    const who = this.isSingle ? { person: people[0] } : {};
    const { exercise } = this.station.item;
    return this.#write({ kind: "start", place: number, word, exercise, ...who, ...moment }, say("group", { n: number }));
  }

  /** Somebody is over the line: writes the time; of a person who runs alone, whose it is too. */
  tap(moment) {
    const what = `${say("place", { n: this.places.length + 1 })} ${timeOf(moment.steady - this.since)}`;
    const tap = { kind: "tap", ...moment };
    if (!this.isSingle || this.places.length > 0) return this.#write(tap, what);
    return this.#write([tap, this.#naming(1, this.lineup.people[0])], what);
  }

  /** Takes the newest place out: it was a double tap, a slip, or put in by mistake. */
  undo = () => this.drop(this.places.length);

  drop = (place) => this.#write({ kind: "drop", target: this.#idAt(place) });

  /** Puts a place in, before another or after it, for somebody who came in and was not tapped. */
  insert(place, where) {
    const before = where === "before" ? this.places[place - 2] : this.places[place - 1];
    return this.#write({ kind: "missed", target: before?.tap ?? "" });
  }

  assign = (place, person) => this.#write(this.#naming(place, person));

  /** A pass that the pack does not know: the server finds out whose it is. */
  assignPass = (place, pass) => this.#write({ kind: "assign", place, pass, declared: 1 });

  clear = (place) => this.#write({ kind: "assign", place, person: null });

  /** Writes a try without a time: not finished, not there, or a foul. A time that there is already is voided. */
  fault(person, word) {
    const { exercise } = this.station.item;
    const taken = this.places.find((one) => one.person === person && one.tap);
    const fields = [{ kind: "fault", person, exercise, word, declared: taken?.declared ?? this.station.declared(person) }];
    if (taken) fields.unshift({ kind: "void", target: taken.tap, reason: say(word) });
    return this.#write(fields, say(word));
  }

  end = () => this.station.lineups.save({ ...this.lineup, isOver: true });
  reopen = () => this.station.lineups.save({ ...this.lineup, isOver: false });

  #naming = (place, person) => ({ kind: "assign", place, person, declared: this.#declared(place, person) });

  /** Someone who is moved from one place of this run to another keeps the number of their try. */
  #declared(place, person) {
    const earlier = this.places.find((one) => one.person === person);
    return earlier?.declared ?? this.station.declared(person);
  }

  /** The entry that makes a place: its tap, or the word that one was missed, found by what dropping it would leave. */
  #idAt(place) {
    const taps = this.places.map(({ tap }) => tap);
    if (taps[place - 1]) return taps[place - 1];
    const left = taps.filter((_, n) => n !== place - 1);
    const { entries } = this.told;
    const without = (target) => fold([...entries, { id: "?", kind: "drop", at: Infinity, target }]).map(({ tap }) => tap);
    const missed = entries.filter(({ kind }) => kind === "missed");
    return missed.find(({ id }) => without(id).length < taps.length && String(without(id)) === String(left))?.id;
  }

  #write(fields, what) {
    const whole = [fields].flat().map((one) => ({ heat: this.heat, ...one }));
    return this.station.write(whole, what);
  }
}
