/**
 * The check-in screen: keeps a stock of codes, and paints the one whose ten seconds it is by
 * the server's clock. With the network gone it goes on from its stock.
 */
const STOCK = 60;
const LOW = 20;

/** @param {HTMLElement} board */
export function mount(board) {
  const { codes: url, phase, display, opens, closes } = board.dataset;
  const screen = painter(board);
  const stock = new Map();
  let offset = 0;
  let length = 10_000;
  let asking = false;

  const now = () => Date.now() + offset;

  async function refill(from) {
    if (asking) return;
    asking = true;
    const sent = Date.now();
    const answer = await ask(`${url}?phase=${phase}&display=${display}&from=${from}&count=${STOCK}`);
    asking = false;
    reach(answer !== null);
    if (answer === null) return;
    offset = answer.now - (sent + Date.now()) / 2;
    length = answer.slot;
    for (const code of answer.codes) stock.set(code.slot, { ...code, size: answer.size });
    for (const slot of stock.keys()) if (slot < from) stock.delete(slot);
  }

  function reach(isReached) {
    board.querySelector("[data-stale]").hidden = isReached;
  }

  async function tick() {
    const at = now();
    const slot = Math.floor(at / length);
    const isOpen = at >= Number(opens) && at <= Number(closes);
    const ahead = [...stock.keys()].filter((known) => known >= slot).length;
    const wanted = Math.min(LOW, Math.ceil((Number(closes) - at) / length));
    if (isOpen && ahead < wanted) await refill(slot);
    screen.show(isOpen ? stock.get(slot) : undefined, length - (now() % length), isOpen);
  }

  board.addEventListener("htmx:sendError", () => reach(false));
  board.addEventListener("htmx:afterRequest", ({ detail }) => detail.xhr.status > 0 && reach(true));
  refill(Math.floor(Date.now() / length)).then(tick);
  setInterval(tick, 250);
}

/** The server's answer, or null: only our own JSON counts, a captive portal also says 200. */
async function ask(url) {
  try {
    const answer = await (await fetch(url, { headers: { Accept: "application/json" } })).json();
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
