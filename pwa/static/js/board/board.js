/**
 * The check-in screen: paints the code whose ten seconds it is by the server's clock, from codes
 * kept on this device. The page says which training it is; a shell, opened without network, knows
 * it from its address and the rest from what is kept.
 */
import { settled } from "../kept/owner.js";
import { gap, now, offset, recall, watch } from "../kept/server_clock.js";
import { keepAwake } from "../page/awake.js";
import { ahead, fill, moment } from "../page/phrases.js";
import { heads } from "./packs.js";
import { painter } from "./painter.js";
import { describe, factsOf, phaseNames, pick } from "./place.js";
import { stock } from "./stock.js";

const STEP = 2000; // ms by which a clock jumps that was set
const LOOK = 250; // ms
const AGAIN = 60_000; // ms

/** @param {HTMLElement} board */
export async function mount(board) {
  await settled;
  await recall();
  watch();
  const isShell = "shell" in board.dataset;
  const facts = isShell ? pick(await heads(trainingHere()).catch(() => []), phaseHere(), now()) : factsOf(board);
  if (!facts) return waitForServer(board);
  if (isShell) describe(board, facts, await heads(facts.training));
  keepAwake();
  run(board, await stock(facts), isShell);
}

const trainingHere = () => Number(location.pathname.split("/")[2]);
const phaseHere = () => new URLSearchParams(location.search).get("phase");

function run(board, codes, isShell) {
  const part = (name) => board.querySelector(`[data-${name}]`);
  const screen = painter(board);
  const reach = (isReached) => (part("stale").hidden = isReached);

  codes.keepFilling((result) => {
    // The page itself says why it was refused, and a shell gives way to it once the server is there.
    if (result === "refused" || (isShell && result === "kept")) giveWay();
    reach(result === "kept");
    report(board, codes);
  });
  board.addEventListener("htmx:sendError", () => reach(false));
  board.addEventListener("htmx:afterRequest", ({ detail }) => detail.xhr.status > 0 && reach(true));

  function look() {
    const at = now();
    const { opens, closes, length } = codes.head;
    const slot = Math.floor(at / length);
    const isOpen = at >= opens && at <= closes;
    const code = codes.codes.get(slot);
    const isStepped = gap() > STEP;
    part("stepped").hidden = !isStepped;
    if (isStepped || (isOpen && !code)) codes.hurry();
    screen.show(isOpen ? code : undefined, length - (at % length), isOpen);
  }

  report(board, codes);
  look();
  setInterval(look, LOOK);
}

/** Asks for the page itself; where that is too slow to come, not again and again. */
function giveWay() {
  const { gaveWay = 0 } = history.state ?? {};
  if (Math.abs(Date.now() - gaveWay) < AGAIN) return;
  history.replaceState({ gaveWay: Date.now() }, "");
  location.reload();
}

/** The clock and how long the codes last: what tells whether the network may go. */
function report(board, codes) {
  const { opens, closes, phase } = codes.head;
  const lasts = codes.lasts();
  const clock = board.querySelector("[data-clock]");
  clock.hidden = offset() === null;
  clock.textContent = fill(clock.dataset.words, { ahead: ahead(offset() ?? 0) });
  const kept = board.querySelector("[data-lasts]");
  kept.hidden = lasts === null;
  kept.textContent = fill(kept.dataset.words, { time: moment(lasts ?? 0, now()) });
  const closed = board.querySelector("[data-closed]");
  closed.textContent = fill(closed.dataset.words, {
    phase: phaseNames(board)[phase],
    from: moment(opens, now()),
    until: moment(closes, now()),
  });
}

/** Nothing is kept for this training: only the page can help, so it is asked for until it comes. */
function waitForServer(board) {
  board.querySelector("[data-none]").hidden = false;
  board.querySelector(".show").hidden = true;
  addEventListener("online", () => location.reload());
}
