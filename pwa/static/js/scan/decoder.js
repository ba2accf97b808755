/**
 * Reads a QR code in a picture: by the browser where it can, else by a decoder of our own, a
 * megabyte of WebAssembly, which is therefore fetched only where it is needed.
 */
const VENDOR = new URL("../../vendor/", import.meta.url);
const SCRIPT = "barcode-detector-3.2.2.js";
const BINARY = "zxing-wasm-3.1.3-reader.wasm";
const FORMATS = { formats: ["qr_code"] };

/** Both files: whoever wants to read codes without a network keeps them. */
export const FILES = [SCRIPT, BINARY].map((name) => new URL(name, VENDOR).href);

let detector = null; // a promise of {kind, detect}
let running = null;

/** Which decoder reads here, once one does: "native", "wasm" or null. */
export const engine = () => running;

/** Makes the decoder ready ahead of the first picture; resolves with which one it is. */
export async function warm() {
  detector ??= native().then((found) => found ?? own());
  try {
    running = (await detector).kind;
    return running;
  } catch (error) {
    detector = null; // the network may be back at the next try
    throw error;
  }
}

/**
 * The text of the code in a picture, or null where none is seen.
 * @param {HTMLVideoElement|HTMLImageElement|HTMLCanvasElement|ImageBitmap|Blob} source
 */
export async function decode(source) {
  await warm();
  const { kind, detect } = await detector;
  try {
    return await detect(source);
  } catch (error) {
    // Some phones name the format and then lack the service behind it.
    if (kind === "wasm" || error.name === "InvalidStateError") throw error;
    detector = own();
    return decode(source);
  }
}

async function native() {
  const formats = (await self.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  return formats.includes("qr_code") ? reader("native", self.BarcodeDetector) : null;
}

async function own() {
  const [script, binary] = FILES;
  if (!self.BarcodeDetectionAPI) await load(script);
  const { BarcodeDetector, prepareZXingModule } = self.BarcodeDetectionAPI;
  await prepareZXingModule({ overrides: { locateFile: () => binary }, fireImmediately: true });
  // Needed here once, so needed here without a network too: the worker keeps it.
  navigator.serviceWorker?.ready.then(({ active }) => active.postMessage("decoder"));
  const found = reader("wasm", BarcodeDetector);
  await found.detect(new ImageData(64, 64)); // the first picture takes several times as long as any after it
  return found;
}

function reader(kind, Detector) {
  const instance = new Detector(FORMATS);
  return { kind, detect: async (source) => (await instance.detect(source))[0]?.rawValue || null };
}

function load(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => {
      script.remove();
      reject(new Error("decoder not loaded"));
    };
    document.head.append(script);
  });
}
