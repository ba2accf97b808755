import { settled } from "../kept/owner.js";

/**
 * Submits a form by itself, once the page is really being looked at: a prerendered page
 * must not check anyone in.
 * @param {HTMLFormElement} form
 */
export async function mount(form) {
  await settled;
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", () => form.requestSubmit(), { once: true });
  } else {
    form.requestSubmit();
  }
}
