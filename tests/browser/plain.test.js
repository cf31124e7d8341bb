// Without JavaScript, every page can be read and every term leads to its definition.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { articleWithTerms, sample, samples, start } from "./hub.js";

let hub;
let page;
before(async () => {
  hub = await start();
  page = await hub.page({ javaScriptEnabled: false });
});
after(() => hub.close());

test("every kind of page shows its heading, its text and its links", async () => {
  for (const { kind, url } of samples) {
    await page.goto(url);
    assert.ok(await page.locator("h1").isVisible(), url);
    assert.ok((await page.locator("main").innerText()).length > 20, `${kind} ${url}`);
    for (const body of await page.locator(".body").all()) assert.ok(await body.isVisible(), url);
    assert.equal(await page.locator("main button:visible:not(.search button)").count(), 0, `${url} shows a button that does nothing`);
  }
});

test("a term leads to its page, which begins with the short definition", { skip: articleWithTerms ? false : "this hub links no terms" }, async () => {
  await page.goto(articleWithTerms.url);
  const term = page.locator(".body a.term").first();
  const slug = await term.getAttribute("data-term");
  const definition = (await page.locator(`#word-${slug} dd`).innerText()).trim();
  assert.ok(definition.length > 0);
  await term.click();
  assert.equal((await page.locator(".body > p").first().innerText()).trim(), definition);
});

test("every term of a page is among its words, with a definition", async () => {
  if (!articleWithTerms) return;
  await page.goto(articleWithTerms.url);
  for (const slug of new Set(await page.locator(".body a.term").evaluateAll((links) => links.map((link) => link.dataset.term)))) {
    assert.ok((await page.locator(`.words #word-${slug} dd`).innerText()).trim().length > 0, slug);
  }
});

test("the search page says why it finds nothing without JavaScript", async () => {
  await page.goto(sample("search").url);
  assert.match(await page.locator("main noscript").innerText(), /JavaScript/);
});

test("a search without JavaScript arrives at a page that leads on", async () => {
  const { url } = sample("article") ?? sample("home");
  await page.goto(url);
  await page.locator('form[role="search"] input[name="q"]').fill("plan");
  await page.locator('form[role="search"] button').click();
  assert.ok(new URL(page.url()).searchParams.get("q") === "plan");
  assert.ok((await page.locator("main a[href]").count()) > 0);
});
