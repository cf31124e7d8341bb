// A video of the hub: nothing of it is loaded before a reader starts it, and paper shows its name and address.
import { test } from "node:test";
import assert from "node:assert/strict";
import { findingsInAllSchemes, visit } from "./hub.js";
import { files, opened } from "./small-hub.js";

const captions = "WEBVTT\n\n00:00.500 --> 00:02.000\nWelcome.\n";
const hub = opened({
  ...files,
  "content/articles/watch.md": `---
title: Watch
accept: no-transcript
---
![What happens at a meeting, from the first minute to the last](talk.mp4)

- ![In a list](talk.mp4)

| What | Recording |
|---|---|
| Sound | ![A letter, read aloud](read.mp3) |
`,
  "content/articles/talk.mp4": "x",
  "content/articles/talk.vtt": captions,
  "content/articles/talk.es.vtt": captions,
  "content/articles/read.mp3": "x",
});

test("a reader who does not start a video loads nothing of it", async () => {
  const page = await hub.page({ width: 320 });
  const requests = [];
  const messages = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => messages.push(message.text()));
  await visit(page, "/articles/watch/");
  assert.deepEqual(requests.filter((url) => /\.mp[34]/.test(url)), []);
  assert.deepEqual(messages, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  for (const player of await page.locator("video, audio").all()) {
    const box = await player.boundingBox();
    assert.ok(box.width > 100 && box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box));
  }
  await page.context().close();
});

test("players are accessible in every color scheme", async () => {
  const page = await hub.page({ width: 320 });
  await page.goto("/articles/watch/");
  assert.deepEqual(await findingsInAllSchemes(page), []);
  await page.context().close();
});

test("paper shows the name and the address in place of the player", async () => {
  const page = await hub.page({});
  await page.goto("/articles/watch/");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("video, audio").evaluateAll((all) => all.filter((one) => one.checkVisibility()).length), 0);
  const address = await page.locator(".player").first().evaluate((link) => getComputedStyle(link, "::after").content);
  assert.match(address, /\(\u2066https:\/\/hub\.example\.org\/articles\/talk\.mp4\u2069\)/);
  await page.context().close();
});
