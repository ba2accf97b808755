/**
 * One claim shown in words that stand in the page: those of its state are seen, and what only the
 * claim knows is filled in.
 */
import { seconds } from "./phrases.js";

/**
 * Of all elements inside `root` that are for some states (data-for="kept ownerless"), shows those of one.
 * @param {ParentNode} root
 * @param {string} name the attribute after data-
 */
export function only(root, name, state) {
  for (const element of root.querySelectorAll(`[data-${name}]`)) {
    // The property is one of HTML's, and drawings are none.
    element.toggleAttribute("hidden", !element.dataset[name].split(" ").includes(state));
  }
}

/**
 * @param {ParentNode} root
 * @param {{id?: string, state: string, phase?: string, reason?: string, credited?: number, received?: number,
 *   title?: string, message?: string}} facts
 */
export function fill(root, facts) {
  only(root, "for", facts.state);
  only(root, "phase", facts.phase ?? "");
  only(root, "reason", facts.reason ?? "");
  write(root, "title", facts.title);
  write(root, "message", facts.message);
  write(root, "time", facts.credited && seconds(facts.credited));
  write(root, "received", facts.received && seconds(facts.received));
  for (const link of root.querySelectorAll("[data-details]")) link.href = `/check-in/${facts.id}`;
}

function write(root, name, text) {
  for (const place of root.querySelectorAll(`[data-${name}]`)) {
    place.textContent = text ?? "";
    place.hidden = !text;
  }
}
