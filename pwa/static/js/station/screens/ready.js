/** The line that says whether the network may go, and why not yet. */
import { canRead, hasShell, isPersistent, isReady, prepare } from "../../field/ready.js";
import { gap, offset } from "../../kept/server_clock.js";
import { ahead, fill } from "../../page/phrases.js";
import { arm } from "../../page/signals.js";
import { leaseOf, takeLease } from "../log/leases.js";
import { kept } from "../packs.js";

const SOON = 2000; // ms between looks while something lacks
const LATER = 15_000;
const STEP = 5000; // ms by which the two clocks disagree when someone set one

/**
 * @param {HTMLElement} root
 * @param {object} station
 */
export function ready(root, station) {
  const box = root.querySelector("[data-ready]");
  const line = box.querySelector("[data-line]");
  let timer = null;
  let lease = null;

  async function show() {
    clearTimeout(timer);
    const parts = await look();
    for (const item of box.querySelectorAll("[data-part]")) tell(item, parts[item.dataset.part]);
    const isDone = isReady(parts);
    box.dataset.state = isDone ? "ok" : "warn";
    for (const word of box.querySelectorAll("[data-when]")) word.hidden = (word.dataset.when === "ready") !== isDone;
    const rules = parts.rules.isReady ? line.dataset.yes : line.dataset.no;
    line.textContent = fill(line.dataset.words, { people: parts.roster.value, rules, ahead: parts.clock.value });
    root.querySelector("[data-stepped]").hidden = !(gap() > STEP);
    timer = setTimeout(show, isDone ? LATER : SOON);
  }

  /** Everything as it is on the disk, not as this page has it. */
  async function look() {
    const pack = await kept(station.id).catch(() => null);
    const asked = [isPersistent(), hasShell("station"), station.page.isWhole(), canRead()];
    const [isKept, isServed, isWhole, isReading] = await Promise.all(asked);
    lease = await leaseOf(station.id);
    const people = pack?.people.length ?? 0;
    return {
      roster: { isReady: pack !== null, value: `${people}/${people}` },
      rules: { isReady: Boolean(pack?.tables), value: pack?.assessment.standard ?? "" },
      clock: { isReady: offset() !== null, value: ahead(offset() ?? 0) },
      lease: { isReady: Boolean(lease?.takenAt) },
      page: { isReady: isServed && isWhole },
      decoder: { isReady: isReading },
      storage: { isReady: isKept, isOptional: true },
    };
  }

  return {
    show,
    /** Whether this device has taken the station, as last seen. */
    isTaken: () => Boolean(lease?.takenAt),
    /** What a browser allows only at a touch: sound, storage; and taking the station. Says so where nothing can be kept. */
    async prepare() {
      arm();
      await takeLease(station).catch((error) => station.page.fail(error));
      await show();
      prepare().catch(() => {}).finally(show);
    },
    rest: () => clearTimeout(timer),
  };
}

function tell(item, { isReady: isHere, value = "", isOptional }) {
  item.dataset.state = isHere ? "ok" : isOptional ? "warn" : "bad";
  item.querySelector("[data-yes]").toggleAttribute("hidden", !isHere);
  item.querySelector("[data-no]").toggleAttribute("hidden", isHere);
  item.querySelector("[data-todo]").hidden = isHere;
  item.querySelector("[data-value]").textContent = value;
}
