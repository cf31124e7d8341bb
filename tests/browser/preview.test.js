// The preview as staff use it: edit a page and see the change, break it and see why, fix it, rename it.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { launch, program } from "./hub.js";

const root = join(mkdtempSync(join(tmpdir(), "wellread-preview-")), "hub");
const article = join(root, "content/articles/welcome.md");
let server, browser, page, address;

const edit = (file, change) => writeFileSync(file, change(readFileSync(file, "utf8")));

before(async () => {
  execFileSync(program, ["init", root, "--quiet"]);
  // Otherwise a warning would ask for the address all the time.
  edit(join(root, "site.toml"), (text) => text.replace("https://example.org/", "https://hub.test/"));
  server = spawn(program, ["serve", "--root", root], { stdio: ["ignore", "pipe", "inherit"] });
  address = await new Promise((found, failed) => {
    let said = "";
    server.stdout.on("data", (data) => {
      said += data;
      const url = said.match(/The hub is at (\S+)/);
      if (url) found(url[1]);
    });
    server.on("exit", () => failed(new Error(`The server ended: ${said}`)));
  });
  browser = await launch();
  page = await browser.newPage();
  await page.goto(new URL("articles/welcome/", address).href);
});

after(async () => {
  await browser?.close();
  server?.removeAllListeners("exit");
  server?.kill();
  rmSync(dirname(root), { recursive: true, force: true });
});

// How long to wait for what must happen, in milliseconds. Only a failing test waits that long.
const timeout = 60_000;
const until = async (holds) => {
  for (const deadline = Date.now() + timeout; Date.now() < deadline && !(await holds()); ) await page.waitForTimeout(50);
};
const shows = (text) => page.getByText(text).first().waitFor({ timeout });

test("an edit is shown without reloading by hand", async () => {
  edit(article, (text) => text.replace("hear two names first", "hear two strange names first"));
  await shows("hear two strange names first");
});

test("a new alias makes a link on the page", async () => {
  edit(join(root, "content/glossary/iep.md"), (text) => text.replace("aliases: [", "aliases: [strange names, "));
  await page.locator('a.term[data-term="iep"]', { hasText: "strange names" }).waitFor({ timeout });
});

test("an error is shown over the page and disappears when it is fixed", async () => {
  const good = readFileSync(article, "utf8");
  writeFileSync(article, good.replace("authors: [team]", "authors: [taem]"));
  await shows("There is no person `taem`.");
  await shows("Did you mean `team`?");
  const response = await page.request.get(new URL("glossary/iep/", address).href);
  assert.equal(response.status(), 200, "other pages go on working");
  writeFileSync(article, good);
  await page.getByText("There is no person `taem`.").first().waitFor({ state: "hidden", timeout });
});

test("of thousands of errors, the first are shown over the page and the others are counted", async () => {
  const good = readFileSync(article, "utf8");
  const links = Array.from({ length: 1234 }, (_, n) => `[plan](nowhere-${n}.md)`);
  writeFileSync(article, `${good}\n${links.join("\n\n")}\n`);
  await shows("1,234 errors");
  // The warnings of a new hub come after them.
  const title = await page.locator("wellread-preview h2").innerText();
  const warnings = Number(title.match(/(\d+) warning/)?.[1] ?? 0);
  const others = (1134 + warnings).toLocaleString("en-US");
  await shows(`… and ${others} more: \`wellread check --all\` lists them.`);
  assert.equal(await page.locator("wellread-preview li.error").count(), 100);
  writeFileSync(article, good);
  await page.getByText("1,234 errors").waitFor({ state: "hidden", timeout });
});

test("a renamed page is found at its new address, and its old one leads there", async () => {
  renameSync(article, join(root, "content/articles/start.md"));
  const status = async (path) => (await page.request.get(new URL(path, address).href)).status();
  await until(async () => (await status("articles/start/")) === 200);
  assert.equal(await status("articles/start/"), 200);
  const old = await page.request.get(new URL("articles/welcome/", address).href);
  assert.equal(old.url(), new URL("articles/start/", address).href);
});

test("a stylesheet is swapped without losing the place on the page", async () => {
  // The open page follows the renaming by itself, at a time that this test does not know.
  await page.close();
  page = await browser.newPage();
  await page.goto(new URL("articles/start/", address).href);
  await page.evaluate(() => {
    document.body.style.minHeight = "5000px";
    scrollTo({ top: 321, behavior: "instant" });
    window.stillTheSamePage = true;
  });
  const style = join(root, "themes/default/static/style.css");
  mkdirSync(dirname(style), { recursive: true });
  writeFileSync(style, "body { background: rgb(1, 2, 3); }");
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 2, 3)", null, { timeout });
  assert.equal(await page.evaluate(() => window.stillTheSamePage), true, "the page was not loaded again");
  assert.equal(await page.evaluate(() => Math.round(scrollY)), 321);
  rmSync(style);
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor !== "rgb(1, 2, 3)", null, { timeout });
});

test("an edit preserves the place on the page, what is open, and what is typed", async () => {
  const details = "\n<details><summary>More</summary>\n\nFirst.\n\n</details>\n\n<details><summary>More</summary>\n\nSecond.\n\n</details>\n";
  const start = join(root, "content/articles/start.md");
  edit(start, (text) => text + details + "\nLine.\n".repeat(200));
  const url = new URL("articles/start/", address).href;
  await until(async () => (await (await page.request.get(url)).text()).includes("Line."));
  // A fresh page has nothing to restore, so nothing undoes what this test opens, types and scrolls to.
  await page.close();
  page = await browser.newPage();
  await page.goto(url);
  const folds = page.locator(".body details");
  await folds.nth(1).evaluate((fold) => { fold.open = true; });
  await page.locator('input[name="q"]').first().fill("plan");
  await page.evaluate(() => scrollTo({ top: 1234, behavior: "instant" }));
  edit(start, (text) => text.replace("Second.", "Second, changed."));
  await page.getByText("Second, changed.").waitFor({ timeout });
  await page.waitForFunction(() => Math.abs(scrollY - 1234) < 50, null, { timeout });
  assert.deepEqual(await folds.evaluateAll((all) => all.map((fold) => fold.open)), [false, true]);
  assert.equal(await page.locator('input[name="q"]').first().inputValue(), "plan");
});

test("a template with an error leaves its pages as they were", async () => {
  const template = join(root, "themes/default/templates/term.html");
  mkdirSync(dirname(template), { recursive: true });
  writeFileSync(template, "{{ page.nothing.at.all }}");
  await shows("themes/default/templates/term.html");
  const term = await page.request.get(new URL("glossary/iep/", address).href);
  assert.match(await term.text(), /<h1/, "the page of the term is the one before");
  rmSync(template);
  await page.getByText("themes/default/templates/term.html").first().waitFor({ state: "hidden", timeout });
});

test("a deleted page is gone", async () => {
  rmSync(join(root, "content/articles/start.md"));
  await shows("start");
  const status = async () => (await page.request.get(new URL("articles/start/", address).href)).status();
  await until(async () => (await status()) === 404);
  assert.equal(await status(), 404);
});
