// A number in a text from right to left is read from left to right, or a family would dial it backward.
import { test } from "node:test";
import assert from "node:assert/strict";
import { opened, settings } from "./small-hub.js";

const hub = opened({
  "site.toml": settings().replace("\n[[crisis]]", '\nlanguage = "ar"\n[[crisis]]'),
  "content/articles/start.md": "---\ntitle: مساعدة\n---\nاتصل على 303-444-0100 الآن.\n",
});

test("the digits of a number stand in their order", async () => {
  const page = await hub.page({ width: 640 });
  await page.goto("/articles/start/");
  const places = await page.evaluate(() => {
    const text = document.querySelector(".body .number").firstChild;
    const place = (index) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      return range.getBoundingClientRect().left;
    };
    return [...text.data].map((_, index) => place(index));
  });
  assert.deepEqual(places, [...places].sort((a, b) => a - b));
  await page.close();
});
