/** One window of this browser at a time. */
import { settled } from "./owner.js";

/**
 * Does `work` while no other window does work of that name; settles as it does. Begins once this page knows whose it is,
 * for until then it would only hold up the others. Without locks windows do the same twice, which costs a weak network.
 */
export async function exclusively(name, work) {
  await settled;
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
