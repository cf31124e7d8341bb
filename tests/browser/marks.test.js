// The stroke of the highlighter lies behind the letters and never over them, also in colors that a reader has chosen. A rule
// on pixels decides: what is text without the stroke is text with it, and nothing else has become as dark.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { assertForced, start, visit } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

/** One page of each kind. */
const kinds = ["/", "/articles/", "/articles/start/", "/glossary/", "/glossary/iep/", "/resources/", "/resources/helpline/", "/resources/area/denver/", "/topics/school/", "/people/", "/people/team/", "/search/?q=plan", "/search/?q=iep", "/letters/", "/letters/ask/", "/packets/", "/packets/first/", "/packets/make/?p=glossary/iep,articles/start", "/no-such-page/", "/about/", "/style/"];

const marked = [
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

// As many as make the directory offer filters.
const places = Object.fromEntries([1, 2, 3, 4, 5, 6].map((at) => [`content/resources/p${at}.md`, `---\ntitle: Place ${at}\nurl: https://p${at}.example.com/\narea: [${at % 2 ? "Denver" : "Boulder"}]\n---\nHelp.\n`]));

let site;
let hub;
before(async () => {
  site = build({ ...files, "site.toml": `${settings()}\n[packets]\nmake = true\n`, "content/pages/home.md": "---\ntitle: Help for your child at school\n---\n- **The school said no.** Read [the next step](../articles/next.md).\n", "content/packets/first.md": "---\ntitle: First steps\npages: [glossary/iep, articles/start]\n---\nRead this first.\n", ...places, "content/letters/ask.md": "---\ntitle: Ask for a plan\n---\nDear {{name}},\n\nplease evaluate {{child}}.\n" });
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
    for (const [url, selector, what, act] of marked) {
      // The pictures are read past the page's policy. After some of them, Chromium forces no colors on the next page of a window.
      const page = await hub.page({ bypassCSP: true, ...options });
      await page.goto(url);
      if (options.forcedColors) await assertForced(page);
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
      await page.context().close();
    }
  });
}

// What lies behind or over any line of text on a page of any kind: gradients, shadows and thick lines. How many of its pixels
// change without them?
test("in forced colors, nothing covers a letter on any kind of page", async () => {
  const options = { forcedColors: "active", colorScheme: "dark" };
  for (const url of kinds) {
    const page = await hub.page({ width: 800, bypassCSP: true, ...options });
    await visit(page, url);
    await assertForced(page);
    assert.deepEqual(await covered(page), [], url);
    await page.context().close();
  }
});

test("the rule sees what covers the letters of any page", async () => {
  const options = { forcedColors: "active" };
  for (const [cover, count] of [["underline .5em", 1], ["none", 0]]) {
    const page = await hub.page({ width: 800, bypassCSP: true, ...options });
    await page.goto("/about/");
    await assertForced(page);
    await page.addStyleTag({ content: `h1 { text-decoration: ${cover}; text-underline-offset: -.3em; text-decoration-skip-ink: none }` });
    assert.equal((await covered(page)).length, count, cover);
    await page.context().close();
  }
});

/** The lines of text of a page of whose pixels much belongs to what lies behind or over the letters. */
async function covered(page) {
  const boxes = await page.evaluate(() => {
    const lines = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, data } = texts.currentNode;
      if (!data.trim() || !parentElement.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      for (const { x, y, width, height } of range.getClientRects()) {
        if (width > 8 && height > 8) lines.push({ words: data.trim().slice(0, 30), box: [x, y + scrollY, width, height].map(Math.round) });
      }
    }
    return lines;
  });
  assert.ok(boxes.length > 3);
  const picture = async () => `data:image/png;base64,${(await page.screenshot({ fullPage: true, animations: "disabled" })).toString("base64")}`;
  const shown = await picture();
  await page.addStyleTag({ content: "*, ::before, ::after { background-image: none !important; text-decoration-line: none !important; box-shadow: none !important; text-shadow: none !important; outline: none !important }" });
  const shares = await page.evaluate(async ([pictures, boxes]) => {
    const [one, other] = await Promise.all(pictures.map(async (data) => {
      const image = await createImageBitmap(await (await fetch(data)).blob());
      const context = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height }).getContext("2d", { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      return context;
    }));
    return boxes.map(({ box }) => {
      const [covers, bare] = [one, other].map((context) => context.getImageData(...box).data);
      let changed = 0;
      for (let at = 0; at < covers.length; at += 4) if ([0, 1, 2].some((i) => Math.abs(covers[at + i] - bare[at + i]) > 60)) changed += 1;
      return changed / (covers.length / 4);
    });
  }, [[shown, await picture()], boxes]);
  // The line below a link takes a tenth.
  return boxes.flatMap(({ words }, at) => (shares[at] > 0.2 ? [`${words}: ${(shares[at] * 100).toFixed()} %`] : []));
}

// What is chosen, current or being filled in differs in more than its color.
const states = [
  ["/glossary/", ".site-nav [aria-current]", ".site-nav a:not([aria-current])"],
  ["/glossary/", ".letters [aria-current]", ".letters a:not([aria-current])"],
  ["/resources/area/denver/", ".facets [aria-current]", ".facets li a:not([aria-current])"],
  ["/articles/start/", ".contents [aria-current]", ".contents a:not([aria-current])", async (page) => { await page.setViewportSize({ width: 1280, height: 500 }); await page.locator("#who-pays-what").evaluate((heading) => heading.scrollIntoView()); }],
  ["/articles/start/#note-1", "#note-1", ".body > p"],
  ["/letters/ask/", ".letter .filling", ".letter .blank:not(.filling)", (page) => page.locator(".letter-fields textarea").first().focus()],
  ["/about/", "[role=option][aria-selected=true]", "[role=option]:not([aria-selected=true])", async (page) => { await page.locator(".search input").fill("plan"); await page.locator("[role=option]").first().waitFor(); await page.keyboard.press("ArrowDown"); }],
];
test("in forced colors, what is current or chosen differs in more than its color", async () => {
  for (const [url, selector, other, act] of states) {
    const options = { forcedColors: "active" };
    const page = await hub.page(options);
    await visit(page, url);
    await act?.(page);
    await assertForced(page);
    const looks = async (part) => {
      const element = page.locator(part).first();
      await element.waitFor();
      return element.evaluate((one) => {
        const style = getComputedStyle(one);
        return [style.outlineStyle, style.borderBottomStyle, style.fontWeight].join();
      });
    };
    assert.notEqual(await looks(selector), await looks(other), `${url} ${selector}`);
    await page.context().close();
  }
});

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
  const strokes = [["/", ".site-name span"], ["/", ".kind-home li > strong"], ["/glossary/iep/", ".kind-term h1"], ["/articles/start/", ".words h2"], ["/glossary/", ".a-to-z h2"], ["/packets/first/", ".part-term > h2"]];
  for (const [url, selector] of strokes) {
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
