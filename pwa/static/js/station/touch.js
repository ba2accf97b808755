/**
 * Keys that write something down. They act when the finger comes down and take the time of that; the first touch
 * on a screen that was dark writes nothing, for who wakes a screen does not look at it.
 */
import { isAwake } from "../page/awake.js";
import { moment } from "./clocks.js";

const DIM = 20_000; // ms without a touch after which a phone that may sleep could have dimmed
const LATE = 2000; // ms; an event that claims to be older was stamped by a clock that stood still

const GHOST = 700; // ms after a touch within which a click belongs to it

let isDark = document.hidden;
let fingerAt = -Infinity; // when a finger was last seen to come or go
let touchedAt = performance.now();
let waiting = null; // the touch that woke the screen, and what it would have done

document.addEventListener("visibilitychange", () => (isDark ||= document.hidden));
addEventListener("pagehide", () => (isDark = true));
for (const kind of ["pointerdown", "pointerup", "pointercancel"]) {
  addEventListener(kind, ({ timeStamp }) => (fingerAt = timeStamp), true);
}
// After the keys themselves, which ask whether the screen was dark.
addEventListener("pointerdown", seen);
addEventListener("keydown", seen);

function seen() {
  isDark = false;
  touchedAt = performance.now();
}

/** Whether the screen was dark, or may have been: nothing keeps it lit and nobody has touched it for long. */
export const isDimmed = (at = performance.now()) => isDark || (!isAwake() && at - touchedAt > DIM);

/** All that is known of the instant at which a finger came down. */
export function momentOf(event, since) {
  const known = moment(since);
  const late = Math.round(performance.now() - event.timeStamp);
  const by = late >= 0 && late < LATE ? late : 0;
  return { ...known, at: known.at - by, steady: known.steady - by, wall: known.wall - by, mono: known.mono - by };
}

/**
 * @param {HTMLElement} button
 * @param {(moment: object) => void} act
 * @param {() => number|undefined} [since] the steady time since when the moment says what the clocks did
 */
export function touch(button, act, since = () => undefined) {
  const press = (event) => {
    if (button.disabled) return;
    const at = momentOf(event, since());
    if (isDimmed(event.timeStamp)) woken(button, () => act(at));
    else act(at);
  };
  button.addEventListener("pointerdown", (event) => event.button === 0 && press(event));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat) press(event);
  });
  // A screen reader clicks without a touch. After a touch nothing is left for its click to do, not even where this key
  // has taken the place of the one that was touched.
  button.addEventListener("click", (event) => event.timeStamp - fingerAt > GHOST && press(event));
}

/** Says that a touch was not taken; it may be taken after all, with the time that it had. */
function woken(button, act) {
  waiting = act;
  button.dispatchEvent(new CustomEvent("station:woken", { bubbles: true }));
}

/** Takes the touch that woke the screen after all. */
export function takeWaiting() {
  waiting?.();
  waiting = null;
}
