/**
 * A code that the phone's own camera opened, on a page from this browser's storage: the claim is kept
 * before anything is sent. A prerendered page must not check anyone in.
 */
import { signal } from "../page/signals.js";
import { look, record } from "./claims.js";
import { result } from "./result.js";
import { codeIn } from "./texts.js";

/** @param {HTMLElement} root */
export function mount(root) {
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", () => capture(root), { once: true });
  } else {
    capture(root);
  }
}

async function capture(root) {
  const panel = result(root.querySelector("[data-result]"));
  const found = codeIn(location.pathname);
  if (!found) return panel.show({ state: "foreign" });
  // The same page read again, by hand or by a phone that put it to sleep, is no second claim.
  const earlier = history.state?.claim;
  const known = earlier && (await look(earlier).catch(() => null));
  if (known) return panel.follow(known);
  if (earlier) return location.replace(`/check-in/${earlier}`);
  const facts = await record(found.code).catch(() => null);
  if (!facts) return panel.show({ state: "unkept", ...found });
  history.replaceState({ claim: facts.id }, "");
  panel.follow(facts);
  signal("kept");
}
