/**
 * Looks for codes in a running video, hands free, until told to stop. While a code that was found is
 * dealt with, no other picture is read: reading one would delay what is said of the code.
 */
import { decode, warm } from "./decoder.js";

const EVERY = 1000 / 15; // ms between two frames: enough for a hand, and half the battery
const PAUSE = 1000; // ms after a decoder's fault, or one that cannot be had is asked for with each frame
const AGAIN = 3000; // ms in which the same text is not told twice

/**
 * @param {HTMLVideoElement} video
 * @param {(text: string, began: number) => Promise<void>} found told of each text; `began` is when its
 *   frame went to the decoder, by performance.now()
 */
export function scan(video, found) {
  let isOn = true;
  const seen = new Map(); // text → when it was last in sight
  let lookedAt = -Infinity;

  async function look() {
    if (!isOn) return;
    const now = performance.now();
    if (video.readyState >= video.HAVE_CURRENT_DATA && now - lookedAt >= EVERY) {
      lookedAt = now;
      await read().catch(() => void (lookedAt += PAUSE));
    }
    next(video, look);
  }

  async function read() {
    await warm();
    const began = performance.now();
    const text = await decode(video);
    if (text && isOn) await tell(text, began);
  }

  /** A code that stays in sight is told once: the three seconds run from when it was last seen. */
  async function tell(text, began) {
    const isOld = began - (seen.get(text) ?? -Infinity) < AGAIN;
    seen.set(text, performance.now());
    if (isOld) return;
    performance.measure("scan-decode", { start: began });
    await found(text, began);
  }

  next(video, look);
  return {
    stop: () => void (isOn = false),
    forget: () => seen.clear(),
  };
}

/** With each new picture of the camera where the browser tells of them. */
function next(video, look) {
  if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(look);
  else requestAnimationFrame(look);
}
