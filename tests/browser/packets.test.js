// Packets, and the page on which readers make their own: what is in them, on paper, by keyboard, and under attack.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { artifacts, findings, schemes, start, visit } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

const packet = `---
title: First steps
audience: [Parents]
pages: [articles/start, glossary/iep, resources/helpline, articles/next]
---
Read this first.[^1] Start with [the plan](../articles/start.md#who-pays-what).

[^1]: A note of the packet.
`;
const tables = `---
title: Tables
---
One.[^a]

| Day | What |
|---|---|
| Monday | Call |

## Same heading

Two.[^b] See [the plan](start.md).

[^a]: The first.
[^b]: The second.
`;
const own = {
  ...files,
  "site.toml": `${settings()}\n[packets]\nmake = true\n\n[review]\nshow_missing = true\n`,
  "content/packets/first-steps.md": packet,
  "content/articles/tables.md": tables,
  "content/articles/tables-again.md": tables.replace("Tables", "Tables again").replace("One.", "Once more."),
};
let site;
let hub;
before(async () => {
  site = build(own);
  hub = await start(site.folder);
});
after(async () => {
  await hub.close();
  site.remove();
});

/** A page that fails the test for what the console says, such as a broken policy, and lists the requests. */
async function open(url, options) {
  const page = await hub.page(options);
  page.said = [];
  page.requests = [];
  page.on("console", (message) => page.said.push(message.text()));
  page.on("pageerror", (error) => page.said.push(error.message));
  page.on("request", (request) => page.requests.push(request.url()));
  await visit(page, url);
  return page;
}

/** The ids that the page has twice, and the links inside it that lead nowhere. */
const broken = (page) => page.evaluate(() => {
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  const inside = [...document.querySelectorAll("main a[href^='#']")].map((link) => decodeURIComponent(link.hash.slice(1)));
  return { twice, dead: inside.filter((id) => id && !document.getElementById(id)) };
});
const levels = (page) => page.evaluate(() => [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].map((heading) => +heading.tagName[1]));

