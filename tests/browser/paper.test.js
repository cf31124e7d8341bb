// The printed page is a handout: no navigation, the terms with their definitions, its own URL and a QR code of it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { articleWithTerms, artifacts, pages, sample, start, visit } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

/** Why nothing can be said of the words on each sheet. */
const withoutPdftotext = spawnSync("pdftotext", ["-v"]).error ? "pdftotext is not installed (Debian's poppler-utils)" : false;

let hub;
before(async () => { hub = await start(); });
after(() => hub.close());

test("an article on paper", { skip: sample("article") ? false : "this hub has no article" }, async () => {
  const page = await hub.page({ width: 720 });
  await page.goto((articleWithTerms ?? sample("article")).url);
  await page.emulateMedia({ media: "print" });
  for (const gone of [".site-nav", "form[role=search]", ".crumbs", ".contents", ".share", ".skip"]) {
    for (const part of await page.locator(gone).all()) assert.ok(!(await part.isVisible()), `${gone} is printed`);
  }
  assert.ok(await page.locator("h1").isVisible());
  assert.ok(await page.locator(".body").isVisible());
  if (articleWithTerms) {
    const dd = page.locator(".words dd").first();
    assert.ok(await dd.evaluate((part) => part.scrollWidth <= part.clientWidth + 1 && getComputedStyle(part).whiteSpace === "normal"), "definitions are whole");
  }
  const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
  assert.ok((await page.locator(".paper").innerText()).includes(canonical), "its URL is on it");
  assert.ok(await page.locator(".paper svg").isVisible(), "its QR code is on it");
  const outside = page.locator('.body a[href^="http"]').first();
  if (await outside.count()) {
    const printed = await outside.evaluate((link) => getComputedStyle(link, "::after").content);
    assert.ok(printed.includes(await outside.getAttribute("href")), "the URLs of links are printed");
  }
  const colors = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual(colors, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
});

/** How many pages a PDF has. */
const sheets = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;

test("an article of four minutes takes at most three pages, and the short handout of one of seven two", async () => {
  const page = await hub.page();
  const counts = [];
  for (const { url } of pages.filter(({ kind }) => kind === "article")) {
    await page.goto(url);
    const minutes = parseInt(await page.locator(".minutes").first().innerText(), 10);
    if (minutes > 7) continue;
    const whole = minutes > 4 ? 0 : sheets(await page.pdf({ format: "Letter" }));
    await visit(page, `${url}?print=short`);
    counts.push({ url, whole, short: sheets(await page.pdf({ format: "Letter" })) });
  }
  assert.deepEqual(counts.filter(({ whole, short }) => whole > 3 || short > 2), []);
});

test("the short handout is the text and its words, below the clinic's name and number", async () => {
  const site = build(files);
  const small = await start(site.folder);
  const page = await small.page({ width: 720 });
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  const visible = async () => {
    await page.emulateMedia({ media: "print" });
    const found = await page.evaluate(() => [".body", ".words", "h1", ".notes", ".note-ref", ".paper", ".site-foot", ".resource-card", ".trust"].filter((part) => document.querySelector(part)?.checkVisibility()));
    await page.emulateMedia({ media: null });
    return found;
  };
  await visit(page, "/articles/start/");
  assert.deepEqual(await visible(), [".body", ".words", "h1", ".notes", ".note-ref", ".paper", ".site-foot", ".resource-card", ".trust"]);
  await page.evaluate(() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; });
  await page.getByRole("button", { name: "Short handout" }).click();
  await page.waitForFunction(() => window.printed === 1);
  assert.deepEqual(await visible(), [".body", ".words", "h1", ".trust"]);
  // The other button prints all again.
  await page.getByRole("button", { name: "Print as a handout" }).click();
  await page.waitForFunction(() => window.printed === 2);
  assert.equal((await visible()).length, 9);
  await visit(page, "/articles/start/?print=short");
  assert.deepEqual(await visible(), [".body", ".words", "h1", ".trust"]);
  await page.emulateMedia({ media: "print" });
  const top = await page.locator(".site-head").evaluate((head) => getComputedStyle(head, "::after").content);
  // With hyphens at which no line ends.
  assert.equal(top, '"Brookside Clinic · 303\u2011555\u20110100"');
  assert.deepEqual(said, []);
  await page.emulateMedia({ media: null });
  await page.pdf({ path: join(artifacts, "short.pdf"), format: "Letter" });
  await small.close();
  site.remove();
});

