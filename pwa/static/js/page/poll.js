const EVERY = 2000; // ms, where the element's data-poll says no other number
const WRITTEN = "input:not([type=hidden], [type=search]), select, textarea";

/**
 * Asks again every two seconds while someone looks. What to ask and where the answer goes is
 * said by the element's own hx- attributes; its data-version lets the server answer 304.
 * @param {HTMLElement} element
 */
export function mount(element) {
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    else if (!document.hidden && !isBusy(element)) htmx.trigger(element, "poll");
  }, Number(element.dataset.poll) || EVERY);
  // Asked before they began to write, and answered after.
  element.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.requestConfig.elt === element && isBusy(element)) detail.shouldSwap = false;
  });
}

/** Someone has unfolded a form in it, or has written in one: an answer would take their words away. */
function isBusy(element) {
  if (element.querySelector("details[open] form")) return true;
  return [...element.querySelectorAll(WRITTEN)].some(
    (field) => field === document.activeElement || (field.defaultValue ?? field.value) !== field.value,
  );
}
