// Lists that grow with a hub stay in reach of a thumb: the letters of the glossary, the pages that use a word, and the pages
// that can be in a handout.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { pressTabs, visit } from "./hub.js";
import { files, opened, settings } from "./small-hub.js";

const numbers = Array.from({ length: 30 }, (_, at) => at + 1);
const letters = "ABCDEFGHJKLMNOPRSTUVW".split("");
const many = {
  ...files,
  "site.toml": `${settings()}\n[packets]\nmake = true\n`,
  ...Object.fromEntries(numbers.map((at) => [`content/articles/a${at}.md`, `---\ntitle: Article ${at}\n---\nAsk for an IEP at school. Call [[helpline:phone]].\n`])),
  ...Object.fromEntries(numbers.map((at) => [`content/resources/r${at}.md`, `---\ntitle: Place ${at}\nurl: https://p${at}.example.com/\narea: [${["Denver", "Boulder", "Vail"][at % 3]}]\ntopics: [school]\n---\nHelp.\n`])),
  "content/glossary/long.md": `---\nterm: ${"Personal plans for the years after ".repeat(5).slice(0, 200)}\n---\nA plan.\n`,
  ...Object.fromEntries(letters.map((letter) => [`content/glossary/${letter.toLowerCase()}.md`, `---\nterm: ${letter}zzword\n---\nA word that is explained here, with as much as a family needs to know about it.\n`])),
};

