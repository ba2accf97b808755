/** Scanned codes as claims: kept once on this device, and what has become of each. */
import { newId } from "../kept/ids.js";
import { keep, pending } from "../kept/outbox.js";
import { owner } from "../kept/owner.js";
import { all, inTime, remove } from "../kept/store.js";
import { describe } from "./claim_words.js";
import { codeIn } from "./texts.js";

const OLD = 24 * 3600e3; // ms after which an answer is no news

/**
 * Keeps a code as a claim and resolves with what is known of it (see `known`) once it is on the disk;
 * the same code again, of the same person, is the same claim. Rejects where nothing could be kept.
 */
export const record = (code) => inTime(recordOnce(code));

async function recordOnce(code) {
  const isThere = (rows, holder) => rows.some((row) => row.code === code && isShown(row, holder));
  const claim = await keep({ id: newId(), kind: "scan", code }, isThere);
  if (claim) return bare(claim);
  return (await known()).find((one) => one.code === code) ?? recordOnce(code);
}

/** Whether a claim or an answer is of this holder's scans, or of one that nobody has owned up to, and is news. */
function isShown(row, holder) {
  if (row.owner && row.owner !== holder) return false;
  return row.outcome ? row.code && Date.now() - row.at < OLD : row.kind === "scan";
}

/**
 * What is known of the claims made here, newest first, of whoever is signed in or of nobody yet:
 * {id, code, state, phase, credited, title} and, once answered, {message, reason, received}. `state` is
 * kept, signed_out or ownerless while it waits; then counted, review or refused.
 */
export async function known() {
  const [claims, answers, holder] = await Promise.all([pending(), all("answers"), owner()]);
  const shown = (row) => isShown(row, holder?.id);
  const waiting = await Promise.all(claims.filter(shown).map(ofClaim));
  return [...waiting, ...answers.filter(shown).map(ofAnswer)].sort((a, b) => b.credited - a.credited);
}

export const look = async (id) => (await known()).find((one) => one.id === id) ?? null;

/** The answer to a claim has been seen. */
export const seen = (id) => remove("answers", id);

/** What the claim says by itself; the title of its training is looked up after it has been shown. */
function bare({ id, code, owner, receipt }) {
  const { phase, credited } = codeIn(`/C/${code}`);
  const state = !owner ? "ownerless" : receipt ? "signed_out" : "kept";
  return { id, code, state, phase, credited };
}

const ofClaim = async (claim) => ({ ...bare(claim), title: (await describe(claim)).training });

/** A repeat is answered with what became of the first. */
function ofAnswer(answer) {
  const { phase, credited } = codeIn(`/C/${answer.code}`);
  const { id, code, title, message, reason } = answer;
  const repeated = (answer.counts ?? !reason) ? "counted" : "review";
  const state = answer.outcome === "duplicate" ? repeated : answer.outcome;
  const times = { credited: answer.credited_at ?? credited, received: answer.received_at };
  return { id, code, state, phase, title, message, reason, ...times };
}
