// An article whose review is due says so from the day after that day, also if nobody builds the site again.
import { test } from "node:test";
import assert from "node:assert/strict";
import { files, opened, settings } from "./small-hub.js";

const hub = opened({
  ...files,
  "site.toml": `${settings()}\n[review]\nevery = "73 years"\nshow_overdue = ["School"]\n`,
  "content/articles/plain.md": "---\ntitle: Of no topic\npublished: 2026-01-02\n---\nOther words stand here.\n",
});

for (const { day, isDue } of [{ day: "2099-01-02T23:00", isDue: false }, { day: "2099-01-03T00:01", isDue: true }]) {
  test(`on ${day} the article ${isDue ? "says that its review is due" : "says nothing"}`, async () => {
    const page = await hub.page({ width: 320 });
    await page.clock.setFixedTime(new Date(day));
    await page.goto("/articles/start/");
    const line = page.locator("[data-due]");
    assert.equal(await line.isVisible(), isDue);
    assert.match(await line.textContent(), /^Due for review since January 2, 2099$/);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await page.close();
  });
}

test("articles of other topics have neither the line nor the script", async () => {
  const page = await hub.page({ width: 320 });
  await page.goto("/articles/plain/");
  assert.equal(await page.locator("[data-due], script[src*='days.']").count(), 0);
  await page.close();
});
