// Pictures are published without what a camera wrote, and look as before: upright, in the same colors.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { start } from "./hub.js";
import { build, settings } from "./small-hub.js";

const images = fileURLToPath(new URL("../images", import.meta.url));
const names = readdirSync(images);
let site, hub;
before(async () => {
  const shown = names.map((name) => `![A sign](${name})`).join("\n\n");
  site = build({
    "site.toml": settings(),
    "content/articles/a/index.md": `---\ntitle: A\n---\n${shown}\n`,
    ...Object.fromEntries(names.map((name) => [`content/articles/a/${name}`, readFileSync(join(images, name))])),
  });
  hub = await start(site.folder);
});
after(async () => { await hub?.close(); site?.remove(); });

for (const name of names) {
  test(`${name} looks as it does with its metadata`, async () => {
    const page = await hub.page({});
    await page.goto("/articles/a/");
    const whole = readFileSync(join(images, name)).toString("base64");
    const published = readFileSync(join(site.folder, "articles/a", name)).toString("base64");
    assert.notEqual(published, whole);
    const seen = await page.evaluate(async ([name, whole]) => {
      const pixels = (image, width, height) => {
        const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
        context.drawImage(image, 0, 0);
        return [width, height, [...context.getImageData(0, 0, width, height).data].join()];
      };
      const shown = document.querySelector(`img[src$="${name}"]`);
      shown.loading = "eager";
      await shown.decode();
      const bytes = Uint8Array.from(atob(whole), (c) => c.charCodeAt(0));
      const before = await createImageBitmap(new Blob([bytes]));
      return {
        attributes: [Number(shown.getAttribute("width")), Number(shown.getAttribute("height"))],
        now: pixels(shown, shown.naturalWidth, shown.naturalHeight),
        before: pixels(before, before.width, before.height),
      };
    }, [name, whole]);
    assert.deepEqual(seen.now, seen.before);
    // What the page says of the size is what the reader sees.
    assert.deepEqual(seen.attributes, seen.now.slice(0, 2));
    if (/jpg|png|avif/.test(name)) assert.deepEqual(seen.attributes, [24, 40], "upright");
    await page.context().close();
  });
}
