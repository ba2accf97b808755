/** Who is here and who is done, from the pack and from what this device wrote. No storage, no page. */

/**
 * A person's line: {person, tries, standing, isDone, isHere, isSettled}. `tries` are this device's here, newest
 * last; `standing` those that were not voided.
 */
export function lineOf(person, { tries, item }) {
  const own = tries.filter((one) => one.person === person.id && !one.isCheck);
  const standing = own.filter((one) => !one.isVoid);
  const elsewhere = person.tries?.[item.exercise] ?? 0;
  return {
    person,
    tries: own,
    standing,
    isDone: standing.length > 0 || elsewhere > 0,
    isHere: person.sheet !== null,
    isSettled: Boolean(person.settled),
  };
}

const TABS = {
  coming: (line) => line.isHere && !line.isDone && !line.isSettled,
  todo: (line) => !line.isDone && !line.isSettled,
  done: (line) => line.isDone || line.isSettled,
};

export const countsOf = (lines) =>
  Object.fromEntries(Object.entries(TABS).map(([tab, test]) => [tab, lines.filter(test).length]));

/** The lines of a tab, by number; who has none yet comes last. */
export const under = (lines, tab) => lines.filter(TABS[tab]).sort(byNumber);

export const byNumber = (a, b) => (a.person.sheet ?? Infinity) - (b.person.sheet ?? Infinity) || a.person.id - b.person.id;
