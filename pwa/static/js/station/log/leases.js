/** The station that this device has taken: until it is given back the server settles no sheet whose entries may lie here. */
import { keepFor } from "../../kept/copies.js";
import { ask } from "../../kept/delivery.js";
import { readable } from "../../kept/owner.js";
import { transact } from "../../kept/store.js";
import { flush } from "./sending.js";
import { close, open } from "./stream.js";

const STORE = "stations";
const keyOf = (station) => `lease|${station}`;

/** {takenAt, closingAt} as noted here, or null. */
export async function leaseOf(station) {
  const noted = readable(STORE, "readonly", (rows) => rows.get(keyOf(station)));
  return (await noted.catch(() => null)) ?? null;
}

/** Takes the station, having proved that this device keeps things. False where the server could not be asked. */
export async function takeLease({ id, pack }) {
  const { device, label } = await open(pack.assessment.id, { by: pack.owner });
  const answer = await ask({ device, label }, `/stations/${id}/leases`);
  if (!answer?.lease) return false;
  await keepFor(pack.owner, STORE, { takenAt: Date.now() }, keyOf(id));
  return true;
}

/** Done here: the server closes the station when everything has come. */
export async function giveBack({ id, pack, lineups }) {
  await close(pack.assessment.id, id, { by: pack.owner });
  await lineups.endAll();
  await keepFor(pack.owner, STORE, { closingAt: Date.now() }, keyOf(id));
  return flush();
}

/** Whether the server has closed the station: then nothing is owed, and nothing of it is left to say. */
export async function isClosed({ id, pack }) {
  const found = await transact("streams", "readonly", (streams) => streams.getAll());
  const mine = found.find((one) => one.assessment === pack.assessment.id && one.owner === pack.owner);
  return Boolean(mine) && !mine.closing.includes(id);
}
