/** What the codes of this system say, read from any address: the text after the path alone counts. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const PHASES = { I: "in", M: "mid", O: "out" };
const SLOT = 10_000; // ms
const CODE = /\/C\/([A-Z2-7]{30})$/;
const PASS = /\/P\/([A-Z2-7]{20})$/;

/**
 * A check-in code and the instant it stands for, or null. Whether it is genuine only the server knows.
 * @returns {{code: string, phase: "in"|"mid"|"out", training: number, credited: number}|null}
 */
export function codeIn(text) {
  const code = CODE.exec(plain(text))?.[1];
  const phase = code && PHASES[code[5]];
  return phase ? { code, phase, training: number(code.slice(0, 5)), credited: number(code.slice(8, 14)) * SLOT } : null;
}

/** The text of a personal pass, or null. */
export const passIn = (text) => PASS.exec(plain(text))?.[1] ?? null;

const plain = (text) => text.trim().toUpperCase();

const number = (text) => [...text].reduce((value, letter) => value * 32 + LETTERS.indexOf(letter), 0);
