// The first ten seconds: what a family sees of the home page before it scrolls.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { files, opened } from "./small-hub.js";

const home = `---
title: Help with school, in plain words
summary: We explain the words that schools use, one at a time.
---
- **The school said no.** Read [why](../articles/start.md).
- **We have a meeting.** Use [this list](../articles/start.md), or [look here](../resources/helpline.md).
`;

describe("the home page", () => {
  const hub = opened({ ...files, "content/pages/home.md": home });

  test("has its search within the first 400 px of a small phone", async () => {
    const page = await hub.page({ width: 320, height: 640 });
    await page.goto("/");
    const box = await page.locator("main .search").boundingBox();
    assert.ok(box.y + box.height <= 400, `the search ends at ${box.y + box.height} px`);
    assert.ok(await page.getByRole("searchbox", { name: "What are you looking for?" }).isVisible());
  });

  test("says what it is for before anything else of its own", async () => {
    const page = await hub.page({ width: 320, height: 640 });
    await page.goto("/");
    assert.equal(await page.locator("main .subtitle").innerText(), "We explain the words that schools use, one at a time.");
  });

  test("has doors by situation, and one with one link opens wherever it is touched", async () => {
    for (const width of [320, 1280]) {
      const page = await hub.page({ width, height: 800 });
      await page.goto("/");
      const doors = page.locator(".kind-home .body li");
      const several = await doors.nth(1).boundingBox();
      await page.mouse.click(several.x + several.width - 8, several.y + several.height - 6);
      assert.equal(new URL(page.url()).pathname, "/", "which of two links was meant?");
      const one = await doors.nth(0).boundingBox();
      await page.mouse.click(one.x + one.width - 8, one.y + 8);
      await page.waitForURL("**/articles/start/");
    }
  });
});
