/**
 * What is seen while scanning: the camera's picture, one line of what to do or what is wrong, the
 * lamp where there is one, and a photo instead of all that. The words are the page's: data-tip names
 * the states of the camera (camera.js), and also foreign, unread and undecodable.
 */
import { arm } from "../page/signals.js";
import { only } from "../page/states.js";
import { camera } from "./camera.js";
import { warm } from "./decoder.js";
import { read } from "./photo.js";
import { scan } from "./scanning.js";

const WHILE = 4000; // ms that a passing word stays
const LATER = 5000; // ms until the decoder is asked for again

/**
 * @param {HTMLElement} screen
 * @param {(text: string, began: number) => Promise<void>} found
 */
export function viewfinder(screen, found) {
  const part = (name) => screen.querySelector(`[data-${name}]`);
  const video = screen.querySelector("video");
  const lens = camera(video, told);
  let scanning = null;
  let state = "starting";
  let isBlind = false; // the decoder could not be had
  let passing = null;

  const tip = () => only(screen, "tip", isBlind && state === "live" ? "undecodable" : state);

  function told(now) {
    ({ state } = now);
    tip();
    part("torch").hidden = !now.torch;
    part("torch").setAttribute("aria-pressed", "false");
  }

  function say(word) {
    clearTimeout(passing);
    only(screen, "tip", word);
    passing = setTimeout(tip, WHILE);
  }

  async function ready() {
    isBlind = await warm().then(
      () => false,
      () => true,
    );
    tip();
    if (isBlind) setTimeout(ready, LATER);
  }

  async function light({ currentTarget: torch }) {
    const isOn = await lens.light(torch.getAttribute("aria-pressed") !== "true");
    torch.setAttribute("aria-pressed", String(isOn));
  }

  async function photographed({ currentTarget: input }) {
    const began = performance.now();
    const text = await read(input.files[0]).catch(() => null);
    input.value = "";
    if (text) found(text, began);
    else say("unread");
  }

  part("torch").addEventListener("click", light);
  part("photo")?.addEventListener("change", photographed);
  // Sound may begin with a touch only, and any will do.
  screen.addEventListener("pointerdown", arm);
  arm();

  return {
    say,
    begin() {
      screen.hidden = false;
      lens.start();
      ready();
      scanning ??= scan(video, found);
    },
    rest() {
      scanning?.stop();
      scanning = null;
      lens.stop();
      screen.hidden = true;
    },
  };
}
