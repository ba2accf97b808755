/** One try written down, and then told to its person. */
import { signal } from "../../page/signals.js";
import { mark } from "../saying.js";
import { numberOf } from "./who.js";

/**
 * Writes an attempt, or a fault where there is no measure; resolves with it once it is on the disk, with null
 * where it cannot get there: the page has said so by then.
 * @param {object} station
 * @param {object} person
 * @param {{measure?: number, second?: number, word?: string, heat?: string}} made
 */
export async function record(station, person, made) {
  const kind = made.word ? "fault" : "attempt";
  const about = { kind, person: person.id, exercise: station.item.exercise, declared: station.declared(person.id) };
  const what = `${numberOf(person)} ${person.name} ${mark(made, station.item)}`;
  const [entry] = await station.write({ ...about, ...made }, what).catch(() => [null]);
  if (entry) signal("kept");
  return entry;
}

/** Tells a person what was just written down. */
export function tell(station, entry) {
  const { person, id: target } = entry;
  return station.announce({ person, target });
}

/** `work`, but not while it is at work already: a second touch meant the same as the first, and does nothing. */
export function once(work) {
  let isBusy = false;
  return async (...given) => {
    if (isBusy) return null;
    isBusy = true;
    try {
      return await work(...given);
    } finally {
      isBusy = false;
    }
  };
}
