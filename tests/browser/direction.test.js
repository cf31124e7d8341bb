// In a text from right to left, numbers, addresses and Latin words are read from left to right, or a
// family would dial a number backward.
import { test } from "node:test";
import assert from "node:assert/strict";
import { visit } from "./hub.js";
import { opened, settings } from "./small-hub.js";

const runs = [
  "303-444-0100",
  "+1 (303) 444-0100",
  "1-800-4-A-CHILD",
  "٣٠٣-٤٤٤-٧٠٠٠",
  "2026-11-25",
  "10:30",
  "5/12/2026",
  "+1",
  "10am",
  "504 plan",
  "IEP team",
  "C++",
  "https://hub.test/a-b/",
  "help@hub.test",
  "Section 504 (part B)",
];

const text = (before, after) =>
  runs.map((run) => `${before} ${run.replace(/^\+/, "\\+")} ${after}`).join("\n\n");

const hubOf = (language, before, behind) =>
  opened({
    "site.toml": settings().replace("\n[[crisis]]", `\nlanguage = "${language}"\n[[crisis]]`) + "\n[packets]\nmake = true\n",
    "content/glossary/504-plan.md": "---\nterm: 504 plan\n---\nA plan that gives a student the same access to school as everybody else has (Section 504).\n",
    "content/articles/start.md":
      `---\ntitle: ${before}\n---\n${text(before, behind)}\n\n${before} **IEP** meeting ${behind}\n\n` +
      `- ${before} *1-2-3*\n\n| ${before} |\n|---|\n| ${before} 303.444.0101 |\n`,
    "content/people/team.md": `---\nname: ${before}\ncredentials: PsyD\n---\n${before}.\n`,
    "content/articles/signed.md": `---\ntitle: ${behind}\nauthors: [team]\nreviewers: [team]\nreviewed: 2026-01-02\nupdated: 2026-01-03\n---\n${before}.\n`,
    "content/packets/signed.md": `---\ntitle: ${behind}\npages: [articles/signed]\n---\n`,
    "content/resources/line.md":
      `---\ntitle: ${before}\nphone: "+1 303-444-0102"\naddress: 1 Main Street, Denver\n---\n${before}.\n`,
  });

const hubs = { ar: hubOf("ar", "اتصل على", "الآن"), he: hubOf("he", "התקשרו אל", "עכשיו") };

/** Where each letter and sign of a text stands on the page, from left to right. */
const placesOf = (page, run) =>
  page.evaluate((run) => {
    const body = document.querySelector("main");
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const letters = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let index = 0; index < node.data.length; index += 1) letters.push([node, index]);
    }
    const whole = letters.map(([node, index]) => node.data[index]).join("");
    const start = whole.indexOf(run);
    if (start < 0) return null;
    return letters.slice(start, start + run.length).map(([node, index]) => {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + 1);
      return range.getBoundingClientRect().left;
    });
  }, run);

for (const [language, hub] of Object.entries(hubs)) {
  test(`what is Latin stands in its order in ${language}`, async () => {
    const page = await hub.page({ width: 1200 });
    const inOrder = async (run) => {
      const places = await placesOf(page, run);
      assert.ok(places, `${run} is not on the page`);
      assert.deepEqual(places, [...places].sort((a, b) => a - b), run);
    };
    await page.goto("/articles/start/");
    for (const run of [...runs, "IEP meeting", "1-2-3", "303.444.0101"]) await inOrder(run);
    await page.goto("/resources/line/");
    // The theme has no text in this language, so the label is English too.
    for (const run of ["Call +1 303-444-0102", "1 Main Street"]) await inOrder(run);
    await visit(page, "/packets/make/?p=glossary/504-plan");
    for (const run of ["504 plan", "1 page chosen."]) await inOrder(run);
    await visit(page, "/search/?q=plan");
    const count = await page.locator("[data-part=count]").innerText();
    assert.match(count, /^\d+ pages? found$/);
    await inOrder(count);
    await page.close();
  });

  test(`a name, its comma and its credentials follow each other from right to left in ${language}`, async () => {
    const page = await hub.page({ width: 1200 });
    for (const [url, selector] of [["/people/team/", "h1"], ["/articles/signed/", ".trust p"], ["/packets/signed/", ".byline"]]) {
      await page.goto(url);
      const { name, comma, credentials } = await page.locator(selector).first().evaluate((line) => {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        const letters = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) for (let at = 0; at < node.data.length; at += 1) letters.push([node, at]);
        const placed = (from) => {
          const [node, at] = letters[from];
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          return range.getBoundingClientRect().left;
        };
        const text = letters.map(([node, at]) => node.data[at]).join("");
        const from = text.indexOf(", PsyD");
        return { name: placed(from - 1), comma: placed(from), credentials: placed(from + 2) };
      });
      assert.ok(name > comma && comma > credentials, `${url}: ${JSON.stringify({ name, comma, credentials })}`);
    }
    // The day of the last change stands behind what was done on it.
    const [label, day] = await page.locator(".byline").evaluate((line) => {
      const time = [...line.querySelectorAll("time")].at(-1);
      const range = document.createRange();
      range.setStart(time.previousSibling, 0);
      range.setEnd(time.previousSibling, 1);
      return [range.getBoundingClientRect().left, time.getBoundingClientRect().left];
    });
    assert.ok(label < day, `${label} ${day}`);
    await page.close();
  });

  test(`a definition in English is cut at its end in ${language}`, async () => {
    const page = await hub.page({ width: 320 });
    await page.goto("/articles/start/");
    const room = await page.locator("#word-504-plan dd").evaluate((definition) => {
      const range = document.createRange();
      const text = document.createTreeWalker(definition, NodeFilter.SHOW_TEXT).nextNode();
      range.setStart(text, 0);
      range.setEnd(text, 1);
      const [letter, box] = [range.getBoundingClientRect(), definition.getBoundingClientRect()];
      return { before: letter.left - box.left, isCut: definition.scrollWidth > definition.clientWidth };
    });
    assert.ok(room.isCut && Math.abs(room.before) < 2, JSON.stringify(room));
    await page.close();
  });
}
