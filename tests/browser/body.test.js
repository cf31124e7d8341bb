// How Markdown looks once it is a page: numbers in tables stand as the author aligned them, phone numbers are whole.
import { test } from "node:test";
import assert from "node:assert/strict";
import { files, opened } from "./small-hub.js";

const hub = opened(files);

test("the cells of a table are aligned as its author wrote", async () => {
  const page = await hub.page();
  await page.goto("/articles/start/");
  for (const row of ["thead tr", "tbody tr:first-child", "tbody tr:last-child"]) {
    const sides = await page.locator(`.table ${row}`).locator("th, td").evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).textAlign));
    assert.deepEqual(sides, ["left", "center", "right", "start"], row);
  }
});

for (const width of [320, 1280]) {
  test(`no phone number breaks at ${width} px`, async () => {
    const page = await hub.page({ width });
    await page.goto("/articles/start/");
    const lines = await page.locator(".body .number").evaluateAll((numbers) => numbers.map((number) => [number.textContent, number.getClientRects().length]));
    assert.deepEqual(lines, [["303-555-0100", 1], ["303-555-0199", 1], ["303-555-0100", 1], ["(303) 555-0101", 1]]);
    assert.equal(await page.locator(".urgent .phone").evaluate((phone) => phone.getClientRects().length), 1);
  });

  test(`code is wrapped, and no tab stop, at ${width} px`, async () => {
    const page = await hub.page({ width });
    await page.goto("/articles/start/");
    const code = await page.locator(".body pre").evaluate((pre) => ({ hidden: pre.scrollWidth - pre.clientWidth, stop: pre.tabIndex >= 0 }));
    assert.deepEqual(code, { hidden: 0, stop: false });
  });
}
