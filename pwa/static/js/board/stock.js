/**
 * The codes of one phase: those kept on this device, and the fetching of those it still lacks.
 * Codes are the same whoever asks, so any number of screens may do this.
 */
import { read } from "../kept/reading.js";
import { now, offset } from "../kept/server_clock.js";
import { drop, dropOver, load, save } from "./packs.js";

const MOST = 60; // codes a request
const AHEAD = 12 * 3600_000; // ms of codes kept; a course may stay open for weeks
const PAUSE = 500; // ms between two requests
const AGAIN = 3000; // ms after one that failed, and twice as long after each further one
const LONGEST = 12_000;
const MEASURE = 60_000; // ms after which a full stock asks once more, for the time

/** @param {object} facts a head as packs.js has it; where one is kept, its display label stays */
export async function stock(facts) {
  const kept = await load(facts.training, facts.phase).catch(() => ({ head: null, codes: new Map() }));
  const head = { length: 10_000, ...facts, display: kept.head?.display ?? facts.display };
  return new Stock(head, kept.codes);
}

class Stock {
  #timer = null;
  #isAsking = false;
  #askedAt = -Infinity;
  #failed = 0;

  constructor(head, codes) {
    this.head = head;
    this.codes = codes;
  }

  slotOf(at) {
    return Math.floor(at / this.head.length);
  }

  /** How much of what is wanted from now on is here: {held, wanted, first}, first being the first lacking. */
  level() {
    const from = this.slotOf(Math.max(now(), this.head.opens));
    const until = this.slotOf(Math.min(now() + AHEAD, this.head.closes));
    const level = { held: 0, wanted: Math.max(0, until - from + 1), first: null };
    for (let slot = from; slot <= until; slot++) {
      if (this.codes.has(slot)) level.held++;
      else level.first ??= slot;
    }
    return level;
  }

  /** Until when there is a code for every slot, in server time; null where there is none even now. */
  lasts() {
    const { held, first } = this.level();
    if (first === null) return held ? this.head.closes : null;
    return this.codes.has(first - 1) ? first * this.head.length : null;
  }

  /**
   * Fetches what lacks, then measures the time again and again.
   * @param {(result: "kept"|"offline"|"signed_out"|"refused") => void} told after each request
   */
  keepFilling(told) {
    this.told = told;
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    addEventListener("online", () => this.hurry());
    this.#ask();
  }

  /** Asks at once, unless it just did. */
  hurry() {
    if (performance.now() - this.#askedAt > AGAIN) this.#ask();
  }

  async #ask() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    clearTimeout(this.#timer);
    this.#askedAt = performance.now();
    const before = this.codes.size;
    const result = await this.refill();
    // An answer without anything new would be asked for without end.
    const isMore = this.codes.size > before && this.level().first !== null;
    this.#isAsking = false;
    if (result !== "refused") this.#timer = setTimeout(() => this.#ask(), this.#wait({ result, isMore }));
    this.told(result);
  }

  #wait({ result, isMore }) {
    this.#failed = result === "kept" ? 0 : this.#failed + 1;
    if (this.#failed) return Math.min(AGAIN * 2 ** (this.#failed - 1), LONGEST);
    return isMore ? PAUSE : MEASURE;
  }

  /** One request for the codes lacking first. Where none lacks it asks for one, to learn the time. */
  async refill() {
    const { training, phase, display } = this.head;
    const { first } = this.level();
    // Before the server's time is known, only the server can say which slot it is.
    const wanted = { phase, display, count: first === null ? 1 : MOST, from: offset() === null ? 0 : (first ?? 0) };
    const answer = await read(`/trainings/${training}/board/codes?${new URLSearchParams(wanted)}`);
    if (typeof answer === "string") {
      if (answer === "refused") await drop(training).catch(() => {});
      return answer;
    }
    Object.assign(this.head, { length: answer.slot, opens: answer.opens, closes: answer.closes });
    for (const code of answer.codes) this.codes.set(code.slot, { ...code, size: answer.size });
    await this.#keep(answer, first === null ? [] : answer.codes);
    return "kept";
  }

  async #keep({ now: at, size }, codes) {
    try {
      await save(this.head, codes, size);
      await dropOver(at);
    } catch {
      // Without storage the screen still lives from what it holds in memory.
    }
  }
}
