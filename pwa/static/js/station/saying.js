/** How a result and the row above it are said, in words that stand in the page. */
import { amount as number, write } from "./rules/scales.js";
import { distance, say } from "./worth.js";

/** An amount with its unit. One rep is no reps in English. */
const amount = (measure, item) =>
  item.unit === "count" ? say(measure === 1 ? "one-rep" : "reps", { n: measure }) : distance(measure, item);

/** 85 分线 41，还差 10 个: with the row itself, for people who are still counting towards it. */
export function lineTo({ next, reached }, item) {
  if (!next) return reached ? say("top") : "";
  const facts = { gap: amount(next.gap, item), n: next.points, line: write(next.measure, item) };
  return say(next.points === null ? "line-pass" : "line-points", facts);
}

/** A try as it is shown in a list or told to its person; without a measure it says why: 犯规, 未完成. */
export function mark({ measure, second, word }, item) {
  if (measure === null || measure === undefined) return say(word);
  if (second !== null && second !== undefined) return `${write(second, item.second)} / ${write(measure, item)}`;
  if (item.kind === "pass_fail" && item.high === 1) return say(measure === 1 ? "passed" : "failed");
  return item.unit === "ring" ? say("rings", { n: number(measure, item) }) : write(measure, item);
}

