/**
 * Whose browser this is now. A page of the server says who is signed in, or that nobody is; a shell
 * says neither, and goes by what was noted before. What a former owner could read here is dropped as
 * soon as anyone else's page, or nobody's, is opened: signing out needs no script of its own.
 */
import { dropReadable, get, transact } from "./store.js";

const channel = "BroadcastChannel" in self ? new BroadcastChannel("owner") : null;
const said = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

/** The owner as this page was opened: {id, name} or null. Await it before asking what is theirs. */
export const settled = settle().catch(() => null);

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
  // Also where nothing changed here: who signs out by the button is forgotten before this page is there.
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
