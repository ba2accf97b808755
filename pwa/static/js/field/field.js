/**
 * Roll call in the field: the roster, codes and clock are fetched while there is a network; from then
 * on everything is read from this device and written down on it. The same code online and offline.
 */
import { watch } from "../kept/outbox.js";
import { settled } from "../kept/owner.js";
import { now, recall, watch as watchClock } from "../kept/server_clock.js";
import { keepAwake } from "../page/awake.js";
import { only } from "../page/states.js";
import { checklist } from "./checklist.js";
import { book } from "./passes.js";
import * as records from "./records.js";
import { lines, phaseAt } from "./roll.js";
import { scanner } from "./scanner.js";
import { taps } from "./taps.js";
import { toast } from "./toast.js";
import { head, list, refusals } from "./view.js";

const EVERY = 15_000; // ms between two looks at the server's roster

/** @param {HTMLElement} root */
export async function mount(root) {
  await settled;
  await recall();
  watchClock();
  keepAwake();
  const screen = new Screen(root, Number(location.pathname.split("/")[2]));
  await screen.begin();
}

class Screen {
  roster = null;
  known = new Map();
  marks = [];
  lines = [];
  phase = null;
  tab = "absent";
  typed = "";
  isOpen = false;
  trouble = "loading";
  #wanted = 0;

  constructor(root, training) {
    Object.assign(this, { root, training });
    const here = `/trainings/${training}`;
    for (const link of root.querySelectorAll("[data-path]")) link.href = here + link.dataset.path;
    for (const link of root.querySelectorAll("[data-sign-in]")) link.href += `?next=${here}/field`;
    this.ready = checklist(root, training);
    this.toast = toast(root, (note) => this.undo(note));
    this.scanner = scanner(root, {
      book: () => this.known,
      isOpen: () => this.isOpen,
      lineOf: (person) => this.lines.find((line) => line.person.id === person.id),
      isNoted: (pass) => this.marks.some((mark) => mark.pass === pass),
      write: (seen) => this.write(seen),
    });
    taps(root, this);
  }

  async begin() {
    const roster = await records.kept(this.training).catch(() => null);
    if (roster) await this.take(roster);
    watch(() => this.refresh());
    document.addEventListener("outbox:answer", () => this.update());
    document.addEventListener("visibilitychange", () => document.hidden || this.update());
    setInterval(() => document.hidden || this.update(), EVERY);
    await this.update();
  }

  /** Works with a roster from now on. */
  async take(roster) {
    this.roster = roster;
    this.known = book(roster.people);
    this.phase ??= phaseAt(roster.training.windows, now());
    await this.ready.begin(roster);
  }

  /** Asks the server for the roster of now; asked while asking, once more when that is done. */
  async update() {
    this.#wanted++;
    if (this.#wanted > 1) return;
    while (this.#wanted) {
      this.#wanted = 1;
      await this.#ask().catch(() => {});
      this.#wanted--;
    }
  }

  async #ask() {
    const answer = await records.fetchRoster(this.training, this.roster);
    this.trouble = typeof answer === "string" ? answer : null;
    if (answer === "refused") this.roster = null;
    if (typeof answer === "object") await this.take(answer);
    if (typeof answer === "object" || answer === "unchanged") this.ready.fill();
    await this.refresh();
    if (this.roster) await records.forgetKnown(this.roster, this.marks).catch(() => {});
  }

  /** Looks again at what is on this device. */
  async refresh() {
    this.marks = await records.marks(this.training).catch(() => this.marks);
    this.render();
  }

  render() {
    const { root, roster, phase } = this;
    only(root, "trouble", roster ? "" : (this.trouble ?? "offline"));
    only(root, "signed", roster && this.trouble === "signed_out" ? "out" : "in");
    root.querySelector("[data-body]").hidden = root.querySelector("[data-keys]").hidden = !roster;
    refusals(root, this.marks);
    if (!roster) return;
    this.isOpen = head(root, roster, phase);
    this.lines = lines(roster.people, this.marks, phase);
    list(root, this.lines, this);
    this.scanner.follow(this.marks);
  }

  /** Writes a person or a pass down; rejects where this device keeps nothing. */
  async write(seen) {
    const note = await records.write({ training: this.training, phase: this.phase, ...seen });
    this.toast.show(note);
    await this.refresh();
    // Its undo is over then, and nothing else may happen for hours.
    setTimeout(() => this.render(), note.until - Date.now() + 100);
    return note;
  }

  async undo(note) {
    const isTaken = await records.undo(note).catch(() => false);
    if (isTaken) this.scanner.clear(note.id);
    this.toast.tell(isTaken ? "taken" : "sent", note.name);
    await this.refresh();
  }
}