describe("a hub with many entries", () => {
  const hub = opened(many);

  for (const [url, of] of [["/glossary/iep/", ".used-in > ul > li"], ["/resources/helpline/", ".used-in > .cards > li"]]) {
    test(`${url} shows 20 of the pages that use it, and the others on demand`, async () => {
      for (const javaScriptEnabled of [true, false]) {
        const page = await hub.page({ width: 320, javaScriptEnabled });
        await page.goto(url);
        const all = await page.locator(of.replace(" > ul", " ul").replace(" > .cards", " .cards")).count();
        assert.ok(all > 20);
        assert.equal(await page.locator(of).count(), 20);
        const folded = page.locator(".used-in details li");
        assert.equal(await folded.first().isVisible(), false);
        await page.getByText(`Show more (${all - 20})`).click();
        assert.equal(await folded.first().isVisible(), true);
        await page.context().close();
      }
    });
  }

  test("the list of pages for a handout folds by kind, opens for what is found, and leads on to the handout", async () => {
    const page = await hub.page({ width: 320, height: 640 });
    await visit(page, "/packets/make/?p=articles/a1,glossary/iep,resources/helpline");
    await page.locator("#wr-part-3").waitFor();
    const top = await page.locator("#wr-handout").evaluate((handout) => handout.getBoundingClientRect().top + scrollY);
    assert.ok(top <= 2000, `the handout begins at ${top} px`);
    const box = page.getByRole("checkbox", { name: "Article 17" });
    assert.equal(await box.isVisible(), false);
    const find = page.getByRole("searchbox", { name: "Find a page in this list" });
    await find.fill("article 17");
    assert.equal(await box.isVisible(), true);
    await find.fill("");
    assert.equal(await box.isVisible(), false);
    await page.getByRole("link", { name: "Go to the handout" }).click();
    assert.ok(await page.locator("#wr-handout").evaluate((handout) => Math.abs(handout.getBoundingClientRect().top) < 100));
    assert.equal(new URL(page.url()).search, "?p=articles/a1,glossary/iep,resources/helpline");
    // Other names of a page stand below its title, not below the box.
    await visit(page, "/packets/make/");
    await find.fill("individualized");
    const [title, name, tick] = await Promise.all(["label > span", ".full-name", "input[type=checkbox]"].map((part) => page.locator(`.choose li:visible ${part}`).boundingBox()));
    assert.ok(name.x >= Math.min(title.x, tick.x + tick.width), JSON.stringify({ title, name, tick }));
    await page.context().close();
  });

  test("without JavaScript the pages for a handout can be unfolded", async () => {
    const page = await hub.page({ width: 320, javaScriptEnabled: false });
    await page.goto("/packets/make/");
    const link = page.locator(".choose a", { hasText: "Article 17" });
    assert.equal(await link.isVisible(), false);
    await page.locator(".choose summary").first().click();
    assert.equal(await link.isVisible(), true);
    await page.context().close();
  });

  test("the row of letters shows that it goes on, and where the reader is", async () => {
    for (const width of [320, 360, 412, 768]) {
      const page = await hub.page({ width, height: 640 });
      await page.goto("/glossary/");
      const row = page.locator(".letters ul");
      const cut = () => row.evaluate((list) => {
        const fade = parseFloat(getComputedStyle(list).paddingInlineEnd);
        const edge = list.getBoundingClientRect().right - fade;
        const boxes = [...list.querySelectorAll("a")].map((link) => link.getBoundingClientRect());
        return { isMasked: getComputedStyle(list).maskImage !== "none", inFade: boxes.some((box) => box.right > edge + 1 && box.left < edge + fade), isMore: boxes.at(-1).right > edge + fade };
      });
      const first = await cut();
      assert.ok(first.isMore && first.isMasked && first.inFade, `${width} px: ${JSON.stringify(first)}`);
      await row.evaluate((list) => list.scrollTo(99999, 0));
      assert.equal((await cut()).inFade, false, `${width} px: the last letter is out of the fade`);
      for (const letter of ["P", "A", "W"]) {
        await page.goto("about:blank");
        await page.goto(`/glossary/#letter-${letter.toLowerCase()}`);
        const current = page.locator(".letters [aria-current]");
        await current.filter({ hasText: letter }).waitFor();
        assert.equal(await current.count(), 1);
        const [box, outer] = [await current.boundingBox(), await row.boundingBox()];
        assert.ok(box.x >= outer.x && box.x + box.width <= outer.x + outer.width, `${width} px: ${letter} is in view`);
      }
      await page.locator("#letter-m").evaluate((heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 100));
      await page.locator(".letters [aria-current]", { hasText: "M" }).waitFor();
      await page.context().close();
    }
  });

  test("the letter that has the focus stays in view, whatever is read", async () => {
    const page = await hub.page({ width: 320, height: 640, reducedMotion: "reduce" });
    await page.goto("/glossary/");
    const [first, last] = ["A", "W"].map((letter) => page.locator(".letters a", { hasText: letter }));
    await first.focus();
    await pressTabs(page, letters.length, () => {});
    const focused = page.locator(".letters a:focus-visible");
    await focused.filter({ hasText: "W" }).waitFor();
    for (const letter of ["m", "c"]) {
      await page.locator(`#letter-${letter}`).evaluate((heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 100));
      await page.locator(".letters [aria-current]", { hasText: letter.toUpperCase() }).waitFor();
      const [box, outer] = [await last.boundingBox(), await page.locator(".letters ul").boundingBox()];
      assert.ok(box.x >= outer.x && box.x + box.width <= outer.x + outer.width, `W is in view at ${letter}`);
    }
    await page.context().close();
  });

  test("letters and filters stay in reach, and what has the focus is not below them", async () => {
    for (const [url, what, item] of [["/glossary/", ".letters", ".term-list dt a"], ["/resources/", ".facets", ".card h2 a"]]) {
      for (const [width, height] of [[320, 640], [768, 900], [1280, 800], [320, 256]]) {
        const page = await hub.page({ width, height, reducedMotion: "reduce" });
        await visit(page, url);
        await page.evaluate(() => scrollTo(0, 1500));
        const { y, height: high } = await page.locator(what).first().boundingBox();
        // At 400% zoom they would take the room of what is read.
        assert.equal(y >= 0 && y < 30 && y + high <= height, height > 256, `${url} at ${width}×${height}: ${y} px`);
        await page.locator(item).last().focus();
        const found = await pressTabs(page, 25, () => {
          const element = document.activeElement;
          const { top, bottom, left } = element.getBoundingClientRect();
          let hidden = 0;
          for (let y = Math.max(top, 0) + 1; y < Math.min(bottom, innerHeight); y += 4) {
            const above = document.elementFromPoint(left + 4, y);
            if (!above || !(element.contains(above) || above.contains(element))) hidden += 1;
          }
          return { hidden, name: element.textContent };
        }, { isBackwards: true });
        assert.deepEqual(found.filter(({ hidden }) => hidden > 0), [], `${url} at ${width}×${height}`);
        assert.ok(new Set(found.map(({ name }) => name)).size > 10, `${url} at ${width}×${height}: the focus moves`);
        await page.context().close();
      }
    }
  });

  test("on a phone the filters open in place wherever the reader is, and leave room for what has the focus", async () => {
    const page = await hub.page({ width: 320, height: 640 });
    await visit(page, "/resources/");
    await page.evaluate(() => scrollTo(0, 1500));
    await page.locator(".facets summary").click();
    const box = await page.locator(".facets").boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 0.61 * 640, JSON.stringify(box));
    assert.ok(await page.getByRole("link", { name: /^Boulder/ }).isVisible());
    await page.locator(".card h2 a").last().focus();
    const clear = await pressTabs(page, 12, () => document.activeElement.getBoundingClientRect().top >= document.querySelector(".facets").getBoundingClientRect().bottom, { isBackwards: true });
    assert.deepEqual(clear.filter((isClear) => !isClear), []);
    await page.context().close();
  });

  test("an entry of the glossary opens wherever it is touched", async () => {
    for (const width of [320, 1280]) {
      const page = await hub.page({ width });
      await page.goto("/glossary/");
      const box = await page.locator(".term-list > div").first().boundingBox();
      await page.mouse.click(box.x + box.width - 12, box.y + box.height - 12);
      await page.waitForURL(/\/glossary\/.+\/$/);
      await page.context().close();
    }
  });

  test("lists of entries use the width of a wide window", async () => {
    const page = await hub.page({ width: 1280 });
    for (const [url, item] of [["/articles/", ".card"], ["/topics/school/", ".resource-card"], ["/resources/", ".resource-card"], ["/glossary/", ".a-to-z section:has(div:nth-of-type(2)) .term-list > div"]]) {
      await page.goto(url);
      const lefts = await page.locator(item).evaluateAll((cards) => [...new Set(cards.map((card) => Math.round(card.getBoundingClientRect().left)))]);
      assert.equal(lefts.length, 2, `${url}: ${lefts}`);
    }
    await page.context().close();
  });
});
