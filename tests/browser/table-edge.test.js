// A table that is wider than the window shows a shadow at the edge behind which there is more, and none at its end.
import { test } from "node:test";
import assert from "node:assert/strict";
import { files, opened } from "./small-hub.js";

const row = (cell) => `| ${Array.from({ length: 9 }, (_, at) => (cell === "---" ? cell : `${cell} number ${at}`)).join(" | ")} |`;
const wide = ["A column", "---", "One", "Two"].map(row).join("\n");
const hub = opened({ ...files, "content/articles/wide.md": `---\ntitle: Wide\n---\n${wide}\n\n| A | B |\n|---|---|\n| 1 | 2 |\n` });

for (const scheme of ["light", "dark"]) {
  test(`a wide table has a visible edge in ${scheme} colors`, async () => {
    const page = await hub.page({ width: 720, colorScheme: scheme, bypassCSP: true });
    await page.goto("/articles/wide/");
    // The strongest difference between the color at an edge and that of the page, in the middle of the lowest row.
    const edges = async (table) => {
      const picture = await table.screenshot();
      return page.evaluate(async (data) => {
        const image = await createImageBitmap(await (await fetch(data)).blob());
        const context = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height }).getContext("2d");
        context.drawImage(image, 0, 0);
        const y = image.height - 6;
        const gray = (x) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3).reduce((sum, one) => sum + one, 0) / 3;
        const middle = gray(Math.floor(image.width / 2));
        return [gray(3), gray(image.width - 4)].map((one) => Math.abs(one - middle));
      }, `data:image/png;base64,${picture.toString("base64")}`);
    };
    const [wide, narrow] = [page.locator(".table").first(), page.locator(".table").last()];
    const [left, right] = await edges(wide);
    assert.ok(right > 20 && left < 8, `at the start: ${left}, ${right}`);
    await wide.evaluate((table) => { table.scrollLeft = table.scrollWidth; });
    const [before, after] = await edges(wide);
    assert.ok(before > 20 && after < 8, `at the end: ${before}, ${after}`);
    for (const edge of await edges(narrow)) assert.ok(edge < 8, `a table that fits: ${edge}`);
    await page.context().close();
  });
}
