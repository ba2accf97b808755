/** Keys that count without looking: space, enter, volume up and what a remote shutter sends. */
import { isDimmed, momentOf } from "../../touch.js";

const BOTH = [" ", "Enter"]; // these press a button that has the focus, too
const KEYS = [...BOTH, "+", "AudioVolumeUp", "VolumeUp"];
const TYPED_IN = "input, textarea, select";
const PRESSED = "button, a, summary";

/**
 * @param {HTMLElement} button the key on the screen that they stand for
 * @param {(moment: object) => void} act
 */
export function shutter(button, act) {
  function press(event) {
    if (!KEYS.includes(event.key) || event.ctrlKey || event.metaKey || isOf(event)) return;
    event.preventDefault();
    if (event.repeat) return;
    if (isDimmed(event.timeStamp)) button.dispatchEvent(new CustomEvent("station:woken", { bubbles: true }));
    else act(momentOf(event));
  }
  const isOf = ({ key, target }) => target.closest(BOTH.includes(key) ? `${TYPED_IN}, ${PRESSED}` : TYPED_IN);

  return {
    watch: () => document.addEventListener("keydown", press),
    rest: () => document.removeEventListener("keydown", press),
  };
}
