// The ranking: from the words of a query to pages in order, as in query/rank.rs.

function rank(terms, pages) {
  const { ALL_NEEDED } = constants;
  const rows = terms.map((term) => row(term, pages));
  const found = select(terms, rows, pages, needed(terms.length));
  if (found.length || terms.length !== ALL_NEEDED) return found;
  return select(terms, rows, pages, ALL_NEEDED - 1);
}

// How many of the words a page must have.
const needed = (count) => (count <= constants.ALL_NEEDED ? count : (count >> 1) + 1);

function row(term, pages) {
  const points = new Uint32Array(pages);
  const sections = new Int32Array(pages);
  // What is additive comes last: before, it would be swallowed by the maximum.
  for (const additive of [false, true]) {
    for (const { stem, percent, isAdditive = false } of term.expansions) {
      for (let i = 0; isAdditive === additive && i < stem.count; i++) {
        const page = stem.pages[i];
        const value = stem.idf * stem.weights[i] * percent;
        if (additive) points[page] += value;
        else if (value > points[page]) points[page] = value;
        sections[page] |= stem.sections[i];
      }
    }
  }
  return { points, sections };
}

function select(terms, rows, pages, needed) {
  const { SAME_SECTION_PERCENT } = constants;
  const count = terms.length;
  const all = everywhere();
  const found = [];
  for (let page = 0; page < pages; page++) {
    let sum = 0;
    let matched = 0;
    let missing = false;
    let phrase = -1;
    let shared = all;
    for (let i = 0; i < count; i++) {
      const points = rows[i].points[page];
      sum += points;
      if (points) matched++;
      // The words of a phrase follow one another, and one section must have all of them.
      if (terms[i].phrase >= 0) {
        shared = (terms[i].phrase === phrase ? shared : all) & rows[i].sections[page];
        if (!shared) missing = true;
      }
      phrase = terms[i].phrase;
    }
    if (!matched || matched < needed || missing) continue;
    let score = Math.floor((sum * matched) / count);
    if (matched > 1) score += Math.floor((score * SAME_SECTION_PERCENT * (together(rows, page) - 1)) / (100 * (count - 1)));
    found.push({ page, score });
  }
  return found;
}

function together(rows, page) {
  let most = 1;
  for (let bit = 0; bit < constants.SECTION_BITS; bit++) {
    let here = 0;
    for (const { sections } of rows) here += (sections[page] >> bit) & 1;
    if (here > most) most = here;
  }
  return most;
}

// Pinned pages, those whose title or other name is the query, the rest by score.
async function order(core, tokens, ranked) {
  const content = tokens.filter((token) => token.content).map((token) => token.stem);
  const pinned = core.best.get([...new Set(content)].sort().join(" ")) || [];
  if (content.length) {
    const hash = fnv(content.join(" "));
    const titles = (await shardFor(core, content[0])).titles;
    const exact = new Set(titles.filter((title) => title[0] === hash).map((title) => title[1]));
    const present = new Set(ranked.map((found) => found.page));
    if (!tokens.some((token) => token.excluded)) {
      for (const page of exact) if (!present.has(page)) ranked.push({ page, score: 0 });
    }
    ranked.sort((a, b) => exact.has(b.page) - exact.has(a.page) || b.score - a.score || a.page - b.page);
  }
  return [...new Set([...pinned, ...ranked.map((found) => found.page)])];
}
