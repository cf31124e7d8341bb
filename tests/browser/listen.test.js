// Listening to an article: only with voices of the device, sentence by sentence, and silent once the reader leaves. The browser's
// speech is a stub that records what is said and ends a sentence when it is told to.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { artifacts, findingsInAllSchemes, folder, settled, start } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

const article = `---
title: Ask early
subtitle: It helps.
published: 2026-01-02
---
Dr. Lee says: ask for an IEP. It is
a good idea. IEPs take time.[^1]

> [!NOTE]
> Ask <span lang="es">por favor</span>.
>
> <details><summary>More</summary>
>
> What is folded away.
>
> </details>

| Service | Price |
|---------|------:|
| Testing | $90 |

## Why **now**?

Because.

${"Ask in writing. ".repeat(80)}

[^1]: A note that is not read.
`;

const idea = `---
term: IDEA
aliases: [Individuals with Disabilities Education Act]
say: eye-dee-EE-ay, or I-D-E-A
---
A law.
`;

const hub = { ...files, "content/articles/early.md": article.replace("Because.", "Because of IDEA."), "content/glossary/idea.md": idea };

/** In the page: speech whose sentences end when `ended` is called; `voices` are there at once or when \`arrive\` is called. */
const stub = ({ voices, late }) => {
  window.said = [];
  window.cancels = 0;
  let known = late ? [] : voices;
  const speech = {
    onvoiceschanged: null,
    getVoices: () => known,
    speak: (words) => {
      if (words.text === "") return;
      window.last = words;
      window.said.push([words.text, words.voice?.name ?? "none"]);
    },
    cancel: () => {
      const { last } = window;
      window.last = null;
      window.cancels += 1;
      setTimeout(() => last?.onerror?.({ error: "canceled" }));
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech, configurable: true });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  window.ended = () => { const { last } = window; window.last = null; last?.onend(); };
  window.arrive = (more = voices) => { known = more; speech.onvoiceschanged?.(); };
};

const voice = (name, lang, more = {}) => ({ name, lang, localService: true, default: false, ...more });
const english = voice("English", "en-US");

let site, server;
before(async () => { site = build(hub); server = await start(site.folder); });
after(async () => { await server?.close(); site?.remove(); });

const open = async ({ voices = [english], late = false, url = "/articles/early/", before: prepare, from = server, ...options } = {}) => {
  const page = await from.page(options);
  await page.addInitScript(stub, { voices, late });
  if (prepare) await page.addInitScript(prepare);
  await page.goto(url);
  return page;
};
const control = (page, name) => page.getByRole("button", { name, exact: true });
const said = (page) => page.evaluate(() => window.said.map(([text]) => text));
const marked = (page) => page.evaluate(() => [...CSS.highlights.get("wr-heard") ?? []].map((range) => range.toString().replace(/\s+/g, " ")).join("|"));
const ended = (page) => page.evaluate(() => window.ended());
const play = async (page) => {
  await control(page, "Listen").click();
  await control(page, "Stop").waitFor();
};
const all = async (page) => {
  await play(page);
  while (await control(page, "Stop").isVisible()) await ended(page);
  return said(page);
};

describe("the control", () => {
  for (const [what, options] of [
    ["there is no voice", { voices: [] }],
    ["voices are those of a server", { voices: [voice("Far", "en-US", { localService: false })] }],
    ["no voice speaks the language of the page", { voices: [voice("Deutsch", "de-DE")] }],
    ["the browser has no speech", { before: () => { delete window.speechSynthesis; } }],
  ]) {
    test(`is absent where ${what}`, async () => {
      const page = await open(options);
      await control(page, "Copy the link").or(control(page, "Print as a handout")).first().waitFor();
      assert.equal(await control(page, "Listen").count(), 0);
      await page.context().close();
    });
  }

  test("comes when voices are known late, also those that Android names", async () => {
    const page = await open({ voices: [voice("Late", "en_US")], late: true });
    assert.equal(await control(page, "Listen").count(), 0);
    await page.evaluate(() => window.arrive());
    await control(page, "Listen").waitFor();
    await page.context().close();
  });

  test("loads its files when it is first pressed, and they take at most 3 KB", async (t) => {
    const page = await open();
    const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /\/listen\./.test(name)));
    await control(page, "Listen").waitFor();
    assert.deepEqual(await loaded(), []);
    await play(page);
    await settled(page);
    assert.equal((await loaded()).length, 2);
    const bytes = readdirSync(join(folder, "assets")).filter((name) => name.startsWith("listen.")).map((name) => gzipSync(readFileSync(join(folder, "assets", name))).length).reduce((sum, one) => sum + one, 0);
    t.diagnostic(`${bytes} bytes`);
    assert.ok(bytes > 0 && bytes <= 3_000, `${bytes} bytes`);
    await page.context().close();
  });

  test("is left out with aloud = false", async () => {
    const quiet = build({ ...hub, "site.toml": `${settings()}\n[reading]\naloud = false\n` });
    const other = await start(quiet.folder);
    const page = await open({ from: other });
    assert.equal(await page.locator("[data-do=listen]").count(), 0);
    await page.context().close();
    await other.close();
    quiet.remove();
  });
});

