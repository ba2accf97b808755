/** What fingers do on the roll: tabs, phases, the search, a tick, its undo, a refusal read. */
import { signal } from "../page/signals.js";
import { forget } from "./records.js";

const TWICE = 400; // ms in which a second tap meant the row that was there before

/**
 * @param {HTMLElement} root
 * @param {object} screen of field.js
 */
export function taps(root, screen) {
  const search = root.querySelector("[data-typed]");
  let tickedAt = -Infinity;

  function type(text) {
    screen.typed = search.value = text;
    tickedAt = -Infinity;
    screen.render();
  }

  async function tick(id, at) {
    if (at - tickedAt < TWICE) return;
    tickedAt = at;
    const { person } = screen.lines.find((line) => line.person.id === id);
    try {
      await screen.write({ person });
      signal("kept");
      if (screen.typed) type("");
    } catch {
      signal("bad");
      screen.toast.tell("unkept", person.name);
    }
  }

  async function read(note) {
    await forget(note);
    await screen.refresh();
  }

  root.addEventListener("click", ({ target, timeStamp }) => {
    const button = target.closest("button");
    if (!button) return;
    const { tab, phase } = button.dataset;
    const item = button.closest("[data-mark]");
    const note = item && screen.marks.find((mark) => mark.id === item.dataset.mark);
    if (tab) {
      screen.tab = tab;
      type("");
    } else if (phase) {
      screen.phase = phase;
      screen.render();
    } else if (button.matches("[data-tick]")) tick(Number(item.dataset.person), timeStamp);
    else if (button.matches("[data-undo]")) screen.undo(note);
    else if (button.matches("[data-read]")) read(note);
  });
  search.addEventListener("input", () => type(search.value));
}
