/** What surrounds every screen of a station: the way back, the menu, and the words on what was not kept. */
import { takeWaiting } from "./touch.js";

/**
 * @param {HTMLElement} root
 * @param {object} page of page.js
 */
export function wire(root, page) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  for (const link of root.querySelectorAll("[data-path]")) link.href = `/stations/${page.id}${link.dataset.path}`;
  for (const link of root.querySelectorAll("[data-sign-in]")) link.href += `?next=/stations/${page.id}/field`;
  part("back").addEventListener("click", () => page.back());
  part("unkept").querySelector("[data-read]").addEventListener("click", () => (part("unkept").hidden = true));

  part("more").addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    part("more").open = false;
    if (button.dataset.go) page.go(button.dataset.go);
    else second(page);
  });

  root.addEventListener("station:woken", () => (part("woken").hidden = false));
  root.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest("[data-woken]")) part("woken").hidden = true;
  }, true);
  part("count-it").addEventListener("click", () => {
    part("woken").hidden = true;
    takeWaiting();
  });
}

/** A second timer's group: its times stand beside the first one's, and count for nobody. */
async function second(page) {
  const { lineups } = page.station;
  const before = lineups.all().find((one) => one.isCheck && !one.isOver);
  const { heat } = before ?? (await lineups.make([], true));
  page.go("heat", { heat });
}