test("links say on paper where they lead, and an address that is shown is not printed twice", async () => {
  const text = "https://www.cdc.gov/a and [CDC](https://www.cdc.gov/b) and [next](next.md) and an IEP.";
  const site = build({ ...files, "content/articles/links.md": `---\ntitle: Links\n---\n${text}\n` });
  const small = await start(site.folder);
  const page = await small.page({ width: 720 });
  await page.goto("/articles/links/");
  const printed = () => page.locator(".body p a").evaluateAll((links) => links.map((link) => getComputedStyle(link, "::after").content.replace(/[" \u2066\u2069]/g, "")));
  assert.deepEqual(await printed(), ["none", "none", "none", "none"]);
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await printed(), ["none", "(https://www.cdc.gov/b)", "(/articles/next/)", "none"]);
  // The short handout has no room for them.
  await visit(page, "/articles/links/?print=short");
  assert.deepEqual(await printed(), ["none", "none", "none", "none"]);
  await small.close();
  site.remove();
});

test("in a packet, links to resources print no path, unlike such a path elsewhere", async () => {
  const text = "[Line](../resources/helpline.md), [guide](https://www.cdc.gov/resources/guide) and [next](../articles/next.md).";
  const site = build({ ...files, "content/packets/first.md": `---\ntitle: First\npages: [articles/start]\n---\n${text}\n` });
  const small = await start(site.folder);
  const page = await small.page({ width: 720 });
  await page.goto("/packets/first/");
  await page.emulateMedia({ media: "print" });
  const printed = await page.locator(".cover .body p a").evaluateAll((links) => links.map((link) => getComputedStyle(link, "::after").content.replace(/[" \u2066\u2069]/g, "")));
  assert.deepEqual(printed, ["none", "(https://www.cdc.gov/resources/guide)", "(/articles/next/)"]);
  await small.close();
  site.remove();
});

/** The words of each page of a PDF, in one line. */
function words(pdf, name) {
  const path = join(artifacts, name);
  writeFileSync(path, pdf);
  return execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
}

test("long titles are whole on one sheet, next to numbers of pages in one line", { skip: withoutPdftotext }, async () => {
  const title = (n) => `Part ${n} ${"that has a long name for a family to read ".repeat(5)}end${n}`;
  const hub = { ...files };
  const names = Array.from({ length: 12 }, (_, at) => at);
  for (const at of names) hub[`content/articles/p${at}.md`] = `---\ntitle: ${title(at)}\n---\n${"A line of text.\n\n".repeat(7 + at)}`;
  hub["content/packets/long.md"] = `---\ntitle: ${title(99)}\npages: [${names.map((at) => `articles/p${at}`).join(", ")}]\n---\n`;
  const site = build(hub);
  const small = await start(site.folder);
  const page = await small.page();
  await page.goto("/packets/long/");
  const sheets = words(await page.pdf({ format: "Letter" }), "long-titles.pdf").map((text) => text.replace(/\s+/g, " "));
  for (const at of names) {
    const sheet = sheets.find((text, n) => n > 0 && new RegExp(`\\b${at + 1}\\. Part ${at} `).test(text) && !text.includes("In this handout"));
    assert.ok(sheet.includes(`end${at}`), `the title of part ${at} is on two sheets`);
  }
  for (const [at, text] of sheets.entries()) {
    assert.ok(text.includes(`${at + 1} / ${sheets.length}`), `${at + 1}: ${text.slice(-300)}`);
    // The title at the edge of a sheet is shortened to one line.
    const edge = text.slice(text.lastIndexOf("Part 99 "));
    assert.match(edge, /^Part 99 [^…]{60,80}… – Brookside family hub [\u2066]?\d+ \/ \d+/);
  }
  await small.close();
  site.remove();
});

test("a heading of several lines is on one sheet, wherever it falls", { skip: withoutPdftotext }, async () => {
  const hub = { ...files };
  const heading = `begin ${"of a heading that takes a few lines on paper ".repeat(9)}finish`;
  for (let lines = 0; lines < 8; lines += 1) {
    hub[`content/articles/h${lines}.md`] = `---\ntitle: Headings\n---\n${"A line.\n\n".repeat(33 + lines)}## ${heading}\n\nText.\n\n${"A line.\n\n".repeat(6)}`;
  }
  const site = build(hub);
  const small = await start(site.folder);
  const page = await small.page();
  for (let lines = 0; lines < 8; lines += 1) {
    await page.goto(`/articles/h${lines}/`);
    const sheets = words(await page.pdf({ format: "Letter" }), "headings.pdf");
    for (const [at, text] of sheets.entries()) assert.equal(text.includes("begin of a heading"), text.includes("finish"), `${33 + lines} lines, sheet ${at + 1}`);
  }
  await small.close();
  site.remove();
});

test("no handout ends in a sheet with nothing but the foot, nor does an article", { skip: withoutPdftotext }, async () => {
  const hub = { ...files, "site.toml": `${settings()}\n[packets]\nmake = true\n` };
  for (let lines = 0; lines < 8; lines += 1) {
    hub[`content/articles/f${lines}.md`] = `---\ntitle: Foot\n---\n${"A line.\n\n".repeat(36 + lines)}`;
    hub[`content/packets/f${lines}.md`] = `---\ntitle: ${lines ? "Foot" : "A handout whose name is long and takes the room of several lines ".repeat(3).trim()}\npages: [articles/f${lines}]\n---\n`;
  }
  const site = build(hub);
  const small = await start(site.folder);
  const page = await small.page();
  for (let lines = 0; lines < 8; lines += 1) {
    for (const url of [`/packets/f${lines}/`, `/packets/make/?p=articles/f${lines}`]) {
      await visit(page, url);
      const sheets = words(await page.pdf({ format: "Letter" }), "foot.pdf");
      assert.ok(sheets.length > 1, url);
      for (const text of sheets.slice(1)) assert.match(text, /A line\./, url);
      for (const line of ["Brookside Clinic", "303-555-0100", "100 Main Street", "988 Lifeline", "Call 988", "does not replace advice", "Read this page online"]) {
        assert.ok(sheets[0].includes(line), `${url}: the cover lacks "${line}"`);
        assert.ok(!sheets.at(-1).includes(line), `${url}: ${line}`);
      }
    }
    await page.goto(`/articles/f${lines}/`);
    const last = words(await page.pdf({ format: "Letter" }), "foot.pdf").at(-1);
    assert.match(last, /A line\.[^]*988 Lifeline[^]*does not replace advice/, `an article of ${36 + lines} lines`);
  }
  await small.close();
  site.remove();
});

/** The heights at which there is ink on a sheet, in points from its top: `[from, to]` of each row of it. */
function rows(path, sheet) {
  const scale = 2;
  const image = execFileSync("pdftoppm", ["-r", `${72 * scale}`, "-f", `${sheet}`, "-l", `${sheet}`, "-gray", path], { maxBuffer: 1 << 26 });
  const header = image.subarray(0, 40).toString("latin1").match(/^P5\s+(\d+)\s+(\d+)\s+255\s/);
  const [width, height] = [Number(header[1]), Number(header[2])];
  const inked = Array.from({ length: height }, (_, y) => {
    const at = header[0].length + y * width;
    return image.subarray(at, at + width).some((gray) => gray < 200);
  });
  const found = [];
  for (const [y, isInked] of inked.entries()) {
    if (isInked && inked[y - 1]) found.at(-1)[1] = y / scale;
    else if (isInked) found.push([y / scale, y / scale]);
  }
  return found;
}

test("in Arabic, no sheet has ink of the next one at its end", { skip: withoutPdftotext }, async () => {
  const sentence = "إِنَّ الْخُطَّةَ تُكْتَبُ فِي الْمَدْرَسَةِ مَعَ الْوَالِدَيْنِ، وَتَقُولُ مَا الَّذِي يَحْتَاجُهُ الطِّفْلُ. ";
  const paragraphs = Array.from({ length: 30 }, (_, at) => `${at % 5 ? "" : "- "}${sentence.repeat(3 + (at * 7) % 11)}`);
  const site = build({ ...files, "content/articles/arabic.md": `---\ntitle: خطة\nlanguage: ar\n---\n${paragraphs.join("\n\n")}\n` });
  const small = await start(site.folder);
  const page = await small.page();
  for (const [at, query] of ["", "?print=short"].entries()) {
    await visit(page, `/articles/arabic/${query}`);
    const path = join(artifacts, `arabic-${at}.pdf`);
    const pdf = await page.pdf({ path, format: "Letter" });
    assert.ok(sheets(pdf) > 1);
    // The text ends 11 mm above the edge of the sheet. A line of it is higher than a speck.
    const end = 792 - (11 / 25.4) * 72;
    for (let sheet = 1; sheet <= sheets(pdf); sheet += 1) {
      const specks = rows(path, sheet).filter(([from, to]) => Math.abs(to - end) < 1.5 && to - from < 4);
      assert.deepEqual(specks, [], `${query} sheet ${sheet}`);
    }
  }
  await small.close();
  site.remove();
});

test("a table of many columns fits on paper, words of one with few are whole, and so are ways to reach a place next to a long name", async () => {
  const table = (length, last) => {
    const row = (cell) => `|${Array.from({ length }, (_, at) => cell(at)).join("|")}|`;
    return [row((at) => `Evaluation ${at}`), row(() => "---"), row((at) => (at < length - 1 ? "Many words that want much room next to them. ".repeat(6) : last))].join("\n");
  };
  const name = "A place whose name is long enough to take several lines of any sheet of paper ".repeat(3).trim();
  const hub = {
    ...files,
    "content/articles/wide.md": `---\ntitle: Wide\nresources: [long]\n---\n${table(5, "Accommodations")}\n\n${table(12, "https://www.example.com/a/long/address/of/a/page")}\n`,
    "content/resources/long.md": `---\ntitle: ${name}\nphone: 303-555-0102\nurl: https://parents.example.com/somewhere\n---\nHelp.\n`,
  };
  const site = build(hub);
  const small = await start(site.folder);
  // The width of a sheet between its margins.
  const page = await small.page({ width: 700 });
  await page.goto("/articles/wide/");
  await page.emulateMedia({ media: "print" });
  const found = await page.evaluate(() => {
    const split = [];
    for (const cell of document.querySelector(".table").querySelectorAll("th, td")) {
      const { firstChild } = cell;
      if (firstChild.nodeName !== "#text") continue;
      for (const { 0: word, index } of firstChild.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(firstChild, index);
        range.setEnd(firstChild, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) split.push(word);
      }
    }
    const call = document.querySelector(".resource-card .call");
    return { split, wide: document.documentElement.scrollWidth, lines: call.getBoundingClientRect().height / parseFloat(getComputedStyle(call).lineHeight) };
  });
  assert.deepEqual(found.split, []);
  assert.ok(found.wide <= 700, `${found.wide} px wide`);
  assert.ok(found.lines < 1.5, `a number on ${found.lines} lines`);
  await small.close();
  site.remove();
});

test("a letter of the glossary stays with its words", async () => {
  const site = build(files);
  const small = await start(site.folder);
  const page = await small.page({ width: 700 });
  await page.goto("/glossary/");
  await page.emulateMedia({ media: "print" });
  // Only a block can be kept with what follows it.
  const headings = await page.locator(".a-to-z h2").evaluateAll((all) => all.map((one) => [getComputedStyle(one).display, getComputedStyle(one).breakAfter]));
  assert.ok(headings.length > 0);
  for (const heading of headings) assert.deepEqual(heading, ["block", "avoid"]);
  await small.close();
  site.remove();
});

test("the code stands next to an article's title, even a long one, and takes no lines below it", async () => {
  const long = "A title that has a long name for a family to read ".repeat(4).trim();
  const site = build({ ...files, "content/articles/long.md": `---\ntitle: ${long}\n---\nAn IEP.\n`, "content/articles/bare.md": "---\ntitle: Bare\n---\nAn IEP.\n" });
  const small = await start(site.folder);
  // The width of a sheet between its margins.
  const page = await small.page({ width: 700 });
  const box = (part) => page.locator(part).first().boundingBox();
  for (const url of ["/articles/start/", "/articles/long/", "/articles/bare/"]) {
    for (const short of [false, true]) {
      await visit(page, url + (short ? "?print=short" : ""));
      assert.equal(await page.locator(".paper").isVisible(), false);
      await page.emulateMedia({ media: "print" });
      const [title, body] = [await box("h1"), await box(".body")];
      if (short) {
        assert.equal(await page.locator(".paper").isVisible(), false);
        assert.ok(title.width > 650, `${url}: ${title.width} px`);
        const subtitle = await page.locator(".subtitle").count() ? await box(".subtitle") : title;
        assert.equal(subtitle.x, title.x, "one below the other");
      } else {
        const code = await box(".paper-qr svg");
        assert.ok(code.x >= title.x + title.width && code.x + code.width <= 700, `${url}: ${JSON.stringify({ title, code })}`);
        assert.ok(code.y < title.y + 20 && code.y + code.height <= body.y + 1, `${url}: ${JSON.stringify({ title, code, body })}`);
        assert.equal(await page.locator(".site-foot .paper").count(), 0);
      }
      // Without a byline, nothing is left of its box.
      if (url.includes("bare")) assert.equal((await box(".trust"))?.height ?? 0, 0);
      await page.emulateMedia({ media: null });
    }
  }
  await small.close();
  site.remove();
});

test("on paper, the notes of a handout have the addresses of their links", async () => {
  const site = build({ ...files, "site.toml": `${settings()}\n[packets]\nmake = true\n`, "content/packets/first.md": "---\ntitle: First\npages: [articles/start]\n---\n" });
  const small = await start(site.folder);
  const page = await small.page({ width: 700 });
  for (const url of ["/packets/first/", "/packets/make/?p=articles/start", "/articles/start/"]) {
    await visit(page, url);
    await page.emulateMedia({ media: "print" });
    const printed = await page.locator(".notes li a[href^=http]").evaluateAll((links) => links.map((link) => getComputedStyle(link, "::after").content.replace(/[" \u2066\u2069]/g, "")));
    assert.deepEqual(printed, ["(https://www.example.com/law)"], url);
    await page.emulateMedia({ media: null });
  }
  await small.close();
  site.remove();
});

test("in the dark, paper stays white", async () => {
  const page = await hub.page({ colorScheme: "dark" });
  await page.goto(sample("home").url);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
});

test("ways to reach someone are plain lines on paper, whatever the accent", async () => {
  const site = build({ ...files, "site.toml": settings({ theme: 'accent = "#5b2a86"' }) });
  const small = await start(site.folder);
  const page = await small.page({ width: 720 });
  for (const [url, parts] of [["/articles/start/", [".contact", ".crisis", ".resource-card"]], ["/resources/helpline/", [".contact", ".reach"]]]) {
    await page.goto(url);
    await page.emulateMedia({ media: "print" });
    for (const part of parts) {
      const lines = await page.locator(`${part} .call`).evaluateAll((calls) => calls.map((call) => {
        const style = getComputedStyle(call);
        const { top, bottom, left, right } = call.getBoundingClientRect();
        return { top, bottom, left, right, color: style.color, fill: style.backgroundColor, border: style.borderTopWidth, before: getComputedStyle(call, "::before").content };
      }));
      assert.ok(lines.length > 0, part);
      for (const [at, { top, bottom, left, right, ...look }] of lines.entries()) {
        assert.deepEqual(look, { color: "rgb(0, 0, 0)", fill: "rgba(0, 0, 0, 0)", border: "0px", before: "none" }, `${url} ${part}`);
        assert.ok(bottom - top < 30, `${url} ${part}: ${bottom - top} px high`);
        // One below the other, or side by side with room between them, and never run together.
        const before = lines[at - 1];
        if (before && Math.abs(top - before.top) < 2) assert.ok(left - before.right > 10, `${url} ${part}: ${left - before.right} px between two ways`);
        else if (before) assert.ok(top >= before.bottom - 1 && top - before.bottom < 24, `${url} ${part}: a gap of ${top - before.bottom} px`);
      }
    }
  }
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim()), "#000");
  await small.close();
  site.remove();
});
