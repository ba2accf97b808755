/** Which training and phase a check-in screen is for, and the words on it where the server wrote none. */
import { time } from "../page/phrases.js";
import { date } from "../page/stencil.js";

const NUMBERS = ["training", "opens", "closes", "starts", "ends"];

/** What the server's page says of itself, as the head of a pack. */
export function factsOf(board) {
  const { phase, display, title, place } = board.dataset;
  return { phase, display, title, place, ...Object.fromEntries(NUMBERS.map((name) => [name, Number(board.dataset[name])])) };
}

/** What the phases are called: {in, mid, out}. */
export const phaseNames = (board) => board.querySelector(".show").dataset;

/** The pack asked for; else the one that is open, the next to open, or the last. */
export function pick(kept, phase, at) {
  return kept.find((head) => head.phase === phase) ?? kept.find((head) => head.closes >= at) ?? kept.at(-1);
}

/** Writes what a shell knows from its packs. */
export function describe(board, facts, kept) {
  const put = (name, text) => (board.querySelector(`[data-${name}]`).textContent = text);
  const names = phaseNames(board);
  put("title", facts.title);
  put("where", [date(facts.starts), facts.place].filter(Boolean).join("\u2003"));
  put("when", `${time(facts.starts)}–${time(facts.ends)}`);
  put("phase-name", names[facts.phase]);
  board.querySelector("[data-roll]").href = `/trainings/${facts.training}/field`;
  if (kept.length < 2) return;
  const links = kept.map((head) => {
    const link = Object.assign(document.createElement("a"), { className: "btn sm", href: `?phase=${head.phase}` });
    link.textContent = names[head.phase];
    if (head.phase === facts.phase) link.setAttribute("aria-current", "true");
    return link;
  });
  board.querySelector("[data-phases]").replaceChildren(...links);
}
