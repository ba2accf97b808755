/** Says what was done, and offers for a while to take it back. */
const LINGER = 10_000; // ms

/** @param {HTMLElement} section with a `[data-toast]` that has a span and a button */
export function undoable(section) {
  const box = section.querySelector("[data-toast]");
  let back = null;
  let timer = null;

  function hide() {
    clearTimeout(timer);
    box.hidden = true;
  }

  box.querySelector("button").addEventListener("click", () => {
    hide();
    back?.();
  });

  return {
    hide,
    offer(words, undo) {
      clearTimeout(timer);
      back = undo;
      box.querySelector("span").textContent = words;
      box.hidden = false;
      timer = setTimeout(hide, LINGER);
    },
  };
}
