/** What was done at a station, read from this device's entries. No storage, no clock. */
import { heatsOf as allHeats } from "./heats.js";
import { allTries } from "./tries.js";

/** Every try at one exercise (see tries.js), with what its person said of it: `ack` and `objection`, entries or null. */
export function triesOf(entries, exercise) {
  const about = (kind) => new Map(entries.filter((one) => one.kind === kind).map((one) => [one.target, one]));
  const [acks, objections] = ["ack", "object"].map(about);
  return allTries(entries)
    .filter((one) => one.exercise === exercise)
    .map((one) => ({ ...one, ack: acks.get(one.id) ?? null, objection: objections.get(one.id) ?? null }));
}

/** The runs of a station, oldest first: {heat, number, isCheck, start, exercise, entries, places}. */
export function heatsOf(entries, station) {
  const here = allHeats(entries).filter(({ start }) => start?.station === station);
  return here.map((one) => {
    const { place: number, exercise, word } = one.start;
    return { ...one, number, exercise, isCheck: word === "check" };
  });
}
