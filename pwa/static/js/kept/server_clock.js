/**
 * The server's time by this device's clock.
 *
 * The wall clock can be set by hand and the monotonic one stops while a phone sleeps, so both are
 * looked at: where they come apart while the page is seen, someone set the clock, and that step is
 * taken out again; where they do so out of sight the phone slept, and the wall clock is right.
 */
import { get, put } from "./store.js";

const LEAST = 50; // ms by which the two may jitter
const EVERY = 1000; // ms
const KEPT = 60_000; // ms for which a better measurement is not replaced by a worse one

let known = null;
let apart = Date.now() - performance.now();
let stepped = 0;
let wasHidden = document.hidden;

document.addEventListener("visibilitychange", sample);

/** Takes note of what the clocks did since last asked. A page once out of sight is seen again from the next time on. */
function sample() {
  const jump = Date.now() - performance.now() - apart;
  const isUnseen = wasHidden || document.hidden;
  wasHidden = document.hidden;
  if (Math.abs(jump) < LEAST) return;
  apart += jump;
  if (jump < 0 || !isUnseen) stepped += jump;
}

/** Samples once a second: for screens that write times down. */
export function watch() {
  setInterval(sample, EVERY);
}

/**
 * Takes the offset from one answer. Of two within a minute the one that was quicker is better.
 * @param {number} now the server's time in the answer
 * @param {number} sentAt when the request left, by this wall clock
 * @param {number} gotAt when the answer came
 */
export async function learn(now, sentAt, gotAt) {
  sample();
  const way = gotAt - sentAt;
  if (known && stepped === 0 && way > known.way && gotAt - known.at < KEPT) return;
  stepped = 0;
  known = { offset: Math.round(now - (sentAt + gotAt) / 2), way, at: gotAt };
  await put("meta", known, "clock").catch(() => {});
}

/** Takes up what an earlier page learned; false where there is nothing. */
export async function recall() {
  known ??= (await get("meta", "clock").catch(() => null)) ?? null;
  // No monotonic clock outlives a page, but a clock that went back was certainly set.
  if (known && Date.now() < known.at) stepped = Date.now() - known.at;
  return known !== null;
}

/** How far the server's clock is ahead of ours in ms; null where no answer was ever had. */
export const offset = () => known?.offset ?? null;

/** The server's time in ms, as well as this device can tell. */
export function now() {
  sample();
  return Date.now() - stepped + (known?.offset ?? 0);
}

/** By how many ms the clock was set since the offset was taken; null where it never was taken. */
export function gap() {
  sample();
  return known === null ? null : Math.round(Math.abs(stepped));
}
