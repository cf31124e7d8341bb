// Nothing is cut off or hidden: at 400% zoom, with wider text, by keyboard, with reduced motion.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { articleWithTerms, findings, pages, pressTabs, sample, samples, start, visit } from "./hub.js";

let hub;
before(async () => { hub = await start(); });
after(() => hub.close());

test("on a small phone, most articles begin on the first screen, below all that is in their head", async (t) => {
  const page = await hub.page({ width: 320, height: 640 });
  const late = [];
  const articles = pages.filter(({ kind }) => kind === "article");
  for (const { url } of articles) {
    await visit(page, url);
    const [end, facts] = await page.evaluate(() => {
      const range = document.createRange();
      const texts = document.createTreeWalker(document.querySelector(".body"), NodeFilter.SHOW_TEXT, (text) => (text.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
      range.selectNodeContents(texts.nextNode());
      return [range.getClientRects()[0].bottom, document.querySelector(".trust").checkVisibility() && document.querySelector(".contents, .body").checkVisibility()];
    });
    assert.ok(facts, url);
    if (end > page.viewportSize().height) late.push(`${url}: ${end}`);
  }
  t.diagnostic(`${late.length} of ${articles.length} begin below the first screen`);
  assert.ok(late.length <= articles.length / 4, late.join("\n"));
  await page.context().close();
});

test("on a phone, the directory says what each place is, and an article only names it", async () => {
  const page = await hub.page({ width: 320 });
  await page.goto(sample("resources").url);
  const cards = await page.locator(".resource-card").evaluateAll((all) => all.map((card) => {
    const [summary, facts] = [card.querySelector(":scope > p:not(.quiet, .reach)"), card.querySelector(".facts")];
    return { summary: summary ? summary.clientHeight / parseFloat(getComputedStyle(summary).lineHeight) : 1, facts: facts ? facts.checkVisibility() : true };
  }));
  assert.ok(cards.length > 5);
  assert.deepEqual(cards.filter(({ summary, facts }) => !facts || summary < .9 || summary > 2.2), []);
  await page.goto(pages.find(({ path, kind }) => kind === "article" && readFileSync(path, "utf8").includes("resource-card")).url);
  assert.equal(await page.locator(".resource-card > p:not(.reach):visible, .resource-card > .facts:visible").count(), 0);
  await page.context().close();
});

test("wider text loses nothing (WCAG 1.4.12)", async () => {
  const lost = [];
  for (const width of [320, 1280]) {
    // A reader's own stylesheet is not bound by the page's policy.
    const page = await hub.page({ width, bypassCSP: true });
    for (const { url } of samples) {
      await page.goto(url);
      await page.addStyleTag({ content: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }" });
      const found = await page.evaluate(() => {
        const cut = [...document.querySelectorAll("body *")].filter((element) => {
          const style = getComputedStyle(element);
          if (style.overflowX === "visible" && style.overflowY === "visible") return false;
          if (element.closest(".table, .contents, .letters, .facets, .letter-fill, .words dl, .lead .share ul, .directory .card > p, svg") || element.clientWidth <= 1) return false; // These scroll, open with a click, or are for screen readers only.
          return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
        });
        return {
          sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          cut: cut.map((element) => `${element.tagName}.${element.className}`),
        };
      });
      if (found.sideways > 0 || found.cut.length) lost.push({ url, width, ...found });
    }
  }
  assert.deepEqual(lost, []);
});

test("with wider text at 400% zoom, what is filled in or put together has neither findings nor lines over each other", async () => {
  for (const kind of ["letter", "packet", "make", "glossary", "resources"]) {
    if (!sample(kind)) continue;
    const page = await hub.page({ width: 320, height: 256, bypassCSP: true });
    const chosen = kind === "make" ? `?p=${pages.filter(({ url }) => /\/(articles|glossary|resources)\/[^/]+\/$/.test(url)).slice(0, 3).map(({ url }) => url.split("/").slice(-3, -1).join("/")).join(",")}` : "";
    await visit(page, sample(kind).url + chosen);
    if (kind === "make") await page.locator("#wr-part-3").waitFor();
    await page.addStyleTag({ content: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }" });
    const { over, sideways } = await page.evaluate(() => {
      const lines = [];
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        if (!data.trim() || !parentElement.checkVisibility()) continue;
        const isForEyes = (element) => !element || (getComputedStyle(element).clipPath !== "inset(50%)" && isForEyes(element.parentElement));
        if (!isForEyes(parentElement) || parentElement.closest(".letters, .skip, option, textarea")) continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        // Lines that a summary of the directory hides are not drawn.
        const end = getComputedStyle(parentElement).webkitLineClamp === "none" ? Infinity : parentElement.getBoundingClientRect().bottom;
        for (const box of range.getClientRects()) if (box.width > 2 && box.top < end - 2) lines.push({ parentElement, box, words: data.trim().slice(0, 30) });
      }
      lines.sort((one, other) => one.box.top - other.box.top);
      const over = lines.flatMap(({ parentElement, box, words }, at) => {
        const found = [];
        for (const other of lines.slice(at + 1)) {
          if (other.box.top >= box.bottom) break;
          const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const height = Math.min(box.bottom, other.box.bottom) - other.box.top;
          if (parentElement !== other.parentElement && width > 3 && height > Math.min(box.height, other.box.height) * 0.4) found.push(`${words} | ${other.words}`);
        }
        return found;
      });
      return { over, sideways: document.documentElement.scrollWidth - innerWidth };
    });
    assert.deepEqual({ over, sideways, found: await findings(page) }, { over: [], sideways: 0, found: [] }, kind);
    await page.context().close();
  }
});

test("the focus is never hidden, and goes in the order of the page", async () => {
  const problems = [];
  for (const [width, height] of [[320, 640], [1280, 800], [320, 256]]) {
    const page = await hub.page({ width, height, reducedMotion: "reduce" });
    for (const { url } of samples) {
      await page.goto(url);
      assert.equal(await page.locator('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').count(), 0, url);
      const found = await pressTabs(page, 40, () => {
        const element = document.activeElement;
        if (element === document.body) return "end";
        const boxes = [...element.getClientRects()];
        const shown = boxes.some((box) => {
          const x = Math.min(Math.max(box.x + Math.min(box.width / 2, 8), 0), innerWidth - 1);
          const y = Math.min(Math.max(box.y + Math.min(box.height / 2, 8), 0), innerHeight - 1);
          const top = document.elementFromPoint(x, y);
          return top && (element.contains(top) || top.contains(element));
        });
        if (!shown) return `${element.outerHTML.slice(0, 80)} is hidden`;
        const style = getComputedStyle(element);
        return style.outlineStyle === "none" ? `${element.outerHTML.slice(0, 80)} shows no focus` : "";
      });
      const end = found.indexOf("end");
      assert.notEqual(end, 0, `${url}: something takes the focus`);
      problems.push(...found.slice(0, end < 0 ? found.length : end).filter(Boolean).map((problem) => `${url} at ${width}×${height}: ${problem}`));
    }
    await page.context().close();
  }
  assert.deepEqual(problems, []);
});

test("with reduced motion nothing moves", async () => {
  const page = await hub.page({ reducedMotion: "reduce" });
  for (const { url } of samples) {
    await page.goto(url);
    const moving = await page.evaluate(() => document.getAnimations().length + Number(getComputedStyle(document.documentElement).scrollBehavior !== "auto"));
    assert.equal(moving, 0, url);
  }
});

test("at 400% zoom an open definition fits the window and can be closed", { skip: articleWithTerms ? false : "this hub links no terms" }, async () => {
  const page = await hub.page({ width: 320, height: 256 });
  await page.goto(articleWithTerms.url);
  await page.locator(".body a.term").first().click();
  const box = await page.locator(".slip").boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 320 && box.y >= 0 && box.y + box.height <= 256, JSON.stringify(box));
  await page.locator(".slip button").click();
  assert.equal(await page.locator(".slip").count(), 0);
});

test("on a phone, what an article brings along is at most half as high as its text", async (t) => {
  const page = await hub.page({ width: 320, height: 640 });
  const found = [];
  for (const { url } of pages.filter(({ kind }) => kind === "article")) {
    await page.goto(url);
    found.push({ url, ...(await page.evaluate(() => ({
      ratio: document.documentElement.scrollHeight / document.querySelector(".body").getBoundingClientRect().height,
      minutes: parseInt(document.querySelector(".minutes").innerText, 10),
      cut: [...document.querySelectorAll(".words dt")].filter((dt) => getComputedStyle(dt).overflowX !== "visible" || dt.firstElementChild.getBoundingClientRect().right > dt.closest("dl").getBoundingClientRect().right + 4).map((dt) => dt.innerText),
    }))) });
  }
  await page.context().close();
  const ratios = found.filter(({ minutes }) => minutes >= 4).map(({ ratio }) => ratio).sort((one, other) => one - other);
  t.diagnostic(`from ${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)} × the text`);
  // The text of a hub may be short and its list of words long.
  if (ratios.length) assert.ok(ratios[ratios.length >> 1] <= 1.5 && ratios.at(-1) <= 1.55, JSON.stringify(found));
  assert.deepEqual(found.filter(({ cut }) => cut.length), [], "words are whole");
});
