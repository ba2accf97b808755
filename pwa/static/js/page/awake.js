let lock = null;

/** Keeps the screen lit while it is looked at: one that goes dark shows no code and sees none. */
export function keepAwake() {
  document.addEventListener("visibilitychange", hold);
  hold();
}

/** Whether the screen stays lit by itself; browsers may refuse, or take it back when the battery is low. */
export const isAwake = () => Boolean(lock && !lock.released);

async function hold() {
  if (document.hidden || isAwake()) return;
  lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
}
