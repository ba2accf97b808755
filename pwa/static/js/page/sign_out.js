import { dropReadable, put } from "../kept/store.js";

/**
 * Forgets what could be read here before asking to be signed out, and notes that this was asked: with
 * the network gone the server hears of it later (owner.js), the phone need not.
 * @param {HTMLFormElement} form
 */
export function mount(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    Promise.all([dropReadable(), put("meta", true, "leaving")])
      .catch(() => {})
      .then(() => form.submit());
  });
}
