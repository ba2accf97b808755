/** The screen of a group: who is to run, the running clock with its one key, and whose each time is afterwards. */
import { only } from "../../../page/states.js";
import { isDimmed } from "../../touch.js";
import { clockOf, say, timeOf } from "../../worth.js";
import { ticker } from "../ticker.js";
import { keys } from "./keys.js";
import { picker } from "./picker.js";
import { Run } from "./run.js";
import { undoable } from "./undoable.js";
import { flags, finishers, groups, lanes, missing } from "./view.js";

export function screen(section, station) {
  const heat = new Heat(section, station);
  return { show: (facts) => heat.show(facts), draw: () => heat.draw(), leave: () => heat.leave(), title: () => heat.title() };
}

class Heat {
  run = null;
  isSwitching = false;

  constructor(section, station) {
    Object.assign(this, { section, station });
    this.clock = ticker(() => this.#tick());
    this.toast = undoable(section);
    this.picker = picker(section, station, () => this.draw());
    keys(this);
  }

  part = (name) => this.section.querySelector(`[data-${name}]`);
  key = (name) => this.section.querySelector(`[data-act="${name}"]`);

  title() {
    const { number, isCheck } = this.run.lineup;
    const group = say("group", { n: number });
    return `${this.station.item.name}\u3000${isCheck ? `${group} ${say("check")}` : group}`;
  }

  /** A group by its id; or one person alone, for whom a group is made. */
  async show({ heat, person }) {
    const { lineups, page } = this.station;
    if (!heat) {
      const lineup = await lineups.alone(person);
      return page.replace("heat", { heat: lineup.heat });
    }
    if (!lineups.of(heat)) return page.replace("list");
    this.run = new Run(this.station, heat);
    this.isSwitching = false;
    this.picker.close();
    this.clock.start();
  }

  leave() {
    this.clock.stop();
    this.picker.close();
    this.toast.hide();
  }

  draw() {
    if (!this.run?.lineup) return;
    const { run, section, isSwitching } = this;
    const { stage } = run;
    section.dataset.stage = stage;
    for (const one of section.querySelectorAll("[data-stage]")) one.hidden = one.dataset.stage !== stage;
    this.part("lanes").hidden = stage !== "lineup" || isSwitching;
    this.part("finish").hidden = stage === "lineup" || this.picker.isOpen();
    this.part("groups").hidden = !isSwitching;
    this.key("by-order").disabled = !run.places.some((one) => one.person === null);
    lanes(section, this.station, run);
    finishers(section, this.station, run);
    flags(section, run);
    missing(section, this.station, run);
    if (isSwitching) groups(section, this.station, run);
    this.#keys();
    this.picker.draw(run);
    this.#tick();
  }

  #keys() {
    const { run } = this;
    const n = run.places.length;
    this.key("undo").disabled = n === 0;
    this.part("undo-words").textContent = n ? say("undo", { n }) : say("undo-none");
    const all = run.lineup.people.length;
    const words = run.stage === "lineup" ? say("in-place", { n: all }) : say(all ? "arrived" : "arrived-open", { n, all });
    this.part("below").textContent = words;
    this.part("whose").textContent = run.isSingle ? (this.station.person(run.lineup.people[0])?.name ?? "") : "";
  }

  /** Draws the clock, and the words on the large key. */
  #tick() {
    const { run } = this;
    if (!run?.lineup) return;
    const last = run.places.at(-1)?.measure;
    const shown = run.stage === "running" && !(run.isSingle && last) ? run.ran() : (last ?? 0);
    const isStill = shown === last;
    const { big, small } = clockOf(run.stage === "lineup" ? 0 : shown, isStill ? this.station.item.rounding : "down");
    this.part("big").textContent = big;
    this.part("small").textContent = small;
    if (run.stage !== "running") return;
    const isEarly = run.isEarly(this.station.steady());
    const state = isDimmed() ? "dark" : isEarly ? "early" : run.isSingle ? "single" : "on";
    if (this.part("tap").dataset.state === state) return;
    this.part("tap").dataset.state = state;
    only(this.part("tap"), "mega", state);
    const early = this.part("early");
    early.textContent = early.dataset.words.replace("{time}", timeOf(this.station.item.low));
  }

  /** Shows the other groups there are, or this one again. */
  switch(isOn) {
    this.isSwitching = isOn;
    this.draw();
  }
}
