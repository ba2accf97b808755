/** Asking the server for something of ours, and learning its time from the answer. */
import { learn } from "./server_clock.js";

const PATIENCE = 10_000; // ms for an answer
const REFUSED = [403, 404, 409, 422];

/**
 * Our own answer, with its `etag`; else "refused", "signed_out", "unchanged" since the one of that
 * etag, or "offline": a captive portal says 200 too, and a proxy 403 or 404.
 * @param {string} url
 * @param {string} [etag]
 */
export async function read(url, etag) {
  const sentAt = Date.now();
  try {
    const response = await fetch(url, options(etag));
    if (REFUSED.includes(response.status)) return response.headers.has("X-Yizhang") ? "refused" : "offline";
    if (etag && response.status === 304) return "unchanged";
    if (isSignIn(response)) return "signed_out";
    const answer = await response.json();
    if (answer?.yizhang !== 1) return "offline";
    await learn(answer.now, sentAt, Date.now());
    return { ...answer, etag: response.headers.get("ETag") };
  } catch {
    return "offline";
  }
}

const isSignIn = ({ status, redirected, url }) => status === 401 || (redirected && new URL(url).pathname === "/sign-in");

const options = (etag) => ({
  headers: { Accept: "application/json", ...(etag && { "If-None-Match": etag }) },
  cache: "no-store",
  signal: AbortSignal.timeout?.(PATIENCE),
});
