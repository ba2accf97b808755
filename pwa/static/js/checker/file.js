/** Finds the signed text in what was dropped: a PNG, a JSON document, or the text itself. */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = "openbadgecredential";
const ENVELOPE = "data:application/vc+jwt,";
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** No credential comes near it, and a text that unpacks to more is an attack. */
const MOST = 256 * 1024;

/** @returns {Promise<{token?: string, why?: "bare"|"foreign"}>} bare: a picture without a credential */
export async function tokenOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (SIGNATURE.every((byte, n) => bytes[n] === byte)) {
    const token = await baked(bytes).catch(() => null);
    return token ? { token } : { why: "bare" };
  }
  const token = written(new TextDecoder().decode(bytes.subarray(0, MOST)).trim());
  return token ? { token } : { why: "foreign" };
}

function written(text) {
  if (COMPACT.test(text)) return text;
  try {
    const { id } = JSON.parse(text);
    const token = id.startsWith(ENVELOPE) ? id.slice(ENVELOPE.length) : "";
    return COMPACT.test(token) ? token : null;
  } catch {
    return null;
  }
}

async function baked(bytes) {
  for (const [kind, body] of chunks(bytes)) {
    if (kind !== "iTXt" || !latin(body).startsWith(`${KEYWORD}\0`)) continue;
    const [flag, language] = [body[KEYWORD.length + 1], body.indexOf(0, KEYWORD.length + 3)];
    const text = body.subarray(body.indexOf(0, language + 1) + 1);
    const token = latin(flag ? await unpacked(text) : text);
    return COMPACT.test(token) ? token : null;
  }
  return null;
}

function* chunks(bytes) {
  const view = new DataView(bytes.buffer);
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    yield [latin(bytes.subarray(at + 4, at + 8)), bytes.subarray(at + 8, at + 8 + length)];
    at += 12 + length;
  }
}

const latin = (bytes) => new TextDecoder("latin1").decode(bytes.subarray(0, MOST));

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return first(stream, MOST);
}

/** Reads a stream, and refuses one of more than ``most`` bytes. */
export async function first(stream, most) {
  const parts = [];
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) throw new RangeError("too long");
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
