// Takes a screenshot of each kind of page, at three widths and in the dark, and saves handouts as PDF files: for people
// to look at. It is no test: `npm run pictures`, after a build.
import { join } from "node:path";
import { artifacts, articleWithTerms, each, samples, start } from "./hub.js";

const hub = await start();
try {
  const wanted = [];
  for (const [colorScheme, width] of [["light", 320], ["light", 768], ["light", 1280], ["dark", 320]]) {
    for (const { kind, url } of samples) wanted.push({ colorScheme, width, kind, url });
  }
  await each(wanted, 2, async ({ colorScheme, width, kind, url }) => {
    const page = await hub.page({ width, colorScheme, reducedMotion: "reduce" });
    await page.goto(url);
    await page.screenshot({ path: join(artifacts, `${kind}-${width}-${colorScheme}.jpg`), fullPage: true, quality: 80 });
    if (kind === "article" && articleWithTerms) {
      await page.goto(articleWithTerms.url);
      await page.locator(".body a.term").first().click();
      await page.screenshot({ path: join(artifacts, `term-open-${width}-${colorScheme}.jpg`), quality: 80 });
    }
    await page.context().close();
  });
  const page = await hub.page();
  for (const { kind, url } of samples.filter(({ kind }) => ["article", "term", "resource", "resources"].includes(kind))) {
    await page.goto(url);
    await page.pdf({ path: join(artifacts, `${kind}.pdf`), format: "Letter" });
  }
} finally {
  await hub.close();
}
