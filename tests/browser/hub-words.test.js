// On a page in another language, the hub's own words are marked as those of the hub's language: otherwise a screen reader
// reads them with the rules of the page's language.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { visit } from "./hub.js";
import { files, opened, settings } from "./small-hub.js";

const texts = readFileSync(new URL("../../themes/default/text/en.toml", import.meta.url), "utf8");
const words = [...texts.matchAll(/^\w+ = "(.*)"$/gm)].map(([, text]) => text);
const spanish = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, path.endsWith(".md") && !path.includes("/topics/") ? text.replace("---\n", "---\nlanguage: es\n") : text]));
const hub = opened({
  ...spanish,
  "site.toml": `${settings()}\n[packets]\nmake = true\n`,
  "content/articles/hoy.md": "---\ntitle: Hoy\nlanguage: es\nauthors: [team]\nreviewed: 2026-01-03\nreviewers: [team]\ntopics: [school]\n---\nUn IEP.\n",
  "content/letters/carta.md": "---\ntitle: Carta\nlanguage: es\nreviewed: 2026-01-03\ntopics: [school]\n---\nSoy {{nombre}}, {{date}}.\n",
  "content/packets/todo.md": "---\ntitle: Todo\nlanguage: es\naudience: [Padres]\npages: [articles/start, glossary/iep, resources/helpline, pages/about]\n---\nLea.\n",
  "content/packets/all.md": "---\ntitle: All\npages: [articles/start, glossary/iep, resources/helpline]\n---\nRead.\n",
});

const pages = ["articles/start", "articles/hoy", "glossary/iep", "resources/helpline", "people/team", "pages/about", "letters/carta", "packets/todo", "packets/all"];
for (const name of pages) {
  test(`on ${name}, words of the hub are in its language`, async () => {
    const page = await hub.page();
    await visit(page, `/${name.replace("pages/", "")}/`);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const found = await page.evaluate((words) => {
      const isOfHub = (text) => words.some((word) => word.length > 1 && (text === word || text === word + ":" || text.startsWith(word + " ") && /^(Last|Printed|Updated|Published|Reviewed|Copy)/.test(word)));
      const walker = document.createTreeWalker(document.querySelector("main").parentNode, NodeFilter.SHOW_TEXT);
      const all = [];
      while (walker.nextNode()) {
        const text = walker.currentNode.data.trim();
        const parent = walker.currentNode.parentElement;
        // The words that Markdown writes into a text are of that text: the titles of its callouts, of its footnotes.
        if (text && isOfHub(text) && !parent.closest(".body, [lang=es] .callout")) all.push({ text, lang: parent.closest("[lang]").lang, dir: parent.closest("[dir]").dir });
      }
      return all;
    }, words);
    assert.ok(found.length > 2, "the page has words of the hub");
    assert.deepEqual(found.filter(({ lang }) => lang !== "en"), []);
    await page.context().close();
  });
}

test("what closes a definition is in the hub's language", async () => {
  const page = await hub.page();
  await page.goto("/articles/start/");
  await page.locator(".body a.term").first().click();
  for (const text of ["Close", "More about this word"]) assert.equal(await page.locator(".slip").getByText(text).evaluate((part) => part.closest("[lang]").lang), "en");
  assert.equal(await page.locator(".slip").getAttribute("lang"), "es");
  await page.context().close();
});

test("the day of printing is written in the language of the words around it", async () => {
  const page = await hub.page();
  await page.clock.setFixedTime(new Date("2027-03-01T12:00"));
  await page.goto("/articles/start/");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator("[data-printed]").textContent(), "Printed on March 1, 2027");
  await page.context().close();
});
