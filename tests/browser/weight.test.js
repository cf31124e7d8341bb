// The weight of pages, measured in bytes that the browser received (budgets: docs/performance.md).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { pages, start, visit } from "./hub.js";

let hub;
before(async () => { hub = await start(); });
after(() => hub.close());

/** The bytes received, compressed, without images, and the URLs that delayed the first paint. */
async function weigh(url) {
  const page = await hub.page();
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const requests = new Map();
  session.on("Network.responseReceived", ({ requestId, type, response }) => requests.set(requestId, { type, url: response.url, bytes: 0 }));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => { if (requests.has(requestId)) requests.get(requestId).bytes = encodedDataLength; });
  await visit(page, url);
  const blocking = await page.evaluate(() => performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name));
  await page.context().close();
  return { bytes: [...requests.values()].filter(({ type }) => type !== "Image").reduce((sum, { bytes }) => sum + bytes, 0), blocking };
}

test("an article, with all that it loads, takes at most 36 KB", async (t) => {
  const articles = pages.filter((page) => page.kind === "article").sort((one, other) => other.size - one.size).slice(0, 10);
  const weights = [];
  for (const { url } of articles) weights.push({ url, ...(await weigh(url)) });
  for (const { url, bytes } of weights.slice(0, 1)) t.diagnostic(`the longest article, ${url}: ${bytes} bytes`);
  assert.deepEqual(weights.filter(({ bytes }) => bytes > 36_000), []);
});

test("one stylesheet is all that the first paint waits for", async () => {
  for (const { url } of pages.filter((page) => page.kind === "article").slice(0, 3)) {
    const { blocking } = await weigh(url);
    assert.equal(blocking.length, 1, blocking.join(" "));
    assert.match(blocking[0], /\.css$/);
  }
});
