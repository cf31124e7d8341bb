// The preview as a person tries it: edit a page and see the change, break it and see why, mend it, rename it.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./hub.js";

const here = dirname(fileURLToPath(import.meta.url));
const program = resolve(here, process.env.WELLREAD_PROGRAM ?? "../../target/debug/wellread");
const root = join(mkdtempSync(join(tmpdir(), "wellread-preview-")), "hub");
const article = join(root, "content/articles/welcome.md");
let server, browser, page, address;

before(async () => {
  execFileSync(program, ["init", root, "--quiet"]);
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

const edit = (file, change) => writeFileSync(file, change(readFileSync(file, "utf8")));
const shows = (text) => page.getByText(text).first().waitFor({ timeout: 10_000 });

test("an edit is shown without a touch of the browser", async () => {
  edit(article, (text) => text.replace("hear two names first", "hear two strange names first"));
  await shows("hear two strange names first");
});

test("a new alias makes a link on the page", async () => {
  edit(join(root, "content/glossary/iep.md"), (text) => text.replace("aliases: [", "aliases: [strange names, "));
  await page.locator('a.term[data-term="iep"]', { hasText: "strange names" }).waitFor({ timeout: 10_000 });
});

test("a mistake is shown over the page and goes when it is mended", async () => {
  const good = readFileSync(article, "utf8");
  writeFileSync(article, good.replace("authors: [team]", "authors: [taem]"));
  await shows("There is no person `taem`.");
  await shows("Did you mean `team`?");
  const response = await page.request.get(new URL("glossary/iep/", address).href);
  assert.equal(response.status(), 200, "other pages go on working");
  writeFileSync(article, good);
  await page.getByText("There is no person `taem`.").first().waitFor({ state: "hidden", timeout: 10_000 });
});

test("a renamed page is found at its new address, and no longer at the old one", async () => {
  renameSync(article, join(root, "content/articles/start.md"));
  const status = async (path) => (await page.request.get(new URL(path, address).href)).status();
  for (let tries = 0; tries < 100 && (await status("articles/start/")) !== 200; tries++) await page.waitForTimeout(50);
  assert.equal(await status("articles/start/"), 200);
  assert.equal(await status("articles/welcome/"), 404);
});
