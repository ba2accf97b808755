/**
 * The clock that times are taken from. The wall clock can be set, and the monotonic one stops while a phone sleeps,
 * so both are sampled every second: where they come apart while the page is seen, someone set the clock, and the
 * step is taken out; out of sight the phone slept, and the wall clock is right. Either is flagged with its range.
 */

const LEAST = 50; // ms by which the two may jitter
const WORTH_A_FLAG = 100; // ms; less is a clock being kept right
const MOST_FLAGS = 100;

/** A steady clock over any two clocks. */
export class Steady {
  #apart;
  #before; // steady ms at the last sample
  removed = 0; // ms by which the clock was set, taken out of the times
  flags = [];

  /**
   * @param {{wall: () => number, mono: () => number, isHidden: () => boolean}} clocks in ms
   * @param {() => void} [noticed] called when the two came apart
   */
  constructor(clocks, noticed = () => {}) {
    this.clocks = clocks;
    this.noticed = noticed;
    this.wasHidden = clocks.isHidden();
    this.#apart = clocks.wall() - clocks.mono();
    this.#before = clocks.wall();
  }

  /** Takes note of what the clocks did since last asked. */
  sample() {
    const { wall, mono, isHidden } = this.clocks;
    const jump = wall() - mono() - this.#apart;
    // Some phones are asleep before the page can hear that it is out of sight, and tell it when they wake.
    const isUnseen = this.wasHidden || isHidden();
    if (Math.abs(jump) >= LEAST) this.#take(Math.round(jump), isUnseen);
    this.wasHidden = isHidden();
    this.#before = wall() - this.removed;
  }

  #take(jump, isUnseen) {
    this.#apart += jump;
    // No sleep makes a clock go back.
    const isStep = jump < 0 || !isUnseen;
    if (isStep) this.removed += jump;
    if (Math.abs(jump) >= WORTH_A_FLAG) this.#flag(isStep ? "step" : "sleep", this.#before, jump);
    this.noticed();
  }

  #flag(kind, from, ms) {
    const flag = { kind, from: Math.round(from), to: Math.round(this.clocks.wall() - this.removed), ms };
    this.flags = [...this.flags, flag].slice(-MOST_FLAGS);
  }

  /** The steady time in whole ms. */
  steady() {
    this.sample();
    return Math.round(this.clocks.wall() - this.removed);
  }

  /** What was noticed since a steady time: [{kind: "sleep"|"step"|"reload", from, to, ms}]. */
  flagsSince(steady) {
    this.sample();
    return this.flags.filter(({ to }) => to > steady);
  }

  /** What a page loaded later goes on from. */
  state() {
    return { removed: this.removed, flags: this.flags, at: this.steady() };
  }

  /** Goes on from an earlier page. No clock outlives a page, but one that went back was certainly set. */
  resume({ removed, flags, at }) {
    this.removed = removed;
    this.flags = flags;
    const back = Math.round(this.clocks.wall() - removed - at);
    if (back < 0) {
      this.removed += back;
      this.#flag("step", at, back);
    }
    this.#flag("reload", at, Math.max(0, back));
    this.sample();
  }
}
