/** Whether the browser may throw away what is kept here when its disk runs full. */
import { get, put } from "./store.js";

const state = async () => (await navigator.storage?.persisted?.()) ?? null;

/** Asks once for storage that the browser does not clear by itself; some ask the person. */
export async function persist() {
  if ((await state()) !== false || (await get("meta", "asked_to_persist"))) return;
  await put("meta", true, "asked_to_persist");
  await navigator.storage.persist();
}

/**
 * Shows whether what is here is kept, may be cleared, or nobody can say.
 * @param {HTMLElement} place with an element for each: data-state-of="kept", "cleared" and "unknown"
 */
export async function mount(place) {
  const is = await state().catch(() => null);
  const name = is === null ? "unknown" : is ? "kept" : "cleared";
  for (const one of place.querySelectorAll("[data-state-of]")) one.hidden = one.dataset.stateOf !== name;
  place.hidden = false;
}
