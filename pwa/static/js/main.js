/** Wires behaviour to the elements that ask for it, on load and after each htmx swap. */

import { start as beginAfresh } from "./kept/afresh.js";
import { start as startMine } from "./kept/mine.js";
import { start as startOutbox } from "./kept/outbox.js";
import { settled } from "./kept/owner.js";
import { start as startWorker } from "./page/updates.js";
import { start as startSending } from "./station/log/sending.js";

const MODULES = {
  "[data-autosubmit]": () => import("./page/autosubmit.js"),
  "[data-board]": () => import("./board/board.js"),
  "[data-capture]": () => import("./scan/capture.js"),
  "[data-checker]": () => import("./checker/page.js"),
  "[data-field]": () => import("./field/field.js"),
  "[data-install]": () => import("./page/install.js"),
  "[data-offline-home]": () => import("./offline/home.js"),
  "[data-pass-page]": () => import("./offline/pass.js"),
  "[data-poll]": () => import("./page/poll.js"),
  "[data-print]": () => import("./page/print.js"),
  "[data-scan]": () => import("./scan/page.js"),
  "[data-sign-out]": () => import("./page/sign_out.js"),
  "[data-station]": () => import("./station/page.js"),
  "[data-storage]": () => import("./kept/storage.js"),
  "[data-unsent]": () => import("./offline/unsent.js"),
  "[data-update]": () => import("./page/updates.js"),
  "[data-waiting]": () => import("./offline/waiting.js"),
};

/** Asks for every script at once: one after another, each would wait for a network's way there and back. */
const wire = (root) => Promise.all(Object.keys(MODULES).map((selector) => wireThose(root, selector)));

async function wireThose(root, selector) {
  const elements = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) elements.push(root);
  if (elements.length === 0) return;
  const module = await MODULES[selector]().catch(excuse);
  if (module) elements.forEach(module.mount);
}

/** How Chromium, Firefox and Safari say that a script did not arrive, as when its page is left meanwhile. */
const NOT_ARRIVED = /fetch dynamically imported|loading dynamically imported|Importing a module/i;

/** No part of a page keeps another from being wired; whatever is a fault of its own is told as one. */
function excuse(error) {
  if (NOT_ARRIVED.test(error.message)) console.warn(error.message);
  else reportError(error);
}

// A live part says which version it shows, and an unchanged one costs an empty 304.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const { version } = detail.elt.dataset;
  if (version) detail.headers["If-None-Match"] = `"${version}"`;
});

// What was kept before has to be safe before more is kept behind it.
beginAfresh().catch(() => {});
// The tests ask for this before they cut a page off from its scripts.
wire(document).then(() => (document.documentElement.dataset.wired = ""));
startWorker();
// Whose page this is comes before anything is sent or kept in their name.
settled.then(() => Promise.all([startOutbox(), startMine(), startSending()]));
document.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt !== document.body) wire(detail.elt);
});
