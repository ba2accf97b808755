/**
 * The screens of a station by name: each has its `<section data-screen>` in the page and a module with
 * `screen(section, station)`, which returns {show(facts), draw(), leave()}. `show` comes with the facts given to
 * `station.go`, also after a reload; `draw` after every change while it is shown; `leave` before another is.
 */
export const SCREENS = {
  list: () => import("./screens/list.js"),
  person: () => import("./screens/person.js"),
  heat: () => import("./screens/heat/heat.js"),
  queue: () => import("./screens/queue.js"),
  reps: () => import("./screens/reps/reps.js"),
  keypad: () => import("./screens/keypad.js"),
  rings: () => import("./screens/rings.js"),
  verdict: () => import("./screens/verdict.js"),
  announce: () => import("./screens/announce/announce.js"),
};

/** The one that everything begins at. */
export const HOME = "list";

/** Whether every screen's script is here: a page without a worker could not fetch one when the network is gone. */
export const haveAll = () => Promise.all(Object.values(SCREENS).map((load) => load())).then(() => true, () => false);
