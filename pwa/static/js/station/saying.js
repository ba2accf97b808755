/** How amounts, outcomes and notes are said, in words that stand in the page (`_field_says.html`). */
import { fill } from "../phrases.js";
import { amount as number, write } from "./scales.js";

const words = () => document.querySelector("#field-says").dataset;
const camel = (code) => code.replace(/[_-](\w)/g, (_, letter) => letter.toUpperCase());

/** An amount with its unit: 7 秒, 1 分 12 秒, 0.05 米, 2 个. */
export function amount(measure, item) {
  const n = number(measure, item);
  if (item.unit === "s" && Number(n) >= 60) return fill(words().min, { m: Math.floor(n / 60), s: (n % 60).toFixed(item.decimals) });
  if (item.unit === "count" && measure === 1) return fill(words().countOne, { n });
  return fill(words()[item.unit.toLowerCase()] ?? "{n}", { n });
}

/** 还差 7 秒到 85 分; nothing where there is no next row. */
export function gap({ next }, item) {
  if (!next) return "";
  const facts = { gap: amount(next.gap, item), n: next.points };
  return fill(next.points === null ? words().toPass : words().toPoints, facts);
}

/** 85 分线 41，还差 10 个: where the row itself is worth seeing. */
export function line({ next, reached }, item) {
  if (!next) return reached ? words().best : "";
  const facts = { gap: amount(next.gap, item), n: next.points, line: write(next.measure, item) };
  return fill(next.points === null ? words().linePass : words().linePoints, facts);
}

/** The points or 达标 in words; "" where the table gives neither. */
export function outcome({ points, passed }) {
  if (passed !== null) return passed ? words().passed : words().failed;
  return points === null ? "" : fill(words().points, { n: points });
}

/** A note's code in words: why there are no points. */
export const note = (code) => (code ? (words()[camel(code)] ?? "") : "");

/** A try without a measure: 犯规, 未完成, 未到. */
export const fault = (word) => words()[word] ?? word;

/** A try as it is shown in a list or told to its person. */
export function mark({ measure, second, word }, item) {
  if (measure === null || measure === undefined) return fault(word);
  if (second !== null && second !== undefined) return `${write(second, item.second)} / ${write(measure, item)}`;
  return item.unit === "count" && item.high === 1 ? outcome({ passed: measure === 1 }) : write(measure, item);
}
