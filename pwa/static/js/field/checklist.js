/** The line that says whether the network may go, and why not yet. */
import { stock } from "../board/stock.js";
import { gap, now, offset } from "../kept/server_clock.js";
import { ahead, fill } from "../page/phrases.js";
import { isReady, look, prepare } from "./ready.js";
import { kept } from "./records.js";

const SOON = 2000; // ms between looks while something lacks
const LATER = 15_000;
const STEP = 5000; // ms by which the two clocks disagree when someone set one
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** @param {HTMLElement} root */
export function checklist(root, training) {
  const box = root.querySelector("[data-ready]");
  let stocks = null;
  let isFilling = false;
  let timer = null;

  async function show() {
    clearTimeout(timer);
    const parts = await look(await kept(training).catch(() => null), level());
    for (const item of box.querySelectorAll("[data-part]")) tell(item, parts[item.dataset.part]);
    const isDone = isReady(parts);
    box.dataset.state = isDone ? "ok" : "warn";
    for (const word of box.querySelectorAll("[data-when]")) word.hidden = (word.dataset.when === "ready") !== isDone;
    const line = box.querySelector("[data-line]");
    const facts = { people: parts.roster.value, codes: parts.codes.value.split("/")[0], ahead: ahead(offset() ?? 0) };
    line.textContent = fill(line.dataset.words, facts);
    root.querySelector("[data-unmeasured]").hidden = offset() !== null;
    root.querySelector("[data-stepped]").hidden = !(gap() > STEP);
    timer = setTimeout(show, isDone ? LATER : SOON);
  }

  function level() {
    const levels = (stocks ?? []).map((one) => one.level());
    const sum = (name) => levels.reduce((total, one) => total + one[name], 0);
    return { held: sum("held"), wanted: sum("wanted") };
  }

  return {
    show,
    /** Takes up the codes kept for each phase still to come. */
    async begin(roster) {
      const { windows, id, title, place, starts, ends } = roster.training;
      const coming = windows.filter((window) => window.closes >= now());
      const facts = { training: id, title, place, starts, ends };
      stocks ??= await Promise.all(
        coming.map(({ phase, opens, closes }) => stock({ ...facts, phase, opens, closes, display: label() })),
      );
      show();
    },
    /** The server is there: what lacks is fetched. */
    fill() {
      if (isFilling || !stocks) return;
      isFilling = true;
      for (const one of stocks) one.keepFilling(show);
      prepare().catch(() => {}).finally(show);
    },
  };
}

function tell(item, { isReady: isHere, value, isOptional }) {
  item.dataset.state = isHere ? "ok" : isOptional ? "warn" : "bad";
  item.querySelector("[data-yes]").toggleAttribute("hidden", !isHere);
  item.querySelector("[data-no]").toggleAttribute("hidden", isHere);
  item.querySelector("[data-todo]").hidden = isHere;
  const place = item.querySelector("[data-value]");
  if (place) place.textContent = value ?? ahead(offset() ?? 0);
}

/** A display's two letters, registered nowhere. */
const label = () => Array.from(crypto.getRandomValues(new Uint8Array(2)), (byte) => LETTERS[byte % 32]).join("");
