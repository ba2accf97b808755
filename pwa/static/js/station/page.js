/**
 * A station in the field: everything is read from this device and written down on it; the network only
 * brings the pack and takes the entries. The same code online and offline.
 */
import { keepAwake } from "../awake.js";
import { settled } from "../owner.js";
import { only } from "../scan/panel.js";
import { recall } from "../server_clock.js";
import { start as startClocks } from "./clocks.js";
import { fetchPack, kept } from "./packs.js";
import { HOME, SCREENS } from "./screens.js";
import { Station } from "./station.js";
import { watch } from "./stream.js";

const EVERY = 15_000; // ms between two looks at the server's pack

/** @param {HTMLElement} root */
export async function mount(root) {
  await settled;
  await recall();
  await startClocks();
  keepAwake();
  const page = new Page(root, Number(location.pathname.split("/")[2]));
  await page.begin();
}

class Page {
  trouble = "loading";
  #shown = null; // {name, screen}
  #opened = new Map();
  #isAsking = false;

  constructor(root, id) {
    this.root = root;
    this.id = id;
    this.station = new Station(id, this);
    this.station.watch(() => this.draw());
    for (const link of root.querySelectorAll("[data-path]")) link.href = `/stations/${id}${link.dataset.path}`;
    for (const link of root.querySelectorAll("[data-sign-in]")) link.href += `?next=/stations/${id}/field`;
    addEventListener("popstate", () => this.#follow());
  }

  async begin() {
    const pack = await kept(this.id).catch(() => null);
    if (pack) await this.station.take(pack).catch((error) => this.fail(error));
    watch(() => this.station.look());
    document.addEventListener("visibilitychange", () => document.hidden || this.update());
    setInterval(() => document.hidden || this.update(), EVERY);
    await this.#follow();
    await this.update();
  }

  /** Asks the server for the pack of now. */
  async update() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const answer = await fetchPack(this.id, this.station.pack).catch(() => "offline");
    this.#isAsking = false;
    this.trouble = typeof answer === "string" ? answer : null;
    if (answer === "refused") this.station.pack = null;
    if (typeof answer === "object") await this.station.take(answer);
    await this.#follow();
  }

  /** Shows a screen; a step back returns to the one before. */
  go(name, facts = {}) {
    history.pushState({ screen: name, facts }, "");
    return this.#follow();
  }

  back() {
    if (history.state?.screen) history.back();
    else this.go(HOME);
  }

  /** Shows what the history says: so a reload comes back to the same screen, and so does the way back. */
  async #follow() {
    const { screen: name = HOME, facts = {} } = history.state ?? {};
    const isHere = Boolean(this.station.pack);
    only(this.root, "trouble", isHere ? "" : (this.trouble ?? "offline"));
    only(this.root, "signed", isHere && this.trouble === "signed_out" ? "out" : "in");
    for (const section of this.root.querySelectorAll("[data-screen]")) {
      section.hidden = !isHere || section.dataset.screen !== name;
    }
    if (!isHere) return;
    const key = JSON.stringify([name, facts]);
    if (this.#shown?.key === key) return this.draw();
    this.#shown?.screen.leave?.();
    const screen = await this.#open(name);
    this.#shown = { key, name, screen };
    await screen.show(facts);
    this.draw();
  }

  async #open(name) {
    if (!this.#opened.has(name)) {
      const section = this.root.querySelector(`[data-screen="${name}"]`);
      this.#opened.set(name, (await SCREENS[name]()).screen(section, this.station));
    }
    return this.#opened.get(name);
  }

  draw() {
    if (this.station.pack) this.#shown?.screen.draw?.();
  }

  /** What could not be kept is said at once. */
  fail(error, what = "") {
    console.warn(error?.message);
    const box = this.root.querySelector("[data-unkept]");
    box.querySelector("[data-what]").textContent = what;
    box.hidden = false;
  }
}
