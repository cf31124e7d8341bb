// What can be tapped is large enough: 44 pixels for a number that is dialed, 24 for all else that does not stand
// in a sentence (WCAG 2.5.8).
import { test } from "node:test";
import assert from "node:assert/strict";
import { samples, start } from "./hub.js";
import { files, opened } from "./small-hub.js";

const small = opened({
  ...files,
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
    // A box in a label is as large as the label.
    const height = (element.closest("label") ?? element).getBoundingClientRect().height;
    return Math.min(Math.max(largest.height, height), Math.max(largest.width, element.closest("label") ? 24 : 0)) < 23.5 && !isInSentence(element);
  }).map(({ element, largest }) => `${element.outerHTML.slice(0, 110)}: ${largest.width.toFixed()} × ${largest.height.toFixed()} px`);
});

for (const width of [320, 1280]) {
  test(`every target of a page with numbers is large enough at ${width} px`, async () => {
    const page = await small.page({ width });
    for (const url of ["/articles/call/", "/resources/helpline/", "/resources/", "/", "/glossary/", "/glossary/iep/", "/packets/first-steps/"]) {
      await page.goto(url);
      assert.deepEqual(await tooSmall(page), [], url);
    }
    await page.context().close();
  });

  test(`every target of this hub is large enough at ${width} px`, async () => {
    const hub = await start();
    const page = await hub.page({ width });
    const found = [];
    for (const { url } of samples) {
      await page.goto(url);
      found.push(...(await tooSmall(page)).map((one) => `${url} ${one}`));
    }
    await hub.close();
    assert.deepEqual(found, []);
  });
}
