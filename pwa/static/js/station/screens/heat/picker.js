/**
 * Whose a time is: a number of the group, one typed, or a pass held up. After one place it goes on to the next that
 * nobody has, so that a line of finishers is named in order. The finish key stays in reach under it.
 */
import { signal } from "../../../page/signals.js";
import { say, timeOf } from "../../worth.js";
import { candidates, pick } from "./candidates.js";

const MOST = 24; // numbers to choose from

/**
 * @param {HTMLElement} section
 * @param {object} station
 * @param {() => void} changed told when it opens or closes
 */
export function picker(section, station, changed) {
  const box = section.querySelector("[data-picker]");
  const part = (name) => box.querySelector(`[data-${name}]`);
  let run = null;
  let place = null; // the number of the place that is being named
  let isScanning = false;

  function close() {
    if (isScanning) look(false);
    const wasOpen = place !== null;
    place = null;
    box.hidden = true;
    if (wasOpen) changed();
  }

  function open(of, at) {
    if (!at) return;
    run = of;
    place = at;
    part("bib").value = "";
    box.hidden = false;
    changed();
    box.scrollIntoView({ block: "nearest" });
  }

  /** Goes on to the next place that nobody has, where this one had nobody either; else closes. */
  function onward(wasFree) {
    const free = run.places.filter((one) => one.person === null && !one.pass);
    const next = free.find((one) => one.place > place) ?? free[0];
    if (wasFree && next) open(run, next.place);
    else close();
  }

  async function name(person) {
    const wasFree = run.places[place - 1]?.person === null;
    await run.assign(place, person);
    signal("kept");
    onward(wasFree);
  }

  function look(isOn) {
    isScanning = isOn;
    part("eye").setAttribute("aria-pressed", String(isOn));
    if (isOn) station.scan(seen);
    else station.rest();
  }

  async function seen({ person, pass }) {
    if (place === null) return { state: "known" };
    const at = say("place", { n: place });
    if (person && run.places.some((one) => one.person === person.id)) return { state: "known", text: say("taken-already") };
    if (person) await name(person.id);
    else await unknown(pass);
    return { state: "counted", text: person ? at : `${at} ${say("stranger")}` };
  }

  async function unknown(pass) {
    await run.assignPass(place, pass);
    onward(true);
  }

  const MENDS = {
    double: () => run.drop(place),
    before: () => run.insert(place, "before"),
    after: () => run.insert(place, "after"),
    nobody: () => run.clear(place),
    foul: () => run.fault(run.places[place - 1].person, "foul"),
  };

  async function mend(how) {
    await MENDS[how]();
    signal("kept");
    close();
  }

  box.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const doing = button.dataset.mend
      ? mend(button.dataset.mend)
      : button.dataset.who
        ? name(Number(button.dataset.who))
        : null;
    doing?.catch(() => {}); // the page has said it
    if (button.matches("[data-close]")) close();
    if (button.matches("[data-eye]")) look(!isScanning);
  });
  part("bib").addEventListener("input", () => draw());

  function draw() {
    if (place === null) return;
    const at = run.places[place - 1];
    if (!at) return close();
    const time = at.measure === null ? say("untimed") : timeOf(at.measure, station.item.rounding);
    part("picking").textContent = `${say("place", { n: place })}\u2003${time}`;
    const held = new Map(run.places.map((one) => [one.person, one.place]));
    const found = candidates(run, station, part("bib").value.trim()).slice(0, MOST);
    part("picks").replaceChildren(...found.map((person) => pick(person, held.get(person.id))));
    part("nobody").hidden = found.length > 0;
    for (const one of box.querySelectorAll("[data-mend=nobody], [data-mend=foul]")) one.hidden = at.person === null;
  }

  return { open, close, draw: (of) => ((run = of), draw()), isOpen: () => place !== null };
}
