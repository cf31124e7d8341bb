// Offline copies: a hub with [offline] is built, visited, and visited again while its host is slow, broken or down.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { mkdtempSync, mkdirSync, readFileSync, existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { launch, program } from "./hub.js";

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json" };

const hub = mkdtempSync(join(tmpdir(), "wellread-offline-"));
const write = (name, text) => {
  mkdirSync(dirname(join(hub, name)), { recursive: true });
  writeFileSync(join(hub, name), text);
};
function build(phone, enabled = true) {
  write("site.toml", `title = "Hub"\nbase_url = "https://example.org/hub/"\n[contact]\nphone = "${phone}"\n[[crisis]]\nname = "Line"\nphone = "988"\n[offline]\nenabled = ${enabled}\n`);
  const { status, stdout, stderr } = spawnSync(program, ["build", "--root", hub], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
}

let browser, server, origin, page;
let mood = "well"; // or "slow" or "broken"; a closed server stands for a host that is down
let answerAtLast = () => {}; // lets the answers go that a slow host holds back
let held;
const slowDown = () => {
  mood = "slow";
  held = new Promise((release) => { answerAtLast = release; });
};
const open = () => new Promise((listening) => {
  server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith("/hub/") ? join(hub, "public", path.slice(5)) : "";
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = file && existsSync(file);
    const navigation = request.headers["sec-fetch-dest"] === "document" || request.headers["sec-fetch-mode"] === "navigate";
    if (mood === "slow" && navigation) await held;
    if (mood === "broken") found && response.writeHead(503);
    else response.writeHead(found ? 200 : 404, { "content-type": found ? types[extname(file)] ?? "text/plain" : types[".html"], "cache-control": "no-cache", "content-security-policy": "default-src 'self'" });
    response.end(mood === "broken" ? "" : readFileSync(found ? file : join(hub, "public/404.html")));
  });
  server.listen(origin ? Number(new URL(origin).port) : 0, "127.0.0.1", () => { origin = `http://127.0.0.1:${server.address().port}`; listening(); });
});
const close = () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); });
const at = (path) => `${origin}/hub/${path}`;
const notice = () => page.locator("p.offline");
const copied = () => page.evaluate(async () => {
  const urls = [];
  for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) urls.push(url);
  return urls;
});
const until = async (what, holds) => {
  // A minute and more, which only a failing test waits.
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(what);
};

before(async () => {
  write("content/articles/a.md", "---\ntitle: A\n---\nThe first text. [B](b.md)\n");
  write("content/articles/b.md", "---\ntitle: B\n---\nText of B.\n");
  write("content/articles/c.md", "---\ntitle: C\n---\nText of C.\n");
  write("content/pages/contact.md", "---\ntitle: Contact\n---\nCome in.\n");
  build("303-555-0100");
  await open();
  browser = await launch();
  page = await (await browser.newContext()).newPage();
  await page.goto(at("articles/a/"));
  await until("the worker has copied what it must", async () => {
    const urls = await copied();
    return ["", "contact/", "articles/a/"].every((path) => urls.includes(at(path))) && urls.some((url) => url.endsWith(".css"));
  });
});
after(async () => {
  await browser.close();
  await close();
  rmSync(hub, { recursive: true });
});

test("with a network, a page is never a copy", async () => {
  build("303-555-0111");
  await page.goto(at("articles/a/"));
  assert.match(await page.locator("footer").innerText(), /555-0111/);
  assert.equal(await notice().count(), 0);
});

test("the contact page is refreshed without being visited", () => until("it is", () => page.evaluate(async (url) => (await (await caches.match(url)).text()).includes("555-0111"), at("contact/"))));

test("what was searched for is not stored", async () => {
  await page.goto(at("search/?q=my+secret"));
  await until("the page is copied", async () => (await copied()).includes(at("search/")));
  assert.deepEqual((await copied()).filter((url) => url.includes("secret") || url.includes("?")), []);
});

test("without a network, pages that were visited are shown from copies that say so", async () => {
  await close();
  for (const path of ["articles/a/", "", "contact/", "search/?q=x"]) {
    await page.goto(at(path));
    await notice().waitFor();
    assert.match(await notice().innerText(), /no connection.*saved on .*20\d\d/i, path);
  }
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).fontFamily), "", "the stylesheet is copied");
  assert.ok(await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 20)));
});

test("without a network and a copy, the home page has the crisis lines", async () => {
  await page.goto(at("articles/c/"));
  assert.equal(page.url(), at(""));
  assert.match(await page.locator("body").innerText(), /988/);
  await open();
});

test("a broken host is treated as no host", async () => {
  mood = "broken";
  await page.goto(at("articles/a/"));
  await notice().waitFor();
  mood = "well";
});

test("a slow page is shown from its copy, and replaced when it has changed", async () => {
  build("303-555-0122");
  slowDown();
  const start = Date.now();
  // The host answers only after this, so what arrives is the copy.
  await page.goto(at("articles/a/"));
  assert.ok(Date.now() - start > 3500, "the host is given time to answer");
  await notice().waitFor();
  mood = "well";
  answerAtLast();
  await until("the new number is shown", async () => (await page.locator("footer").innerText().catch(() => "")).includes("555-0122"));
  assert.equal(await notice().count(), 0);
});

test("the copy of a deleted page is removed", async () => {
  assert.ok((await copied()).includes(at("articles/a/")));
  rmSync(join(hub, "content/articles/a.md"));
  build("303-555-0122");
  await page.goto(at("articles/a/"));
  await until("it is", async () => !(await copied()).includes(at("articles/a/")));
});

test("at most fifty visited pages are copied, the last ones", async () => {
  for (let number = 1; number <= 55; number++) write(`content/articles/n${number}.md`, `---\ntitle: N${number}\n---\nText.\n`);
  build("303-555-0122");
  for (let number = 1; number <= 55; number++) await page.goto(at(`articles/n${number}/`), { waitUntil: "commit" });
  const visited = async () => (await page.evaluate(async () => {
    const name = (await caches.keys()).find((name) => name.endsWith(":visited"));
    return (await (await caches.open(name)).keys()).map(({ url }) => url);
  }));
  await page.goto(at("articles/n55/"));
  await until("the oldest is gone", async () => (await visited()).length <= 50 && (await visited()).includes(at("articles/n55/")));
  assert.ok(!(await visited()).includes(at("articles/n1/")));
});

test("other caches on the same host are left alone, old ones of the hub are removed", async () => {
  await page.evaluate(async () => { await caches.open("wellread:/other/:1:needed"); await caches.open("wellread:/hub/:old:visited"); });
  write("themes/default/static/extra.css", "p { color: inherit }\n");
  build("303-555-0122");
  await page.goto(at(""));
  await until("the old cache is gone", async () => !(await page.evaluate(() => caches.keys())).includes("wellread:/hub/:old:visited"));
  assert.ok((await page.evaluate(() => caches.keys())).includes("wellread:/other/:1:needed"));
});

test("turned off, it removes every copy and itself", async () => {
  build("303-555-0122", false);
  await page.goto(at(""));
  await until("nothing is left", () => page.evaluate(async () => (await caches.keys()).every((name) => !name.startsWith("wellread:/hub/")) && !(await navigator.serviceWorker.getRegistration())));
});
