// Whatever accent a clinic may choose, all text can be read: as it stands, under the pointer, and where a link has led.
import { test } from "node:test";
import assert from "node:assert/strict";
import { colorFindings, findings, pagesIn, start } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

// Two of the palest that are accepted, and the darkest.
const accents = ["#727200", "#bc4b00", "#000000"];

/** Puts the pointer on all links and buttons at once. */
async function hover(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("DOM.enable");
  await client.send("CSS.enable");
  const { root } = await client.send("DOM.getDocument", { depth: -1 });
  const { nodeIds } = await client.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "a, summary, button" });
  for (const nodeId of nodeIds) await client.send("CSS.forcePseudoState", { nodeId, forcedPseudoClasses: ["hover"] });
}

/** Links and the like whose color has too little contrast with what lies behind them; axe-core leaves out gradients. */
function unreadable(page) {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const pixel = (color) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (color) => {
      const [red, green, blue] = pixel(color).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one, other) => {
      const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    // The colors behind an element: strokes and fills down to the first that hides what is below it.
    const behind = (element) => {
      const found = [];
      for (let at = element; at; at = at.parentElement) {
        const { backgroundColor, backgroundImage } = getComputedStyle(at);
        const strokes = backgroundImage.match(/(rgb|oklab|color)a?\([^)]*\)/g) ?? [];
        found.push(...strokes.filter((color) => pixel(color)[3] === 255));
        if (pixel(backgroundColor)[3] === 255) return [...found, backgroundColor];
      }
      return found;
    };
    const unreadable = [];
    for (const link of document.querySelectorAll("a, summary, button, :target, :target *")) {
      if (!link.checkVisibility() || !link.innerText?.trim()) continue;
      const { color } = getComputedStyle(link);
      for (const surface of behind(link)) {
        const ratio = contrast(color, surface);
        if (ratio < 4.5) unreadable.push(`${link.outerHTML.slice(0, 90)}: ${color} on ${surface} has ${ratio.toFixed(2)}`);
      }
    }
    return unreadable;
  });
}

// An accent changes nothing but colors, and so does a scheme: all other rules need to run once.
for (const [at, accent] of accents.entries()) {
  test(`the accent ${accent}, light and dark`, async () => {
    const site = build({ ...files, "site.toml": settings({ theme: `accent = "${accent}"` }) });
    const hub = await start(site.folder);
    const page = await hub.page({ reducedMotion: "reduce" });
    const problems = [];
    const shown = pagesIn(site.folder).filter(({ kind }) => ["article", "term", "glossary", "home", "style", "resources"].includes(kind));
    assert.equal(new Set(shown.map(({ kind }) => kind)).size, 6);
    const targets = ["/search/?q=iep", "/articles/start/#note-1", "/articles/start/#word-iep"];
    for (const url of [...shown.map((one) => one.url), ...targets]) {
      await page.goto("about:blank");
      await page.goto(url);
      if (url.includes("?q=")) await page.locator(".search-card").waitFor();
      await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
      if (at === 0) problems.push(...(await findings(page)).map((found) => ({ url, ...found })));
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        if (at > 0 || colorScheme === "dark") problems.push(...(await colorFindings(page)).map((found) => ({ url, colorScheme, ...found })));
        problems.push(...(await unreadable(page)).map((found) => `${url} ${colorScheme} ${found}`));
      }
      await hover(page);
      for (const colorScheme of ["dark", "light"]) {
        await page.emulateMedia({ colorScheme });
        problems.push(...(await unreadable(page)).map((found) => `${url} ${colorScheme} under the pointer ${found}`));
      }
    }
    await hub.close();
    site.remove();
    assert.deepEqual(problems, []);
  });
}
