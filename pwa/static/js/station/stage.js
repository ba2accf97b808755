/** Which screen of a station is shown: the history says it, so that a reload and the way back need nothing of their own. */
import { HOME, SCREENS, haveAll } from "./screens.js";
import { say } from "./worth.js";

export class Stage {
  #shown = null; // {key, screen}
  #opened = new Map();
  #turn = 0;

  constructor(root, station) {
    Object.assign(this, { root, station });
    addEventListener("popstate", () => this.follow());
  }

  /** Shows a screen; a step back returns to the one before. */
  go(name, facts = {}) {
    history.pushState({ screen: name, facts }, "");
    return this.follow();
  }

  /** Shows a screen in place of this one. */
  replace(name, facts = {}) {
    history.replaceState({ screen: name, facts }, "");
    return this.follow();
  }

  back() {
    if (history.state?.screen) history.back();
    else location.assign(this.station.pack ? `/assessments/${this.station.pack.assessment.id}` : "/");
  }

  /** Shows what the history says: so a reload comes back to the same screen, and so does the way back. */
  async follow() {
    const turn = ++this.#turn;
    const { screen: name = HOME, facts = {} } = history.state ?? {};
    const isHere = Boolean(this.station.pack);
    const key = JSON.stringify([name, facts]);
    if (isHere && this.#shown?.key === key) return this.draw();
    const screen = isHere && (await this.#open(name));
    if (turn !== this.#turn) return;
    this.#leave();
    for (const one of this.root.querySelectorAll("[data-screen]")) one.hidden = !isHere || one.dataset.screen !== name;
    if (!isHere) return;
    await screen.show(facts);
    if (turn !== this.#turn) return; // its `show` has gone on to another screen
    this.#shown = { key, screen };
    this.draw();
    scrollTo(0, 0);
  }

  /** Whether every screen can be shown without a network. */
  isWhole = () => haveAll();

  #leave() {
    this.station.rest();
    this.#shown?.screen.leave?.();
    this.#shown = null;
  }

  /** A screen, made once however often it is asked for before it is there: two would hear every touch twice. */
  #open(name) {
    if (!this.#opened.has(name)) this.#opened.set(name, this.#make(name));
    return this.#opened.get(name);
  }

  async #make(name) {
    const { screen } = await SCREENS[name]();
    return screen(this.root.querySelector(`[data-screen="${name}"]`), this.station);
  }

  /** Draws the screen that is shown again, and its name over it. */
  draw() {
    if (!this.station.pack || !this.#shown) return;
    const { pack, item } = this.station;
    const { screen } = this.#shown;
    screen.draw?.();
    this.root.querySelector("[data-go-second]").hidden = this.station.screen !== "heat";
    const title = screen.title?.() ?? `${say("title", { n: pack.station.number })}\u3000${item.name}`;
    this.root.querySelector("[data-heading]").textContent = title;
  }
}
