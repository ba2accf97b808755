/** Hands-free: the camera stays on, and each personal pass it sees is written down and said large. */
import { now } from "../kept/server_clock.js";
import { signal } from "../page/signals.js";
import { only } from "../page/states.js";
import { passIn } from "../scan/texts.js";
import { painted } from "../scan/timing.js";
import { viewfinder } from "../scan/viewfinder.js";
import { whose } from "./passes.js";
import { put } from "./view.js";

const BAD = ["foreign", "closed", "unkept"];

/**
 * @param {HTMLElement} root
 * @param {object} desk what the screen knows: book(), isOpen(), lineOf(person), isNoted(pass), write(seen)
 */
export function scanner(root, desk) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const hit = part("hit");
  const finder = viewfinder(part("camera"), found);
  let shown = null; // {state, person, id}
  let isOn = false;

  async function found(text, began) {
    const said = await take(passIn(text)).catch(() => ({ state: "unkept" }));
    say(said);
    signal(BAD.includes(said.state) ? "bad" : "kept");
    painted(began);
  }

  async function take(pass) {
    if (!pass) return { state: "foreign" };
    if (!desk.isOpen()) return { state: "closed" };
    const person = await whose(desk.book(), pass, now());
    const isKnown = person ? !["absent", "refused"].includes(desk.lineOf(person).state) : desk.isNoted(pass);
    if (isKnown) return { state: "known", person };
    const { id } = await desk.write({ person, pass });
    return { state: person ? "waiting" : "stranger", person, id };
  }

  function say(said) {
    shown = said;
    hit.dataset.state = said.state;
    only(hit, "for", said.state);
    put(hit, "who", said.person?.name ?? said.name ?? "");
    put(hit, "of", said.person?.unit ?? "");
    hit.hidden = false;
  }

  root.querySelector(".finder").hidden = false;
  part("camera-key").addEventListener("click", () => {
    isOn = !isOn;
    if (isOn) finder.begin();
    else finder.rest();
    hit.hidden = true;
    part("camera-key").setAttribute("aria-pressed", String(isOn));
    only(part("camera-key"), "scanning", isOn ? "on" : "off");
  });

  return {
    /** Says what became of the pass that was seen last, once it has an answer. */
    follow(marks) {
      const mark = marks.find(({ id }) => id === shown?.id);
      if (!mark || mark.state === shown.state || (mark.state === "waiting" && shown.state === "stranger")) return;
      if (mark.state === "refused") signal("bad");
      say({ ...shown, state: mark.state, name: mark.name });
    },
    /** Shows a pass no longer whose claim was taken back. */
    clear(id) {
      if (shown?.id === id) hit.hidden = true;
    },
  };
}
