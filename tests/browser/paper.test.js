// The printed page is a handout: no navigation, the words with their definitions, its own address and a code for it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { artefacts, articleWithTerms, sample, samples, start } from "./hub.js";

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
  assert.ok((await page.locator(".paper").innerText()).includes(canonical), "its address is on it");
  assert.ok(await page.locator(".paper svg").isVisible(), "its code is on it");
  const outside = page.locator('.body a[href^="http"]').first();
  if (await outside.count()) {
    const printed = await outside.evaluate((link) => getComputedStyle(link, "::after").content);
    assert.ok(printed.includes(await outside.getAttribute("href")), "addresses of links are printed");
  }
  const colours = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual(colours, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
});

test("in the dark, paper stays white", async () => {
  const page = await hub.page({ colorScheme: "dark" });
  await page.goto(sample("home").url);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
});

test("handouts are kept for looking at", async () => {
  const page = await hub.page();
  for (const { kind, url } of samples.filter(({ kind }) => ["article", "term", "resource", "resources"].includes(kind))) {
    await page.goto(url);
    await page.pdf({ path: join(artefacts, `${kind}.pdf`), format: "Letter" });
  }
});
