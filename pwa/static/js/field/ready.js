/** What this device needs before the network may go, and which of it is here. */
import { offset } from "../kept/server_clock.js";
import { persist } from "../kept/storage.js";
import { FILES, engine, warm } from "../scan/decoder.js";

const BINARY = FILES.at(-1);

/**
 * Each part as {isReady, value}: `value` fills its words.
 * @param {object|null} roster as it is kept on the disk
 * @param {{held: number, wanted: number}} codes
 */
export async function look(roster, codes) {
  const [isKept, isServed, isReading] = await Promise.all([isPersistent(), hasShell("field"), canRead()]);
  const people = roster?.people.length ?? 0;
  return {
    roster: { isReady: roster !== null, value: `${people}/${people}` },
    codes: { isReady: roster !== null && codes.held === codes.wanted, value: `${codes.held}/${codes.wanted}` },
    clock: { isReady: offset() !== null },
    page: { isReady: isServed },
    decoder: { isReady: isReading },
    storage: { isReady: isKept, isOptional: true },
  };
}

export const isReady = (parts) => Object.values(parts).every((part) => part.isReady || part.isOptional);

/** Asks the browser not to clear what is kept here, and the worker to fetch the decoder ahead. */
export async function prepare() {
  await persist().catch(() => {});
  await warm().catch(() => {});
  const registration = await navigator.serviceWorker?.ready;
  registration?.active?.postMessage("decoder");
}

export const isPersistent = async () => Boolean(await navigator.storage?.persisted?.().catch(() => false));

export async function hasShell(name) {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => null);
  return Boolean(registration?.active) && (await isCached(`/shell/${name}`));
}

/** Whether a decoder runs here already, or ours lies ready: a page without a worker cannot get at what a worker keeps. */
export const canRead = async () =>
  engine() !== null || (Boolean(navigator.serviceWorker?.controller) && isCached(BINARY));

const isCached = async (url) => Boolean(await self.caches?.match(url, { ignoreSearch: true }).catch(() => null));
