/**
 * Taps on their way to the disk, in the order of the fingers. While one write is under way the next ones gather,
 * and go together: a disk slower than the thumb loses none and delays none.
 */
import { newId } from "../../../kept/ids.js";

export class Tally {
  /** What is not on the disk yet: fields with an id, so that none is counted twice while it arrives. */
  waiting = [];
  #writing = null;

  /**
   * @param {(fields: object[]) => Promise<object[]>} write rejects where nothing was kept
   * @param {() => void} changed
   */
  constructor(write, changed) {
    Object.assign(this, { write, changed });
  }

  /** Takes fields up at once; returns them with their id. */
  add(fields) {
    const made = { id: newId(), ...fields };
    this.waiting.push(made);
    this.changed();
    this.#writing ??= this.#drain();
    return made;
  }

  /** Resolves when nothing waits any more. */
  async settled() {
    while (this.#writing) await this.#writing;
  }

  async #drain() {
    while (this.waiting.length) {
      const batch = [...this.waiting];
      // Rejected, the page has said that it is lost; the count goes back to what is kept.
      await this.write(batch).catch(() => {});
      this.waiting = this.waiting.filter((one) => !batch.includes(one));
    }
    this.#writing = null;
    this.changed();
  }
}
