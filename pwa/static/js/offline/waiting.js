/** The page of what waits: each claim of the reader's, and a way to try again now. */
import { flush, pending, watch } from "../kept/outbox.js";
import { settled } from "../kept/owner.js";
import { stencil } from "../page/stencil.js";
import { describe } from "../scan/claim_words.js";

/** @param {HTMLElement} page */
export async function mount(page) {
  const part = (name) => page.querySelector(`[data-${name}]`);
  const owner = await settled;
  const row = async (claim) => stencil(part(`row="${claim.kind}"`), await describe(claim));

  watch(async () => {
    const mine = (await pending()).filter((claim) => claim.owner && claim.owner === owner?.id);
    part("rows").replaceChildren(...(await Promise.all(mine.map(row))));
    part("some").hidden = mine.length === 0;
    part("none").hidden = mine.length > 0;
  });

  part("retry").addEventListener("click", async () => {
    part("retry").disabled = true;
    const { refused } = await flush();
    part("retry").disabled = false;
    for (const said of page.querySelectorAll("[data-refused]")) said.hidden = said.dataset.refused !== refused;
  });
}
