// What the list of results shows of one page, as in query/hit.rs.

// Opened from a folder (file:), a page has to be found from where the index lies.
function openable(core, url) {
  if (coreUrl.protocol !== "file:" || url[0] !== "/") return url;
  const [path, anchor] = url.split("#");
  const [from, to] = [core.at.split("/"), path.split("/")];
  let shared = 0;
  while (shared < from.length - 1 && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  const relative = "../".repeat(from.length - 1 - shared) + to.slice(shared).join("/");
  const file = /(^|\/)$/.test(relative) ? relative + "index.html" : relative;
  return new URL(anchor === undefined ? file : file + "#" + anchor, coreUrl).href;
}

async function hit(core, highlights, page, withText) {
  const [url, title, kind, topics, summary, text] = await entry("r", core.records, page);
  const inSummary = mark(summary, highlights);
  const result = { title, url: openable(core, url), kind, topics, excerpt: excerpt(inSummary), sections: [] };
  if (!withText) return result;
  const best = (await load(text))[1].map(([heading, anchor, body], at) => {
    const [title, text] = [mark(heading, highlights), mark(body, highlights)];
    const count = title.count * constants.HEADING_MATCHES + text.count;
    return { heading, anchor, text, at, bits: ones(title.bits | text.bits), count };
  });
  if (!summary) result.excerpt = best.map((section) => excerpt(section.text)).find(Boolean) || "";
  best.sort((a, b) => b.bits - a.bits || b.count - a.count || a.at - b.at);
  result.sections = best
    .filter(({ bits, heading, anchor }) => bits * 2 > best[0].bits && heading && anchor)
    .slice(0, constants.MAX_SECTIONS)
    .map(({ heading, anchor }) => ({ heading, url: openable(core, url + "#" + anchor) }));
  const first = best.find((section) => section.text.bits);
  if (first && ones(first.text.bits) > ones(inSummary.bits)) result.excerpt = excerpt(first.text);
  return result;
}

// A page's stretches of text as folded words, for checking phrases.
async function fieldsOf(core, page) {
  const [, title, , , summary, text] = await entry("r", core.records, page);
  const [names, sections] = await load(text);
  return [title, summary, ...names, ...sections.flatMap(([heading, , body]) => [heading, body])].map(foldedWords);
}
