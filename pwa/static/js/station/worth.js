/** What a result is worth, and times, in words that stand in the page (_field_words.html). */
import { fill } from "../page/phrases.js";
import { amount } from "./rules/scales.js";

/** A sentence of the page by its name, with facts put in. */
export function say(name, facts = {}) {
  const place = document.querySelector(`[data-say="${name}"]`);
  return place ? fill(place.textContent, facts) : "";
}

/**
 * A score as {points, gap, note, tone}: texts, "" where there is nothing to say.
 * @param {object} item of the pack
 * @param {object} score of scoring.js
 */
export function worth(item, { points, passed, next, note }) {
  const isKnown = points !== null || passed !== null;
  const said = passed === null ? (points === null ? "" : say("points", { n: points })) : say(passed ? "passed" : "failed");
  const top = isKnown && passed === null && item.kind === "points" ? say("top") : "";
  const tone = passed === null ? "" : passed ? "ok" : "bad";
  return { points: said, gap: next ? toNext(item, next) : top, note: note ? say(note) : "", tone };
}

function toNext(item, { gap, points }) {
  const said = distance(gap, item);
  return points === null ? say("gap-pass", { gap: said }) : say("gap-points", { gap: said, n: points });
}

/** An amount as it is said: 7 秒, 1 分 12 秒, 0.05 米. */
export function distance(measure, item) {
  const n = amount(measure, item);
  if (item.unit !== "s" || Number(n) < 60) return say(`unit-${item.unit}`, { n }) || n;
  const minutes = Math.floor(Number(n) / 60);
  return say("unit-minutes", { m: minutes, s: amount(measure - minutes * 60_000, item) });
}

/**
 * A time as it is read off: {big: "3′41″", small: "2"}. A clock that runs shows what is past; a result is
 * rounded as its item says, so that it never looks better than it counts.
 */
export function clockOf(ms, rounding = "down") {
  const tenths = Math.max(0, rounding === "up" ? Math.ceil(ms / 100) : Math.floor(ms / 100));
  const seconds = Math.floor(tenths / 10);
  const minutes = Math.floor(seconds / 60);
  return { big: `${minutes}′${String(seconds % 60).padStart(2, "0")}″`, small: String(tenths % 10) };
}

/** 3′40″8 */
export function timeOf(ms, rounding) {
  const { big, small } = clockOf(ms, rounding);
  return big + small;
}
