// A notice can be read on its last day, and not on the day after it, also if nobody builds the site again.
import { test } from "node:test";
import assert from "node:assert/strict";
import { visit } from "./hub.js";
import { files, opened, settings } from "./small-hub.js";

const until = "until = 2099-12-31\n";
const notice = `
[notice]
text = "Our office is closed, see [the plan](https://www.example.com/)."
`;
const place = files["content/resources/helpline.md"].replace("topics:", "notice:\n  text: Closed for a week.\n  until: 2099-12-31\ntopics:");
const packet = "---\ntitle: First steps\npages: [articles/start, resources/helpline]\n---\n";
const hub = opened({
  ...files,
  "site.toml": `${settings()}${notice}${until}\n[packets]\nmake = true\n`,
  "content/resources/helpline.md": place,
  "content/packets/first-steps.md": packet,
});

const pages = [
  { name: "of the hub", url: "/articles/start/", selector: ".site-notice" },
  { name: "on the card of a place", url: "/articles/start/", selector: ".card-notice" },
  { name: "of a place", url: "/resources/helpline/", selector: ".callout" },
  { name: "of a place in a packet", url: "/packets/first-steps/", selector: ".part-resource .callout" },
  { name: "of a place in a handout that is made", url: "/packets/make/?p=resources/helpline", selector: ".part-resource .callout" },
];
for (const { day, isShown } of [{ day: "2099-12-31T23:00", isShown: true }, { day: "2100-01-01T00:01", isShown: false }]) {
  for (const { name, url, selector } of pages) {
    test(`on ${day} the notice ${name} is ${isShown ? "shown" : "hidden"}`, async () => {
      const page = await hub.page({ width: 320 });
      await page.clock.setFixedTime(new Date(day));
      await visit(page, url);
      assert.equal(await page.locator(selector).count(), 1);
      assert.equal(await page.locator(selector).isVisible(), isShown);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
      await page.close();
    });
  }
}
