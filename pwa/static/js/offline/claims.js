/** A waiting claim in words: when, and of which training where this phone knows it. */
import { mine } from "../mine.js";
import { seconds } from "../phrases.js";
import { codeIn } from "../scan/texts.js";
import { date } from "../stencil.js";

/** @returns {Promise<{at: number, when: string, training: string|undefined, place: string|undefined}>} */
export async function describe(claim) {
  const code = claim.code && codeIn(`/C/${claim.code}`);
  const at = code?.credited ?? claim.at ?? claim.made;
  const kept = await mine();
  const known = [...(kept?.trainings ?? []), ...(kept?.leads ?? [])];
  const training = known.find((one) => (code ? one.number === code.training : one.id === claim.training));
  return { at, when: `${date(at)} ${seconds(at)}`, training: training?.title, place: training?.place };
}
