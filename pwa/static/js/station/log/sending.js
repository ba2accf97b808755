/**
 * Hands over what was written in the field. An entry waits until an answer of the server's own names it; sending
 * twice does no harm. Every request tells the heads of its streams too, so that the server knows what it lacks.
 */
import { ask } from "../../kept/delivery.js";
import { exclusively } from "../../kept/locks.js";
import { asSent, next, settle } from "./parcels.js";
import { changed, watch } from "./stream.js";

const MOST = 200; // entries a request
const LEAST = 10; // of them on a network that lets no more through in time
const EVERY = 20_000; // ms between tries while something waits, and between reports of an open screen
const SOON = 300; // ms: taps that follow each other go together

const attended = new Map(); // assessment → how many screens of this page are open on it
const reporting = new Set(); // assessments whose heads are told with the next request, even where nothing waits
let most = MOST;
let timer = null;
let soon = null;
let running = null;
let another = null;

/**
 * Sends what may be sent, one window at a time; asked while sending, once more after that. `left` counts the entries
 * and closed stations that still wait.
 * @returns {Promise<{sent: number, left: number, refused: null|"offline"|"signed_out"|"owner"|"malformed"|"storage"}>}
 */
export function flush() {
  if (!running) return (running = run().finally(() => (running = null)));
  another ??= running.then(() => {
    another = null;
    return flush();
  });
  return another;
}

async function run() {
  const result = await exclusively("sending", deliver);
  clearTimeout(timer);
  if (result.left) timer = setTimeout(flush, EVERY);
  return result;
}

async function deliver() {
  for (let sent = 0; ; ) {
    const parcel = await next(most, reporting).catch(() => null);
    reporting.clear();
    if (!parcel) return { sent, left: 0, refused: "storage" };
    if (parcel.streams.length === 0) return { sent, left: 0, refused: null };
    const answer = await ask(asSent(parcel), "/streams");
    if (!answer?.streams) return { sent, left: parcel.waiting, refused: refusal(answer) };
    most = Math.min(MOST, most * 2);
    const { answers, left } = await settle(answer, parcel).catch(() => ({ answers: [], left: parcel.waiting }));
    sent += answers.length;
    tell(answers);
    // An answer that settles nothing would be asked for without end.
    if (answers.length === 0) return { sent, left, refused: null };
  }
}

/** Why nothing was taken, in the server's word. Where it gave none, less is sent at a time: it may have been too much. */
function refusal(answer) {
  if (answer) return answer.refused ?? "malformed";
  most = Math.max(LEAST, Math.ceil(most / 2));
  return "offline";
}

function tell(answers) {
  if (answers.length) changed();
  for (const detail of answers) document.dispatchEvent(new CustomEvent("stream:answer", { detail }));
}

/** While a screen is open its stream's head is told every 20 s; returns how to stop. */
export function attend(assessment) {
  attended.set(assessment, (attended.get(assessment) ?? 0) + 1);
  report();
  return () => attended.set(assessment, attended.get(assessment) - 1);
}

function report() {
  for (const [assessment, screens] of attended) if (screens > 0) reporting.add(assessment);
  return flush();
}

/** Tries again whenever there is reason to hope, and by the clock while anything waits. */
export function start() {
  addEventListener("online", report);
  document.addEventListener("visibilitychange", () => document.hidden || report());
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data === "flush" && report());
  setInterval(() => attended.size && report(), EVERY);
  watch(({ mine }) => mine && (soon ??= setTimeout(hurry, SOON)));
  return flush();
}

function hurry() {
  soon = null;
  flush();
}
