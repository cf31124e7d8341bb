// The main paths of a reader, in each engine that is on this computer (engines.js): one list of paths for all of them.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { artifacts, folder, samples, serve } from "./hub.js";
import { engines, pixels } from "./engines.js";
import { build, files } from "./small-hub.js";

const letter = `---
title: Ask for a meeting
---
Send it soon.

## The letter

{{your name}}

{{date}}

Dear {{Mr.|Ms.|Mx.}} {{last name}},

I am the parent of {{child's name}}. I ask for a meeting.
`;

const article = `---
title: Where to begin
published: 2026-01-02
---
An IEP is written by a team.

## What to ask

${"Ask early, and in writing. ".repeat(60)}

## Who answers

${"The school answers. ".repeat(60)}
`;

const focused = (selector) => document.activeElement === document.querySelector(selector);
const count = (selector) => document.querySelectorAll(selector).length;
const text = (selector) => document.querySelector(selector)?.textContent.trim();

// The rules for paper, put to work on the screen: not every driver can ask for another medium.
const asPrinted = () => {
  const turn = (media) => { media.mediaText = /print/.test(media.mediaText) ? "all" : /screen/.test(media.mediaText) ? "not all" : media.mediaText; };
  const walk = (rules) => { for (const rule of rules) if (rule.media) { turn(rule.media); walk(rule.cssRules); } };
  for (const sheet of document.styleSheets) {
    turn(sheet.media);
    walk(sheet.cssRules);
  }
};

/** The share of a picture's pixels in a box that lie between two colors, but for rounding. */
function shareOf([low, high], picture, { left, top, right, bottom }) {
  let [all, like] = [0, 0];
  for (let y = Math.ceil(top); y < Math.min(bottom, picture.height); y += 1) {
    for (let x = Math.ceil(left); x < Math.min(right, picture.width); x += 1) {
      all += 1;
      if (picture.at(x, y).every((one, part) => one >= low[part] - 4 && one <= high[part] + 4)) like += 1;
    }
  }
  return like / all;
}

