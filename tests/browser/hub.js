// What all browser tests share: the built hub on a strict local server, its pages by kind, and the browser.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));

const repository = resolve(here, "../..");

/** The program, built for development. */
export const program = resolve(repository, process.env.CARGO_TARGET_DIR ?? "target", "debug/wellread");

/** The folder of the built hub. */
export const folder = resolve(here, process.env.WELLREAD_PUBLIC ?? "../../public");

/** Where screenshots and handouts go: for people to look at, not to compare. */
export const artifacts = join(here, "artifacts");
mkdirSync(artifacts, { recursive: true });

if (!existsSync(join(folder, "index.html"))) {
  throw new Error(`There is no built hub in ${folder}: run \`wellread build\` first, or set WELLREAD_PUBLIC.`);
}

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".woff2": "font/woff2",
  ".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8",
  ".vtt": "text/vtt; charset=utf-8", ".mp4": "video/mp4", ".mp3": "audio/mpeg",
};

/** The path under which a built hub expects to be served, with a slash at both ends. */
function basePathOf(folder) {
  const home = readFileSync(join(folder, "index.html"), "utf8");
  const canonical = home.match(/<link rel="canonical" href="([^"]*)"/);
  return canonical ? new URL(canonical[1]).pathname : "/";
}

/** That of this repository's hub. */
export const basePath = basePathOf(folder);

function files(under) {
  return readdirSync(under, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(under, entry.name);
      return entry.isDirectory() ? files(path) : [path];
    });
}

/** All pages of a built hub: `{ path, url, kind, size }`, where `url` is the path on the server. Redirects are included. */
export const pagesIn = (folder) => files(folder)
  .filter((path) => path.endsWith(".html"))
  .map((path) => {
    const name = relative(folder, path).split(sep).join("/");
    const html = readFileSync(path, "utf8");
    return {
      path,
      url: basePathOf(folder) + encodeURI(name.replace(/(^|\/)index\.html$/, "$1")),
      kind: html.match(/<main[^>]* class="kind-([a-z0-9]+)"/)?.[1] ?? "unknown",
      size: statSync(path).size,
    };
  });

/** The pages of this repository's hub. */
export const pages = pagesIn(folder);

/** One page of each kind: the longest, because it shows the most. */
export const samples = Object.values(pages.reduce((groups, page) => ({ ...groups, [page.kind]: [...(groups[page.kind] ?? []), page] }), {}))
  .map((group) => group.reduce((longest, page) => (page.size > longest.size ? page : longest)))
  .filter((page) => page.kind !== "redirect");

/** The sample of a kind, if the hub has that kind. */
export const sample = (kind) => samples.find((page) => page.kind === kind);

/** The longest article that links a term, if the hub has one. */
export const articleWithTerms = pages
  .filter((page) => page.kind === "article" && readFileSync(page.path, "utf8").includes('class="term"'))
  .reduce((longest, page) => (longest && longest.size >= page.size ? longest : page), undefined);

/** Serves the hub as a strict host would: nothing from other hosts, nothing inline, everything compressed. */
export async function serve(folder) {
  const basePath = basePathOf(folder);
  const compressed = new Map(); // file to its bytes, as they were when it was last changed
  const bodyOf = (file) => {
    if (!existsSync(file)) return gzipSync("Not found");
    const { mtimeMs, size } = statSync(file);
    const known = compressed.get(file);
    if (known?.mtimeMs === mtimeMs && known.size === size) return known.body;
    const body = gzipSync(readFileSync(file));
    compressed.set(file, { mtimeMs, size, body });
    return body;
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith(basePath) ? join(folder, path.slice(basePath.length)) : "";
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = file && existsSync(file);
    if (!found) file = join(folder, "404.html");
    response.writeHead(found ? 200 : 404, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-security-policy": "default-src 'self'",
      "content-encoding": "gzip",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    response.end(bodyOf(file));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } };
}

/**
 * Starts the browser. Lines break where they do on most devices, which do not round the widths of letters to whole
 * pixels: without the option, Chromium's headless shell does.
 */
export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--font-render-hinting=none"],
});

/** Starts the server and the browser for a test file. `page(options)` opens a page in a context of its own. */
export async function start(built = folder) {
  const [server, browser] = await Promise.all([serve(built), launch()]);
  return {
    origin: server.origin,
    browser,
    async page({ width = 1280, height = 800, ...options } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, baseURL: server.origin, ...options });
      const page = await context.newPage();
      trafficOf(page);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

const traffic = new WeakMap();

/** The requests of a page: how many it has made since it is watched, and those that wait for an answer. */
function trafficOf(page) {
  if (traffic.has(page)) return traffic.get(page);
  const found = { made: 0, open: new Set() };
  traffic.set(page, found);
  page.on("request", (request) => {
    // A page that opens cancels what the one before it waited for.
    if (request.isNavigationRequest()) found.open.clear();
    found.made += 1;
    found.open.add(request);
  });
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => found.open.delete(request));
  return found;
}

