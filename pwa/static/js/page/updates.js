/**
 * The service worker: installed from here, and a newer one offered, never forced. A page in use goes
 * on with the files of its own build, which stay until no window shows that build any more.
 */
const IDLE = 3000; // ms after loading, when a page has done its own work
const EVERY = 60 * 60_000; // ms between two looks for a newer version

/** The build of this page: its scripts' address says it. */
const build = new URL(import.meta.url).pathname.split("/")[2];

/** Installs the worker and holds this page's build; without a worker nothing is lost but working offline. */
export async function start() {
  if (!navigator.serviceWorker) return;
  navigator.locks?.request(`build-${build}`, { mode: "shared" }, () => new Promise(() => {}));
  const options = { updateViaCache: "none" };
  const registration = await navigator.serviceWorker.register("/sw.js", options).catch(() => null);
  if (!registration) return;
  setTimeout(async () => tidy(await navigator.serviceWorker.ready), IDLE);
  setInterval(() => registration.update().catch(() => {}), EVERY);
}

/** What can wait: the decoder, where the browser has none of its own, and old builds' files. */
function tidy({ active }) {
  const isSparing = navigator.connection?.saveData;
  if (!("BarcodeDetector" in self) && !isSparing) active.postMessage("decoder");
  active.postMessage("idle");
}

/** @param {HTMLElement} notice shown while a newer version waits; its button takes it */
export async function mount(notice) {
  const registration = await navigator.serviceWorker?.ready;
  if (!registration) return;
  const offer = () => (notice.hidden = !registration.waiting);
  const follow = () => registration.installing?.addEventListener("statechange", offer);
  registration.addEventListener("updatefound", follow);
  follow(); // it may have been found before this was asked
  offer();
  notice.querySelector("button").addEventListener("click", () => {
    const { waiting } = registration;
    waiting?.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
    waiting?.postMessage("take over");
  });
}
