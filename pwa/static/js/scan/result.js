/** The panel of one claim, kept true while its answer is on the way. */
import { flush, watch } from "../kept/outbox.js";
import { signal } from "../page/signals.js";
import { look, seen } from "./claims.js";
import { fill } from "./panel.js";

/** @param {HTMLElement} root the #result of a page */
export function result(root) {
  let facts = null;

  function show(next) {
    const isAnswered = facts?.id && facts.id === next.id && facts.state !== next.state;
    if (isAnswered && next.state === "refused") signal("bad");
    facts = next;
    fill(root, facts);
    root.hidden = false;
  }

  /** Shows the answer that the claim has by now, or that the server gives none before somebody signs in. */
  async function refresh() {
    if (!facts?.id) return;
    const now = await look(facts.id).catch(() => null);
    const isNews = now && (now.state !== facts?.state || now.title !== facts?.title);
    if (isNews && now.id === facts?.id) show(now);
  }

  async function retry(button) {
    button.setAttribute("aria-busy", "true");
    await flush().catch(() => {});
    await refresh();
    button.removeAttribute("aria-busy");
  }

  root.querySelector("[data-retry]").addEventListener("click", ({ currentTarget }) => retry(currentTarget));
  for (const link of root.querySelectorAll("[data-seen]")) {
    link.addEventListener("click", () => facts?.id && seen(facts.id));
  }
  watch(refresh);

  return {
    show,
    hide() {
      facts = null;
      root.hidden = true;
    },
    /** Shows a claim, and what comes of sending it. */
    follow(next) {
      show(next);
      flush().then(refresh, () => {});
    },
  };
}
