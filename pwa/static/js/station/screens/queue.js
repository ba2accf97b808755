/** This device at the station: its name, what waits to be sent, what came of it, and giving the station back. */
import { fill, moment } from "../../page/phrases.js";
import { giveBack, isClosed, leaseOf } from "../log/leases.js";
import { carry, download, queues } from "../log/queue_file.js";
import { flush } from "../log/sending.js";
import { device, rename } from "../log/stream.js";
import { say } from "../worth.js";
import { copy, put } from "./list_view.js";

export function screen(section, station) {
  const queue = new Queue(section, station);
  return { show: () => queue.show(), draw: () => queue.draw(), title: () => say("queue") };
}

class Queue {
  constructor(section, station) {
    Object.assign(this, { section, station });
    const act = { send: () => this.#send(), export: () => this.#export(), "close-station": () => this.#close() };
    for (const [name, work] of Object.entries(act)) this.part(name).addEventListener("click", () => this.#busy(name, work));
    this.part("import").addEventListener("change", ({ target }) => this.#import(target));
    this.part("naming").addEventListener("submit", (event) => this.#rename(event));
  }

  part = (name) => this.section.querySelector(`[data-${name}]`);

  async show() {
    this.part("told").hidden = true;
    const field = this.section.querySelector("#device");
    const before = field.value;
    const { label } = await device().catch(() => ({ label: "" }));
    // Who was quicker than the disk keeps what they wrote.
    if (field.value === before) field.value = label ?? "";
  }

  async draw() {
    const { section, station } = this;
    const entries = station.entries();
    const waiting = entries.filter(({ sent }) => sent === null);
    put(section, "count", entries.length);
    put(section, "pending", waiting.length);
    const last = Math.max(0, ...entries.map(({ sent }) => sent ?? 0));
    put(section, "last", last ? moment(last, Date.now()) : "–");
    this.#refusals(entries.filter(({ outcome }) => ["held", "conflict", "refused"].includes(outcome)));
    const lease = await leaseOf(station.id);
    const isClosing = Boolean(lease?.closingAt);
    const still = this.part("open-still");
    still.hidden = !isClosing || waiting.length === 0;
    still.querySelector("span").textContent = fill(still.dataset.words, { n: waiting.length });
    this.part("closed").hidden = !isClosing || waiting.length > 0 || !(await isClosed(station));
    this.part("closing").hidden = isClosing || !lease;
  }

  #refusals(found) {
    const box = this.part("refusals");
    box.hidden = found.length === 0;
    box.querySelector("ul").replaceChildren(
      ...found.map((entry) => {
        const item = copy(this.section, "refusal");
        put(item, "of", this.station.person(entry.person)?.name ?? "");
        put(item, "at", moment(entry.at, this.station.now()));
        put(item, "message", say(`held-${entry.held || entry.outcome}`) || say("held-other"));
        return item;
      }),
    );
  }

  async #busy(name, work) {
    this.part(name).disabled = true;
    await work().catch((error) => this.station.page.fail(error));
    this.part(name).disabled = false;
  }

  async #send() {
    const { refused } = await flush([this.station.pack.assessment.id]);
    await this.station.look();
    this.#tell(refused ? say(`send-${refused}`) || say("send-offline") : say("send-done"));
  }

  async #export() {
    const { assessment, owner } = this.station.pack;
    const mine = (await queues()).find((one) => one.assessment === assessment.id && one.owner === owner);
    if (mine) await download(mine.key);
    else this.#tell(say("nothing"));
  }

  async #import(input) {
    const { answers, refused } = await carry(input.files[0]);
    input.value = "";
    this.#tell(refused ? say("not-imported") : say("imported", { n: answers.length }));
  }

  async #close() {
    await giveBack(this.station);
    await this.station.look();
  }

  async #rename(event) {
    event.preventDefault();
    await rename(this.section.querySelector("#device").value);
    flush([this.station.pack.assessment.id]);
    this.#tell(say("renamed"));
  }

  #tell(words) {
    this.part("told-words").textContent = words;
    this.part("told").hidden = false;
  }
}
