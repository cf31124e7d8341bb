// The query set: wanted pages come first, and the runtime in JavaScript ranks exactly as Rust does.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { hub, open } from "./runtime.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "wellread-search-"));
after(() => rmSync(scratch, { recursive: true }));

const queries = JSON.parse(readFileSync(join(here, "queries.json"), "utf8"));
const crisis = JSON.parse(readFileSync(join(here, "crisis.json"), "utf8"));
const hostile = JSON.parse(readFileSync(join(here, "hostile.json"), "utf8")).concat(
  "plan ".repeat(1000), "504plan ".repeat(17), "504plan504plan504plan-".repeat(12) + "iep", "a".repeat(5000), "🎉".repeat(2500), "\u0301".repeat(300), "-".repeat(5000), "\u02bc".repeat(5000), "a" + "\u200b".repeat(4998) + "a", "a\u02bc".repeat(2500), '"'.repeat(4999)
);

// A generator of random numbers with a fixed seed, so that every run asks the same queries.
function random(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

// Marks that vanish inside a word, join two, or end one, some of which Unicode counts as letters.
const marks = [..."'’‘‛´′ʼʻ＇-‐‑֊־﹣－–—\u00ad\u034f\u061c\u0640\u180e\u200b\u200d\u200f\u202e\u2060\ufe0f\ufeff\u{e0041}"];

// Queries made of the hub's own words: shuffled, cut off, misspelled, quoted, negated, and with marks.
function generated(source, count) {
  const next = random(504);
  const words = JSON.stringify(source).match(/[\p{L}\p{N}'’.-]+/gu);
  const spoil = (word) => {
    const at = next(word.length);
    const put = (letters) => word.slice(0, at) + letters + word.slice(at);
    const marked = put(marks[next(marks.length)].repeat(1 + next(3)));
    return [word.slice(0, at) + word.slice(at + 1), put("x"), word.slice(0, at + 1), word.toUpperCase(), marked, marked][next(6)];
  };
  return Array.from({ length: count }, () => {
    const picked = Array.from({ length: 1 + next(5) }, () => words[next(words.length)]);
    const list = picked.map((word) => (next(3) ? word : spoil(word)));
    if (!next(6)) list[0] = "-" + list[0];
    if (!next(6)) list[list.length - 1] = `"${list[list.length - 1]} ${words[next(words.length)]}"`;
    return list.join([" ", " ", "-", "/"][next(4)]) + (next(3) ? "" : " ");
  });
}

// All queries of the crisis set, in both languages, since families type either in every hub.
const everyCrisisQuery = Object.values(crisis).flatMap((round) => Object.values(round).flatMap(({ en, es }) => [...en, ...es]));

// Hubs for one case each: the titles of their pages, queries, and how many pages each query finds in both rankings.
const small = [
  ["a hub without pages", [], { "": 0, plan: 0, pl: 0, "evalution ": 0, "-plan": 0, '"a plan"': 0 }],
  // Each of these letters is two bytes or more in Rust, and one or two units in JavaScript.
  ["words of several scripts", ["zorbжжжж", "quilжж𐐨𐐨", "vimp漢"], { "zorbel ": 1, "quilel ": 0, "vimpel ": 1, ЖЖЖЖЖЖЖ: 0 }],
];
for (const [name, titles, queries] of small) {
  test(`${name}: both rankings agree`, async () => {
    const folder = join(scratch, name);
    const [source, list] = [`${folder}.json`, `${folder}-queries.json`];
    const pages = titles.map((title) => ({ url: `/${title}/`, title, kind: "page", sections: [] }));
    writeFileSync(source, JSON.stringify({ language: "en", static_path: "/search/", pages }));
    writeFileSync(list, JSON.stringify(Object.keys(queries)));
    const rust = JSON.parse(hub(source, folder, "--queries", list));
    const { search } = open(folder);
    for (const expected of rust) {
      assert.deepEqual(JSON.parse(JSON.stringify(await search(expected.query))), expected, expected.query);
      assert.equal(expected.total, queries[expected.query], expected.query);
    }
  });
}

for (const language of ["en", "es"]) {
  const source = join(here, `hub-${language}.json`);
  const folder = join(scratch, language);
  const mine = queries.filter((entry) => entry.hub === language);
  // A lone surrogate cannot be written to the file that Rust reads.
  const texts = hostile.filter((query) => !/\p{Surrogate}/u.test(query));
  const asked = [
    ...mine.map((entry) => entry.query),
    ...texts,
    ...generated(JSON.parse(readFileSync(source, "utf8")), 400),
    ...everyCrisisQuery,
    ...generated(everyCrisisQuery, 400),
  ];
  const list = join(scratch, `${language}.json`);
  writeFileSync(list, JSON.stringify(asked));
  const rust = JSON.parse(hub(source, folder, "--queries", list));
  const { search } = open(folder);

  test(`${language}: the runtime and the Rust ranking agree on ${asked.length} queries`, async () => {
    for (const expected of rust) {
      const got = await search(expected.query, { limit: 10 });
      assert.deepEqual(JSON.parse(JSON.stringify(got)), expected, expected.query);
    }
  });

  test(`${language}: wanted pages come first`, async (t) => {
    let ranks = 0;
    let top = 0;
    const found = mine.filter((entry) => entry.wanted.length);
    for (const { query, wanted } of found) {
      const { results } = await search(query);
      const rank = 1 + results.findIndex((result) => wanted.some((slug) => result.url.endsWith(`/${slug}/`)));
      if (rank) ranks += 1 / rank;
      if (rank >= 1 && rank <= 3) top++;
      if (rank !== 1) t.diagnostic(`${query}: ${rank || "not found"} (${results.map((r) => r.url.split("/").at(-2)).slice(0, 4)})`);
    }
    t.diagnostic(`mean reciprocal rank ${(ranks / found.length).toFixed(3)}, among the first three ${top} of ${found.length}`);
    assert.ok(top / found.length >= 0.95);
    assert.ok(ranks / found.length >= 0.85);
  });

  test(`${language}: nonsense finds nothing`, async () => {
    for (const { query } of mine.filter((entry) => !entry.wanted.length)) {
      assert.equal((await search(query)).total, 0, query);
    }
  });

  test(`${language}: hostile queries are inert, and none costs far more than an ordinary one`, async () => {
    // The best of five, so that a pause of the machine counts only if it hits all of them. A query that is
    // quadratic in its 5,000 characters takes hundreds of times as long; a ratio holds on any machine.
    const time = async (query) => {
      await search(query); // Loads the files.
      const times = [];
      for (let run = 0; run < 5; run++) {
        const start = performance.now();
        await search(query);
        times.push(performance.now() - start);
      }
      return Math.min(...times);
    };
    const ordinary = await time("how to ask for an evaluation plan");
    for (const query of hostile) {
      const taken = await time(query);
      assert.ok(taken < 20 * ordinary, `${query.slice(0, 40)}: ${taken} ms, an ordinary query ${ordinary} ms`);
      const { results } = await search(query);
      for (const { excerpt } of results) assert.doesNotMatch(excerpt.replace(/<\/?mark>/g, ""), /[<>]/);
    }
  });
}
