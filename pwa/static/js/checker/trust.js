/** The issuer's keys and its lists of medals that no longer stand: fetched when there is a network, else as kept. */

import { first } from "./file.js";
import { bytesOf, verify } from "./token.js";

const PATIENCE = 5000;
/** Bytes of a list, unpacked; ours have 131,072. */
const MOST = 5 * 1024 * 1024;

/** The keys of now, else those fetched last, else those the page came with. */
export async function keysOf(place, pinned) {
  const text = await fetched(place);
  if (text) keep(place, text);
  try {
    return JSON.parse(text ?? kept(place)).keys ?? pinned;
  } catch {
    return pinned;
  }
}

/**
 * Whether the list has the credential's bit set, and as of when.
 * @returns {Promise<{state: "stands"|"closed"|"unknown", at?: number, isFresh?: boolean}>}
 */
export async function standing(claims, trust) {
  const { statusListCredential: address = "", statusListIndex } = claims.credentialStatus ?? {};
  const base = trust.issuer.replace(/issuer$/, "status/");
  if (!address.startsWith(base) || typeof DecompressionStream === "undefined") return { state: "unknown" };
  const place = new URL(address).pathname;
  const now = await read(await fetched(place), address, trust);
  if (now) keep(place, now.token);
  const list = now ?? (await read(kept(place), address, trust));
  if (!list) return { state: "unknown" };
  const isSet = bit(await bits(list.claims), Number(statusListIndex));
  return { state: isSet ? "closed" : "stands", at: Date.parse(list.claims.validFrom), isFresh: Boolean(now) };
}

/** A list that is ours. An old one says how things stood then, and the page says when that was. */
async function read(token, address, trust) {
  if (!token) return null;
  const { state, claims } = await verify(token, { ...trust, type: "BitstringStatusListCredential" });
  const isOurs = state === "genuine" || state === "expired";
  return isOurs && claims.jti === address ? { token, claims } : null;
}

async function bits({ credentialSubject }) {
  const packed = bytesOf(credentialSubject.encodedList.slice(1));
  return first(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")), MOST);
}

/** A place outside the list counts as closed: nothing genuine has one. */
const bit = (list, n) => n >= 0 && n < list.length * 8 ? (list[n >> 3] >> (7 - (n % 8))) & 1 : 1;

async function fetched(place) {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), PATIENCE);
  try {
    const answer = await fetch(place, { signal: ended.signal, cache: "no-cache" });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// Public texts, the same for everyone. A browser that keeps nothing checks with a network only.
const keep = (place, text) => {
  try {
    localStorage.setItem(`checker:${place}`, text);
  } catch {
    // Full or forbidden.
  }
};

const kept = (place) => {
  try {
    return localStorage.getItem(`checker:${place}`);
  } catch {
    return null;
  }
};
