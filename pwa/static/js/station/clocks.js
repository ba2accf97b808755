/** The clock that times are taken from, over this page's two clocks; it goes on where the page before ended. */
import { newId } from "../kept/ids.js";
import { gap, now, offset } from "../kept/server_clock.js";
import { get, inTime, put } from "../kept/store.js";
import { Steady } from "./steady.js";

const EVERY = 1000; // ms
const WRITTEN_EVERY = 5000; // ms

const page = newId();
const device = { wall: () => Date.now(), mono: () => performance.now(), isHidden: () => document.hidden };
// A window out of sight cannot tell a step from sleep; the one in sight can, and its word stands.
const clock = new Steady(device, () => document.hidden || queueMicrotask(write));
let started = null;
let isWriting = false; // not before the state of the page before was read
let written = -Infinity;

/** Goes on from the page before, and samples from now on. Await it before the first time is taken. */
export function start() {
  started ??= begin();
  return started;
}

async function begin() {
  const before = await inTime(get("meta", "steady")).catch(() => null);
  if (before) clock.resume(before);
  isWriting = true;
  // On the way out of sight and back, so that what happened there is known to have happened there.
  document.addEventListener("visibilitychange", () => {
    clock.sample();
    write();
  });
  setInterval(look, EVERY);
  write();
}

function look() {
  clock.sample();
  if (!document.hidden && clock.steady() - written >= WRITTEN_EVERY) write();
}

/** Puts the state of the clock on the disk: a step that is not there would be back in the times of the next page. */
function write() {
  if (!isWriting) return;
  written = clock.steady();
  put("meta", clock.state(), "steady").catch(() => {});
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
