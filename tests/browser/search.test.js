// The search as a reader meets it: nothing is loaded before it is used, and it works by keyboard and screen reader.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { findings, findingsInAllSchemes, sample, start, visit } from "./hub.js";

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
    await visit(window, page.url);
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

  test("a word that no page has is named, and a term is the first suggestion, once", async (t) => {
    if (!sample("term")) return t.skip("this hub has no terms");
    const window = await hub.page();
    await window.goto(page.url);
    await window.locator("[role=search] input").focus();
    await window.locator("[role=combobox]").waitFor();
    await window.keyboard.type(`${query} qzxwvu`);
    await window.locator("[role=option]").first().waitFor();
    const titles = await window.locator("[role=option] span").allInnerTexts();
    assert.equal(titles[0], query);
    assert.equal(titles.filter((title) => title === query).length, 1, titles.join(", "));
    await window.keyboard.press("Enter");
    await window.locator(".search-result").first().waitFor();
    assert.match(await window.locator("[data-part=count]").innerText(), /“qzxwvu”.*[0-9]/);
    assert.equal(await window.locator(".search-card-term a").first().innerText(), query);
    await window.context().close();
  });

  test("what is typed before the scripts arrive is searched for", async () => {
    for (const { url } of [page, sample("search")]) {
      const window = await hub.page();
      let release;
      const typed = new Promise((resolve) => { release = resolve; });
      await window.route(/\/(find|search|search-page)\.[^/]*js$/, async (route) => {
        await typed;
        await route.continue();
      });
      await window.goto(url, { waitUntil: "commit" });
      await window.locator("[role=search] input").focus();
      await window.keyboard.type(query);
      release();
      await window.locator("[role=option], .search-result").first().waitFor();
      assert.equal(await window.locator("[role=search] input").inputValue(), query);
      await window.context().close();
    }
  });

  test("nothing opens under a field that was left at once", async () => {
    for (const key of ["Tab", "Escape"]) {
      const window = await hub.page();
      await window.goto(page.url);
      const input = window.locator("[role=search] input");
      await input.focus();
      await window.locator("[role=combobox]").waitFor();
      await input.fill(query);
      await window.locator("[role=option]").first().waitFor();
      await window.keyboard.press("Backspace");
      await window.keyboard.press(key);
      // Longer than the pause after which a search starts.
      await window.waitForTimeout(400);
      assert.equal(await window.locator("[role=option]:visible").count(), 0, key);
      assert.equal(await input.getAttribute("aria-expanded"), "false", key);
      await window.context().close();
    }
  });

  test("the list grows as it is read, and the button adds more, with the focus on the first of them", async () => {
    const window = await hub.page();
    await window.setViewportSize({ width: 320, height: 640 });
    const results = window.locator("[data-part=list] > *");
    const more = window.locator("[data-part=more]");
    // Words that most pages have: what is counted is the list without what is a card already.
    await window.goto(`${sample("search").url}?q=school`);
    await results.nth(4).waitFor();
    await window.waitForTimeout(400);
    assert.equal(await results.count(), 5, "before the reader scrolls");
    const first = await results.first().elementHandle();
    await more.evaluate((button) => button.scrollIntoView());
    await results.nth(7).waitFor();
    assert.equal(await results.count(), 8);
    assert.ok(await first.evaluate((item) => item.isConnected), "what was read stays as it is");
    await more.focus();
    await window.keyboard.press("Enter");
    await results.nth(15).waitFor();
    assert.equal(await results.count(), 16);
    const inFocus = () => window.evaluate(() => [...document.querySelector("[data-part=list]").children].findIndex((item) => item.contains(document.activeElement)));
    assert.equal(await inFocus(), 8);
    // Another query begins with a short list again, and one whose button is in focus leaves it there.
    await window.goto(`${sample("search").url}?q=support`);
    await results.nth(4).waitFor();
    await more.focus();
    await window.waitForTimeout(400);
    assert.equal(await results.count(), 5);
    assert.ok(await more.evaluate((button) => button === document.activeElement));
    await window.context().close();
  });

  test("a query that was sent stays in the history when another one is typed", async () => {
    const window = await hub.page();
    await window.goto(sample("search").url);
    const input = window.locator("[role=search] input");
    await input.fill(query);
    await input.press("Enter");
    await window.locator(".search-result").first().waitFor();
    await window.waitForTimeout(400);
    await input.press("End");
    await window.keyboard.type(" x");
    await window.waitForURL((url) => url.searchParams.get("q") === `${query} x`);
    await window.goBack();
    assert.equal(new URL(window.url()).searchParams.get("q"), query);
    assert.equal(await input.inputValue(), query);
    await window.context().close();
  });

  test("a search that fails shows an alert and nothing of the query before it", async () => {
    const window = await hub.page();
    await window.goto(`${sample("search").url}?q=${encodeURIComponent(query)}`);
    await window.locator(".search-result").first().waitFor();
    if (crisis) await window.evaluate(() => document.getElementById("crisis").append(document.getElementById("crisis-lines").content.cloneNode(true)));
    await window.route(/\/search\//, (route) => route.abort());
    await window.locator("[role=search] input").fill("zygote");
    await window.locator("[data-part=error]:not(:empty)").waitFor();
    const shown = await window.evaluate(() => ({
      alerts: [...document.querySelectorAll("[role=alert]")].filter((alert) => alert.checkVisibility() && alert.textContent.trim()).map((alert) => alert.id || alert.dataset.part),
      left: document.querySelectorAll(".search-result, .search-card").length,
      count: document.querySelector("[data-part=count]").textContent,
      filters: document.querySelector("[data-part=filters]").checkVisibility(),
      lists: document.getElementById("search-fallback").checkVisibility(),
    }));
    assert.deepEqual(shown, { alerts: ["error"], left: 0, count: "", filters: false, lists: true });
    assert.deepEqual(await findings(window), []);
    await window.unrouteAll();
    await window.locator("[role=search] input").fill(query);
    await window.locator(".search-result").first().waitFor();
    assert.equal(await window.locator("[data-part=error]").innerText(), "");
    await window.context().close();
  });

  test("what changes by itself is in a region that screen readers know from the beginning", async () => {
    const window = await hub.page();
    await window.goto(sample("search").url);
    // Waits for the script, which makes the lists part of the page.
    await window.waitForFunction(() => globalThis.Wellread);
    const regions = () => window.evaluate(() => [...document.querySelectorAll("main [role=alert], main [role=status]")].filter((region) => region.checkVisibility()).map((region) => region.id || region.dataset.part));
    const known = await regions();
    assert.deepEqual(known, [...(crisis ? ["crisis"] : []), "corrected", "count", "error"]);
    await window.locator("[role=search] input").fill(query);
    await window.locator(".search-result").first().waitFor();
    assert.deepEqual(await regions(), known);
    await window.context().close();
  });

  test("on a phone the first answer comes at once, and a term is not in the list again", async (t) => {
    if (!sample("term")) return t.skip("this hub has no terms");
    const window = await hub.page({ width: 320, height: 640 });
    await window.goto(`${sample("search").url}?q=${encodeURIComponent(query)}`);
    await window.locator(".search-card, .search-result").first().waitFor();
    const seen = await window.evaluate(() => ({
      first: document.querySelector(".search-card, .search-result").getBoundingClientRect().top,
      open: document.querySelector("[data-part=filters]").open,
      cards: [...document.querySelectorAll(".search-card-term a")].map((link) => link.href),
      results: [...document.querySelectorAll(".search-result h2 a")].map((link) => link.href),
    }));
    assert.ok(seen.first < 400, `the first answer is ${seen.first} px down`);
    assert.equal(seen.open, false);
    assert.ok(seen.cards.length > 0);
    assert.deepEqual(seen.results.filter((url) => seen.cards.includes(url)), []);
    assert.equal(await window.evaluate(() => [...document.querySelectorAll(".search-result")].every((result) => result.querySelector(".search-excerpt"))), true);
    await window.context().close();
  });

  test("a correction shows the word that it changed, and suggestions show it too", async (t) => {
    const long = query.match(/\p{L}{8,}/u);
    if (!long) return t.skip("no word is long enough to be corrected");
    const wrong = long[0].slice(0, 4) + long[0].slice(5);
    const window = await hub.page();
    await window.goto(page.url);
    await window.locator("[role=search] input").focus();
    await window.locator("[role=combobox]").waitFor();
    await window.keyboard.type(`school ${wrong}`);
    const words = `“${long[0]}”`.toLowerCase();
    await window.waitForFunction((words) => document.querySelector("[role=option]")?.textContent.toLowerCase().includes(words), words);
    assert.match((await window.locator(".search-status").innerText()).toLowerCase(), new RegExp(words));
    await window.keyboard.press("Enter");
    const correction = window.locator("[data-part=corrected]");
    await window.locator(".search-result").first().waitFor();
    const shown = await correction.innerText();
    assert.ok(shown.toLowerCase().includes(words) && shown.includes(`“${wrong}”`), shown);
    assert.doesNotMatch(shown, /school/);
    await window.context().close();
  });

  test("results are found and readable in every color scheme", async () => {
    const window = await hub.page({ width: 320 });
    await window.goto(`${sample("search").url}?q=${encodeURIComponent(query)}`);
    await window.locator(".search-result").first().waitFor();
    assert.ok(await window.locator("#search-fallback").isHidden());
    assert.deepEqual(await findingsInAllSchemes(window), []);
    assert.equal(await window.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await window.goto(`${sample("search").url}?q=xqzvwkjy`);
    await window.locator("#search-empty").waitFor();
    assert.deepEqual(await findingsInAllSchemes(window), []);
    if (crisis) {
      await window.goto(`${sample("search").url}?q=${encodeURIComponent("i want to kill myself")}`);
      await window.locator("#crisis .call").first().waitFor();
      assert.ok(await window.locator("[data-part=corrected]").isHidden());
      // Filled in once: a live region that changes with every key is read out with every key.
      await window.evaluate(() => { document.querySelector("#crisis").firstElementChild.dataset.first = "yes"; });
      await window.locator("[role=search] input").fill("i want to kill myself today");
      await window.waitForURL((url) => url.searchParams.get("q").endsWith("today"));
      await window.locator("[data-part=count]:not(:empty)").waitFor();
      assert.equal(await window.locator("#crisis [data-first]").count(), 1);
      assert.equal(await window.locator("#crisis .crisis-lines").count(), 1);
      assert.ok((await window.locator("#crisis").boundingBox()).y < (await window.locator("[data-part=count]").boundingBox()).y);
      assert.deepEqual(await findingsInAllSchemes(window), []);
    }
    await window.context().close();
  });
});
