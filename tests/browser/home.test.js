// The first ten seconds: what a family sees of the home page before it scrolls.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { files, opened, settings } from "./small-hub.js";

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

  test("leads to the people, in a row without holes", async () => {
    const page = await hub.page({ width: 1280, height: 800 });
    await page.goto("/");
    const doors = await page.locator(".door").evaluateAll((all) => all.map((door) => [door.getBoundingClientRect().y, door.getBoundingClientRect().width]));
    const widths = [...new Set(doors.map(([y]) => y))].map((row) => doors.filter(([y]) => y === row).reduce((sum, [, width]) => sum + width, 0));
    for (const width of widths) assert.ok(width > .9 * Math.max(...widths), widths.join(" "));
    await page.getByRole("region", { name: "People", exact: true }).getByRole("link", { name: "All people" }).click();
    await page.waitForURL("**/people/");
    await page.context().close();
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

const long = "Bright Harbor Child & Family Psychology Associates of Northwest Anchorage, Fairbanks and the Valleys, ".repeat(2).slice(0, 200);

// What stands above the search, or would, at its longest.
const heads = [
  { name: "an ordinary name", title: "Bright Harbor Child & Family Psychology" },
  { name: "a long name", title: "Bright Harbor Child & Family Psychology Associates of Northwest Anchorage, LLC" },
  { name: "a notice", notice: "Our office is closed from December 24 to January 1. Call 303-555-0100, or leave a message for us." },
  { name: "a long name and a notice", title: "Bright Harbor Child & Family Psychology Associates of Northwest Anchorage, LLC", notice: "Our office is closed from December 24 to January 1. Call 303-555-0100, or leave a message for us." },
  { name: "a long sentence", summary: "We explain the words that schools use, one at a time, so that you can ask for what your child needs without knowing the law." },
  { name: "a name of 200 characters", title: long, limit: 400 },
  { name: "a name and a heading of 200 characters", title: long, heading: long, notice: "Our office is closed from December 24 to January 1. Call 303-555-0100, or leave a message for us.", limit: 400 },
  { name: "a long heading", heading: "Help with school, in plain words, for every family in our valley and beyond" },
];
for (const { name, title, notice, summary, heading, limit = 440 } of heads) {
  describe(`a home page with ${name}`, () => {
    const own = home.replace(/^summary: .*$/m, (line) => (summary ? `summary: ${summary}` : line)).replace(/^title: .*$/m, (line) => (heading ? `title: ${heading}` : line));
    const hub = opened({ ...files, "content/pages/home.md": own, "site.toml": settings({ title }) + (notice ? `\n[notice]\ntext = "${notice}"\n` : "") });

    test("has its search where the thumb is, and the notice on the first screen", async () => {
      const page = await hub.page({ width: 320, height: 640 });
      await page.goto("/");
      const box = await page.locator("main .search input").boundingBox();
      assert.ok(box.y <= 400 && box.y + box.height <= limit, `the field is at ${box.y} to ${box.y + box.height} px`);
      const said = page.locator(".site-notice");
      assert.equal(await said.count(), notice ? 1 : 0);
      if (notice) {
        const { y, height } = await said.boundingBox();
        assert.ok(y > box.y && y + height <= 640, `the notice is at ${y} to ${y + height} px`);
        await page.goto("/articles/start/");
        assert.ok((await said.boundingBox()).y < (await page.locator("h1").boundingBox()).y, "on other pages it comes first");
      }
    });
  });
}

describe("a hub without a home page of its own", () => {
  const { "content/pages/home.md": _, ...rest } = files;
  const topics = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`content/topics/t${at}.md`, `---\ntitle: Topic ${at}\n---\nText.\n`]));
  const articles = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`content/articles/t${at}.md`, `---\ntitle: About topic ${at}\ntopics: [t${at}]\n---\nText.\n`]));
  const hub = opened({ ...rest, ...topics, ...articles });

  test("says in the clinic's words what it is", async () => {
    const page = await hub.page({ width: 320, height: 640 });
    await page.goto("/");
    assert.equal(await page.locator("main .subtitle").innerText(), "What families ask us.");
    const box = await page.locator("main .search").boundingBox();
    assert.ok(box.y + box.height <= 400, `the search ends at ${box.y + box.height} px`);
  });

  test("has no holes in its topics, whatever their number", async () => {
    for (const width of [320, 768, 1280]) {
      const page = await hub.page({ width });
      await page.goto("/");
      const boxes = await page.locator(".topics li").evaluateAll((items) => items.map((item) => item.getBoundingClientRect().toJSON()));
      assert.equal(boxes.length, 8);
      const columns = [...new Set(boxes.map(({ left }) => Math.round(left)))];
      for (const left of columns) {
        const column = boxes.filter((box) => Math.round(box.left) === left);
        for (const [at, box] of column.entries()) if (at) assert.ok(Math.abs(box.top - column[at - 1].bottom) < 1.5, `${width} px: a hole below topic ${at}`);
      }
      await page.context().close();
    }
  });
});

describe("a hub with one article", () => {
  const hub = opened({ "site.toml": files["site.toml"], "content/articles/sleep.md": "---\ntitle: Sleep\npublished: 2026-01-02\n---\nText.\n" });

  test("has no empty room where other hubs have words and places", async () => {
    const page = await hub.page({ width: 1280 });
    await page.goto("/");
    const [hero, newest] = [await page.locator(".hero").boundingBox(), await page.locator("#wr-newest").boundingBox()];
    assert.ok(newest.y - hero.y - hero.height < 64, `${newest.y - hero.y - hero.height} px`);
  });
});
