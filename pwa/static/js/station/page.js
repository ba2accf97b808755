/**
 * A station in the field: everything is read from this device and written down on it; the network only
 * brings the pack and takes the entries. The same code online and offline.
 */
import { settled } from "../kept/owner.js";
import { recall } from "../kept/server_clock.js";
import { keepAwake } from "../page/awake.js";
import { signal } from "../page/signals.js";
import { only } from "../page/states.js";
import { banner } from "./banner.js";
import { start as startClocks } from "./clocks.js";
import { eye } from "./eye.js";
import { wire } from "./frame.js";
import { attend } from "./log/sending.js";
import { watch } from "./log/stream.js";
import { fetchPack, kept } from "./packs.js";
import { unfinished } from "./screens/reps/set.js";
import { Stage } from "./stage.js";
import { Station } from "./station.js";

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
  #isAsking = false;
  #stopAttending = null;

  constructor(root, id) {
    this.root = root;
    this.id = id;
    this.station = new Station(id, this);
    this.stage = new Stage(root, this.station);
    this.station.watch(() => this.stage.draw());
    this.eye = eye(root, this.station);
    this.reach = banner(root, this.station);
    wire(root, this);
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
    // Nobody's key is taken away under their finger: what they have no right to is held by the server.
    if (answer === "refused" && !this.station.lineups.running()) this.station.pack = null;
    if (typeof answer === "object") await this.#take(answer);
    this.reach(answer === "offline");
    await this.follow();
  }

  go = (name, facts) => this.stage.go(name, facts);
  replace = (name, facts) => this.stage.replace(name, facts);
  back = () => this.stage.back();
  isWhole = () => this.stage.isWhole();

  /** Shows what there is: why there is nothing, or the screen that the history says. */
  async follow() {
    const isHere = Boolean(this.station.pack);
    only(this.root, "trouble", isHere ? "" : (this.trouble ?? "offline"));
    only(this.root, "signed", isHere && this.trouble === "signed_out" ? "out" : "in");
    this.root.querySelector("[data-more]").hidden = !isHere;
    await this.stage.follow();
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
