/** The panel of one claim, kept true while its answer is on the way. */
import { flush, watch } from "../kept/outbox.js";
import { fill } from "../page/panel.js";
import { signal } from "../page/signals.js";
import { look, seen } from "./claims.js";

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

  /** The claim has an answer, or a word from the server that none comes before signing in. */
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
