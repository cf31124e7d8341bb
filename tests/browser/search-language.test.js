// When nothing is found, the language of the query decides which places are offered.
import { test } from "node:test";
import assert from "node:assert/strict";
import { files, opened } from "./small-hub.js";

const place = (name) => `---\ntitle: ${name}\nurl: https://${name.toLowerCase()}.example.com/\nlanguages: [English, Spanish]\n---\nThey help.\n`;
const hub = opened({ ...files, ...Object.fromEntries(["Alder", "Birch", "Cedar"].map((name) => [`content/resources/${name.toLowerCase()}.md`, place(name)])) });

for (const { query, isOffered } of [
  { query: "qzxwv para mi hijo", isOffered: true },
  { query: "¿qzxwv?", isOffered: true },
  { query: "qzxwv for my child", isOffered: false },
  { query: "qzxwv", isOffered: false },
]) {
  test(`“${query}” ${isOffered ? "offers" : "does not offer"} places that help in Spanish`, async () => {
    const page = await hub.page({ width: 320 });
    await page.goto(`/search/?q=${encodeURIComponent(query)}`);
    await page.locator("#search-empty:visible, .search-result").first().waitFor();
    const line = page.locator("#search-empty [data-language=es]");
    assert.equal(await line.isVisible(), isOffered);
    if (isOffered) {
      assert.equal(await line.getAttribute("lang"), "es");
      await line.locator("a").click();
      assert.match(new URL(page.url()).pathname, /^\/resources\/language\/spanish\/$/);
    }
    await page.context().close();
  });
}
