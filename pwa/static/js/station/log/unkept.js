/** Keeping something for certain, or saying at once why not. */
import { open } from "../../kept/store.js";

const PATIENCE = 5000; // ms for the disk: people who wait longer take it for done
const TURN = 1000; // ms to wait for another window, which may be asleep: who writes looks at the head again anyway

let turn = Promise.resolve();

/**
 * It was not kept. `why`: "quota" the disk is full, "refused" the browser keeps nothing here (as in private windows),
 * "late" the disk does not answer, "owner" nobody or somebody else is signed in, "insecure" no https, "failed" the rest.
 */
export class Unkept extends Error {
  constructor(why, cause) {
    super(why, { cause });
    this.why = why;
  }
}

/**
 * Does `work(signal, inTurn)`; settles as it does, or rejects with `Unkept`. `inTurn` does a part of it one window at a
 * time. What is late is ended: it may come through only where the disk was writing already.
 */
export async function surely(work) {
  const patience = new AbortController();
  const { signal } = patience;
  const late = new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Unkept("late"))));
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await Promise.race([doing(work, signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function doing(work, signal) {
  await attempt(open, "refused");
  if (!globalThis.crypto?.subtle) throw new Unkept("insecure");
  return attempt(() => work(signal, inTurn), "failed");
}

async function attempt(work, otherwise) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unkept) throw error;
    throw new Unkept(error?.name === "QuotaExceededError" ? "quota" : otherwise, error);
  }
}

/** One after the other in this window, and among windows too where they can agree on that. */
function inTurn(work) {
  const mine = turn.then(() => amongWindows(work));
  turn = mine.catch(() => {});
  return mine;
}

/** Under the lock where there is one to be had in time; without it writers only try again more often. */
async function amongWindows(work) {
  if (!navigator.locks) return work();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TURN);
  let isMyTurn = false;
  const begin = () => {
    isMyTurn = true;
    clearTimeout(timer);
    return work();
  };
  try {
    return await navigator.locks.request("stream", { signal: patience.signal }, begin);
  } catch (error) {
    if (isMyTurn || error.name !== "AbortError") throw error;
    return work();
  }
}
