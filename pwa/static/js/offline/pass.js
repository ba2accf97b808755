/** The personal pass of today, from the fortnight kept on this phone; at midnight the next one. */
import { mine, refresh } from "../kept/mine.js";
import { now, recall } from "../kept/server_clock.js";
import { outline } from "../page/matrix.js";
import { day, fill } from "../page/phrases.js";
import { date } from "../page/stencil.js";

const EVERY = 1000; // ms
const DAY = 24 * 3600e3;

/** @param {HTMLElement} page */
export async function mount(page) {
  const part = (name) => page.querySelector(`[data-${name}]`);
  let kept = null;
  let shown;

  /** By the server's clock, as well as this phone can tell: its own may be a day off. */
  function show() {
    const today = day(now());
    const pass = kept?.passes.find((one) => one.day === today);
    if (shown === (pass?.text ?? today)) return;
    shown = pass?.text ?? today;
    part("pass").hidden = !pass;
    part("over").hidden = !kept || Boolean(pass);
    part("nobody").hidden = kept !== null;
    if (pass) paint(pass);
  }

  function paint(pass) {
    part("name").textContent = kept.name;
    part("day").textContent = date(now());
    part("qr").setAttribute("viewBox", `0 0 ${pass.size} ${pass.size}`);
    part("qr").querySelector("path").setAttribute("d", outline(pass));
    const left = part("left");
    const last = Date.parse(`${kept.passes.at(-1).day}T12:00+08:00`);
    left.textContent = fill(left.dataset.words, { day: date(last), n: Math.round((last - now()) / DAY) });
  }

  async function reload() {
    kept = await mine();
    shown = undefined;
    show();
  }

  document.addEventListener("mine:kept", reload);
  document.addEventListener("visibilitychange", () => document.hidden || light());
  await recall();
  await reload();
  setInterval(show, EVERY);
  light();
  refresh();
}

/** A pass that goes dark in the queue is held up twice. */
function light() {
  navigator.wakeLock?.request("screen").catch(() => {});
}
