// The crisis set: queries for which the crisis lines are shown, and harmless ones that look like them, in English and
// Spanish, in hubs of both languages. compare.test.mjs asks both rankings the same queries.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { hub, open } from "./runtime.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "wellread-crisis-"));
after(() => rmSync(scratch, { recursive: true }));
const rounds = JSON.parse(readFileSync(join(here, "crisis.json"), "utf8"));

// Opens a hub of the tests with some of its settings changed.
function opened(language, changes = {}) {
  const content = { ...JSON.parse(readFileSync(join(here, `hub-${language}.json`), "utf8")), ...changes };
  const folder = mkdtempSync(join(scratch, "index-"));
  const file = join(folder, "hub.json");
  writeFileSync(file, JSON.stringify(content));
  hub(file, folder);
  return open(folder).search;
}

async function missed(search, queries, wanted) {
  const answers = await Promise.all(queries.map((query) => search(query)));
  return queries.filter((_, at) => answers[at].crisis !== wanted);
}

for (const language of ["en", "es"]) {
  const search = opened(language);
  for (const [round, { crisis, harmless }] of Object.entries(rounds)) {
    test(`${language}: the crisis lines are shown for the ${round} queries, and hardly for harmless ones`, async (t) => {
      const unseen = await missed(search, [...crisis.en, ...crisis.es], true);
      const queries = [...harmless.en, ...harmless.es];
      const alarms = await missed(search, queries, false);
      t.diagnostic(`not seen: ${unseen.join("; ") || "none"}`);
      t.diagnostic(`${alarms.length} of ${queries.length} harmless ones: ${alarms.join("; ")}`);
      assert.deepEqual(unseen, []);
      assert.ok(alarms.length / queries.length <= 0.05);
    });
  }
}

test("a crisis query is never corrected, also without lines to show", async () => {
  const search = opened("en", { crisis_lines: false });
  for (const query of ["i want to kill myself", "i want to kil myself", "kill", "mi hijo quiere morir"]) {
    const { crisis, corrected } = await search(query);
    assert.deepEqual([crisis, corrected], [false, null], query);
  }
});

test("staff add phrases, and can do without those that are built in", async () => {
  const search = opened("en", { crisis: ["meltdown at home", "bit"], crisis_builtin: false });
  const shown = async (query) => (await search(query)).crisis;
  assert.ok(await shown("Another meltdown at home!"));
  assert.ok(await shown("meltdwn at home"), "one error in a longer word of a phrase");
  assert.ok(await shown("bits"), "another form");
  assert.ok(!(await shown("meltdown")), "only a part");
  assert.ok(!(await shown("bat")), "a single word is exact");
  const { crisis, corrected } = await search("i want to kill myself");
  assert.deepEqual([crisis, corrected], [false, null]);
});
