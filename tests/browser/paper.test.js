// The printed page is a handout: no navigation, the terms with their definitions, its own URL and a QR code of it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { artifacts, articleWithTerms, pages, sample, samples, start } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

let hub;
before(async () => { hub = await start(); });
after(() => hub.close());

test("an article on paper", { skip: sample("article") ? false : "this hub has no article" }, async () => {
  const page = await hub.page({ width: 720 });
  await page.goto((articleWithTerms ?? sample("article")).url);
  await page.emulateMedia({ media: "print" });
  for (const gone of [".site-nav", "form[role=search]", ".crumbs", ".contents", ".share", ".skip"]) {
    for (const part of await page.locator(gone).all()) assert.ok(!(await part.isVisible()), `${gone} is printed`);
  }
  assert.ok(await page.locator("h1").isVisible());
  assert.ok(await page.locator(".body").isVisible());
  if (articleWithTerms) {
    const dd = page.locator(".words dd").first();
    assert.ok(await dd.evaluate((part) => part.scrollWidth <= part.clientWidth + 1 && getComputedStyle(part).whiteSpace === "normal"), "definitions are whole");
  }
  const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
  assert.ok((await page.locator(".paper").innerText()).includes(canonical), "its URL is on it");
  assert.ok(await page.locator(".paper svg").isVisible(), "its QR code is on it");
  const outside = page.locator('.body a[href^="http"]').first();
  if (await outside.count()) {
    const printed = await outside.evaluate((link) => getComputedStyle(link, "::after").content);
    assert.ok(printed.includes(await outside.getAttribute("href")), "the URLs of links are printed");
  }
  const colors = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual(colors, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
});

/** How many pages a PDF has. */
const sheets = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;

test("an article of four minutes takes at most three pages, and the short handout of one of seven two", async () => {
  const page = await hub.page();
  const counts = [];
  for (const { url } of pages.filter(({ kind }) => kind === "article")) {
    await page.goto(url);
    const minutes = parseInt(await page.locator(".minutes").first().innerText(), 10);
    if (minutes > 7) continue;
    const whole = minutes > 4 ? 0 : sheets(await page.pdf({ format: "Letter" }));
    await page.goto(`${url}?print=short`, { waitUntil: "networkidle" });
    counts.push({ url, whole, short: sheets(await page.pdf({ format: "Letter" })) });
  }
  assert.deepEqual(counts.filter(({ whole, short }) => whole > 3 || short > 2), []);
});

test("the short handout is the text and its words, below the clinic's name and number", async () => {
  const site = build(files);
  const small = await start(site.folder);
  const page = await small.page({ width: 720 });
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  const visible = async () => {
    await page.emulateMedia({ media: "print" });
    const found = await page.evaluate(() => [".body", ".words", "h1", ".notes", ".note-ref", ".paper", ".site-foot", ".resource-card", ".trust"].filter((part) => document.querySelector(part)?.checkVisibility()));
    await page.emulateMedia({ media: null });
    return found;
  };
  await page.goto("/articles/start/", { waitUntil: "networkidle" });
  assert.deepEqual(await visible(), [".body", ".words", "h1", ".notes", ".note-ref", ".paper", ".site-foot", ".resource-card", ".trust"]);
  await page.evaluate(() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; });
  await page.getByRole("button", { name: "Short handout" }).click();
  await page.waitForFunction(() => window.printed === 1);
  assert.deepEqual(await visible(), [".body", ".words", "h1", ".trust"]);
  // The other button prints all again.
  await page.getByRole("button", { name: "Print as a handout" }).click();
  await page.waitForFunction(() => window.printed === 2);
  assert.equal((await visible()).length, 9);
  await page.goto("/articles/start/?print=short", { waitUntil: "networkidle" });
  assert.deepEqual(await visible(), [".body", ".words", "h1", ".trust"]);
  await page.emulateMedia({ media: "print" });
  const top = await page.locator(".site-head").evaluate((head) => getComputedStyle(head, "::after").content);
  assert.equal(top, '"Brookside Clinic · 303-555-0100"');
  assert.deepEqual(said, []);
  await page.emulateMedia({ media: null });
  await page.pdf({ path: join(artifacts, "short.pdf"), format: "Letter" });
  await small.close();
  site.remove();
});