describe("reading aloud", () => {
  test("says what stands there, sentence by sentence, with terms as they are said", async () => {
    const page = await open();
    const texts = await all(page);
    assert.deepEqual(texts.slice(0, 13), [
      "Ask early", "It helps.",
      "Dr. Lee says: ask for an eye-ee-pee.", "It is a good idea.", "eye-ee-pees take time.",
      "Good to know", "Ask por favor.", "More",
      "Service", "Price", "Testing", "Price: $90",
      "Why now?",
    ]);
    assert.equal(texts[13], "Because of eye-dee-ee-ay.");
    assert.equal(texts.length, 14 + 80, "and nothing of notes, anchors, or what is folded away");
    await page.context().close();
  });

  test("marks the sentence that is read, and takes no word out of its place", async () => {
    const page = await open();
    const before = await page.locator(".body").evaluate((body) => body.innerHTML);
    await play(page);
    assert.equal(await marked(page), "Ask early");
    for (let step = 0; step < 2; step += 1) await ended(page);
    assert.equal(await marked(page), "Dr. Lee says: ask for an IEP.");
    await page.screenshot({ path: join(artifacts, "listen.png") });
    assert.equal(await page.locator(".body").evaluate((body) => body.innerHTML), before);
    await ended(page);
    assert.equal(await marked(page), "It is a good idea.");
    await control(page, "Stop").click();
    assert.equal(await marked(page), "");
    await page.context().close();
  });

  test("marks the block where the browser has no highlights", async () => {
    const page = await open({ before: () => { delete window.Highlight; } });
    await play(page);
    for (let step = 0; step < 3; step += 1) await ended(page);
    assert.deepEqual(await page.locator(".heard").allInnerTexts(), [await page.locator(".body > p").first().innerText()]);
    await control(page, "Stop").click();
    assert.equal(await page.locator(".heard").count(), 0);
    await page.context().close();
  });

  test("is paused, goes on with the same sentence and stops, by keyboard, with the focus kept", async () => {
    const page = await open();
    await control(page, "Listen").focus();
    await page.keyboard.press("Enter");
    await control(page, "Pause").waitFor();
    const focus = () => page.evaluate(() => document.activeElement.textContent.trim());
    assert.equal(await focus(), "Pause");
    await ended(page);
    await page.keyboard.press("Space");
    assert.equal(await focus(), "Continue");
    await page.waitForTimeout(50);
    assert.deepEqual(await said(page), ["Ask early", "It helps."], "what is cut off by the pause is not an error");
    assert.equal(await page.evaluate(() => window.last), null, "nothing is being said");
    assert.equal(await marked(page), "It helps.", "the place is still marked");
    await page.keyboard.press("Enter");
    assert.deepEqual(await said(page), ["Ask early", "It helps.", "It helps."]);
    await page.keyboard.press("Tab");
    assert.equal(await focus(), "Stop");
    await page.keyboard.press("Enter");
    assert.equal(await focus(), "Listen");
    assert.equal(await control(page, "Stop").count(), 0);
    await page.keyboard.press("Enter");
    assert.equal((await said(page)).at(-1), "Ask early", "it begins anew");
    await page.context().close();
  });

  test("follows what is read, but not a reader who has scrolled away", async () => {
    const page = await open({ width: 320, height: 640 });
    await play(page);
    const shown = () => page.evaluate(() => {
      const { top, bottom } = [...CSS.highlights.get("wr-heard")][0].getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight - document.querySelector(".listening").offsetHeight;
    });
    for (let step = 0; step < 40; step += 1) {
      await ended(page);
      assert.ok(await shown(), `sentence ${step} is in view`);
    }
    const box = await page.locator(".listening").boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 320 && box.y + box.height <= 640, JSON.stringify(box));
    for (const name of ["Pause", "Stop"]) assert.ok((await control(page, name).boundingBox()).height >= 44);
    await page.screenshot({ path: join(artifacts, "listen-320.png") });
    await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    await ended(page);
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.context().close();
  });

  test("ends when the page is left, when a voice fails, and when voices are gone", async () => {
    const page = await open();
    await play(page);
    const before = await page.evaluate(() => window.cancels);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    assert.ok(await page.evaluate(() => window.cancels) > before);
    assert.equal(await marked(page), "");
    await play(page);
    await page.evaluate(() => window.last.onerror({ error: "synthesis-failed" }));
    await control(page, "Listen").waitFor();
    await play(page);
    await page.evaluate(() => window.arrive([{ name: "Far", lang: "en-US", localService: false }]));
    const count = (await said(page)).length;
    await ended(page);
    assert.equal((await said(page)).length, count, "nothing is given to a voice elsewhere");
    await control(page, "Listen").waitFor();
    await page.context().close();
  });

  test("takes the reader's own kind of voice, and for words of another language one of theirs", async () => {
    const page = await open({ locale: "en-GB", voices: [voice("Far", "en-GB", { localService: false, default: true }), voice("American", "en-US"), voice("British", "en-GB"), voice("Español", "es-MX")] });
    await all(page);
    const voices = await page.evaluate(() => window.said.map(([, name]) => name));
    assert.deepEqual([...new Set(voices)], ["British"], "a few words of another language are said with their sentence");
    await page.context().close();
    const spanish = build({ ...hub, "content/articles/early.md": `${article.replace("published", "language: es\npublished").split("---\n").slice(0, 2).join("---\n")}---\nHola.\n\n<p lang="en">Good day.</p>\n` });
    const other = await start(spanish.folder);
    const second = await open({ from: other, voices: [english, voice("Español", "es-MX")] });
    assert.deepEqual((await all(second)).slice(-2), ["Hola.", "Good day."]);
    assert.deepEqual(await second.evaluate(() => window.said.slice(-2).map(([, name]) => name)), ["Español", "English"]);
    await second.context().close();
    await other.close();
    spanish.remove();
  });
});

test("axe finds nothing while it reads, in any color scheme", async () => {
  const page = await open({ width: 320 });
  await play(page);
  for (let step = 0; step < 2; step += 1) await ended(page);
  assert.deepEqual(await findingsInAllSchemes(page), []);
  await page.context().close();
});
