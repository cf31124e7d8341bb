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

// The tag of a language by its number; null for that of the hub.
const tag = (core, number) => (number ? core.languages[number] : null);

// Loads what a result shows. A failure is ignored here: it is thrown where the result awaits the same file.
const preload = (core, page, detailed) =>
  Promise.all([recordIn(core, page), detailed && core.has_excerpts && textIn(core, page)]).catch(() => {});

// `terms` are those of the query. Results that are not detailed show the summary alone.
// In the language of the query: a page may have been found by a passage that is in another than its own.
async function hit(core, terms, highlights, page, detailed) {
  const texts = detailed && core.has_excerpts ? await textIn(core, page) : [];
  const { url, title, kind, topics, summary, headings, facts, language: number } = await recordIn(core, page);
  const { language } = core;
  const inSummary = mark(summary, highlights, language);
  const result = { title, url: openable(core, url), kind, language: tag(core, number), topics, excerpt: excerpt(inSummary), sections: [] };
  if (!detailed) return result;
  result.sections = named(headings, sectionsOf(terms, page), highlights, language).map(([heading, anchor]) => ({ heading, url: openable(core, url + "#" + anchor) }));
  // The facts have no heading.
  const best = [...texts.map((text, at) => [headings[at][0], text]), ["", facts]].map(([heading, body], at) => {
    const [title, text] = [mark(heading, highlights, language), mark(body, highlights, language)];
    const count = title.count * HEADING_MATCHES + text.count;
    // The notes and the facts.
    const aside = at > 0 && !heading;
    return { text, at, bits: ones(title.bits | text.bits), aside, count };
  });
  if (!summary) result.excerpt = best.map((section) => excerpt(section.text)).find(Boolean) || "";
  best.sort((a, b) => b.bits - a.bits || a.aside - b.aside || b.count - a.count || a.at - b.at);
  const first = best.find((section) => section.text.bits);
  if (first && ones(first.text.bits) > ones(inSummary.bits)) result.excerpt = excerpt(first.text);
  return result;
}

// The anchor that most headings have.
const usualAnchor = (heading) => heading.trim().toLowerCase().replace(/ /g, "-").replace(/[^a-z0-9_-]/g, "");

// The sections that a result links to: those with more than half of the words that the best one has; of equal ones, those
// with more of them in the heading.
function named(headings, sections, highlights, language) {
  const rated = headings.map(([heading, known], at) => {
    const anchor = known === " " ? usualAnchor(heading) : known;
    const bit = Math.min(at, SECTION_BITS - 1);
    const words = sections.filter((bits) => (bits >> bit) & 1).length;
    return { heading, anchor, at, words, inHeading: ones(mark(heading, highlights, language).bits) };
  });
  const most = Math.max(0, ...rated.map(({ words }) => words));
  const enough = rated.filter(({ words, heading, anchor }) => words * 2 > most && heading && anchor);
  enough.sort((a, b) => b.words - a.words || b.inHeading - a.inHeading || a.at - b.at);
  return enough.slice(0, MAX_SECTIONS).map(({ heading, anchor }) => [heading, anchor]);
}

// A page's stretches of text as folded words, for checking phrases.
async function fieldsOf(core, page) {
  const [{ title, summary, names, headings, facts }, texts] = await Promise.all([recordIn(core, page), textIn(core, page)]);
  return [title, summary, facts, ...names, ...headings.map(([heading]) => heading), ...texts].map(foldedWords);
}
