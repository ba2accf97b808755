/** The people of a station: who came, who is missing, who is done. From here they are put in a group or measured. */
import { fill } from "../../page/phrases.js";
import { only } from "../../page/states.js";
import { byNumber, countsOf, under } from "../rules/roll.js";
import { say, timeOf } from "../worth.js";
import { rows } from "./list_view.js";
import { ready } from "./ready.js";
import { ticker } from "./ticker.js";

export function screen(section, station) {
  const list = new List(section, station);
  return { show: () => list.show(), draw: () => list.draw(), leave: () => list.leave() };
}

class List {
  tab = "coming";
  typed = "";
  isScanning = false;

  constructor(section, station) {
    Object.assign(this, { section, station });
    this.ready = ready(section, station);
    this.clock = ticker(() => this.#time());
    section.addEventListener("click", ({ target }) => this.#tapped(target.closest("button")));
    this.part("typed").addEventListener("input", ({ target }) => this.type(target.value));
  }

  part = (name) => this.section.querySelector(`[data-${name}]`);

  get isGrouped() {
    return this.station.screen === "heat";
  }

  async show() {
    this.clock.start();
    await this.ready.show();
  }

  leave() {
    this.clock.stop();
    this.ready.rest();
    this.#look(false);
  }

  draw() {
    const { station } = this;
    const lines = station.pack.people.map((person) => station.line(person.id));
    const counts = countsOf(lines);
    for (const button of this.section.querySelectorAll("[data-tab]")) {
      button.querySelector(".n").textContent = counts[button.dataset.tab];
      button.setAttribute("aria-pressed", String(!this.typed && button.dataset.tab === this.tab));
    }
    const found = this.typed ? station.find(this.typed).map(({ id }) => station.line(id)).sort(byNumber) : under(lines, this.tab);
    rows(this.section, station, found, this.isGrouped);
    this.#keys();
  }

  #keys() {
    const { lineups } = this.station;
    const running = lineups.running();
    this.part("running").hidden = !running;
    const said = this.part("running").querySelector("[data-words]");
    said.textContent = fill(said.dataset.words, { n: running?.number });
    const draft = lineups.draft();
    const key = this.part("group");
    key.hidden = !draft?.people.length;
    key.textContent = fill(key.dataset.words, { n: draft?.number, people: draft?.people.length });
    this.part("prepare").hidden = this.ready.isTaken() || !key.hidden;
  }

  #time() {
    const running = this.station.lineups.running();
    const run = running && this.station.heats.find(({ heat }) => heat === running.heat);
    if (run) this.part("time").textContent = timeOf(this.station.steady() - run.start.steady);
  }

  type(text) {
    this.typed = text.trim();
    if (this.part("typed").value !== text) this.part("typed").value = text;
    this.draw();
  }

  async #tapped(button) {
    if (!button) return;
    const person = Number(button.closest("[data-person]")?.dataset.person);
    const { station } = this;
    if (button.dataset.tab) {
      this.tab = button.dataset.tab;
      this.type("");
    } else if (button.matches("[data-open]")) station.go("person", { person });
    else if (button.matches("[data-measure]")) station.measure(person);
    else if (button.matches("[data-take]")) await this.#take(person);
    else if (button.matches("[data-group]")) station.go("heat", { heat: station.lineups.draft().heat });
    else if (button.matches("[data-running]")) station.go("heat", { heat: station.lineups.running().heat });
    else if (button.matches("[data-camera-key]")) this.#look(!this.isScanning);
    else if (button.matches("[data-prepare]")) {
      await this.ready.prepare();
      this.draw();
    }
  }

  async #take(person) {
    await this.station.lineups.toggle(person);
    if (this.typed) this.type("");
  }

  /** Turns the camera on or off. A pass puts its person in the group, or opens where they are measured. */
  #look(isOn) {
    this.isScanning = isOn;
    this.part("camera-key").setAttribute("aria-pressed", String(isOn));
    only(this.part("camera-key"), "scanning", isOn ? "on" : "off");
    if (isOn) this.station.scan((seen) => this.#seen(seen));
    else this.station.rest();
  }

  async #seen({ person }) {
    const { station } = this;
    if (!person) return { state: "stranger" };
    if (!this.isGrouped) {
      station.measure(person.id);
      return { state: "counted" };
    }
    const draft = station.lineups.draft();
    const isIn = draft?.people.includes(person.id);
    if (!isIn) await station.lineups.toggle(person.id);
    const { number, people } = station.lineups.draft();
    return { state: isIn ? "known" : "counted", text: `${say("group", { n: number })} ${say("in-place", { n: people.length })}` };
  }
}
