/**
 * Keeps the app usable without a network: static files, and shells, which are pages without anything
 * personal. What a person may read offline lies in IndexedDB, where pages put it, never here.
 */
const BUILD = {{ build | tojson }};
const FILES = {{ files | tojson }};
const LATER = {{ later | tojson }}; // large: kept at first use, or when a page says that it has time
const SHELLS = {{ shells | tojson }};
const LANGUAGES = {{ languages | tojson }}; // the first is spoken to whoever has not chosen
const CACHE = `build-${BUILD}`;
const PATIENCE = 5000; // ms for a page from the server
const RECALL = 1000; // ms for the database, which hangs on some phones: no page waits for it
const AWAY = [502, 503, 504]; // a proxy's or our own word that the server cannot answer now

/** A shell is filled with what its owner has here; until somebody is known, the server says who it is. */
const known = () => recall("owner");
const never = () => false;
/** Which shell stands in for an address, and when at once: else only while the server is away. */
const STAND_INS = [
  { path: /^\/(scan|pass|unsent)$/, shell: ([, name]) => name, first: known },
  { path: /^\/trainings\/\d+\/field$/, shell: () => "field", first: known },
  { path: /^\/stations\/\d+\/field$/, shell: () => "station", first: known },
  { path: /^\/C\/\w+$/i, shell: () => "capture", first: known },
  { path: /^\/trainings\/\d+\/board$/, shell: () => "board", first: never },
  { path: /^\/verify$/, shell: () => "verify", first: never },
  { path: /^[^.]*$/, shell: () => "home", first: never }, // but not what is downloaded
];

addEventListener("install", (event) => event.waitUntil(keepEverything()));
addEventListener("activate", (event) => event.waitUntil(forgetOldBuilds()));
addEventListener("fetch", answer);
addEventListener("sync", (event) => event.tag === "outbox" && event.waitUntil(tellPages("flush")));
addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting(); // only a person asks for this
  if (event.data === "idle") event.waitUntil(forgetOldBuilds());
  if (event.data === "decoder") event.waitUntil(keepLater());
});

/** All or nothing: a worker without one of its files is not installed, and the browser tries again. */
async function keepEverything() {
  const cache = await caches.open(CACHE);
  const shells = LANGUAGES.flatMap((lang) => SHELLS.map((name) => address(name, lang)));
  // Asked for as a stranger, a shell cannot hold anything personal.
  const asked = shells.map((url) => new Request(url, { credentials: "omit", cache: "no-store" }));
  await cache.addAll([...FILES, ...asked]);
}

async function keepLater() {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const url of LATER) if (!(await cache.match(url))) missing.push(url);
  await cache.addAll(missing).catch(() => {});
}

/** Each page holds a lock named after its build; files of a build that no page shows may go. */
async function forgetOldBuilds() {
  const names = (await caches.keys()).filter((name) => name.startsWith("build-") && name !== CACHE);
  const { installing, waiting } = registration;
  if (names.length === 0 || installing || waiting || !navigator.locks) return;
  const shown = (await navigator.locks.query()).held.map((lock) => lock.name);
  await Promise.all(names.filter((name) => !shown.includes(name)).map((name) => caches.delete(name)));
}

function answer(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) return event.respondWith(file(event, url.pathname));
  if (request.mode !== "navigate") return;
  const found = STAND_INS.find(({ path }) => path.test(url.pathname));
  if (found) event.respondWith(page(request, found.shell(url.pathname.match(found.path)), found.first));
}

/** A file of whichever build: its address names the build, so builds never mix. */
async function file(event, path) {
  const kept = await caches.match(path);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok && LATER.includes(path)) {
    const copy = response.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(path, copy)));
  }
  return response;
}

async function page(request, shell, first) {
  if (await first()) return (await kept(shell)) ?? fetch(request);
  try {
    return await fresh(request, await recall("owner"));
  } catch {
    return (await kept(shell)) ?? fetch(request);
  }
}

/** The server's page. Redirects are the browser's to follow, so a navigation may be answered with one. */
async function fresh(request, owner) {
  // A shell has something to show only where someone is known; a stranger on a slow network must get in.
  const late = new Promise((_, refuse) => owner && setTimeout(refuse, PATIENCE, new Error("late")));
  const response = await Promise.race([fetch(request), late]);
  if (AWAY.includes(response.status)) throw new Error("away");
  return response;
}

async function kept(shell) {
  const lang = await recall("lang");
  const url = address(shell, LANGUAGES.includes(lang) ? lang : LANGUAGES[0]);
  return (await caches.open(CACHE)).match(url);
}

function address(shell, lang) {
  return `/shell/${shell}?lang=${lang}&build=${BUILD}`;
}

async function tellPages(what) {
  for (const client of await clients.matchAll({ type: "window" })) client.postMessage(what);
}

/** A note that pages left in the database; the tables are theirs to make, never made from here. */
function recall(key) {
  return new Promise((resolve) => {
    setTimeout(resolve, RECALL);
    const opening = indexedDB.open("yizhang");
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => resolve(undefined);
    opening.onsuccess = () => {
      const reading = opening.result.transaction("meta").objectStore("meta").get(key);
      reading.onsuccess = reading.onerror = () => resolve(reading.result);
      opening.result.close();
    };
  });
}