const paths = {
  async "a term is opened and closed, by click and by keyboard"(window, at) {
    await window.open(at("/articles/begin/"));
    assert.equal(await window.run(() => getComputedStyle(document.querySelector(".body a.term")).textDecorationStyle), "dotted");
    await window.click(".body a.term");
    await window.until(count, ".slip");
    assert.equal(await window.run(text, ".slip-word"), "IEP");
    const box = await window.run(() => document.querySelector(".slip").getBoundingClientRect().toJSON());
    const size = await window.run(() => ({ width: innerWidth, height: innerHeight }));
    assert.ok(box.width > 200 && box.left >= 0 && box.top >= 0 && box.right <= size.width && box.bottom <= size.height, JSON.stringify({ box, size }));
    await window.press("Escape");
    await window.until(() => document.querySelectorAll(".slip").length === 0);
    assert.ok(await window.run(focused, ".body a.term"), "the focus is back on the term");
    await window.press("Enter");
    await window.until(count, ".slip");
    assert.ok(await window.run(() => document.activeElement.closest(".slip") !== null), "the focus is in the definition");
    await window.press("Escape");
    await window.until(focused, ".body a.term");
    assert.equal(await window.run(() => location.pathname), "/articles/begin/");
  },

  async "the search finds a word with an error in it"(window, at) {
    await window.open(at("/articles/begin/"));
    await window.click(".masthead [role=search] input");
    await window.until(count, "[role=combobox]");
    await window.type("individualzed");
    await window.until(count, "[role=option]");
    await window.press("Enter");
    await window.until(count, ".search-result");
    assert.equal(await window.run(text, ".search-result h2"), "IEP");
    assert.match(await window.run(text, "[data-part=corrected]"), /“individualized”/);
  },

  async "the contents lead to a heading, and show which one is read"(window, at) {
    await window.open(at("/articles/begin/"));
    assert.ok(await window.run(() => document.querySelector(".contents details").open), "they are open on a wide screen");
    await window.click(".contents a[href='#who-answers']");
    await window.until(() => Math.abs(document.getElementById("who-answers").getBoundingClientRect().top) < innerHeight / 2);
    await window.until(() => document.querySelector(".contents [aria-current]")?.hash === "#who-answers");
  },

  // The engine's own voices depend on the computer; what marks a sentence is the engine's.
  async "an article is read aloud, and what is read is marked"(window, at) {
    await window.open(at("/articles/begin/"));
    if (!await window.run(() => "speechSynthesis" in window)) {
      assert.ok(await window.run(() => document.querySelector("[data-do=listen]").parentElement.hidden));
      return;
    }
    await window.run(() => {
      window.said = [];
      const voice = { name: "A voice", lang: "en-US", localService: true, default: true };
      const speech = { getVoices: () => [voice], speak: (words) => { if (words.text) window.said.push(words); }, cancel: () => {} };
      for (const [name, value] of Object.entries(speech)) Object.defineProperty(speechSynthesis, name, { value });
      window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
      speechSynthesis.onvoiceschanged?.();
    });
    await window.click("[data-do=listen]");
    await window.until(() => window.said.length === 1);
    await window.run(() => window.said.at(-1).onend());
    assert.equal(await window.run(() => window.said.at(-1).text), "An eye-ee-pee is written by a team.");
    assert.equal(await window.run(() => [...CSS.highlights.get("wr-heard")].join()), "An IEP is written by a team.");
    await window.click(".listening button + button");
    await window.until(() => !CSS.highlights.has("wr-heard") && document.querySelector("[data-do=listen]").textContent.trim() === "Listen");
  },

  async "a letter is filled in and printed"(window, at) {
    await window.open(at("/letters/meet/"));
    await window.until(count, ".letter-fields textarea");
    await window.click(".letter-fields textarea");
    await window.type("Maria Lopez");
    await window.until(() => /Maria Lopez/.test(document.querySelector(".letter").textContent));
    assert.match(await window.run(text, ".letter"), new RegExp(new Date().getFullYear()), "today's date is in it");
    await window.run(() => { window.print = () => { window.prints = (window.prints ?? 0) + 1; }; });
    await window.click("[data-do=print]");
    await window.until(() => window.prints === 1);
    const sheets = await window.sheets();
    if (sheets !== undefined) assert.equal(sheets, 1);
    await window.run(asPrinted);
    const beside = await window.run(() => [...document.querySelectorAll("body *")]
      .filter((part) => part.checkVisibility() && [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .filter((part) => !part.closest(".letter")).map((part) => part.outerHTML.slice(0, 80)));
    assert.deepEqual(beside, [], "the letter is printed alone");
    const line = (words) => [...document.querySelectorAll(".letter .blank")].filter((blank) => blank.textContent.includes(words)).map((blank) => getComputedStyle(blank).borderTopStyle)[0];
    assert.equal(await window.run(line, "last name"), "solid", "a line to write on");
    assert.equal(await window.run(line, "Maria"), "none");
  },

  async "the stroke of the highlighter is under the name of the hub and the word of a definition"(window, at, name) {
    await window.open(at("/articles/begin/"));
    await window.click(".body a.term");
    await window.until(count, ".slip-word");
    for (const selector of [".site-name span", ".slip-word"]) {
      const box = await window.run((where) => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector(where));
        return range.getBoundingClientRect().toJSON();
      }, selector);
      let share = 0;
      // What a window shows may be older than its page.
      for (let tries = 0; tries < 50 && share < 0.03; tries += 1) {
        const picture = await window.picture();
        writeFileSync(join(artifacts, `engine-${name.toLowerCase()}.png`), picture);
        // The stroke goes from --mark to 70 % of it on --paper.
        share = shareOf([[0xfb, 0xe2, 0xb4], [0xfc, 0xea, 0xc9]], pixels(picture), box);
      }
      assert.ok(share >= 0.03, `${selector}: ${share}`);
    }
  },
};

for (const engine of engines) {
  describe(engine.name, { skip: engine.missing || false }, () => {
    let site, small, own, window;
    before(async () => {
      site = build({ ...files, "content/letters/meet.md": letter, "content/articles/begin.md": article });
      [small, own, window] = await Promise.all([serve(site.folder), serve(folder), engine.start()]);
    });
    after(async () => {
      await window?.close();
      for (const server of [small, own]) server?.close();
      site?.remove();
    });

    for (const [name, path] of Object.entries(paths)) {
      test(name, async () => {
        await window.resize(1280, 900);
        await path(window, (url) => small.origin + url, engine.name);
        assert.deepEqual(await window.messages(), [], "nothing is said on the console");
      });
    }

    test("nothing is wider than a narrow phone", async () => {
      await window.resize(320, 640);
      for (const { url } of samples) {
        await window.open(own.origin + url);
        await window.until(() => innerWidth === 320);
        assert.ok(await window.run(() => document.documentElement.scrollWidth <= 320), url);
      }
      assert.deepEqual(await window.messages(), [], "nothing is said on the console");
    });
  });
}