test("a packet has unique ids, links that lead somewhere, and headings in order", async () => {
  const page = await open("/packets/first-steps/");
  assert.deepEqual(await broken(page), { twice: [], dead: [] });
  const found = await levels(page);
  assert.equal(found.filter((level) => level === 1).length, 1);
  assert.ok(found.every((level, at) => at === 0 || level <= found[at - 1] + 1), found.join(" "));
  const parts = await page.locator(".part > h2").allInnerTexts();
  assert.deepEqual(parts, ["1. A plan for school", "2. IEP", "3. Parent helpline", "4. The next step"]);
  // No link leads to the own page of a part.
  const outside = await page.locator("main a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const href of ["/articles/start/", "/glossary/iep/", "/resources/helpline/", "/articles/next/"]) assert.ok(!outside.some((one) => one.startsWith(href)), href);
  assert.deepEqual(await page.locator("main .notes > ol > li").evaluateAll((items) => items.map(({ id }) => id)), ["note-1", "note-2"]);
  assert.deepEqual(await page.locator(".note-ref").allInnerTexts(), ["1", "2"]);
  assert.equal(await page.locator("meta[name=robots]").getAttribute("content"), "noindex");
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test("a term of a packet opens in place, and one that is a part leads to it", async () => {
  const page = await open("/packets/first-steps/");
  await page.locator('.part-article a.term[data-term="iep"]').first().click();
  assert.equal(new URL(page.url()).hash, "#wr-part-2");
  await page.context().close();
});

test("a term of a handout that is made opens in place, with its whole definition", async () => {
  const page = await open("/packets/make/?p=articles/start");
  await page.locator('.part .body a.term[data-term="iep"]').click();
  assert.match(await page.locator(".slip").innerText(), /A written plan for a student/);
  await page.locator(".slip").getByRole("button", { name: "Close" }).click();
  assert.equal(await page.locator(".slip").count(), 0);
  await page.locator(".words dt a").first().click();
  assert.match(await page.locator(".slip").innerText(), /A written plan for a student/);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test("axe finds nothing on a handout that is made, nor does it scroll sideways", async () => {
  for (const [at, [, options]] of schemes.entries()) {
    const page = await open("/packets/make/?p=articles/tables,articles/tables-again,glossary/iep,resources/helpline", { width: at ? 320 : 1280, ...options });
    assert.deepEqual(await findings(page), [], schemes[at][0]);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.context().close();
  }
});

test("a packet on paper: its cover with the clinic, one code, every part, no controls", async () => {
  const page = await open("/packets/first-steps/", { width: 720 });
  await page.emulateMedia({ media: "print" });
  const cover = await page.locator(".cover").innerText();
  for (const words of ["Brookside Clinic", "303-555-0100", "100 Main Street", "First steps", "The next step", "https://hub.example.org/packets/first-steps/"]) assert.ok(cover.includes(words), words);
  assert.equal(await page.locator(".paper-qr svg:visible").count(), 1);
  for (const gone of [".share", ".site-nav", ".crumbs", ".end", ".site-foot .contact"]) {
    for (const part of await page.locator(gone).all()) assert.ok(!(await part.isVisible()), `${gone} is printed`);
  }
  for (const part of await page.locator(".part, .words, .packet > .places, .notes").all()) assert.ok(await part.isVisible());
  await page.emulateMedia({ media: null });
  await page.pdf({ path: join(artifacts, "packet.pdf"), format: "Letter" });
  await page.context().close();
});

test("a handout is made of the pages in the address, and the address follows the boxes", async () => {
  const page = await open("/packets/make/?p=articles/tables,glossary/iep");
  const parts = () => page.locator(".part > h2").allInnerTexts();
  assert.deepEqual(await parts(), ["1. Tables", "2. IEP"]);
  await page.getByRole("checkbox", { name: "A plan for school" }).focus();
  await page.keyboard.press("Space");
  await page.locator("#wr-part-3").waitFor();
  assert.equal(new URL(page.url()).search, "?p=articles/tables,glossary/iep,articles/start");
  assert.equal(await page.locator("[role=status]").first().innerText(), "3 pages chosen.");
  assert.deepEqual(await broken(page), { twice: [], dead: [] });
  // The plan is a part now, so the link to it leads inside.
  assert.equal(await page.locator("#wr-part-1 .body a", { hasText: "the plan" }).getAttribute("href"), "#wr-part-3");
  assert.deepEqual(await page.locator(".note-ref").allInnerTexts(), ["1", "2", "3"]);
  assert.deepEqual(await page.locator("main .notes > ol > li").evaluateAll((items) => items.map(({ id }) => id)), ["note-1", "note-2", "note-3"]);
  await page.getByRole("button", { name: "Move up: A plan for school" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("#wr-part-2 > h2")?.textContent.includes("A plan"));
  assert.equal(new URL(page.url()).search, "?p=articles/tables,articles/start,glossary/iep");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Move up: A plan for school");
  await page.getByRole("button", { name: "Move down: Tables" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("#wr-part-2 > h2")?.textContent.includes("Tables"));
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Move down: Tables");
  assert.equal(await page.getByRole("button", { name: "Move down: IEP" }).count(), 0, "nothing is below the last page");
  await page.getByRole("button", { name: "Move up: Tables" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("#wr-part-1 > h2")?.textContent.includes("Tables"));
  await page.getByRole("button", { name: "Remove: Tables" }).press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".part").length === 2);
  const address = page.url();
  const again = await open(address);
  assert.deepEqual(await again.locator(".part > h2").allInnerTexts(), ["1. A plan for school", "2. IEP"]);
  assert.equal(await again.getByRole("checkbox", { name: "IEP" }).isChecked(), true);
  assert.deepEqual([...page.said, ...again.said], []);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);
  await again.pdf({ path: join(artifacts, "made.pdf"), format: "Letter" });
  await page.context().close();
  await again.context().close();
});

test("two parts with the same headings, notes and tables have ids and names of their own", async () => {
  const page = await open("/packets/make/?p=articles/tables,articles/tables-again");
  assert.deepEqual(await broken(page), { twice: [], dead: [] });
  const names = await page.locator("[role=region]").evaluateAll((regions) => regions.map((region) => region.getAttribute("aria-label")));
  assert.equal(new Set(names).size, names.length);
  assert.equal(names.length, 2);
  assert.deepEqual(await page.locator(".note-back").evaluateAll((links) => links.map((link) => link.getAttribute("aria-label").replace(/\D/g, ""))), ["1", "2", "3", "4"]);
  await page.context().close();
});

test("an address cannot lead anywhere but to the pages of the list", async () => {
  const hostile = [
    "../../etc/passwd", "//evil.example/x", "https://evil.example/x", "javascript:alert(1)", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "articles/../../secret", "articles/start%2f..%2f..", "__proto__", "constructor", "articles/", "/articles/start/", "",
    ...Array.from({ length: 1000 }, (_, number) => `a/${number}`),
  ];
  const page = await open(`/packets/make/?p=${hostile.map(encodeURIComponent).join(",")},glossary/iep&p=articles/start&p=glossary/iep`);
  assert.deepEqual(await page.locator(".part > h2").allInnerTexts(), ["1. IEP", "2. A plan for school"]);
  assert.match(await page.locator("[role=status]").first().innerText(), /1012 of the pages in the address are not on this site/);
  assert.deepEqual(page.said, []);
  assert.ok(page.requests.every((url) => url.startsWith(hub.origin)), page.requests.filter((url) => !url.startsWith(hub.origin)).join(" "));
  const asked = page.requests.map((url) => new URL(url).pathname).filter((path) => !/\.(css|js|svg|woff2|webmanifest)$/.test(path));
  assert.deepEqual([...new Set(asked)].sort(), ["/articles/start/", "/glossary/iep/", "/packets/make/", "/resources/helpline/"], "the pages and the place that one of them lists");
  assert.equal(new URL(page.url()).search, "?p=glossary/iep,articles/start");
  assert.equal(await page.locator("main script, main img[onerror]").count(), 0);
  await page.context().close();
});

test("links between parts say which on paper, and each part says who wrote and reviewed it", async () => {
  const lines = [];
  for (const url of ["/packets/first-steps/", "/packets/make/?p=articles/start,glossary/iep,resources/helpline,articles/next"]) {
    const page = await open(url, { width: 720 });
    await page.emulateMedia({ media: "print" });
    const link = page.locator(".part .body a", { hasText: "the next step" }).first();
    assert.equal(await link.getAttribute("data-where"), "part 4");
    assert.match(await link.evaluate((one) => getComputedStyle(one, "::after").content), /part 4/);
    for (const line of await page.locator(".part .byline").all()) assert.ok(await line.isVisible());
    lines.push((await page.locator(".part .byline").allInnerTexts()).map((line) => line.replace(/\s+/g, " ").trim()));
    assert.deepEqual(page.said, []);
    await page.context().close();
  }
  assert.deepEqual(lines[0], [
    "By The team, PsyD · Not yet reviewed by a clinician · Updated February 3, 2026",
    "Last reviewed January 2, 2026",
    "Not yet reviewed by a clinician · Published January 3, 2026",
  ]);
  assert.deepEqual(lines[1], lines[0]);
});

test("a letter in the address is told to be none for a handout", async () => {
  const page = await open("/packets/make/?p=letters/meet,glossary/iep");
  assert.equal(await page.locator("[role=status]").first().innerText(), "1 page chosen. A letter cannot be part of a handout: it is filled in and printed on its own page.");
  await page.context().close();
});

test("a page that cannot be loaded is named, and the others are there", async () => {
  const page = await hub.page();
  await page.route("**/articles/next/", (route) => route.abort());
  await visit(page, "/packets/make/?p=articles/next,glossary/iep");
  assert.deepEqual(await page.locator(".part > h2").allInnerTexts(), ["1. IEP"]);
  assert.match(await page.locator(".made").innerText(), /The next step could not be loaded and is not in the handout\./);
  await page.context().close();
});

test("the list of what can be chosen begins with the articles, unfolded", async () => {
  const own = await start();
  const page = await own.page();
  await page.goto("/packets/make/");
  const groups = await page.locator(".choose section").evaluateAll((all) => all.map((group) => [group.querySelector("h2").textContent, group.querySelector("details").open, group.querySelectorAll("li").length]));
  assert.deepEqual(groups[0].slice(0, 2), ["Articles", true]);
  assert.ok(groups[0][2] > 10 && groups.some(([, open]) => !open), String(groups));
  await own.close();
});

test("the list is narrowed by what is typed", async () => {
  const page = await open("/packets/make/");
  const folds = () => page.locator(".choose details").evaluateAll((groups) => groups.map((group) => group.open));
  // The reader folds what was open, and opens what was folded.
  for (const summary of await page.locator(".choose summary").all()) await summary.click();
  await page.locator(".choose summary").first().click();
  const left = await folds();
  assert.ok(left.includes(true) && left.includes(false), String(left));
  await page.getByRole("searchbox", { name: "Find a page in this list" }).fill("individualized");
  assert.ok((await folds()).every(Boolean));
  assert.deepEqual(await page.locator(".choose li:visible label").allInnerTexts(), ["IEP Individualized Education Program"]);
  assert.equal(await page.locator(".choose [role=status]").innerText(), "1 page found");
  await page.getByRole("searchbox", { name: "Find a page in this list" }).fill("zzzz");
  assert.equal(await page.locator(".choose li:visible").count(), 0);
  assert.equal(await page.locator(".choose [role=status]").innerText(), "No page found");
  await page.getByRole("searchbox", { name: "Find a page in this list" }).fill("");
  assert.equal(await page.locator(".choose [role=status]").innerText(), "");
  assert.deepEqual(await folds(), left, "the folds are as the reader left them");
  await page.context().close();
});

test("a link inside a handout leads to its part, and back again; the address holds the place", async () => {
  const page = await open("/packets/make/?p=articles/tables,glossary/iep,articles/start");
  await page.evaluate(() => { document.querySelector("#wr-part-3").dataset.seen = "yes"; });
  const place = () => page.evaluate(() => [location.search + location.hash, document.querySelector(":target")?.dataset.seen ?? ""]);
  await page.locator(".parts a", { hasText: "A plan for school" }).click();
  assert.deepEqual(await place(), ["?p=articles/tables,glossary/iep,articles/start#wr-part-3", "yes"], "nothing is built again");
  assert.ok(await page.evaluate(() => scrollY > 0));
  await page.goBack();
  assert.deepEqual(await place(), ["?p=articles/tables,glossary/iep,articles/start", ""]);
  await page.goForward();
  assert.deepEqual(await place(), ["?p=articles/tables,glossary/iep,articles/start#wr-part-3", "yes"]);
  const other = await open(page.url());
  assert.equal(await other.evaluate(() => document.querySelector(":target")?.id), "wr-part-3");
  assert.ok(await other.evaluate(() => Math.abs(document.querySelector("#wr-part-3").getBoundingClientRect().top) < 100), "it is scrolled to");
  await other.getByRole("button", { name: "Remove: Tables" }).press("Enter");
  assert.equal(new URL(other.url()).hash, "", "other parts have other places");
  assert.deepEqual([...page.said, ...other.said], []);
  await page.context().close();
  await other.context().close();
});

test("the link to a handout is copied without a clipboard, and a failure is said", async () => {
  const page = await open("/packets/make/?p=glossary/iep", { permissions: ["clipboard-read"] });
  const copy = async (text) => {
    await page.getByRole("button", { name: "Copy the link" }).click();
    await page.getByText(text).waitFor();
  };
  // As over plain http.
  await page.evaluate(() => { Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }); });
  await copy("Link copied");
  assert.equal(await page.evaluate(() => { delete navigator.clipboard; return navigator.clipboard.readText(); }), page.url());
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Copy the link");
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
    document.execCommand = () => false;
  });
  await copy("The link could not be copied. Copy it from the address bar.");
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test("without JavaScript, the page that makes handouts is a list that says why", async () => {
  const page = await hub.page({ javaScriptEnabled: false });
  await page.goto("/packets/make/?p=glossary/iep");
  assert.match(await page.locator(".why").innerText(), /JavaScript/);
  assert.equal(await page.locator("main input, main button").count(), 0);
  assert.equal(await page.locator(".choose a[href='/glossary/iep/']").count(), 1);
  await page.context().close();
});
