const EVERY = 2000; // ms, where the element's data-poll says no other number

/**
 * Asks again every two seconds while someone looks. What to ask and where the answer goes is
 * said by the element's own hx- attributes; its data-version lets the server answer 304.
 * @param {HTMLElement} element
 */
export function mount(element) {
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    else if (!document.hidden) htmx.trigger(element, "poll");
  }, Number(element.dataset.poll) || EVERY);
}
