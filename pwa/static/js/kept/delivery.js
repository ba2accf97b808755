/** Handing claims to the server, and what its answers change here. */
import { asOwner } from "./owner.js";
import { learn, offset } from "./server_clock.js";
import { transact } from "./store.js";

const MOST = 50; // claims a request
const PATIENCE = 15_000; // ms for an answer
const SENT = ["id", "kind", "code", "stamp", "receipt", "training", "person", "pass", "phase", "at", "gap"];

/**
 * Sends the signed-in owner's claims until none are left or something stands in the way.
 * A claim leaves the outbox only by an answer that names it.
 * @param {(claim: object) => boolean} isHeld whether a claim still waits out its undo
 */
export async function deliver(isHeld) {
  let sent = 0;
  for (;;) {
    const { batch, left, owner } = await next(isHeld).catch(() => ({ batch: [], left: 0 }));
    if (batch.length === 0) return { sent, left, refused: null };
    // Times that this device wrote down are held against its clock as it is now.
    if (batch.some(isTimed)) await ask();
    const answer = await ask({ owner, claims: batch.map(asSent) });
    if (answer?.stamp) await remember(answer);
    const settled = answer?.answers ? await settle(answer.answers, batch, owner) : 0;
    sent += settled;
    // An answer that settles nothing would be asked for without end.
    if (settled === 0) return { sent, left: left + batch.length, refused: answer?.refused ?? "offline" };
  }
}

/**
 * The owner's oldest claims that may go, and how many more of theirs wait. While nobody is signed in
 * those that nobody owns up to yet are shown to the server, which notes when it first saw them.
 */
function next(isHeld) {
  return asOwner("outbox", "readonly", async (owner, outbox) => {
    const claims = (await outbox.index("owner").getAll(owner)).filter((claim) => owner || !claim.receipt);
    claims.sort((a, b) => a.made - b.made);
    const batch = claims.filter((claim) => !isHeld(claim)).slice(0, MOST);
    return { batch, left: claims.length - batch.length, owner };
  });
}

const isTimed = (claim) => "offset" in claim;

function asSent(claim) {
  const sent = Object.fromEntries(SENT.filter((key) => key in claim).map((key) => [key, claim[key]]));
  return isTimed(claim) ? { ...sent, gap: gapOf(claim) } : sent;
}

/**
 * By how many ms the clock was set: as was seen when the claim was made, or as its offset to the server has changed
 * since, whichever is more; null where either is unknown.
 */
function gapOf({ gap, offset: before }) {
  return gap === null || before === null ? null : Math.max(gap, Math.abs((offset() ?? before) - before));
}

/**
 * The server's answer, or null. Only our own envelope counts: a captive portal also says 200.
 */
export async function ask(body, url = "/sync") {
  const sentAt = Date.now();
  try {
    const response = await fetch(url, {
      method: body ? "POST" : "GET",
      headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
      redirect: "error",
      cache: "no-store",
      signal: patience(),
    });
    const answer = await response.json();
    if (answer?.yizhang !== 1) return null;
    await learn(answer.now, sentAt, Date.now());
    return answer;
  } catch {
    return null;
  }
}

/** Gives a request up in time: one that hangs would hold the others back. */
function patience() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), PATIENCE);
  return controller.signal;
}

/** Keeps the newest stamp, and what a signed-out answer said of when each code was first seen. */
async function remember({ stamp, receipts = {} }) {
  await transact(["outbox", "meta"], "readwrite", async (outbox, meta) => {
    await meta.put(stamp, "stamp");
    for (const [id, receipt] of Object.entries(receipts)) {
      const claim = await outbox.get(id);
      if (claim && !claim.receipt) await outbox.put({ ...claim, receipt });
    }
  }).catch(() => {});
}

/**
 * Moves each answered claim from the outbox to the answers, in one transaction. Answers say names and
 * titles: those of an owner who left meanwhile are not kept, and asked for again when they are back.
 */
async function settle(answers, batch, owner) {
  const asked = new Map(batch.map((claim) => [claim.id, claim]));
  const ours = answers.filter((answer) => asked.has(answer.id));
  const isKept = await asOwner(["outbox", "answers"], "readwrite", async (holder, outbox, rows) => {
    if (!holder || holder !== owner) return false;
    for (const answer of ours) {
      const { kind, code } = asked.get(answer.id);
      await outbox.delete(answer.id);
      await rows.put({ ...answer, owner, kind, code, at: Date.now() });
    }
    return true;
  });
  if (!isKept) return 0;
  for (const answer of ours) document.dispatchEvent(new CustomEvent("outbox:answer", { detail: answer }));
  return ours.length;
}
