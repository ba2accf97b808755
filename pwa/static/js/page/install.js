/**
 * Shows how to install the app where that matters: iOS clears what a page in Safari keeps, and has no
 * prompt of its own. Only Safari on iOS has `standalone`, false until the app runs from the home screen.
 * @param {HTMLElement} steps
 */
export function mount(steps) {
  steps.hidden = navigator.standalone !== false;
}