/** Opens a page and waits until it has settled. */
export async function visit(page, url) {
  trafficOf(page);
  await page.goto(url);
  await settled(page);
}

/**
 * Waits until a page does nothing more by itself: no request is open, it has drawn what it has, and its scripts are
 * idle, without having asked for anything meanwhile. How fast the machine is makes no difference. It does not wait for
 * timers: a test whose page acts after a pause waits for what that shows.
 */
export async function settled(page) {
  const { open } = trafficOf(page);
  const deadline = Date.now() + 60_000;
  for (let made = -1; open.size > 0 || made !== trafficOf(page).made;) {
    if (Date.now() > deadline) throw new Error(`${page.url()} does not settle: ${[...open].map((request) => request.url()).join(", ")}`);
    made = trafficOf(page).made;
    await page.evaluate(async () => {
      for (let round = 0; round < 2; round += 1) {
        // A window that is not seen draws nothing, and would be waited for without end.
        await new Promise((drawn) => { requestAnimationFrame(drawn); setTimeout(drawn, 500); });
        await new Promise((idle) => { requestIdleCallback(idle); });
      }
    });
  }
}

/** Runs `work` on all `items`, `lanes` at a time. */
export async function each(items, lanes, work) {
  const queue = [...items];
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item, lane);
  }));
}

/** The color schemes in which every page must be readable. */
export const schemes = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["forced colors", { colorScheme: "light", forcedColors: "active" }],
];

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds on the page as it stands: all rules of WCAG 2.0 to 2.2, A and AA, and best practices. */
export const findings = (page) => findingsOf(page, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);

/** What it finds by the rules on which the colors of a page have a bearing: contrast, links in text, sizes of targets. */
export const colorFindings = (page) => findingsOf(page, ["color-contrast", "link-in-text-block", "target-size"]);

async function findingsOf(page, runOnly) {
  // The hub's policy forbids foreign script elements, so axe-core is injected past it.
  if (!(await page.evaluate("typeof axe !== 'undefined'"))) await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => axe.run(document, {
    runOnly,
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"],
  }), runOnly);
  return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 5).map((node) => `${node.target} ${node.failureSummary}`) }));
}

/** Checks that colors are forced: Chromium may answer that they are, and not force them. */
export async function assertForced(page) {
  const [shown, wanted] = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "Canvas";
    const found = [getComputedStyle(document.body).backgroundColor, getComputedStyle(probe).color];
    probe.remove();
    return found;
  });
  assert.equal(shown, wanted, `colors are forced on ${page.url()}`);
}

/** All findings in light colors, and in the other schemes, on the same page, those that colors can change. */
export async function findingsInAllSchemes(page) {
  const found = [];
  for (const [at, [scheme, options]] of schemes.entries()) {
    await page.emulateMedia({ forcedColors: null, ...options });
    if (options.forcedColors) await assertForced(page);
    found.push(...(await (at === 0 ? findings(page) : colorFindings(page))).map((finding) => ({ scheme, ...finding })));
  }
  return found;
}

/**
 * Presses Tab as often as `steps` says, and returns what `look` returned on the page after each. All keys are sent at
 * once, and the page looks when a key comes up: waiting for each would take most of the time.
 */
export async function pressTabs(page, steps, look, { isBackwards = false } = {}) {
  const client = await page.context().newCDPSession(page);
  // In parentheses, so that the browser takes it for an expression, and past the policy.
  await page.evaluate(`(() => {
    const look = ${look};
    window.looked = [];
    window.lookOnce = (event) => { if (event.key === "Tab") window.looked.push(look()); };
    addEventListener("keyup", window.lookOnce, true);
  })()`);
  const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9, modifiers: isBackwards ? 8 : 0 };
  await Promise.all(Array.from({ length: steps }, () => ["rawKeyDown", "keyUp"]).flat()
    .map((type) => client.send("Input.dispatchKeyEvent", { type, ...key })));
  const found = await page.evaluate(() => {
    removeEventListener("keyup", window.lookOnce, true);
    return window.looked;
  });
  await client.detach();
  assert.equal(found.length, steps, `every key has come to ${page.url()}`);
  return found;
}
