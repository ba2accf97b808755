/** Wires behaviour to the elements that ask for it, on load and after each htmx swap. */

const MODULES = {
  "[data-autosubmit]": () => import("./autosubmit.js"),
  "[data-board]": () => import("./board.js"),
  "[data-poll]": () => import("./poll.js"),
  "[data-print]": () => import("./print.js"),
};

async function wire(root) {
  for (const [selector, load] of Object.entries(MODULES)) {
    const elements = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) elements.push(root);
    if (elements.length === 0) continue;
    const { mount } = await load();
    elements.forEach(mount);
  }
}

// A live part says which version it shows, and an unchanged one costs an empty 304.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const { version } = detail.elt.dataset;
  if (version) detail.headers["If-None-Match"] = `"${version}"`;
});

wire(document);
document.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt !== document.body) wire(detail.elt);
});
