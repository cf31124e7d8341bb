// The hub no longer stores copies of pages: this removes those of earlier visits, and then itself.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(`wellread:${BASE}:`)) await caches.delete(name);
    await registration.unregister();
  })());
});
