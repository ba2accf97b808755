/** Personal passes by the camera, hands free, for whichever screen asks: who each is, said large over the picture. */
import { signal } from "../page/signals.js";
import { only } from "../page/states.js";
import { passIn } from "../scan/texts.js";
import { painted } from "../scan/timing.js";
import { viewfinder } from "../scan/viewfinder.js";

const BAD = ["foreign", "stranger", "unkept"];

/**
 * @param {HTMLElement} root
 * @param {object} station
 */
export function eye(root, station) {
  const strip = root.querySelector("[data-camera]");
  const hit = strip.querySelector("[data-hit]");
  const finder = viewfinder(strip, seen);
  let asking = null;

  async function seen(text, began) {
    if (!asking) return;
    const said = await take(passIn(text)).catch(() => ({ state: "unkept" }));
    say(said);
    signal(BAD.includes(said.state) ? "bad" : "kept");
    painted(began);
  }

  async function take(pass) {
    if (!pass) return { state: "foreign" };
    const person = await station.whose(pass);
    return { person, ...(await asking({ person, pass })) };
  }

  function say({ state, text = "", person }) {
    hit.dataset.state = state;
    only(hit, "for", state);
    hit.querySelector("[data-who]").textContent = person?.name ?? "";
    hit.querySelector("[data-said]").textContent = text;
    hit.hidden = false;
  }

  strip.querySelector(".finder").hidden = false;

  return {
    begin(found) {
      asking = found;
      hit.hidden = true;
      finder.begin();
    },
    rest() {
      asking = null;
      finder.rest();
    },
  };
}
