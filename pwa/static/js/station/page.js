/**
 * A station in the field: everything is read from this device and written down on it; the network only
 * brings the pack and takes the entries. The same code online and offline.
 */
import { keepAwake } from "../awake.js";
import { settled } from "../owner.js";
import { only } from "../scan/panel.js";
import { signal } from "../scan/signals.js";
import { recall } from "../server_clock.js";
import { banner } from "./banner.js";
import { start as startClocks } from "./clocks.js";
import { eye } from "./eye.js";
import { wire } from "./frame.js";
import { fetchPack, kept } from "./packs.js";
import { HOME, SCREENS } from "./screens.js";
import { attend } from "./sending.js";
import { unfinished } from "./set.js";
import { Station, screenOf } from "./station.js";
import { watch } from "./stream.js";
import { say } from "./worth.js";

const EVERY = 15_000; // ms between two looks at the server's pack

/** @param {HTMLElement} root */
export async function mount(root) {
  await settled;
  await recall();
  await startClocks();
  keepAwake();
  await new Page(root, Number(location.pathname.split("/")[2])).begin();
}

class Page {
  trouble = "loading";
  #shown = null; // {key, screen}
  #opened = new Map();
  #turn = 0;
  #isAsking = false;
  #stopAttending = null;

  constructor(root, id) {
    this.root = root;
    this.id = id;
    this.station = new Station(id, this);
    this.station.watch(() => this.draw());
    this.eye = eye(root, this.station);
    this.reach = banner(root, this.station);
    wire(root, this);
    addEventListener("popstate", () => this.follow());
  }

  async begin() {
    const pack = await kept(this.id).catch(() => null);
    await this.station.lineups.recall();
    if (pack) await this.#take(pack);
    watch(() => this.station.look());
    document.addEventListener("visibilitychange", () => document.hidden || this.update());
    addEventListener("online", () => this.update());
    setInterval(() => document.hidden || this.update(), EVERY);
    await this.#resume();
    await this.update();
  }

  async #take(pack) {
    await this.station.take(pack).catch((error) => this.fail(error));
    this.#stopAttending ??= attend(pack.assessment.id);
  }

  /** A run or a set that goes on is what its examiner comes back to, however the page was left. */
  async #resume() {
    const { pack, lineups } = this.station;
    const running = pack && lineups.running();
    const set = pack && unfinished(this.station);
    if (history.state?.screen || !(running || set)) await this.follow();
    else if (running) this.go("heat", { heat: running.heat });
    else this.go("reps", set);
  }

  /** Asks the server for the pack of now. */
  async update() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const answer = await fetchPack(this.id, this.station.pack).catch(() => "offline");
    this.#isAsking = false;
    this.trouble = typeof answer === "string" ? answer : null;
    if (answer === "refused") this.station.pack = null;
    if (typeof answer === "object") await this.#take(answer);
    this.reach(answer === "offline");
    await this.follow();
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
    only(this.root, "trouble", isHere ? "" : (this.trouble ?? "offline"));
    only(this.root, "signed", isHere && this.trouble === "signed_out" ? "out" : "in");
    this.root.querySelector("[data-more]").hidden = !isHere;
    const key = JSON.stringify([name, facts]);
    if (isHere && this.#shown?.key === key) return this.draw();
    const screen = isHere && (await this.#open(name));
    if (turn !== this.#turn) return;
    this.#leave();
    for (const one of this.root.querySelectorAll("[data-screen]")) one.hidden = !isHere || one.dataset.screen !== name;
    if (!isHere) return;
    await screen.show(facts);
    if (turn !== this.#turn) return; // it was not to be shown, and said so
    this.#shown = { key, screen };
    this.draw();
    scrollTo(0, 0);
  }

  #leave() {
    this.eye.rest();
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

  draw() {
    if (!this.station.pack || !this.#shown) return;
    const { pack, item } = this.station;
    const { screen } = this.#shown;
    screen.draw?.();
    this.root.querySelector("[data-go-second]").hidden = screenOf(item, pack.assessment.kind) !== "heat";
    const title = screen.title?.() ?? `${say("title", { n: pack.station.number })}\u3000${item.name}`;
    this.root.querySelector("[data-heading]").textContent = title;
  }

  /** What could not be kept is said at once, with what to put on paper. */
  fail(error, what = "") {
    signal("bad");
    const box = this.root.querySelector("[data-unkept]");
    box.querySelector("[data-what]").textContent = what;
    only(box, "why", error?.why ?? "failed");
    box.hidden = false;
  }
}
