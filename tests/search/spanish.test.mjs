// Ten Spanish pages, alone and inside the English hub, and what families might type to find them. The queries were
// written before any result was seen; the ranking is not tuned on them.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { hub, open } from "./runtime.mjs";

const scratch = mkdtempSync(join(tmpdir(), "wellread-spanish-"));
after(() => rmSync(scratch, { recursive: true }));
const read = (name) => JSON.parse(readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8"));
const { pages, queries, english } = read("spanish.json");
const mixed = read("hub-en.json");

// Makes an index, and asks it in Rust.
function ask(name, source, asked) {
  const folder = join(scratch, name);
  writeFileSync(`${folder}.json`, JSON.stringify(source));
  writeFileSync(`${folder}-queries.json`, JSON.stringify(asked));
  return { folder, answers: JSON.parse(hub(`${folder}.json`, folder, "--queries", `${folder}-queries.json`)) };
}

const inSpanish = pages.map((page) => ({ ...page, language: "es-MX" }));
const hubs = {
  alone: { language: "es", static_path: "/search/", pages },
  "in the English hub": { ...mixed, pages: [...mixed.pages, ...inSpanish] },
};
for (const [name, source] of Object.entries(hubs)) {
  test(`Spanish pages ${name} are found, the same in both rankings`, async (t) => {
    const typed = queries.flatMap(([query]) => [query, query.slice(0, -2)]);
    const asked = [...queries.map(([query]) => query), ...english, ...typed, "evaluation evaluación", "\"plan 504\" -iep"];
    const { folder, answers } = ask(name, source, asked);
    const { search } = open(folder);
    for (const expected of answers) {
      assert.deepEqual(JSON.parse(JSON.stringify(await search(expected.query))), expected, expected.query);
    }
    const missed = queries.filter(([, slug], at) => !answers[at].results.slice(0, 3).some(({ url }) => url === `/es/${slug}/`));
    for (const [query] of missed) t.diagnostic(`${query}: ${JSON.stringify(answers.find((one) => one.query === query).results.map(({ url }) => url).slice(0, 4))}`);
    t.diagnostic(`${queries.length - missed.length} of ${queries.length} among the first three`);
    assert.ok(missed.length <= 3);
  });
}

test("languages stay apart", async () => {
  const { answers } = ask("apart", hubs["in the English hub"], ["hacerse daño", "dizlexia", ...english]);
  assert.deepEqual(answers.map(({ corrected }) => corrected), Array(2 + english.length).fill(null).with(1, "dislexia"));
  for (const { query, results } of answers.slice(2)) assert.notEqual(results[0]?.language, "es", query);
  assert.equal(answers[0].results[0].language, "es");
  // English queries find what they found before the Spanish pages came.
  const before = ask("before", mixed, english).answers;
  const urls = ({ results }) => results.filter(({ language }) => !language).map(({ url }) => url);
  before.forEach((answer, at) => assert.deepEqual(urls(answers[2 + at]).slice(0, 5), urls(answer).slice(0, 5), answer.query));
});
