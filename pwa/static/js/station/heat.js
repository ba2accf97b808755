/** The screen of a group: who is to run, the running clock with its one key, and whose each time is afterwards. */
import { only } from "../scan/panel.js";
import { signal } from "../scan/signals.js";
import { flags, finishers, groups, lanes, missing } from "./heat_view.js";
import { picker } from "./picker.js";
import { Run } from "./run.js";
import { ticker } from "./ticker.js";
import { isDimmed, touch } from "./touch.js";
import { undoable } from "./undoable.js";
import { clockOf, say, timeOf } from "./worth.js";

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
    const since = () => this.run?.since;
    touch(this.part("start"), (moment) => this.#act(this.run.start(moment)));
    touch(this.part("tap"), (moment) => this.#tap(moment), since);
    section.addEventListener("click", ({ target }) => this.#tapped(target.closest("button")));
  }

  part = (name) => this.section.querySelector(`[data-${name}]`);

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
    this.part("by-order").disabled = !run.places.some((one) => one.person === null);
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
    this.part("undo").disabled = n === 0;
    this.part("undo-words").textContent = n ? say("undo", { n }) : say("undo-none");
    const all = run.lineup.people.length;
    const words = run.stage === "lineup" ? say("in-place", { n: all }) : say(all ? "arrived" : "arrived-open", { n, all });
    this.part("below").textContent = words;
    this.part("whose").textContent = run.isSingle ? (this.station.person(run.lineup.people[0])?.name ?? "") : "";
  }

  /** The clock, and what the key says of itself. */
  #tick() {
    const { run } = this;
    if (!run?.lineup) return;
    const last = run.places.at(-1)?.measure;
    const shown = run.stage === "running" && !(run.isSingle && last) ? run.ran() : (last ?? 0);
    const { big, small } = clockOf(run.stage === "lineup" ? 0 : shown);
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

  async #tap(moment) {
    const { run } = this;
    if (run.stage !== "running") return;
    if (run.isEarly(moment.steady)) return signal("bad");
    const isAlone = run.isSingle && run.places.length === 0;
    await this.#act(run.tap(moment));
    if (!isAlone || run.places.length === 0) return;
    await run.end();
    const { person, tap, measure } = run.places[0];
    this.station.announce({ person, target: tap, measure });
  }

  /** Waits until it is kept; what is not was said by the page already. */
  async #act(writing) {
    try {
      await writing;
      signal("kept");
      return true;
    } catch {
      return false;
    }
  }

  async #tapped(button) {
    if (!button || !this.run) return;
    const { run, station } = this;
    const { lineups } = station;
    const row = button.closest("[data-place-of]");
    if (button.matches("[data-add]")) station.page.back();
    else if (button.matches("[data-switch]")) this.#switch(!this.isSwitching);
    else if (button.closest("[data-lane-of]")) await this.#out(Number(button.closest("[data-lane-of]").dataset.laneOf));
    else if (button.matches("[data-undo]")) await this.#act(run.undo());
    else if (button.matches("[data-end]")) await run.end();
    else if (button.matches("[data-reopen]")) await run.reopen();
    else if (button.matches("[data-pick]") && row) this.picker.open(run, Number(row.dataset.placeOf));
    else if (button.matches("[data-by-order]")) this.picker.open(run, run.places.find((one) => one.person === null)?.place);
    else if (button.dataset.fault) await this.#act(run.fault(Number(button.closest("[data-person]").dataset.person), button.dataset.fault));
    else if (button.matches("[data-next]")) station.page.replace("list");
    else if (button.matches("[data-new-group]")) this.#to((await lineups.make([], run.lineup.isCheck)).heat);
    else if (button.closest("[data-heat]")) this.#to(button.closest("[data-heat]").dataset.heat);
  }

  #to(heat) {
    this.#switch(false);
    return this.station.page.replace("heat", { heat });
  }

  #switch(isOn) {
    this.isSwitching = isOn;
    this.draw();
  }

  /** Takes a person out of the group that waits; the toast puts them back. */
  async #out(person) {
    const { lineup } = this.run;
    const { lineups } = this.station;
    await lineups.save({ ...lineup, people: lineup.people.filter((one) => one !== person) });
    const name = this.station.person(person)?.name ?? "";
    this.toast.offer(say("taken-out", { name }), () => lineups.save(lineup));
  }
}
