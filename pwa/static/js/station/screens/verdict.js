/** An item judged by eye: one touch says whether it was done. */
import { touch } from "../touch.js";
import { once, record, tell } from "./recording.js";
import { isSpent, showTries, showWho } from "./who.js";

export function screen(section, station) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  let person = null;

  const keep = once(async (made) => {
    const entry = await record(station, person, made);
    if (entry) await tell(station, entry);
  });
  for (const key of section.querySelectorAll("[data-verdict]")) {
    touch(key, (moment) => keep({ measure: Number(key.dataset.verdict), ...moment }));
  }
  touch(part("foul"), (moment) => keep({ word: "foul", ...moment }));

  return {
    show(facts) {
      person = station.person(facts.person);
    },
    draw() {
      const isOver = isSpent(station, person);
      showWho(section, station, person, station.declared(person.id));
      showTries(part("tries"), station, person);
      part("spent").hidden = !isOver;
      part("keys").hidden = part("ask").hidden = isOver;
    },
  };
}
