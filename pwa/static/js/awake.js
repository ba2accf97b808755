/** Keeps the screen lit while it is looked at: one that goes dark shows no code and sees none. */
export function keepAwake() {
  const hold = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", hold);
  hold();
}
