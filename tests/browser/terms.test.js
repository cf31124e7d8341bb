// A term is explained in place: by click, by keyboard, without popovers, and never unasked.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { articleWithTerms, start } from "./hub.js";

describe("terms in place", { skip: articleWithTerms ? false : "this hub links no terms" }, () => {
  let hub;
  let page;
  before(async () => {
    hub = await start();
    page = await hub.page();
  });
  after(() => hub.close());

  const open = async () => {
    await page.goto(articleWithTerms.url);
    return page.locator(".body a.term").first();
  };
  const slips = () => page.locator(".slip").count();
  const focused = (locator) => locator.evaluate((element) => element === document.activeElement);

  test("a click shows the short definition of Words on this page", async () => {
    const term = await open();
    const slug = await term.getAttribute("data-term");
    await term.click();
    const slip = page.getByRole("dialog");
    const entry = page.locator(`#word-${slug}`);
    assert.equal(await slip.count(), 1);
    assert.equal((await slip.locator(".slip-text").innerText()).trim(), (await entry.locator("dd").innerText()).trim());
    assert.equal(await slip.locator("a[href]").last().getAttribute("href").then((href) => new URL(href, page.url()).href), await term.evaluate((link) => link.href));
    assert.equal(new URL(page.url()).pathname, articleWithTerms.url);
  });

  test("Enter opens it, it has a name, Escape closes it and the focus returns", async () => {
    const term = await open();
    await term.focus();
    assert.equal(await slips(), 0, "focus alone opens nothing");
    await page.keyboard.press("Enter");
    const slip = page.getByRole("dialog", { name: await term.evaluate((link) => document.querySelector(`#word-${link.dataset.term} dt a`).textContent) });
    assert.equal(await slip.count(), 1);
    assert.ok(await slip.evaluate((element) => element.contains(document.activeElement)), "the focus is in the definition");
    await page.keyboard.press("Escape");
    assert.equal(await slips(), 0);
    assert.ok(await focused(term), "the focus is back on the term");
  });

  test("Tab goes through the definition and on from its term", async () => {
    const term = await open();
    await term.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".slip") !== null), true);
    const stops = await page.locator(".slip :is(a[href], button)").count();
    for (let step = 1; step < stops; step += 1) await page.keyboard.press("Tab");
    assert.ok(await focused(page.locator(".slip button")));
    await page.keyboard.press("Tab");
    assert.equal(await slips(), 0, "leaving closes it");
    assert.ok(await term.evaluate((link) => Boolean(link.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)), "the focus is past the term");
    await term.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+Tab");
    assert.ok(await focused(term));
    assert.equal(await slips(), 0);
  });

  test("the button closes it, a second click closes it, a click next to closes it", async () => {
    const term = await open();
    await term.click();
    await page.locator(".slip button").click();
    assert.equal(await slips(), 0);
    assert.ok(await focused(term));
    await term.click();
    await term.click();
    assert.equal(await slips(), 0);
    await term.click();
    await page.locator("h1").click();
    assert.equal(await slips(), 0);
  });

  test("the definition of another term replaces it", async () => {
    const term = await open();
    if ((await page.locator(".body a.term").count()) < 2) return;
    await term.click();
    await page.locator(".body a.term").nth(1).evaluate((link) => link.click());
    assert.equal(await slips(), 1);
  });

  test("hovering opens nothing", async () => {
    const term = await open();
    await term.hover();
    await page.waitForTimeout(300);
    assert.equal(await slips(), 0);
  });

  test("with a modifier key it stays an ordinary link", async () => {
    const term = await open();
    const [tab] = await Promise.all([page.context().waitForEvent("page"), term.click({ modifiers: ["Control"] })]);
    await tab.waitForLoadState();
    assert.equal(tab.url(), await term.evaluate((link) => link.href));
    assert.equal(await slips(), 0);
    await tab.close();
  });

  test("on a phone it opens at the bottom of the window, within reach", async () => {
    const phone = await hub.page({ width: 320, height: 640, hasTouch: true });
    await phone.goto(articleWithTerms.url);
    await phone.locator(".body a.term").first().tap();
    const box = await phone.locator(".slip").boundingBox();
    assert.ok(Math.abs(box.y + box.height - 640) <= 1 && box.width === 320, JSON.stringify(box));
    const close = await phone.locator(".slip button").boundingBox();
    assert.ok(close.height >= 44 && close.y + close.height <= 640, JSON.stringify(close));
    await phone.context().close();
  });

  test("without popovers it works the same", async () => {
    const old = await hub.page();
    await old.addInitScript(() => { delete HTMLElement.prototype.popover; delete HTMLElement.prototype.showPopover; });
    await old.goto(articleWithTerms.url);
    const term = old.locator(".body a.term").first();
    await term.click();
    assert.ok(await old.locator(".slip").isVisible());
    await old.keyboard.press("Escape");
    assert.equal(await old.locator(".slip").count(), 0);
    assert.ok(await focused(term));
    await old.context().close();
  });
});
