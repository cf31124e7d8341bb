// Takes a screenshot of each kind of page, at three widths and in the dark: for people to look at, not to compare.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { artifacts, articleWithTerms, each, samples, start } from "./hub.js";

let hub;
before(async () => { hub = await start(); });
after(() => hub.close());

test("screenshots of every kind of page", async () => {
  const wanted = [];
  for (const [colorScheme, width] of [["light", 320], ["light", 768], ["light", 1280], ["dark", 320]]) {
    for (const { kind, url } of samples) wanted.push({ colorScheme, width, kind, url });
  }
  await each(wanted, 2, async ({ colorScheme, width, kind, url }) => {
    const page = await hub.page({ width, colorScheme, reducedMotion: "reduce" });
    await page.goto(url);
    const path = join(artifacts, `${kind}-${width}-${colorScheme}.jpg`);
    await page.screenshot({ path, fullPage: true, quality: 80 });
    assert.ok(statSync(path).size > 1000);
    if (kind === "article" && articleWithTerms) {
      await page.goto(articleWithTerms.url);
      await page.locator(".body a.term").first().click();
      await page.screenshot({ path: join(artifacts, `term-open-${width}-${colorScheme}.jpg`), quality: 80 });
    }
    await page.context().close();
  });
});
