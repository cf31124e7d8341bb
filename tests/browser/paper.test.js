// The printed page is a handout: no navigation, the terms with their definitions, its own URL and a QR code of it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { artifacts, articleWithTerms, sample, samples, start } from "./hub.js";

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
  if (articleWithTerms) assert.ok(await page.locator(".words dd").first().isVisible());
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

test("in the dark, paper stays white", async () => {
  const page = await hub.page({ colorScheme: "dark" });
  await page.goto(sample("home").url);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
});

test("handouts are saved as PDF files to look at", async () => {
  const page = await hub.page();
  for (const { kind, url } of samples.filter(({ kind }) => ["article", "term", "resource", "resources"].includes(kind))) {
    await page.goto(url);
    await page.pdf({ path: join(artifacts, `${kind}.pdf`), format: "Letter" });
  }
});
