/** Keys that count without looking: space, enter, volume up and what a remote shutter sends. */
import { isDimmed, momentOf } from "./touch.js";

const KEYS = [" ", "Enter", "+", "AudioVolumeUp", "VolumeUp"];
const OWN = "button, a, input, textarea, select, summary"; // what a key means something to by itself

/**
 * @param {HTMLElement} button the key on the screen that they stand for; pressed itself it needs no help
 * @param {(moment: object) => void} act
 */
export function shutter(button, act) {
  function press(event) {
    if (!KEYS.includes(event.key) || event.target.closest?.(OWN) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.repeat) return;
    if (isDimmed(event.timeStamp)) button.dispatchEvent(new CustomEvent("station:woken", { bubbles: true }));
    else act(momentOf(event));
  }
  return {
    watch: () => document.addEventListener("keydown", press),
    rest: () => document.removeEventListener("keydown", press),
  };
}
