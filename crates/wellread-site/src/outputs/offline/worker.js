// Stores copies of pages for when there is no network. A page always comes from the network if that answers:
// a phone number on it is then as the clinic last wrote it. Only files whose names hold a hash of their
// content come from the copies first. Nothing from another host is stored, nor what readers search for.
//
// BASE (the path of the site), VERSION, PAGES and FILES (stored before they are requested) are set above.

const ROOT = new URL(BASE, location.origin).pathname; // Written as browsers write paths.
const PREFIX = `wellread:${BASE}:`; // One host may serve several hubs.
const NEEDED = `${PREFIX}${VERSION}:needed`; // PAGES and FILES.
const VISITED = `${PREFIX}${VERSION}:visited`;
const OTHERS = `${PREFIX}${VERSION}:others`; // Pictures and parts of the search.
const MOST = { [VISITED]: 50, [OTHERS]: 150 };
const TIMEOUT = 4000; // Milliseconds until a copy is shown in place of a page that does not come.

const hashed = (path) => path.startsWith(`${ROOT}assets/`) || (path.startsWith(`${ROOT}search/`) && path.endsWith(".js"));

// Without the query, which may hold what a reader searched for.
const keyOf = (url) => new URL(url).origin + new URL(url).pathname;
const needed = new Set(PAGES.map((path) => new URL(path, location.origin).href));
const isPage = (response) => (response.headers.get("content-type") ?? "").startsWith("text/html");
const isWhole = (response) => response.status === 200 && response.type === "basic" && !response.redirected;

// The newest copy is the last; the page without a visit for the longest time is removed first.
async function store(name, key, response) {
  const cache = await caches.open(name);
  await cache.delete(key);
  await cache.put(key, response);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - (MOST[name] ?? Infinity)))) await cache.delete(old);
}

// A device without free space stores fewer copies; that is no reason to fail.
const tryToStore = (name, key, response) => store(name, key, response).catch(() => {});

async function fetchAndStore(name, address, cache) {
  const response = await fetch(address, { cache });
  if (isWhole(response)) await store(name, keyOf(response.url), response);
}

const all = (list, work) => Promise.all(list.map((one) => work(one).catch(() => {})));

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(Promise.all([
    all(PAGES, (page) => fetchAndStore(NEEDED, page, "no-cache")),
    all(FILES, (file) => fetchAndStore(NEEDED, file, "default")),
  ]));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${VERSION}:`)) await caches.delete(name);
    }
    await clients.claim();
    // The page on which a reader arrived was loaded before there was a worker.
    const open = (await clients.matchAll({ type: "window" })).map((client) => keyOf(client.url));
    await all(open.filter((key) => !needed.has(key)), (key) => fetchAndStore(VISITED, key, "no-cache"));
  })());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(ROOT)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (hashed(url.pathname)) event.respondWith(file(event));
  else if (request.destination === "image") event.respondWith(picture(event));
});

// --- Pages: the network first ------------------------------------------------------------------------------

async function page(event) {
  const key = keyOf(event.request.url);
  const name = needed.has(key) ? NEEDED : VISITED;
  const network = fetch(event.request).then((response) => storeResponse(event, name, key, response));
  network.catch(() => {});
  const copy = await (await caches.open(name)).match(key);
  if (!copy) return network.then(({ response }) => response, home);
  const late = new Promise((resolve) => setTimeout(resolve, TIMEOUT));
  const answer = await Promise.race([network.catch(() => null), late]);
  if (answer && answer.response.status < 500) return answer.response;
  const before = await copy.clone().text();
  event.waitUntil(tell(event.resultingClientId, { saved: copy.headers.get("date") }));
  event.waitUntil(network.then(async ({ response, text }) => {
    // The response came after all. A reader of an old copy with another text gets the new one.
    if (isWhole(response) && isPage(response) && (await text) !== before) await tell(event.resultingClientId, { changed: true });
  }).catch(() => {}));
  return copy;
}

// Stores a response of the network; deletes the copy of a page that no longer exists. Also refreshes the
// pages that must be current when there is no network, once in each life of the worker: browsers end it soon
// after a visit.
let refreshed = false;
function storeResponse(event, name, key, response) {
  let text = Promise.resolve("");
  if (isWhole(response) && isPage(response)) {
    text = response.clone().text();
    text.catch(() => {});
    event.waitUntil(tryToStore(name, key, response.clone()));
    if (!refreshed) {
      refreshed = true;
      const others = [...needed].filter((other) => other !== key);
      event.waitUntil(all(others, (other) => fetchAndStore(NEEDED, other, "no-cache")));
    }
  } else if (response.status === 404 || response.status === 410) {
    event.waitUntil(caches.open(name).then((cache) => cache.delete(key)).catch(() => {}));
  }
  return { response, text };
}

// Without network and without a copy: the home page has the crisis lines.
async function home() {
  const copy = await (await caches.open(NEEDED)).match(location.origin + ROOT);
  return copy ? Response.redirect(BASE, 302) : Response.error();
}

// A page that is loading hears nothing yet, so it asks when it is ready, and is told then.
const untold = new Map();
async function tell(id, message) {
  untold.set(id, { ...untold.get(id), ...message });
  if (untold.size > 20) untold.delete(untold.keys().next().value);
  (await clients.get(id))?.postMessage(message);
}
addEventListener("message", ({ source, data }) => {
  const message = data === "copy?" && source && untold.get(source.id);
  if (message) source.postMessage(message);
});

// --- Files ---------------------------------------------------------------------------------------------------

async function file(event) {
  const key = keyOf(event.request.url);
  const copy = (await (await caches.open(NEEDED)).match(key)) ?? (await (await caches.open(OTHERS)).match(key));
  if (copy) return copy;
  const response = await fetch(event.request);
  if (isWhole(response)) event.waitUntil(tryToStore(OTHERS, key, response.clone()));
  return response;
}

async function picture(event) {
  const key = keyOf(event.request.url);
  try {
    const response = await fetch(event.request);
    if (isWhole(response)) event.waitUntil(tryToStore(OTHERS, key, response.clone()));
    return response;
  } catch {
    return (await (await caches.open(OTHERS)).match(key)) ?? Response.error();
  }
}
