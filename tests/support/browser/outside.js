/** A verifier that shares no line with the product: jose for signatures, ajv for the official schema. */

import { addFormats, Ajv, createRemoteJWKSet, extract, jwtVerify } from "./verifiers.min.js";

const KEYWORD = "openbadgecredential\0\0\0\0\0";
const text = (bytes) => new TextDecoder("latin1").decode(bytes);

/** Resolves with the credential; rejects with what is wrong with it. */
export async function verify(png, { jwks, issuer }) {
  const baked = extract(Uint8Array.from(png)).map(({ name, data }) => (name === "iTXt" ? text(data) : ""));
  const [token] = baked.filter((one) => one.startsWith(KEYWORD)).map((one) => one.slice(KEYWORD.length));
  const keys = createRemoteJWKSet(new URL(jwks));
  const trust = { issuer, algorithms: ["RS256"], typ: "JWT" };
  const { payload } = await jwtVerify(token, keys, trust);
  await refuseUnlessValid(payload);
  await refuseIfClosed(payload.credentialStatus, keys, trust);
  return payload;
}

async function refuseUnlessValid(payload) {
  const schema = await (await fetch("./schema.json")).json();
  // ajv knows the draft by its address without the empty fragment.
  schema.$schema = schema.$schema.replace(/#$/, "");
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  if (!validate(payload)) throw new Error(`schema: ${ajv.errorsText(validate.errors)}`);
}

async function refuseIfClosed({ statusListCredential, statusListIndex }, keys, trust) {
  const list = await (await fetch(statusListCredential)).text();
  const { payload } = await jwtVerify(list, keys, trust);
  const packed = payload.credentialSubject.encodedList.slice(1).replace(/-/g, "+").replace(/_/g, "/");
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bits = new Uint8Array(await new Response(stream).arrayBuffer());
  const place = Number(statusListIndex);
  if (bits[place >> 3] & (0x80 >> place % 8)) throw new Error("revoked");
}
