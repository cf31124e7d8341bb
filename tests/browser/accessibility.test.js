// axe-core finds nothing on any kind of page, in any color scheme, on a phone and a desktop, with its parts open.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { articleWithTerms, findingsInAllSchemes, sample, samples, start } from "./hub.js";

let hub;
before(async () => { hub = await start(); });
after(() => hub.close());

for (const width of [320, 1280]) {
  describe(`in all color schemes at ${width} px`, () => {
    let page;
    before(async () => { page = await hub.page({ width }); });
    after(() => page.context().close());
    for (const { kind, url } of samples) {
      test(kind, async () => {
        await page.goto(url);
        assert.deepEqual(await findingsInAllSchemes(page), [], url);
        if (kind === "article" || kind === "resources") {
          await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
          assert.deepEqual(await findingsInAllSchemes(page), [], `${url} with its contents open`);
        }
      });
    }
    if (articleWithTerms) {
      test("an article with a term open", async () => {
        await page.goto(articleWithTerms.url);
        await page.locator(".body a.term").first().click();
        await page.locator(".slip").waitFor();
        assert.deepEqual(await findingsInAllSchemes(page), [], articleWithTerms.url);
      });
    }
  });
}

test("every page has one first heading, its landmarks, and a link past the header", async () => {
  const page = await hub.page();
  for (const { kind, url } of samples) {
    await page.goto(url);
    const found = await page.evaluate(() => ({
      headings: document.querySelectorAll("h1").length,
      main: document.querySelectorAll("main").length,
      banner: document.querySelectorAll("body > header").length,
      foot: document.querySelectorAll("body > footer").length,
      lang: document.documentElement.lang !== "",
      steps: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => +heading.tagName[1])
        .every((level, at, levels) => at === 0 || level <= levels[at - 1] + 1),
    }));
    assert.deepEqual(found, { headings: 1, main: 1, banner: 1, foot: 1, lang: true, steps: true }, `${kind} ${url}`);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.hash), `#${await page.locator("main").getAttribute("id")}`, url);
  }
  await page.context().close();
});

test("help in a crisis and the contact stand in the same order everywhere", async () => {
  const page = await hub.page();
  await page.goto(sample("home").url);
  const order = () => page.evaluate(() => [...document.querySelectorAll(".urgent, main, .crisis, .contact, .colophon")].map((part) => part.className.split(" ")[0].replace(/^kind-.*/, "main")));
  const expected = await order();
  for (const { url } of samples) {
    await page.goto(url);
    assert.deepEqual(await order(), expected, url);
  }
  await page.context().close();
});

test("a screen reader reads each heading once: its name is its words, without the link next to it", async () => {
  const page = await hub.page();
  await page.goto(sample("article").url);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const inside = (node) => (node.childIds ?? []).map((id) => byId.get(id)).filter(Boolean).flatMap((child) => [child, ...inside(child)]);
  const headings = nodes.filter((node) => !node.ignored && node.role?.value === "heading");
  const written = await page.evaluate(() => [...document.querySelectorAll(".body .heading > :first-child")].map((heading) => heading.textContent.replace(/\s+/g, " ").trim()));
  assert.ok(written.length > 0);
  for (const words of written) {
    const heading = headings.find((node) => node.name.value.replace(/\s+/g, " ").trim() === words);
    assert.ok(heading, `${words} among ${headings.map((node) => node.name.value).join(", ")}`);
    assert.ok(!inside(heading).some((node) => node.role?.value === "link" && node.name.value.startsWith("Link to this section")), words);
  }
  // The link is there, and is read as a link of its own.
  const links = nodes.filter((node) => node.role?.value === "link" && node.name.value.startsWith("Link to this section"));
  assert.equal(links.length, written.length);
  await page.context().close();
});
