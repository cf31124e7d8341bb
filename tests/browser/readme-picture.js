// Takes the picture of the README: an article with a term open. It is no test: `node readme-picture.js`,
// after a build, whenever the look of a page has changed.
import { resolve } from "node:path";
import { articleWithTerms, start } from "./hub.js";

const hub = await start();
const page = await hub.page();
try {
  await page.setViewportSize({ width: 820, height: 470 });
  await page.goto(articleWithTerms.url);
  // A term with text above and below it, so that the card stands in the middle of a paragraph.
  const terms = page.locator(".body p a.term");
  const term = terms.nth(Math.min(1, (await terms.count()) - 1));
  await term.evaluate((link) => window.scrollTo(0, link.getBoundingClientRect().top + window.scrollY - 125));
  await term.click();
  await page.getByRole("dialog").waitFor();
  await page.screenshot({ path: resolve(import.meta.dirname, "../../docs/term-open.png"), animations: "disabled" });
} finally {
  await hub.close();
}
