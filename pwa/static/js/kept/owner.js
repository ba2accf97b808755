/**
 * Whose browser this is now. A page of the server says who is signed in, or that nobody is; a shell
 * says neither, and goes by what was noted before. What a former owner could read here is dropped as
 * soon as anyone else's page, or nobody's, is opened: signing out needs no script of its own.
 */
import { dropReadable, get, put, transact } from "./store.js";

const NOBODY = 0;

const channel = "BroadcastChannel" in self ? new BroadcastChannel("owner") : null;
const said = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

/** The owner as this page was opened: {id, name} or null. Until then the note in `meta` names whoever was here before. */
export const settled = settle().catch(() => null);

/** The owner of this moment: {id, name} or null. Another window may have changed it since this page was opened. */
export async function owner() {
  await settled;
  return (await get("meta", "owner")) ?? null;
}

/**
 * A transaction on what belongs to somebody: `work(owner, ...stores, meta)`, `owner` being the id of whose browser it
 * is then, 0 while it is nobody's. The only way to ask that in a transaction, so that nobody asks too early.
 */
export const asOwner = (names, mode, work, signal) =>
  besideOwner(names, mode, async (owner, ...stores) => work(await owner, ...stores), signal);

/** The same where each wait counts: `work` is handed the promise of that id, to read more of `meta` beside it. */
export async function besideOwner(names, mode, work, signal) {
  await settled;
  const asking = async (...stores) => work(idIn(stores.at(-1)), ...stores);
  return transact([...[names].flat(), "meta"], mode, asking, signal);
}

const idIn = async (meta) => (await meta.get("owner"))?.id ?? NOBODY;

/** A transaction on readable copies, once those of whoever was here before are gone. */
export async function readable(names, mode, work) {
  await settled;
  return transact(names, mode, work);
}

/**
 * Whether an answer of the server to account `id` is for the owner of this browser, who was `before` when it was asked.
 * A person who comes right after signing in has met no page that says whose browser it is now: the answer says it then.
 * False where the browser changed hands while the answer was on its way: nobody here may keep it any more.
 */
export async function recognise(id, before) {
  const [now, isLeaving] = await Promise.all([owner(), get("meta", "leaving")]);
  if (isLeaving || now?.id !== before?.id) return false;
  if (now?.id === id) return true;
  if (now) await dropReadable();
  await put("meta", { id, name: "" }, "owner");
  return true;
}

async function settle() {
  const before = (await get("meta", "owner")) ?? null;
  const id = Number(said("owner") ?? 0);
  const isSignedOut = said("signed-out") !== undefined;
  if (!id && !isSignedOut) return before;
  if (id && (await get("meta", "leaving"))) return leave();
  const now = id ? { id, name: said("owner-name") } : null;
  if (before && before.id !== now?.id) await dropReadable();
  await transact("meta", "readwrite", async (meta) => {
    await meta.put(document.documentElement.lang.slice(0, 2), "lang");
    await (now ? meta.put(now, "owner") : meta.delete("leaving"));
  });
  // Told even where nothing changed: sign_out.js has forgotten the owner before this page is there.
  channel?.postMessage(now?.id ?? 0);
  return now;
}

/**
 * Makes up for a signing out that the server never heard of. Until then nothing on this page may begin
 * in that person's name: whoever holds the phone now is someone else.
 */
async function leave() {
  await fetch("/sign-out", { method: "POST" }).catch(() => {});
  location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  return new Promise(() => {});
}

// Another window of this browser has changed hands: what this one shows is no longer anyone's to see.
channel?.addEventListener("message", async ({ data }) => {
  if (data !== ((await settled)?.id ?? 0)) location.reload();
});
