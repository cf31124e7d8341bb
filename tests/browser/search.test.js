// The search as a reader meets it: nothing is loaded before it is used, and it works by keyboard and screen reader.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { findings, sample, schemes, start } from "./hub.js";

const page = sample("article") ?? sample("page");
const searchable = page && sample("search") && readFileSync(sample("search").path, "utf8").includes("data-core");

describe("search", { skip: searchable ? false : "this hub has no search" }, () => {
  let hub;
  let query;
  let crisis;
  before(async () => {
    hub = await start();
    const window = await hub.page();
    // Something that a page is sure to contain: a term, or the longest word of a title.
    await window.goto((sample("term") ?? page).url);
    const title = await window.locator("h1").innerText();
    query = sample("term") ? title : title.match(/\p{L}+/gu).sort((one, other) => other.length - one.length)[0];
    crisis = (await window.locator(".crisis").count()) > 0;
    await window.context().close();
  });
  after(() => hub.close());

  test("a page that is only read loads no search; its field loads it", async () => {
    const window = await hub.page();
    const loaded = [];
    window.on("request", (request) => loaded.push(new URL(request.url())));
    await window.goto(page.url, { waitUntil: "networkidle" });
    assert.deepEqual(loaded.filter(({ pathname }) => /\/search[.-]/.test(pathname)).map(String), []);
    await window.locator("[role=search] input").focus();
    await window.locator("[role=combobox]").waitFor();
    assert.ok(loaded.every(({ origin }) => origin === hub.origin));
    assert.ok(loaded.every(({ search }) => search === ""), "what is typed is in no address");
    await window.context().close();
  });

  test("suggestions come by typing, are chosen by arrows, and Escape closes them", async () => {
    const window = await hub.page();
    await window.goto(page.url);
    await window.locator("[role=search] input").focus();
    await window.locator("[role=combobox]").waitFor();
    await window.keyboard.type(query, { delay: 20 });
    await window.locator("[role=option]").first().waitFor();
    assert.deepEqual(await findings(window), []);
    await window.keyboard.press("ArrowDown");
    assert.equal(await window.locator('[role=option][aria-selected="true"]').count(), 1);
    await window.keyboard.press("Escape");
    assert.equal(await window.locator("[role=option]:visible").count(), 0);
    await window.keyboard.press("Enter");
    await window.waitForURL((url) => url.searchParams.get("q") === query);
    await window.context().close();
  });

  for (const [scheme, options] of schemes) {
    test(`results are found and readable, ${scheme}`, async () => {
      const window = await hub.page({ width: 320, ...options });
      await window.goto(`${sample("search").url}?q=${encodeURIComponent(query)}`);
      await window.locator(".search-result").first().waitFor();
      assert.ok(await window.locator("#search-fallback").isHidden());
      assert.deepEqual(await findings(window), []);
      assert.equal(await window.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      await window.goto(`${sample("search").url}?q=xqzvwkjy`);
      await window.locator("#search-empty").waitFor();
      assert.deepEqual(await findings(window), []);
      if (crisis) {
        await window.goto(`${sample("search").url}?q=${encodeURIComponent("i want to kill myself")}`);
        await window.locator("#crisis").waitFor();
        assert.ok(await window.locator("[data-part=corrected]").isHidden());
        assert.ok((await window.locator("#crisis").boundingBox()).y < (await window.locator("[data-part=count]").boundingBox()).y);
        assert.deepEqual(await findings(window), []);
      }
      await window.context().close();
    });
  }
});
