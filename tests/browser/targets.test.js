// What can be tapped is large enough: 44 pixels for a number that is dialed, 24 for all else that does not stand
// in a sentence (WCAG 2.5.8).
import { test } from "node:test";
import assert from "node:assert/strict";
import { samples, start, visit } from "./hub.js";
import { files, opened, settings } from "./small-hub.js";

const small = opened({
  ...files,
  "site.toml": `${settings()}\n[packets]\nmake = true\n`,
  "content/articles/call.md": `---
title: Whom to call
authors: [team]
resources: [helpline]
---
Call [[helpline:phone]] first.

- [[contact:phone]]
- [[contact:text_phone]]

| Who | Number |
|---|---|
| The helpline | [[helpline:phone]] |
| 504 plan | [Start](start.md) |

> [!TIP]
> Or call [[helpline:phone]] again.
`,
  "content/packets/first-steps.md": "---\ntitle: First steps\npages: [articles/call, glossary/iep, resources/helpline]\n---\n",
});

// The targets of a page that are too small. A link in a sentence may be as high as its line.
const tooSmall = (page) => page.evaluate(() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).clipPath === "none";
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden], :disabled), summary")].filter(shown)
    .map((element) => {
      const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
      return { element, boxes, largest: boxes.reduce((most, box) => (most && most.width * most.height >= box.width * box.height ? most : box), undefined) };
    })
    .filter(({ largest }) => largest);
  const isInSentence = (element) => {
    const block = element.closest("p, li, dd, dt, td, th, figcaption, summary");
    return getComputedStyle(element).display === "inline" && block && block.textContent.trim().length > element.textContent.trim().length + 1;
  };
  return targets.filter((target) => {
    const { element, largest } = target;
    if (/^(tel|sms):/.test(element.getAttribute("href") ?? "")) return largest.height < 43.5;
    // A field in a label can be tapped wherever its label can.
    const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
    return Math.min(Math.max(largest.width, width), Math.max(largest.height, height)) < 23.5 && !isInSentence(element);
  }).map(({ element, largest }) => `${element.outerHTML.slice(0, 110)}: ${largest.width.toFixed()} × ${largest.height.toFixed()} px`);
});

test("targets that are too small are found: alone, in a label, and numbers", async () => {
  const page = await small.page();
  await page.goto("/articles/next/");
  const added = (html, style) => page.evaluate(([html, style]) => {
    document.querySelector(".body").innerHTML = html;
    for (const part of document.querySelectorAll("[data-test]")) part.style.cssText = style;
  }, [html, style]);
  const inBody = async () => (await tooSmall(page)).filter((one) => one.includes("data-own")).length;
  for (const [html, style, wanted] of [
    ['<button data-own data-test>x</button>', "inline-size: 20px; block-size: 40px; padding: 0", 1],
    ['<button data-own data-test>x</button>', "inline-size: 24px; block-size: 24px; padding: 0", 0],
    ['<label data-test><input type="checkbox" data-own></label>', "display: block; inline-size: 20px; block-size: 44px", 1],
    ['<label data-test><input type="checkbox" data-own></label>', "display: block; inline-size: 44px; block-size: 16px", 1],
    ['<label data-test><input type="checkbox" data-own> Page</label>', "display: block; inline-size: 120px; block-size: 44px", 0],
    ['<a href="tel:+13035550100" data-own data-test>303</a>', "display: block; block-size: 40px", 1],
    ['<p>Words around <a href="/" data-own>it</a>.</p>', "", 0],
  ]) {
    await added(html, style);
    assert.equal(await inBody(), wanted, `${html} ${style}`);
  }
  await page.context().close();
});

const widths = [320, 768, 1280];

/** Those of all addresses at all widths. */
async function tooSmallAmong(page, urls) {
  const found = [];
  for (const url of urls) {
    await visit(page, url);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      assert.equal(await page.evaluate(() => innerWidth), width);
      found.push(...(await tooSmall(page)).map((one) => `${url} at ${width} px: ${one}`));
    }
  }
  return found;
}

test("every target of a page with numbers is large enough at any width", async () => {
  const page = await small.page();
  const urls = ["/articles/call/", "/resources/helpline/", "/resources/", "/", "/glossary/", "/glossary/iep/", "/packets/first-steps/", "/packets/make/?p=glossary/iep", "/search/?q=iep", "/search/?q=plan", "/topics/school/", "/people/team/", "/no-such-page/"];
  assert.deepEqual(await tooSmallAmong(page, urls), []);
  await page.context().close();
});

test("every target of this hub is large enough at any width", async () => {
  const hub = await start();
  const found = await tooSmallAmong(await hub.page(), samples.map(({ url }) => url));
  await hub.close();
  assert.deepEqual(found, []);
});

for (const width of widths) {
  test(`the number in the head can be hit across 44 px at ${width} px`, async () => {
    const page = await small.page({ width });
    await page.goto("/");
    const hit = await page.locator(".urgent .phone").evaluate((number) => {
      const box = number.getBoundingClientRect();
      const across = Array.from({ length: innerWidth }, (_, x) => document.elementFromPoint(x, box.y + box.height / 2));
      return [across.filter((one) => one === number).length, box.height];
    });
    assert.ok(Math.min(...hit) >= 44, hit.join(" × "));
    await page.context().close();
  });
}
