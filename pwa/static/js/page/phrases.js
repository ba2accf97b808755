/** Words come from the page; these put numbers, names and times into them. */

const ZONE = "Asia/Shanghai";
const TIME = { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const SHORT = new Intl.DateTimeFormat("en", TIME);
const LONG = new Intl.DateTimeFormat("en", { ...TIME, second: "2-digit" });
// The Swedish write a date as 2026-11-21.
const DAY = new Intl.DateTimeFormat("sv", { timeZone: ZONE });

/** "{n} 人" with {n: 3} → "3 人" */
export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);

/** 14:00 */
export const time = (at) => SHORT.format(at);

/** 14:00:07 */
export const seconds = (at) => LONG.format(at);

/** 2026-11-21, the bureau's day of an instant. */
export const day = (at) => DAY.format(at);

/** The day beside the time, where it is not today's. */
export const moment = (at, today) => (day(at) === day(today) ? time(at) : `${day(at).slice(5)} ${time(at)}`);

/** How far this device's clock is ahead of the server's: +0.2, −75 */
export function ahead(offset) {
  const seconds = -offset / 1000;
  const shown = Math.abs(seconds).toFixed(Math.abs(seconds) < 100 ? 1 : 0);
  return `${seconds < 0 && Number(shown) ? "−" : "+"}${shown}`;
}
