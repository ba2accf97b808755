/** Who is here, as far as this device knows: the downloaded roster and what was seen since. No storage, no page. */

const RANK = ["refused", "waiting", "review", "counted"];

/**
 * What this device wrote down, and what became of it. A claim that neither waits nor was answered
 * here was answered elsewhere, so the roster says it.
 * @param {object[]} notes what was written: {id, phase, person, at, …}
 * @param {object[]} claims that wait, of this training
 * @param {Map<string, object>} answers by claim id
 */
export function marksOf(notes, claims, answers) {
  const known = new Map(notes.map((note) => [note.id, note]));
  const waiting = claims.map((claim) => ({ ...claim, ...known.get(claim.id), state: "waiting" }));
  const ids = new Set(claims.map((claim) => claim.id));
  const answered = notes.filter((note) => answers.has(note.id) && !ids.has(note.id)).map((note) => told(note, answers.get(note.id)));
  return [...waiting, ...answered];
}

/** A note with its answer; a repeat is answered with what became of the first. */
function told(note, { outcome, reason, message, credited_at, person, name }) {
  const repeat = reason ? "review" : "counted";
  const state = outcome === "duplicate" ? repeat : outcome;
  return { ...note, state, message, at: credited_at ?? note.at, person: person ?? note.person, name: name ?? note.name };
}

/** A line for each person in one phase: {person, state, at, mark}; walk-ins seen by this device come last. */
export function lines(people, marks, phase) {
  const best = new Map();
  const strangers = [];
  const listed = new Set(people.map((person) => person.id));
  for (const mark of marks) {
    if (mark.phase !== phase) continue;
    if (!listed.has(mark.person)) strangers.push(mark);
    else if (rank(mark) > rank(best.get(mark.person))) best.set(mark.person, mark);
  }
  return [...people.map((person) => line(person, best.get(person.id), phase)), ...strangers.map(stranger)];
}

const rank = (mark) => (mark ? RANK.indexOf(mark.state) : -1);

function line(person, mark, phase) {
  const credited = person.credits[phase];
  if (credited) return { person, state: "counted", at: credited };
  return { person, state: mark?.state ?? "absent", at: mark?.at, mark };
}

const stranger = (mark) => ({
  person: { id: null, name: mark.name ?? "", number: "", unit: "", initials: [], credits: {} },
  state: mark.state,
  at: mark.at,
  mark,
});

const TABS = {
  absent: ({ person, state }) => person.id !== null && (state === "absent" || state === "refused"),
  came: ({ state }) => state === "counted" || state === "review" || state === "waiting",
  waiting: ({ state }) => state === "waiting",
};

/** How many lines stand under each tab. */
export const counts = (all) => Object.fromEntries(Object.entries(TABS).map(([tab, test]) => [tab, all.filter(test).length]));

/** The lines of a tab; or, where something was typed, of everyone it fits: name, number or initials. */
export function shown(all, tab, typed) {
  const text = typed.trim().toLowerCase();
  return all.filter(text ? ({ person }) => fits(person, text) : TABS[tab]);
}

/** Whether what was typed in lower case is part of a name or number, or the initials of characters that follow. */
export function fits({ name, number, initials }, text) {
  return name.toLowerCase().includes(text) || number.toLowerCase().includes(text) || sounds(initials, text);
}

/** Whether the letters are the first ones of characters that follow each other; each may have several readings. */
function sounds(initials, text) {
  const from = (start) => [...text].every((letter, n) => initials[start + n]?.includes(letter));
  return initials.some((_, start) => from(start));
}

/** The phase to begin with: open now, else the next to open, else the last. */
export function phaseAt(windows, at) {
  return (windows.find((window) => window.closes >= at) ?? windows.at(-1)).phase;
}

/** Whether a phase may be checked in to: "open", "early" or "over". */
export function openness({ opens, closes }, at) {
  if (at < opens) return "early";
  return at > closes ? "over" : "open";
}
