// Opens every page on the narrowest phone under a strict Content-Security-Policy: nothing leaks, nothing is broken,
// nothing overflows, and every link leads somewhere.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { basePath, each, folder, pages, start } from "./hub.js";

let hub;
const elsewhere = []; // requests to another host
const complaints = []; // console messages, failed requests, violations of the policy
const leaks = []; // cookies and storage
const broken = []; // images
const wide = []; // pages that scroll sideways
const seen = new Map(); // url of a page to its { links, ids }

before(async () => {
  hub = await start();
  const windows = await Promise.all([0, 1, 2].map(async () => {
    const page = await hub.page({ width: 320, height: 640 });
    const at = () => new URL(page.url()).pathname;
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    page.on("request", (request) => { if (new URL(request.url()).origin !== hub.origin) elsewhere.push(`${at()}: ${request.url()}`); });
    page.on("requestfailed", (request) => {
      // The browser cancels an icon that is still loading when the next page opens.
      if (request.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`${at()}: ${request.url()} failed`);
    });
    page.on("response", (response) => { if (response.status() >= 400) complaints.push(`${at()}: ${response.url()} is ${response.status()}`); });
    page.on("console", (message) => complaints.push(`${at()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`${at()}: ${error}`));
    return page;
  }));
  await each(pages.filter((page) => page.kind !== "redirect"), windows.length, async ({ url }, lane) => {
    const page = windows[lane];
    await page.goto(url, { waitUntil: "load" });
    const found = await page.evaluate(async () => {
      for (const picture of document.images) picture.loading = "eager";
      await Promise.all([...document.images].map((picture) => picture.decode().catch(() => {})));
      return {
        broken: [...document.images].filter((picture) => !picture.naturalWidth).map((picture) => picture.src),
        links: [...document.querySelectorAll("a[href], link[href]")].map((link) => link.href),
        ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        cookie: document.cookie,
        stored: localStorage.length + sessionStorage.length,
        databases: (await indexedDB.databases()).length,
      };
    });
    seen.set(url, found);
    for (const src of found.broken) broken.push(`${url}: ${src}`);
    if (found.over > 0) wide.push(`${url} by ${found.over} px`);
    if (found.cookie || (await page.context().cookies()).length) leaks.push(`${url}: cookie`);
    if (found.stored || found.databases) leaks.push(`${url}: storage`);
  });
});
after(() => hub.close());

test("no page asks another host for anything", () => assert.deepEqual(elsewhere, []));
test("no page logs anything, fails to load a part or violates the policy", () => assert.deepEqual(complaints, []));
test("no page sets a cookie or stores anything", () => assert.deepEqual(leaks, []));
test("no page scrolls sideways at 320 px", () => assert.deepEqual(wide, []));
test("no image is broken", () => assert.deepEqual(broken, []));

test("every link and every anchor leads somewhere", () => {
  const lost = [];
  const exists = (path) => {
    const file = join(folder, decodeURIComponent(path.slice(basePath.length)));
    if (!existsSync(file)) return false;
    return !statSync(file).isDirectory() || existsSync(join(file, "index.html"));
  };
  for (const [url, { links }] of seen) {
    for (const href of new Set(links)) {
      const target = new URL(href);
      if (target.origin !== hub.origin) continue;
      if (!target.pathname.startsWith(basePath) || !exists(target.pathname)) lost.push(`${url}: ${href}`);
      else if (target.hash && seen.has(target.pathname)) {
        // What follows `:~:` is a text fragment, not an anchor.
        const id = decodeURIComponent(target.hash.slice(1).split(":~:")[0]);
        if (id && !seen.get(target.pathname).ids.includes(id)) lost.push(`${url}: ${href} has no such anchor`);
      }
    }
  }
  assert.deepEqual(lost, []);
});

test("no page uses an id twice", () => {
  const twice = [];
  for (const [url, { ids }] of seen) {
    const doubled = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (doubled.length) twice.push(`${url}: ${[...new Set(doubled)].join(", ")}`);
  }
  assert.deepEqual(twice, []);
});
