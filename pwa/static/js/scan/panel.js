/**
 * One claim shown in words that stand in the page: those of its state are seen, and what only the
 * claim knows is filled in.
 */
import { seconds } from "../page/phrases.js";
import { only } from "../page/states.js";

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
