// A notice can be read on its last day, and not on the day after it, also if nobody builds the site again.
import { test } from "node:test";
import assert from "node:assert/strict";
import { files, opened, settings } from "./small-hub.js";

const notice = `
[notice]
text = "Our office is closed, see [the plan](https://www.example.com/)."
until = 2099-12-31
`;
const hub = opened({ ...files, "site.toml": settings() + notice });

for (const { day, isShown } of [{ day: "2099-12-31T23:00", isShown: true }, { day: "2100-01-01T00:01", isShown: false }]) {
  test(`on ${day} the notice is ${isShown ? "shown" : "hidden"}`, async () => {
    const page = await hub.page({ width: 320 });
    await page.clock.setFixedTime(new Date(day));
    await page.goto("/articles/start/");
    assert.equal(await page.locator(".site-notice").isVisible(), isShown);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await page.close();
  });
}
