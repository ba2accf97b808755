/** A dialog that asks for a reason: one of a few, or a line of one's own. */
import { only } from "../../../page/states.js";

const MOST = 200; // characters of a reason

/**
 * @param {HTMLDialogElement} dialog
 * @param {(reason: string, kind: string) => void} answered
 */
export function asking(dialog, answered) {
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const radios = [...dialog.querySelectorAll("input[type=radio]")];
  let kind = "";

  /** The chip, what was written, or both; "" where that says nothing. */
  function reason() {
    const chip = radios.find(({ checked }) => checked);
    const text = part("text").value.trim();
    const said = chip?.hasAttribute("data-other") ? "" : chip?.value;
    return [said, text].filter(Boolean).join(": ").slice(0, MOST);
  }

  dialog.querySelector("form").addEventListener("submit", (event) => {
    const said = reason();
    part("error").hidden = Boolean(said);
    if (!said) return event.preventDefault();
    answered(said, kind);
  });
  part("cancel").addEventListener("click", () => dialog.close());
  // The keyboard stands upright, and so must what is written on it.
  part("text").addEventListener("focus", () => (dialog.dataset.turned = "no"));

  return {
    ask(name, isTurned = false) {
      kind = name;
      dialog.querySelector("form").reset();
      part("error").hidden = true;
      only(dialog, "for", name);
      dialog.dataset.turned = isTurned ? "yes" : "no";
      dialog.showModal();
    },
  };
}
