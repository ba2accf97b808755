/** One person at a station: every try, what it is worth, and what else can be said: not there, a foul, a try taken back. */
import { fill } from "../../page/phrases.js";
import { signal } from "../../page/signals.js";
import { shown } from "../rules/scales.js";
import { say, worth } from "../worth.js";
import { best, bibOf, copy, put, tail } from "./list_view.js";

export function screen(section, station) {
  const one = new Person(section, station);
  return { show: (facts) => one.show(facts), draw: () => one.draw(), title: () => station.person(one.id)?.name };
}

class Person {
  id = null;

  constructor(section, station) {
    Object.assign(this, { section, station });
    section.addEventListener("click", ({ target }) => this.#tapped(target.closest("button")));
    section.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#strike(event.target);
    });
  }

  part = (name) => this.section.querySelector(`[data-${name}]`);

  show({ person }) {
    this.id = person;
    if (!this.station.person(person)) this.station.page.replace("list");
  }

  draw() {
    const { section, station, id } = this;
    if (!station.person(id)) return;
    const line = station.line(id);
    const { person } = line;
    put(section, "number", bibOf(person));
    put(section, "name", person.name);
    put(section, "of", [station.groupOf(person), person.unit, tail(person)].filter(Boolean).join("\u2003"));
    this.#worth(line);
    const isSpent = station.isSpent(id);
    this.part("settled").hidden = !line.isSettled;
    this.part("spent").hidden = line.isSettled || !isSpent;
    this.#elsewhere(line);
    this.part("tries").replaceChildren(...line.tries.map((one, n) => this.#row(one, n + 1)));
    this.part("faults").hidden = this.part("measure").hidden = line.isSettled || isSpent;
    this.part("next").hidden = !this.part("measure").hidden;
    this.part("typing").hidden = line.isSettled || isSpent || station.screen !== "heat";
  }

  #worth(line) {
    const said = best(this.station, line);
    for (const name of ["shown", "points", "gap", "note"]) {
      this.part(name).textContent = said[name];
      this.part(name).hidden = !said[name];
    }
    this.part("points").dataset.tone = said.tone;
  }

  #elsewhere({ person, standing }) {
    const n = (person.tries?.[this.station.item.exercise] ?? 0) - standing.length;
    const note = this.part("elsewhere");
    note.hidden = n <= 0;
    note.querySelector("span").textContent = fill(note.dataset.words, { n });
  }

  #row(one, n) {
    const { station, section } = this;
    const item = copy(section, "try");
    item.dataset.id = one.id;
    const nth = item.querySelector("[data-nth]");
    nth.textContent = fill(nth.dataset.words, { n });
    const score = one.measure === null ? null : station.score(this.id, one.measure, one.second);
    put(item, "value", score ? shown(score.measure, station.item) : say(one.word ?? "untimed"));
    item.querySelector("[data-value]").toggleAttribute("data-struck", one.isVoid);
    put(item, "worth", one.isVoid ? say("struck", { reason: one.reason }) : score ? worth(station.item, score).points : "");
    put(item, "flagged", one.flags.length ? say("flagged") : one.objection ? say("objected") : one.ack ? say("confirmed") : "");
    const isSettled = station.line(this.id).isSettled;
    item.querySelector("[data-announce]").hidden = one.isVoid || one.measure === null || isSettled;
    item.querySelector("[data-strike]").hidden = one.isVoid || isSettled || !one.id;
    return item;
  }

  async #tapped(button) {
    if (!button) return;
    const { station, id } = this;
    if (button.matches("[data-next]")) station.page.replace("list");
    else if (button.matches("[data-measure]")) station.measure(id);
    else if (button.matches("[data-typing]")) station.go("keypad", { person: id });
    else if (button.dataset.fault) await this.#write({ kind: "fault", word: button.dataset.fault });
    else if (button.matches("[data-announce]")) {
      const found = station.tries.find((one) => one.id === button.closest("[data-id]").dataset.id);
      station.announce({ person: id, target: found.id, measure: found.measure, second: found.second });
    }
  }

  async #strike(form) {
    const target = form.closest("[data-id]").dataset.id;
    await this.#write({ kind: "void", target, reason: form.elements.reason.value.trim() });
  }

  /** Waits until it is kept; what is not was said by the page already. */
  async #write(fields) {
    const { station, id } = this;
    const about = { person: id, exercise: station.item.exercise, declared: station.declared(id) };
    const whole = fields.kind === "void" ? { person: id, ...fields } : { ...about, ...fields };
    await station.write(whole, say(fields.word ?? "void")).then(
      () => signal("kept"),
      () => {},
    );
  }
}
