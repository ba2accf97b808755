/** Says who was just written down, and offers for ten seconds to take it back. */
import { fill } from "../page/phrases.js";
import { only } from "../page/states.js";

const LINGER = 6000; // ms for what became of it

/**
 * @param {HTMLElement} root
 * @param {(note: object) => void} undo
 */
export function toast(root, undo) {
  const box = root.querySelector("[data-toast]");
  const words = (state) => box.querySelector(`[data-for="${state}"]`);
  let note = null;
  let timer = null;

  function say(state, facts, until) {
    clearTimeout(timer);
    only(box, "for", state);
    words(state).textContent = fill(words(state).dataset.words, facts);
    box.querySelector("button").hidden = state !== "kept";
    box.hidden = false;
    timer = setTimeout(() => (box.hidden = true), until - Date.now());
  }

  box.querySelector("button").addEventListener("click", () => undo(note));

  return {
    show(written) {
      note = written;
      say("kept", { name: note.name || box.dataset.stranger }, note.until);
    },
    /** @param {"taken"|"sent"|"unkept"} state */
    tell: (state, name) => say(state, { name: name || box.dataset.stranger }, Date.now() + LINGER),
  };
}
