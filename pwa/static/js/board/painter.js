/** Puts a code on the screen: the matrix, its six digits, and the seconds it has left. */
import { outline } from "../page/matrix.js";

/** @param {HTMLElement} board */
export function painter(board) {
  const part = (name) => board.querySelector(`[data-${name}]`);
  let shown;
  return {
    show(code, left, isOpen) {
      part("closed").hidden = isOpen;
      part("qr").toggleAttribute("hidden", !isOpen);
      const seconds = Math.ceil(left / 1000);
      part("seconds").textContent = code ? seconds : "";
      part("ring").setAttribute("stroke-dasharray", `${code ? seconds : 0} 10`);
      if (code?.slot === shown) return;
      shown = code?.slot;
      part("digits").textContent = code ? `${code.digits.slice(0, 3)} ${code.digits.slice(3)}` : "··· ···";
      part("qr").setAttribute("viewBox", `0 0 ${code?.size ?? 1} ${code?.size ?? 1}`);
      part("qr").querySelector("path").setAttribute("d", code ? outline(code) : "");
    },
  };
}
