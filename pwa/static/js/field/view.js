/** Puts the roster on the page. Every word stands in the page; this shows some and fills in facts. */
import { now } from "../kept/server_clock.js";
import { fill, moment, seconds } from "../page/phrases.js";
import { only } from "../page/states.js";
import { counts, openness, shown } from "./roll.js";

const MOST = 60; // people in a list on the phone

export const put = (root, name, text) => root.querySelectorAll(`[data-${name}]`).forEach((place) => (place.textContent = text));

const copy = (root, name) => root.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);

/** The head, the phases and when the chosen one is open. Returns whether it is. */
export function head(root, { training }, phase) {
  const window = training.windows.find((one) => one.phase === phase);
  put(root, "title", training.title);
  put(root, "where", [moment(training.starts, now()), training.place].filter(Boolean).join("\u2003"));
  const state = openness(window, now());
  const note = root.querySelector("[data-closed]");
  note.hidden = state === "open";
  const at = moment(state === "early" ? window.opens : window.closes, now());
  note.querySelector("span").textContent = fill(note.dataset[state] ?? "", { phase: window.label, time: at });
  phases(root.querySelector("[data-phases]"), training.windows, phase);
  return state === "open";
}

function phases(nav, windows, phase) {
  nav.hidden = windows.length < 2;
  if (nav.children.length !== windows.length) {
    nav.replaceChildren(
      ...windows.map(({ phase: name, label }) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
        button.dataset.phase = name;
        return button;
      }),
    );
  }
  for (const button of nav.children) button.setAttribute("aria-pressed", String(button.dataset.phase === phase));
}

/** The tabs and the people under the chosen one, or those whom the typed text fits. */
export function list(root, lines, { tab, typed, isOpen }) {
  const numbers = counts(lines);
  put(root, "came", numbers.came);
  put(root, "all", lines.filter(({ person }) => person.id !== null).length);
  for (const button of root.querySelectorAll("[data-tab]")) {
    button.querySelector(".n").textContent = numbers[button.dataset.tab];
    button.setAttribute("aria-pressed", String(!typed && button.dataset.tab === tab));
  }
  const found = shown(lines, tab, typed);
  root.querySelector("[data-people]").replaceChildren(...found.slice(0, MOST).map((line) => row(root, line, isOpen)));
  const left = root.querySelector("[data-left]");
  left.hidden = found.length <= MOST;
  left.textContent = fill(left.dataset.words, { n: found.length - MOST });
  root.querySelector("[data-nobody]").hidden = found.length > 0;
  root.querySelector("[data-mend]").hidden = tab === "absent" || Boolean(typed);
}

function row(root, { person, state, at, mark }, isOpen) {
  const item = copy(root, "line");
  const isHeld = state === "waiting" && mark.hold_until > Date.now();
  const isStranger = person.id === null && !person.name;
  only(item, "for", isHeld ? "held" : state);
  only(item, "named", isStranger ? "no" : "yes");
  put(item, "name", person.name);
  put(item, "ava", person.name.slice(-2));
  item.querySelector("[data-ava]").dataset.state = state === "counted" ? "on" : state === "absent" ? "off" : "late";
  put(item, "unit", person.unit);
  put(item, "number", person.number && `…${person.number.slice(-4)}`);
  put(item, "at", at && state !== "absent" ? seconds(at) : "");
  item.querySelector("[data-leave]").hidden = person.state !== "on_leave" || state !== "absent";
  item.querySelector("[data-tick]").disabled = !isOpen;
  item.dataset.person = person.id ?? "";
  item.dataset.mark = mark?.id ?? "";
  return item;
}

/** What the server refused, until it was read. */
export function refusals(root, marks) {
  const refused = marks.filter(({ state }) => state === "refused");
  const box = root.querySelector("[data-refusals]");
  box.hidden = refused.length === 0;
  box.querySelector("ul").replaceChildren(
    ...refused.map((mark) => {
      const item = copy(root, "refusal");
      only(item, "named", mark.name ? "yes" : "no");
      put(item, "name", mark.name);
      put(item, "at", seconds(mark.at));
      put(item, "message", mark.message);
      item.dataset.mark = mark.id;
      return item;
    }),
  );
}
