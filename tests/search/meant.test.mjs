// What a query means: small hubs for one rule each, with what both rankings must answer. `meant.json` holds them: pages as
// title and text, passages of them in another language, terms as name and aliases, and for each query some of: the title of the first result, the titles of others
// that must be found, the corrected query, the words that no page has, the cards, and how many pages there are.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { hub, open } from "./runtime.mjs";

const scratch = mkdtempSync(join(tmpdir(), "wellread-meant-"));
after(() => rmSync(scratch, { recursive: true }));
const rules = JSON.parse(readFileSync(fileURLToPath(new URL("meant.json", import.meta.url)), "utf8"));

rules.forEach(({ rule, language = "en", pages, passages = [], terms = [], synonyms = [], many, queries }, number) => {
  test(rule, async () => {
    const folder = join(scratch, String(number));
    const page = ([title, text, ...names], at) => ({
      url: `/p/${at}/`, title, kind: "article", names, sections: [["", "", text]], passages,
    });
    // So many pages with the same text, for words that are frequent.
    const copies = many ? Array.from({ length: many.count }, (_, at) => [`Page ${at}`, many.text]) : [];
    const source = {
      language, synonyms, static_path: "/search/", pages: [...pages, ...copies].map(page),
      terms: terms.map(([name, definition, ...aliases], at) => ({ name, url: `/t/${at}/`, definition, aliases })),
    };
    writeFileSync(`${folder}.json`, JSON.stringify(source));
    writeFileSync(`${folder}-queries.json`, JSON.stringify(queries.map(({ query }) => query)));
    const rust = JSON.parse(hub(`${folder}.json`, folder, "--queries", `${folder}-queries.json`));
    const { search } = open(folder);
    for (const [at, { query, first, found = [], corrected = null, missing = [], cards, total, language }] of queries.entries()) {
      const answer = JSON.parse(JSON.stringify(await search(query)));
      assert.deepEqual(answer, rust[at], query);
      const titles = answer.results.map(({ title }) => title);
      if (first) assert.equal(titles[0], first, `${query}: ${titles}`);
      for (const title of found) assert.ok(titles.includes(title), `${query}: ${titles}`);
      assert.equal(answer.corrected, corrected, query);
      assert.deepEqual(answer.missing, missing, query);
      if (language !== undefined) assert.equal(answer.language, language, query);
      if (cards) assert.deepEqual(answer.cards.map(({ term }) => term), cards, query);
      if (total !== undefined) assert.equal(answer.total, total, `${query}: ${titles}`);
    }
  });
});
