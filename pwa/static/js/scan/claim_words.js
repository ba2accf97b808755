/** A waiting claim in words: when, and of which training where this phone knows it. */
import { mine } from "../kept/mine.js";
import { seconds } from "../page/phrases.js";
import { date } from "../page/stencil.js";
import { codeIn } from "./texts.js";

/** @returns {Promise<{at: number, when: string, training: string|undefined, place: string|undefined}>} */
export async function describe(claim) {
  const code = claim.code && codeIn(`/C/${claim.code}`);
  const at = code?.credited ?? claim.at ?? claim.made;
  const kept = await mine();
  const known = [...(kept?.trainings ?? []), ...(kept?.leads ?? [])];
  const training = known.find((one) => (code ? one.number === code.training : one.id === claim.training));
  return { at, when: `${date(at)} ${seconds(at)}`, training: training?.title, place: training?.place };
}
