/** What waits to be sent from here, and whether the server is there. Green only once it has everything. */
import { only } from "../page/states.js";
import { watch } from "./log/stream.js";

/**
 * @param {HTMLElement} root
 * @param {object} station
 * @returns {(isAway: boolean) => void} to be told whether the server could be reached
 */
export function banner(root, station) {
  const box = root.querySelector("[data-banner]");
  let waiting = {};
  let isAway = !navigator.onLine;

  function draw() {
    const unsent = waiting[station.pack?.assessment.id] ?? 0;
    only(box, "net", isAway ? "away" : unsent ? "sending" : "sent");
    for (const place of box.querySelectorAll("[data-owing]")) place.textContent = unsent;
    box.hidden = !station.pack;
  }

  watch((counts) => {
    waiting = counts.by;
    draw();
  });
  const reach = (now) => {
    isAway = now;
    draw();
  };
  addEventListener("offline", () => reach(true));
  return reach;
}
