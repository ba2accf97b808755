/** The pack of a station, which its examiner takes along: fetched while there is a network, kept under their name. */
import { fetchCopy, keptCopy } from "../kept/copies.js";
import { asOwner, readable } from "../kept/owner.js";

const STORE = "stations"; // a pack by its station's number, a line-up by `${station}|${heat}`
const lineupsOf = (station) => IDBKeyRange.bound(`${station}|`, `${station}|\uffff`);

export const kept = (station) => keptCopy(STORE, station);

/** The pack as it is now, which is kept; else why not (see `fetchCopy`). */
export const fetchPack = (station, before) =>
  fetchCopy({ store: STORE, key: station, url: `/stations/${station}/pack.json` }, before);

/**
 * Line-ups: who is to run in a group, and whether it is over. They are aids, not records: results come from
 * entries alone.
 * @returns {Promise<{heat: string, number: number, people: number[], isOver: boolean, isCheck: boolean, made: number}[]>}
 */
export const lineups = (station) => readable(STORE, "readonly", (rows) => rows.getAll(lineupsOf(station)));

export function keepLineup(station, lineup) {
  return asOwner(STORE, "readwrite", async (owner, rows) => {
    if (owner) await rows.put(lineup, `${station}|${lineup.heat}`);
  });
}
