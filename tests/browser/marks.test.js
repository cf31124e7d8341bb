// The stroke of the highlighter lies behind the letters and never over them, also in colors that a reader has chosen. A rule
// on pixels decides: what is text without the stroke is text with it, and nothing else has become as dark.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { start } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

const places = [
  ["/", ".site-name", "the name of the hub"],
  ["/", ".kind-home li > strong", "a door of the home page"],
  ["/glossary/iep/", ".kind-term h1", "the heading of a term"],
  ["/articles/start/", "mark", "marked words"],
  ["/articles/start/", ".body a[href*=next]", "a link under the pointer", "hover"],
  ["/articles/start/", ".slip-word", "the word of an open definition", "open"],
  ["/articles/start/#note-1", "#note-1", "the footnote that a link led to"],
  ["/search/?q=plan", ".search-excerpt mark", "marked words of a result"],
  ["/search/?q=iep", ".search-card-term a", "the word that a search explains"],
  ["/articles/start/", ".body a.term", "a word in a text while its definition is open", "open"],
  ["/articles/start/", ".words h2", "the heading of the words on a page"],
  ["/glossary/", ".a-to-z h2", "a letter of the glossary"],
  ["/glossary/", ".site-nav [aria-current]", "where the reader is"],
  ["/no-such-page/", ".kind-404 h1", "the heading of a page that is not there"],
  ["/packets/first/", ".part-term > h2", "the heading of a word in a handout"],
];

let site;
let hub;
before(async () => {
  site = build({ ...files, "site.toml": settings(), "content/pages/home.md": "---\ntitle: Help for your child at school\n---\n- **The school said no.** Read [the next step](../articles/next.md).\n", "content/packets/first.md": "---\ntitle: First steps\npages: [glossary/iep, articles/start]\n---\nRead this first.\n" });
  hub = await start(site.folder);
});
after(async () => { await hub?.close(); site?.remove(); });

// The share of the pixels of a picture that stand out from its most common color, and the contrast of the strongest.
const inkOf = (page, picture) => page.evaluate(async (data) => {
  const image = await createImageBitmap(await (await fetch(data)).blob());
  const context = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height }).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data: bytes } = context.getImageData(0, 0, image.width, image.height);
  const light = (at) => {
    const [r, g, b] = [0, 1, 2].map((i) => bytes[at + i] / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const count = new Map();
  const lights = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const one = light(at);
    lights.push(one);
    count.set(one, (count.get(one) ?? 0) + 1);
  }
  const [ground] = [...count].reduce((most, one) => (one[1] > most[1] ? one : most));
  const contrasts = lights.map((one) => (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05));
  return { ink: contrasts.filter((one) => one >= 3).length / contrasts.length, best: Math.max(...contrasts) };
}, `data:image/png;base64,${picture.toString("base64")}`);

for (const [scheme, options] of [["light", {}], ["dark", { colorScheme: "dark" }], ["forced colors", { forcedColors: "active" }], ["forced dark colors", { forcedColors: "active", colorScheme: "dark" }]]) {
  test(`letters can be read through the highlighter in ${scheme}`, async () => {
    // The pictures are read past the page's policy.
    const page = await hub.page({ bypassCSP: true, ...options });
    for (const [url, selector, what, act] of places) {
      await page.goto("about:blank");
      await page.goto(url);
      if (act === "open") await page.locator(".body a.term").first().click();
      const element = page.locator(selector).first();
      await element.waitFor();
      const picture = async () => {
        if (act === "hover") await element.hover();
        else await page.mouse.move(0, 0);
        return element.screenshot({ animations: "disabled" });
      };
      const shown = await inkOf(page, await picture());
      await page.addStyleTag({ content: `${selector}, ${selector} *, ${selector}::before { text-decoration-line: none !important; background: none !important; outline: none !important }` });
      const plain = await inkOf(page, await picture());
      assert.ok(shown.best >= 4.5, `${what}: the letters have a contrast of ${shown.best.toFixed(1)}`);
      // Letters in the color of a mark may not be seen without it.
      if (plain.best < 3) continue;
      const ratio = shown.ink / plain.ink;
      assert.ok(ratio > 0.6 && ratio < 1.7, `${what}: ${(shown.ink * 100).toFixed(1)} % of its pixels stand out, and ${(plain.ink * 100).toFixed(1)} % without the stroke`);
    }
    await page.context().close();
  });
}

test("the rule sees a stroke that covers the letters", async () => {
  const page = await hub.page({ bypassCSP: true, forcedColors: "active" });
  await page.goto("/");
  const name = page.locator(".site-name");
  const plain = await inkOf(page, await name.screenshot());
  await page.addStyleTag({ content: ".site-name span { text-decoration: underline .4em CanvasText !important; text-underline-offset: -.18em; text-decoration-skip-ink: none }" });
  const covered = await inkOf(page, await name.screenshot());
  assert.ok(covered.ink / plain.ink > 1.7, `${covered.ink} and ${plain.ink}`);
  await page.context().close();
});

test("the same pen is a stroke on screens, nothing in colors of the reader's own, and a line on paper", async () => {
  const page = await hub.page();
  const looks = (selector) => page.locator(selector).first().evaluate((element) => {
    const { backgroundImage, textDecorationLine } = getComputedStyle(element);
    return { stroke: backgroundImage.startsWith("linear-gradient("), line: textDecorationLine };
  });
  const marked = [["/", ".site-name span"], ["/", ".kind-home li > strong"], ["/glossary/iep/", ".kind-term h1"], ["/articles/start/", ".words h2"], ["/glossary/", ".a-to-z h2"], ["/packets/first/", ".part-term > h2"]];
  for (const [url, selector] of marked) {
    await page.emulateMedia({ media: null, forcedColors: null });
    await page.goto(url);
    assert.deepEqual(await looks(selector), { stroke: true, line: "none" }, selector);
    await page.emulateMedia({ forcedColors: "active" });
    assert.deepEqual(await looks(selector), { stroke: false, line: "none" }, selector);
    await page.emulateMedia({ media: "print", forcedColors: null });
    assert.equal((await looks(selector)).line, "underline", selector);
  }
  await page.context().close();
});

test("a word is marked from when it is pointed at or opened until its definition is closed", async () => {
  const page = await hub.page({ reducedMotion: "reduce" });
  await page.goto("/articles/start/");
  const term = page.locator(".body a.term").first();
  const width = () => term.evaluate((link) => getComputedStyle(link).backgroundSize.split(" ")[0]);
  assert.match(await width(), /^0(px|%)?$/);
  await term.focus();
  await page.keyboard.press("Enter");
  await page.locator(".slip").waitFor();
  assert.equal(await width(), "100%");
  await page.keyboard.press("Escape");
  assert.match(await width(), /^0(px|%)?$/);
  await page.context().close();
});
