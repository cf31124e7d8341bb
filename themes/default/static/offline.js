// Registers the service worker that stores copies of pages, and says so on a page that is shown from a copy.
"use strict";
(() => {
  const { worker, notice, saved } = document.currentScript.dataset;
  const workers = navigator.serviceWorker; // Missing in old browsers and without https.
  // The preview shows what is on the author's disk, now.
  if (!workers || document.querySelector('script[src^="/__wellread/"]')) return;
  addEventListener("load", () => { workers.register(worker, { updateViaCache: "none" }).catch(() => {}); });

  let status = null;
  const show = (date) => {
    if (status) return;
    status = document.createElement("p");
    status.className = "offline";
    status.setAttribute("role", "status");
    document.querySelector("main").prepend(status);
    const day = date && new Date(date).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    status.textContent = day ? `${notice} ${saved.replace("{date}", day)}` : notice;
  };
  // A copy is shown when the network is silent or slow. If another text arrives after all, the reader gets that.
  workers.addEventListener("message", ({ data }) => {
    if (data.changed) location.reload();
    else if ("saved" in data) show(data.saved);
  });
  workers.startMessages();
  workers.controller?.postMessage("copy?");
})();
