/** On every page: what waits on this phone, claims and field entries, and whose the claims are that nobody owned up to. */
import { adopt, count, discard, pending, watch } from "../kept/outbox.js";
import { settled } from "../kept/owner.js";
import { stencil } from "../page/stencil.js";
import { describe } from "../scan/claim_words.js";
import { counts as ofStations, watch as watchStations } from "../station/log/stream.js";

const MOST = 3; // questions at a time
const NOTHING = { mine: 0, others: 0, ownerless: 0 }; // a browser that keeps nothing has nothing waiting

/** @param {HTMLElement} strip */
export async function mount(strip) {
  const owner = await settled;
  const draw = async (claims) => {
    const field = await ofStations().catch(() => NOTHING);
    const counts = { ...claims, field: field.mine, others: claims.others + field.others };
    for (const place of strip.querySelectorAll("[data-count]")) {
      const n = counts[place.dataset.count];
      place.hidden = n === 0;
      place.querySelector("[data-n]").textContent = n;
    }
    const questions = owner && counts.ownerless ? await ask(strip, owner) : [];
    strip.querySelector("[data-asked]").replaceChildren(...questions);
    strip.hidden = !(counts.mine || counts.field || counts.others || questions.length);
    if (counts.mine) remind();
  };
  const again = async () => draw(await count().catch(() => NOTHING));
  watch(draw);
  watchStations(again);
  // The training of a question is known once the reader's own things are.
  document.addEventListener("mine:kept", again);
}

/** Asks of each claim made while nobody was signed in: only the person can say. */
async function ask(strip, owner) {
  const claims = (await pending()).filter((claim) => !claim.owner).slice(0, MOST);
  return Promise.all(claims.map((claim) => question(strip, claim, owner)));
}

async function question(strip, claim, owner) {
  const asked = stencil(strip.querySelector("[data-ask]"), await describe(claim));
  asked.querySelector("[data-yes]").addEventListener("click", () => adopt([claim.id], owner.id));
  asked.querySelector("[data-no]").addEventListener("click", () => discard([claim.id]));
  return asked;
}

/** Lets the browser wake the worker once the network is back, where it can do that. */
async function remind() {
  const registration = await navigator.serviceWorker?.ready;
  await registration?.sync?.register("outbox").catch(() => {});
}
