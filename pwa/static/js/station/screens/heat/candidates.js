/** Whose a time may be, and the key for each of them. */
import { say } from "../../worth.js";
import { bibOf } from "../list_view.js";

/** The group's people, or whom a typed text fits; where nobody was put in the group, who came and is not done. */
export function candidates(run, station, typed) {
  if (typed) return station.find(typed);
  const { people } = run.lineup;
  if (people.length) return people.map(station.person).filter(Boolean);
  return station.pack.people.filter(({ id }) => station.line(id).isHere && !station.line(id).isDone);
}

/** @param {number} [place] that this person has already */
export function pick(person, place) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.dataset.who = person.id;
  const number = Object.assign(document.createElement("b"), { className: "n", textContent: bibOf(person) });
  button.append(number, person.name);
  if (place) button.dataset.state = "held";
  if (place) button.append(Object.assign(document.createElement("small"), { textContent: say("place", { n: place }) }));
  return button;
}
