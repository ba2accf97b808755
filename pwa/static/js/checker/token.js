/**
 * Verifies a signed text against keys known beforehand. A key inside the text is never looked at:
 * whoever forges one brings a key along.
 */

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
/** A device's clock may be a little slow. */
const SLACK = 300;

export const bytesOf = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const object = (part) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(part)));

/**
 * @param {{keys: object[], issuer: string, type: string, now: number}} trust now in ms
 * @returns {Promise<{state: "genuine"|"tampered"|"stranger"|"expired"|"early"|"foreign", claims?: object}>}
 */
export async function verify(token, { keys, issuer, type, now }) {
  const [head, body, proof] = token.split(".");
  let header;
  let claims;
  let signature;
  try {
    [header, claims, signature] = [object(head), object(body), bytesOf(proof)];
  } catch {
    return { state: "foreign" };
  }
  const jwk = keys.find((key) => key.kid === header.kid);
  if (!jwk || header.alg !== "RS256") return { state: "stranger" };
  if (!(await isSigned(jwk, signature, `${head}.${body}`))) return { state: "tampered" };
  if (claims.iss !== issuer || ![claims.type].flat().includes(type)) return { state: "foreign" };
  return { state: inTime(claims, now / 1000), claims };
}

async function isSigned(jwk, signature, text) {
  const { kty, n, e } = jwk;
  const key = await crypto.subtle.importKey("jwk", { kty, n, e }, ALGORITHM, false, ["verify"]);
  return crypto.subtle.verify(ALGORITHM, key, signature, new TextEncoder().encode(text));
}

function inTime(claims, now) {
  const ends = Math.min(claims.exp ?? Infinity, (Date.parse(claims.validUntil) || Infinity) / 1000);
  if (now > ends + SLACK) return "expired";
  return now + SLACK < (claims.nbf ?? 0) ? "early" : "genuine";
}
