// A table that is wider than the window shows a shadow at the edge behind which there is more, and none at its end.
import { test } from "node:test";
import assert from "node:assert/strict";
import { files, opened } from "./small-hub.js";

const row = (cell) => `| ${Array.from({ length: 9 }, (_, at) => (cell === "---" ? cell : `${cell} number ${at}`)).join(" | ")} |`;
const wide = ["A column", "---", "One", "Two"].map(row).join("\n");
const html = `---
title: HTML
---
<table><tr><th>Service</th><th>Who</th><th>When</th></tr>
<tr><th>Testing</th><td>Dr. Ruiz</td><td>Monday</td></tr>
<tr><td>Group</td><td></td><td>Tuesday</td></tr></table>

<table><caption>Fees</caption><tr><th>Service</th><th colspan="2">Fee for pseudopseudohypoparathyroidism</th></tr>
<tr><td>Intake with one of our psychologists</td><td>Self-pay</td><td>$180</td></tr></table>

|  |  |
|---|---|
| 1 | 2 |
`;
const hub = opened({ ...files, "content/articles/wide.md": `---\ntitle: Wide\n---\n${wide}\n\n| A | B |\n|---|---|\n| 1 | 2 |\n`, "content/articles/html.md": html });

for (const scheme of ["light", "dark", "forced"]) {
  test(`a wide table has a visible edge in ${scheme} colors`, async () => {
    const colors = scheme === "forced" ? { forcedColors: "active" } : { colorScheme: scheme };
    const page = await hub.page({ width: 720, bypassCSP: true, ...colors });
    await page.goto("/articles/wide/");
    // The strongest difference between the color at an edge and that of the page, in the middle of the lowest row.
    const edges = async (table) => {
      const picture = await table.screenshot();
      return page.evaluate(async (data) => {
        const image = await createImageBitmap(await (await fetch(data)).blob());
        const context = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height }).getContext("2d");
        context.drawImage(image, 0, 0);
        const y = image.height - 9; // In the padding, above the round corner.
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

const cells = (count, cell) => Array.from({ length: count }, () => cell).join("");
const scrolls = [4, 5, 7].map((count) => `<table><thead><tr>${cells(count, "<th>Day</th>")}</tr></thead><tbody><tr><td colspan="2">Free</td>${cells(count - 2, "<td>No</td>")}</tr></tbody></table>`).join("\n\n");
const cut = opened({ ...files, "content/articles/cut.md": `---\ntitle: Cut\n---\n${scrolls}\n` });

for (const width of [320, 360, 412]) {
  test(`a table that scrolls shows half of a column at its edge at ${width} px`, async () => {
    const page = await cut.page({ width });
    await page.goto("/articles/cut/");
    const seen = await page.locator(".body > .table").evaluateAll((tables) => tables.map((table) => {
      const end = table.getBoundingClientRect().left + 1 + table.clientWidth;
      return [...table.querySelectorAll("th")].map((cell) => cell.getBoundingClientRect()).filter((box) => box.left < end && box.right > end).map((box) => (end - box.left) / box.width);
    }));
    assert.equal(seen.length, 3);
    for (const [part] of seen) assert.ok(part > .25 && part < .75, JSON.stringify(seen));
    // The shadow lies behind the head too.
    const head = await page.locator(".table thead th").first().evaluate((cell) => getComputedStyle(cell).backgroundColor);
    assert.match(head, /\/ 0\.08\)/);
    await page.context().close();
  });
}

test("tables in HTML have the same frame, and rows as blocks on a phone where their head is clear", async () => {
  const page = await hub.page({ width: 320 });
  await page.goto("/articles/html/");
  const [clear, merged, empty] = await page.locator(".body > .table").evaluateAll((tables) => tables.map((table) => ({
    role: table.getAttribute("role"), label: table.getAttribute("aria-label"), row: getComputedStyle(table.querySelector("tr:last-child")).display,
    border: getComputedStyle(table).borderTopStyle, rows: table.querySelectorAll("tr").length, head: !!table.querySelector("thead")?.checkVisibility(),
    labels: [...table.querySelectorAll("[data-label]")].filter((cell) => cell.checkVisibility()).map((cell) => getComputedStyle(cell, "::before").content.replaceAll('"', "")),
  })));
  assert.deepEqual([clear.role, clear.label, clear.row, clear.border, clear.head], ["region", "Table 1", "block", "solid", false]);
  // An empty cell says nothing, not even the name of its column.
  assert.deepEqual(clear.labels.map((one) => one.trim()), ["Who:", "When:", "none", "When:"]);
  assert.deepEqual([merged.role, merged.label, merged.row, merged.border], ["region", "Table: Fees", "table-row", "solid"]);
  assert.deepEqual([empty.head, empty.rows], [false, 1]);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.context().close();
});
