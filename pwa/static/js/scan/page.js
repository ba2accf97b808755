/** The scanner of who checks in, and what became of the codes scanned here. */
import { watch } from "../kept/outbox.js";
import { signal } from "../page/signals.js";
import { known, record } from "./claims.js";
import { fill } from "./panel.js";
import { result } from "./result.js";
import { codeIn } from "./texts.js";
import { painted } from "./timing.js";
import { viewfinder } from "./viewfinder.js";

/** @param {HTMLElement} root */
export function mount(root) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const panel = result(part("result"));
  const finder = viewfinder(part("scanner"), found);

  async function found(text, began) {
    const code = codeIn(text);
    const isKept = code !== null && (await take(code));
    if (!code) finder.say("foreign");
    signal(isKept ? "kept" : "bad");
    painted(began);
  }

  /** Nothing is said before the claim is on the disk, and at once where it cannot get there. */
  async function take(code) {
    const facts = await record(code.code).catch(() => null);
    if (facts) panel.follow(facts);
    else panel.show({ state: "unkept", ...code });
    finder.rest();
    return facts !== null;
  }

  function begin() {
    panel.hide();
    finder.begin();
  }

  function open(facts) {
    panel.follow(facts);
    finder.rest();
  }

  async function list() {
    const rows = await known().catch(() => []);
    part("rows").replaceChildren(...rows.map((facts) => row(part("row"), facts, open)));
    part("claims").hidden = rows.length === 0;
  }

  for (const element of root.querySelectorAll("[data-scripted]")) element.hidden = false;
  for (const link of root.querySelectorAll("[data-again]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      begin();
    });
  }
  root.addEventListener("htmx:sendError", () => (part("offline").hidden = false));
  root.addEventListener("htmx:beforeRequest", () => (part("offline").hidden = true));
  watch(list);
  begin();
}

function row(template, facts, open) {
  const item = template.content.firstElementChild.cloneNode(true);
  fill(item, facts);
  item.querySelector("button").addEventListener("click", () => open(facts));
  return item;
}
