/** Calls back ten times a second while it is wanted and the page is seen. */
const EVERY = 100; // ms

export function ticker(tick) {
  let timer = null;
  return {
    start() {
      timer ??= setInterval(() => document.hidden || tick(), EVERY);
      tick();
    },
    stop() {
      clearInterval(timer);
      timer = null;
    },
  };
}
