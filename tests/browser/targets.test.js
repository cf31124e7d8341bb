// What can be tapped is large enough: 44 pixels for a number that is dialed, 24 for all else that does not stand
// in a sentence (WCAG 2.5.8), or as far from its neighbors as if it were.
import { test } from "node:test";
import assert from "node:assert/strict";
import { samples, start } from "./hub.js";
import { files, opened } from "./small-hub.js";

const small = opened({
  ...files,
  "content/articles/call.md": `---
title: Whom to call
resources: [helpline]
---
Call [[helpline:phone]] first.

- [[contact:phone]]
- [[contact:text_phone]]

| Who | Number |
|---|---|
| The helpline | [[helpline:phone]] |

> [!TIP]
> Or call [[helpline:phone]] again.
`,
});

// The targets of a page that are too small. A link in a sentence may be as high as its line, and a small target is as good as
// a large one if no other is near: a circle of 24 pixels around its middle touches none (WCAG 2.5.8).
const tooSmall = (page) => page.evaluate(() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).clipPath === "none";
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary")].filter(shown)
    .map((element) => {
      const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
      return { element, boxes, largest: boxes.reduce((most, box) => (most && most.width * most.height >= box.width * box.height ? most : box), undefined) };
    })
    .filter(({ largest }) => largest);
  const isInSentence = (element) => {
    const block = element.closest("p, li, dd, dt, td, th, figcaption, summary");
    return getComputedStyle(element).display === "inline" && block && block.textContent.trim().length > element.textContent.trim().length + 1;
  };
  const isAlone = (target) => {
    const [x, y] = [target.largest.x + target.largest.width / 2, target.largest.y + target.largest.height / 2];
    return targets.every((other) => other === target || other.element.contains(target.element) || target.element.contains(other.element) || other.boxes.every((box) => {
      const [dx, dy] = [Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)];
      return Math.hypot(dx, dy) >= 12;
    }));
  };
  return targets.filter((target) => {
    const { element, largest } = target;
    if (/^(tel|sms):/.test(element.getAttribute("href") ?? "")) return largest.height < 43.5;
    return Math.min(largest.width, largest.height) < 23.5 && !isInSentence(element) && !isAlone(target);
  }).map(({ element, largest }) => `${element.outerHTML.slice(0, 110)}: ${largest.width.toFixed()} × ${largest.height.toFixed()} px`);
});

for (const width of [320, 1280]) {
  test(`every target of a page with numbers is large enough at ${width} px`, async () => {
    const page = await small.page({ width });
    for (const url of ["/articles/call/", "/resources/helpline/", "/resources/", "/"]) {
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
