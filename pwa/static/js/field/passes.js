/** Knowing a personal pass without the server: its SHA-256 is on the roster, for each day of the training. */
import { day } from "../page/phrases.js";

const DAY = 24 * 3600_000;

/** Makes a lookup of a roster's passes: by hash, whose and of which day. */
export function book(people) {
  const known = new Map();
  for (const person of people) {
    for (const [on, hash] of Object.entries(person.passes)) known.set(hash, { person, on });
  }
  return known;
}

/**
 * Whose pass a text is at that time, or null. Yesterday's and tomorrow's are the server's to accept
 * too: past midnight a phone still shows the old one, and clocks are set wrong.
 */
export async function whose(known, text, at) {
  const found = known.get(await sha256(text));
  const near = [at - DAY, at, at + DAY].map(day);
  return found && near.includes(found.on) ? found.person : null;
}

/** The SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
