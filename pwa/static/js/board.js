/**
 * The check-in screen: keeps a stock of codes, and paints the one whose ten seconds it is by
 * the server's clock. With the network gone it goes on from its stock.
 */
const STOCK = 60; // codes a request
const LOW = 20; // codes left when more are asked for
const PAUSE = 2000; // ms between two requests
const PATIENCE = 8000; // ms for an answer
const STEP = 2000; // ms by which a clock jumps that was set
const REFUSED = [403, 404, 409];

/** @param {HTMLElement} board */
export function mount(board) {
  const { codes, phase, display, opens, closes } = board.dataset;
  const screen = painter(board);
  const stock = new Map();
  let length = 10_000;
  let offset = 0;
  let drift = null; // between this device's two clocks when the offset was taken
  let askedAt = -PAUSE;
  let isAsking = false;

  /** Asks for codes from the slot it is by the server's clock: our own may be hours off. */
  async function refill() {
    if (isAsking || performance.now() - askedAt < PAUSE) return;
    isAsking = true;
    askedAt = performance.now();
    const sent = Date.now();
    const answer = await ask(`${codes}?phase=${phase}&display=${display}&count=${STOCK}`);
    isAsking = false;
    reach(answer !== null);
    if (answer === null) return;
    offset = answer.now - (sent + Date.now()) / 2;
    drift = Date.now() - performance.now();
    length = answer.slot;
    for (const slot of stock.keys()) if (slot < Math.floor(answer.now / length)) stock.delete(slot);
    for (const code of answer.codes) stock.set(code.slot, { ...code, size: answer.size });
  }

  function reach(isReached) {
    board.querySelector("[data-stale]").hidden = isReached;
  }

  function tick() {
    const at = Date.now() + offset;
    const slot = Math.floor(at / length);
    const isOpen = at >= Number(opens) && at <= Number(closes);
    const ahead = [...stock.keys()].filter((known) => known >= slot).length;
    const wanted = Math.min(LOW, Math.ceil((Number(closes) - at) / length));
    const isOffsetOld = drift === null || Math.abs(Date.now() - performance.now() - drift) > STEP;
    if (isOffsetOld || (isOpen && (!stock.has(slot) || ahead < wanted))) refill();
    screen.show(isOpen ? stock.get(slot) : undefined, length - (at % length), isOpen);
  }

  board.addEventListener("htmx:sendError", () => reach(false));
  board.addEventListener("htmx:afterRequest", ({ detail }) => detail.xhr.status > 0 && reach(true));
  document.addEventListener("visibilitychange", () => document.hidden || refill());
  tick();
  setInterval(tick, 250);
}

/**
 * The server's answer, or null: only our own JSON counts, a captive portal also says 200. A refusal
 * (cancelled, no longer allowed) is the page's to say, so the page is asked for again.
 */
async function ask(url) {
  const options = { headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(PATIENCE) };
  try {
    const response = await fetch(url, options);
    if (REFUSED.includes(response.status)) location.reload();
    const answer = await response.json();
    return Array.isArray(answer.codes) ? answer : null;
  } catch {
    return null;
  }
}

function painter(board) {
  const part = (name) => board.querySelector(`[data-${name}]`);
  let shown;
  return {
    show(code, left, isOpen) {
      part("closed").hidden = isOpen;
      part("qr").toggleAttribute("hidden", !isOpen);
      const seconds = Math.ceil(left / 1000);
      part("seconds").textContent = code ? seconds : "";
      part("ring").setAttribute("stroke-dasharray", `${code ? seconds : 0} 10`);
      if (code?.slot === shown) return;
      shown = code?.slot;
      part("digits").textContent = code ? `${code.digits.slice(0, 3)} ${code.digits.slice(3)}` : "··· ···";
      part("qr").setAttribute("viewBox", `0 0 ${code?.size ?? 1} ${code?.size ?? 1}`);
      part("qr").querySelector("path").setAttribute("d", code ? outline(code) : "");
    },
  };
}

/** The dark modules of a packed matrix as one path. */
function outline({ matrix, size }) {
  const bytes = Uint8Array.from(atob(matrix), (letter) => letter.charCodeAt(0));
  const isDark = (i) => (bytes[i >> 3] >> (7 - (i & 7))) & 1;
  let path = "";
  for (let i = 0; i < size * size; i++) if (isDark(i)) path += `M${i % size} ${Math.floor(i / size)}h1v1h-1z`;
  return path;
}