test("links say on paper where they lead, and an address that is shown is not printed twice", async () => {
  const text = "https://www.cdc.gov/a and [CDC](https://www.cdc.gov/b) and [next](next.md) and an IEP.";
  const site = build({ ...files, "content/articles/links.md": `---\ntitle: Links\n---\n${text}\n` });
  const small = await start(site.folder);
  const page = await small.page({ width: 720 });
  await page.goto("/articles/links/");
  const printed = () => page.locator(".body p a").evaluateAll((links) => links.map((link) => getComputedStyle(link, "::after").content.replace(/[" \u2066\u2069]/g, "")));
  assert.deepEqual(await printed(), ["none", "none", "none", "none"]);
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await printed(), ["none", "(https://www.cdc.gov/b)", "(/articles/next/)", "none"]);
  // The short handout has no room for them.
  await page.goto("/articles/links/?print=short", { waitUntil: "networkidle" });
  assert.deepEqual(await printed(), ["none", "none", "none", "none"]);
  await small.close();
  site.remove();
});

test("in a packet, links to resources print no path, unlike such a path elsewhere", async () => {
  const text = "[Line](../resources/helpline.md), [guide](https://www.cdc.gov/resources/guide) and [next](../articles/next.md).";
  const site = build({ ...files, "content/packets/first.md": `---\ntitle: First\npages: [articles/start]\n---\n${text}\n` });
  const small = await start(site.folder);
  const page = await small.page({ width: 720 });
  await page.goto("/packets/first/");
  await page.emulateMedia({ media: "print" });
  const printed = await page.locator(".cover .body p a").evaluateAll((links) => links.map((link) => getComputedStyle(link, "::after").content.replace(/[" \u2066\u2069]/g, "")));
  assert.deepEqual(printed, ["none", "(https://www.cdc.gov/resources/guide)", "(/articles/next/)"]);
  await small.close();
  site.remove();
});

test("in the dark, paper stays white", async () => {
  const page = await hub.page({ colorScheme: "dark" });
  await page.goto(sample("home").url);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
});

test("ways to reach someone are plain lines on paper, whatever the accent", async () => {
  const site = build({ ...files, "site.toml": settings({ theme: 'accent = "#5b2a86"' }) });
  const small = await start(site.folder);
  const page = await small.page({ width: 720 });
  for (const [url, parts] of [["/articles/start/", [".contact", ".crisis", ".resource-card"]], ["/resources/helpline/", [".contact", ".reach"]]]) {
    await page.goto(url);
    await page.emulateMedia({ media: "print" });
    for (const part of parts) {
      const lines = await page.locator(`${part} .call`).evaluateAll((calls) => calls.map((call) => {
        const style = getComputedStyle(call);
        const { top, bottom, left, right } = call.getBoundingClientRect();
        return { top, bottom, left, right, color: style.color, fill: style.backgroundColor, border: style.borderTopWidth, before: getComputedStyle(call, "::before").content };
      }));
      assert.ok(lines.length > 0, part);
      for (const [at, { top, bottom, left, right, ...look }] of lines.entries()) {
        assert.deepEqual(look, { color: "rgb(0, 0, 0)", fill: "rgba(0, 0, 0, 0)", border: "0px", before: "none" }, `${url} ${part}`);
        assert.ok(bottom - top < 30, `${url} ${part}: ${bottom - top} px high`);
        // One below the other, or side by side with room between them, and never run together.
        const before = lines[at - 1];
        if (before && Math.abs(top - before.top) < 2) assert.ok(left - before.right > 10, `${url} ${part}: ${left - before.right} px between two ways`);
        else if (before) assert.ok(top >= before.bottom - 1 && top - before.bottom < 24, `${url} ${part}: a gap of ${top - before.bottom} px`);
      }
    }
  }
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim()), "#000");
  await small.close();
  site.remove();
});

test("handouts are saved as PDF files to look at", async () => {
  const page = await hub.page();
  for (const { kind, url } of samples.filter(({ kind }) => ["article", "term", "resource", "resources"].includes(kind))) {
    await page.goto(url);
    await page.pdf({ path: join(artifacts, `${kind}.pdf`), format: "Letter" });
  }
});
