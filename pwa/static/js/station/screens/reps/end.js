/** The end of a set: it is written down, and may be put right. Each step is one write, all or nothing. */
import { once } from "../recording.js";

const WHY = document.querySelector("#reps-keys")?.dataset ?? {};

/** @param {object} reps the screen of reps.js */
export function ending(reps) {
  const { station, tally } = reps;

  const attempt = (set, n) => ({
    ...{ kind: "attempt", person: reps.person.id, exercise: station.item.exercise, measure: n, heat: reps.heat },
    declared: set.attempt?.declared ?? station.declared(reps.person.id),
    since: set.start.steady,
  });
  const strike = (set, reason) => (set.attempt ? [{ kind: "void", target: set.attempt.id, reason }] : []);
  const write = async (fields) => {
    await tally.settled();
    await station.write(fields(reps.set()), what()).catch(() => {});
    reps.draw();
  };
  const what = () => `${reps.person.name} ${reps.set().reps.length}`;

  return {
    /** Writes the set down as it stands; once. */
    finish: once(async () => {
      await tally.settled();
      const set = reps.set();
      if (set.start && !set.attempt) await write((now) => [attempt(now, now.reps.length)]);
    }),

    /** Takes the last one back; where the set was written down, that is put right with it. */
    undo(moment) {
      const { last, attempt: written } = reps.set();
      if (!last) return;
      const drop = { kind: "drop", heat: reps.heat, target: last.id };
      if (!written || last.kind !== "rep") tally.add({ ...drop, ...moment });
      else this.amend({ ...drop, ...moment });
    },

    amend: once((drop) =>
      write((set) => [drop, ...strike(set, WHY.whyUndone), attempt(set, set.reps.length - 1)]),
    ),

    /** Goes on with a set that was ended too early. */
    on: once(() => write((set) => strike(set, WHY.whyOn))),

    /** Calls the set off: another may begin. */
    again: once(async () => {
      await write((set) => [...strike(set, WHY.whyAgain), { kind: "drop", heat: reps.heat, target: set.start.id }]);
      reps.heat = null;
      reps.remember();
      reps.draw();
    }),
  };
}
