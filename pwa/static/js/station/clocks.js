/**
 * The clock that times are taken from. The wall clock can be set, and the monotonic one stops while a phone sleeps,
 * so both are sampled every second: where they come apart while the page is seen, someone set the clock, and the
 * step is taken out; out of sight the phone slept, and the wall clock is right. Either is flagged with its range.
 */
import { gap, now, offset } from "../server_clock.js";
import { get, put } from "../store.js";
import { newId } from "../outbox.js";

const EVERY = 1000; // ms
const LEAST = 50; // ms by which the two may jitter
const WORTH_A_FLAG = 100; // ms; less is a clock being kept right
const WRITTEN_EVERY = 5000; // ms
const MOST_FLAGS = 100;

/** A steady clock over any two clocks; pages use the one below. */
export class Steady {
  #apart;
  #before; // steady ms at the last sample
  removed = 0; // what was set by and is taken out, in ms
  flags = [];

  /** @param {{wall: () => number, mono: () => number, isHidden: () => boolean}} clocks in ms */
  constructor(clocks) {
    this.clocks = clocks;
    this.wasHidden = clocks.isHidden();
    this.#apart = clocks.wall() - clocks.mono();
    this.#before = clocks.wall();
  }

  /** Takes note of what the clocks did since last asked; true where they came apart. */
  sample() {
    const { wall, mono, isHidden } = this.clocks;
    const jump = wall() - mono() - this.#apart;
    const isJump = Math.abs(jump) >= LEAST;
    if (isJump) this.#take(Math.round(jump), this.wasHidden);
    this.wasHidden = isHidden();
    this.#before = wall() - this.removed;
    return isJump;
  }

  #take(jump, wasHidden) {
    this.#apart += jump;
    // No sleep makes a clock go back.
    const isStep = jump < 0 || !wasHidden;
    if (isStep) this.removed += jump;
    if (Math.abs(jump) >= WORTH_A_FLAG) this.#flag(isStep ? "step" : "sleep", this.#before, jump);
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

const page = newId();
const clock = new Steady({
  wall: () => Date.now(),
  mono: () => performance.now(),
  isHidden: () => document.hidden,
});
let started = null;

/** Goes on from the page before, and samples from now on. Await it before the first time is taken. */
export function start() {
  started ??= begin();
  return started;
}

async function begin() {
  const before = await get("meta", "steady").catch(() => null);
  if (before) clock.resume(before);
  let written = 0;
  const write = () => {
    written = clock.steady();
    put("meta", clock.state(), "steady").catch(() => {});
  };
  const look = () => {
    const isJump = clock.sample();
    // A window out of sight cannot tell a step from sleep; the one in sight can, and its word stands.
    if (!document.hidden && (isJump || clock.steady() - written >= WRITTEN_EVERY)) write();
  };
  // On the way out of sight and back, so that what happened there is known to have happened there.
  document.addEventListener("visibilitychange", () => {
    clock.sample();
    write();
  });
  setInterval(look, EVERY);
  write();
}

export const steady = () => clock.steady();
export const flagsSince = (at) => clock.flagsSince(at);

/**
 * All that is known of this instant, as an entry says it. Times are differences of `steady`.
 * @param {number} [since] the steady time of the heat's START, to say what the clocks did since
 */
export function moment(since) {
  const flags = since === undefined ? [] : flagsSince(since);
  const times = { at: Math.round(now()), steady: steady(), wall: Date.now(), mono: Math.round(performance.now()), page };
  return { ...times, offset: offset(), gap: gap(), ...(flags.length && { flags }) };
}
