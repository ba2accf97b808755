/**
 * Shows a button that prints the page. Without this module the browser's own menu does.
 * @param {HTMLButtonElement} button
 */
export function mount(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
