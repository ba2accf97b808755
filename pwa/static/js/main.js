/** Wires behaviour to the elements that ask for it, on load and after each htmx swap. */

import { start as beginAfresh } from "./afresh.js";
import { start as startMine } from "./mine.js";
import { start as startOutbox } from "./outbox.js";
import { settled } from "./owner.js";
import { start as startSending } from "./station/sending.js";
import { start as startWorker } from "./updates.js";

const MODULES = {
  "[data-autosubmit]": () => import("./autosubmit.js"),
  "[data-board]": () => import("./board.js"),
  "[data-capture]": () => import("./scan/capture.js"),
  "[data-checker]": () => import("./checker/page.js"),
  "[data-field]": () => import("./field/field.js"),
  "[data-install]": () => import("./install.js"),
  "[data-offline-home]": () => import("./offline/home.js"),
  "[data-pass-page]": () => import("./offline/pass.js"),
  "[data-poll]": () => import("./poll.js"),
  "[data-print]": () => import("./print.js"),
  "[data-scan]": () => import("./scan/page.js"),
  "[data-sign-out]": () => import("./sign_out.js"),
  "[data-station]": () => import("./station/page.js"),
  "[data-storage]": () => import("./storage.js"),
  "[data-unsent]": () => import("./offline/unsent.js"),
  "[data-update]": () => import("./updates.js"),
  "[data-waiting]": () => import("./offline/waiting.js"),
};

async function wire(root) {
  for (const [selector, load] of Object.entries(MODULES)) {
    const elements = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) elements.push(root);
    if (elements.length === 0) continue;
    const module = await load().catch(excuse);
    if (module) elements.forEach(module.mount);
  }
}

/** A script that does not arrive, as when its page is left meanwhile, keeps nothing else from being wired. */
function excuse(error) {
  if (!(error instanceof TypeError)) throw error;
  console.warn(error.message);
}

// A live part says which version it shows, and an unchanged one costs an empty 304.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const { version } = detail.elt.dataset;
  if (version) detail.headers["If-None-Match"] = `"${version}"`;
});

// What was kept before has to be safe before more is kept behind it.
beginAfresh().catch(() => {});
wire(document);
startWorker();
// Whose page this is comes before anything is sent or kept in their name.
settled.then(() => Promise.all([startOutbox(), startMine(), startSending()]));
document.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt !== document.body) wire(detail.elt);
});
