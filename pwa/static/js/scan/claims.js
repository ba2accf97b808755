/** Scanned codes as claims: kept once on this device, and what has become of each. */
import { describe } from "../offline/claims.js";
import { keep, newId, owner, pending } from "../outbox.js";
import { settled } from "../owner.js";
import { all, inTime, remove } from "../store.js";
import { codeIn } from "./texts.js";

const OLD = 24 * 3600e3; // ms after which an answer is no news

/**
 * Keeps a code as a claim and resolves with what is known of it (see `known`) once it is on the disk;
 * the same code again, of the same person, is the same claim. Rejects where nothing could be kept.
 */
export function record(code) {
  return inTime(alone(() => recordOnce(code)));
}

async function recordOnce(code) {
  await settled;
  const earlier = (await known()).find((one) => one.code === code);
  return earlier ?? bare(await keep({ id: newId(), kind: "scan", code }));
}

/** Two windows with one camera see the same code at the same moment. */
const alone = (work) => (navigator.locks ? navigator.locks.request("scan", work) : work());

/**
 * What is known of the claims made here, newest first, of whoever is signed in or of nobody yet:
 * {id, code, state, phase, credited, title} and, once answered, {message, reason, received}. `state` is
 * kept, signed_out or ownerless while it waits; then counted, review or refused.
 */
export async function known() {
  const [claims, answers, holder] = await Promise.all([pending(), all("answers"), owner()]);
  const mine = (row) => !row.owner || row.owner === holder?.id;
  const isNews = (answer) => answer.code && mine(answer) && Date.now() - answer.at < OLD;
  const waiting = claims.filter((claim) => claim.kind === "scan" && mine(claim)).map(ofClaim);
  return [...(await Promise.all(waiting)), ...answers.filter(isNews).map(ofAnswer)].sort((a, b) => b.credited - a.credited);
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
