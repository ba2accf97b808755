/** The reader's own things, copied to this device under their name for when the network is gone. */
import { keepFor, writeFor } from "./copies.js";
import { ask } from "./delivery.js";
import { settled } from "./owner.js";
import { persist } from "./storage.js";
import { get, transact } from "./store.js";

const EVERY = 10 * 60_000; // ms
const AFTER = 2000; // ms after the last answer: what it changed can then be read again
const PICTURES = 30; // the newest medals

/** What is kept of the owner's, with `kept`, the time of it; or null. */
export async function mine() {
  const owner = await settled;
  return owner && ((await get("mine", owner.id).catch(() => null)) ?? null);
}

/** Copies again what is older than ten minutes, or was copied in another language. */
export async function refresh({ now = false } = {}) {
  const owner = await settled;
  if (!owner) return;
  const before = await mine();
  const lang = document.documentElement.lang;
  if (!now && before?.lang === lang && Math.abs(Date.now() - before.kept) < EVERY) return;
  const answer = await ask(null, "/mine.json");
  if (answer?.owner !== owner.id) return;
  const isKept = await keepFor(owner.id, "mine", { ...answer, lang, kept: Date.now() }, owner.id);
  if (!isKept) return;
  document.dispatchEvent(new CustomEvent("mine:kept"));
  await keepPictures(owner.id, answer.medals);
  await persist();
}

async function keepPictures(id, medals) {
  const wanted = medals.slice(0, PICTURES).map((medal) => medal.picture);
  const kept = await transact("pictures", "readonly", (rows) => rows.getAllKeys());
  for (const url of wanted.filter((one) => !kept.includes(one))) {
    const response = await fetch(url).catch(() => null);
    if (!response?.ok || !response.headers.get("Content-Type")?.startsWith("image/")) return;
    const picture = await response.blob();
    await keepFor(id, "pictures", picture, url);
  }
  for (const url of kept.filter((one) => !wanted.includes(one))) {
    await writeFor(id, "pictures", (rows) => rows.delete(url));
  }
}

/** Keeps the copy fresh while pages are open. */
export function start() {
  let timer;
  document.addEventListener("outbox:answer", () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh({ now: true }), AFTER);
  });
  return refresh();
}
