// The header has room for any name and logo, and can be read in forced colors.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { files, opened, settings } from "./small-hub.js";

const logo = (width, height) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}"/></svg>`;
const long = "Brookside Center for Child and Adolescent Development";
const headers = [
  { name: "a wide logo and a long name", title: long, width: 400, height: 80 },
  { name: "a square logo", title: "Brookside family hub", width: 64, height: 64 },
  { name: "a banner", title: long, width: 1200, height: 60 },
  { name: "a tall logo and a name of one word", title: "Kinderundjugendpsychologischeambulanzen", width: 40, height: 160 },
];

for (const { name, title, width, height } of headers) {
  describe(name, () => {
    const hub = opened({ ...files, "static/logo.svg": logo(width, height), "site.toml": settings({ title, theme: 'logo = "logo.svg"' }) });

    for (const window of [320, 768, 1280]) {
      test(`${window} px`, async () => {
        const page = await hub.page({ width: window, height: 640 });
        await page.goto("/articles/start/");
        const found = await page.evaluate(() => {
          const name = document.querySelector(".site-name span");
          const text = document.createRange();
          text.selectNodeContents(name);
          const image = document.querySelector(".site-name img").getBoundingClientRect();
          return {
            header: document.querySelector(".site-head").offsetHeight,
            lines: new Set([...text.getClientRects()].map(({ top }) => Math.round(top))).size,
            image: { width: image.width, ratio: image.width / image.height },
            over: document.documentElement.scrollWidth - innerWidth,
          };
        });
        assert.equal(found.over, 0, "nothing is wider than the window");
        assert.ok(found.lines <= 3, `the name has ${found.lines} lines`);
        assert.ok(found.header <= 320, `the header is ${found.header} px high`);
        // Image sizes are whole pixels where a banner is scaled down to less than 20 of them.
        assert.ok(Math.abs(found.image.ratio / (width / height) - 1) < 0.05, `the logo is distorted: ${found.image.ratio}`);
        assert.ok(found.image.width >= 12, "the logo can be seen");
      });
    }
  });
}

describe("the names that lie under strokes of a highlighter", () => {
  const hub = opened(files);

  test("the way back stands next to its mark, never below it", async () => {
    const page = await hub.page({ width: 320 });
    for (const url of ["/articles/start/", "/resources/helpline/"]) {
      await page.goto(url);
      // A name that fills the line.
      const rows = await page.locator(".crumbs li").evaluateAll((crumbs) => crumbs.map((crumb, at) => {
        const link = crumb.querySelector("a");
        if (at) link.textContent = "A very long name of a topic that takes two lines";
        const [outer, inner] = [crumb.getBoundingClientRect(), link.getBoundingClientRect()];
        return { mark: getComputedStyle(crumb, "::before").content.includes("›"), isBeside: inner.left - outer.left > 4 && inner.top - outer.top < 2 };
      }));
      assert.ok(rows.length > 1, url);
      for (const row of rows.slice(1)) assert.deepEqual(row, { mark: true, isBeside: true }, url);
    }
  });

  test("in forced colors no stroke covers letters", async () => {
    const page = await hub.page({ forcedColors: "active" });
    for (const [url, selectors] of [["/articles/start/", [".site-name span", ".slip-word", ".crumbs a", ".body p a[href]"]], ["/glossary/iep/", ["h1"]], ["/articles/start/#note-1", ["#note-1"]]]) {
      await page.goto("about:blank");
      await page.goto(url);
      if (selectors.includes(".slip-word")) await page.locator(".body a.term").first().click();
      for (const selector of selectors) {
        const part = page.locator(selector).first();
        await part.hover();
        const { thick, image } = await part.evaluate((element) => {
          const style = getComputedStyle(element);
          return { thick: style.textDecorationLine === "none" ? 0 : parseFloat(style.textDecorationThickness) || 1, image: style.backgroundImage };
        });
        assert.ok(thick <= 3, `${url} ${selector}: a line of ${thick} px`);
        assert.equal(image, "none", `${url} ${selector}`);
      }
    }
  });
});
