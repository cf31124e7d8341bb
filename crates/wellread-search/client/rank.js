// The ranking: from the words of a query to pages in order, as in query/rank.rs.

// The pages that have enough of the words. Those of `own` need only one: pages of terms in the query. `few` is whether
// hardly any other has enough.
function rank(terms, own, namesTerm, pages) {
  // A word that no page has is not asked for, but a quoted one is.
  const active = terms.filter(({ expansions, phrase }) => expansions.length || phrase >= 0);
  const isFound = ({ expansions, phrase }) => phrase >= 0 || expansions.some(({ percent }) => percent >= COMPLETION_PERCENT);
  const isSure = (term) => !term.isGuess && isFound(term);
  // Something must be left besides guesses, and it must not be the lesser part of the query.
  const lacking = terms.filter(({ expansions, phrase, isShort }) => !expansions.length && phrase < 0 && !isShort).length;
  const isNonsense = lacking > 1 && lacking > active.length && !namesTerm;
  if (isNonsense || (lacking && !active.some(isSure))) return { ranked: [], few: false };
  // A word found only through another word is not required if the query has more certain ones.
  const required = active.filter((term) => !term.weak);
  const sure = required.filter(isFound).length;
  const needed = !sure ? (required.length >> 1) + 1 : sure <= ALL_NEEDED ? sure : (sure >> 1) + 1;
  const rows = active.map((term) => row(term, pages));
  const selectWith = (parts) =>
    select(active, rows, own, pages, (page, matched, matchedIdf, totalIdf) => matched >= needed || own.has(page) || matchedIdf * parts >= totalIdf);
  let ranked = selectWith(ENOUGH_WEIGHT);
  if (ranked.length < FULL_LIST) ranked = selectWith(LOOSE_WEIGHT);
  return { ranked, few: ranked.filter(({ matched }) => matched >= needed).length < FEW_PAGES };
}

function row(term, pages) {
  const points = new Uint32Array(pages);
  const sections = new Int32Array(pages);
  // What is additive comes last: before, it would be swallowed by the maximum.
  for (const additive of [false, true]) {
    for (const { stem, percent, bit = 0, wordIdf, isAdditive = false } of term.expansions) {
      for (let i = 0; isAdditive === additive && i < stem.count; i++) {
        const page = stem.pages[i];
        const typed = bit & stem.bits[i];
        const value = (typed ? wordIdf : stem.idf) * stem.weights[i] * (bit && !typed ? FAMILY_PERCENT : percent);
        if (additive) points[page] += value;
        else if (value > points[page]) points[page] = value;
        sections[page] |= stem.sections[i];
      }
    }
  }
  // The surest way to find the word comes first.
  const [first] = term.expansions;
  return { points, sections, idf: first ? first.wordIdf || first.stem.idf : 0 };
}

// The sections of a page that have each of the terms, as bits; none for a term that is only in its title, say.
function sectionsOf(terms, page) {
  const all = everywhere();
  const bitsOf = ({ stem }) => {
    const place = stem.pages.indexOf(page);
    return place < 0 || stem.sections[place] === all ? 0 : stem.sections[place];
  };
  return terms.map(({ expansions }) => expansions.reduce((bits, expansion) => bits | bitsOf(expansion), 0));
}

function select(terms, rows, own, pages, isEnough) {
  const all = everywhere();
  const totalIdf = rows.reduce((sum, { idf }, i) => sum + (terms[i].weak ? 0 : idf), 0);
  const found = [];
  for (let page = 0; page < pages; page++) {
    let sum = 0;
    let matched = 0;
    let matchedIdf = 0;
    let missing = false;
    let phrase = -1;
    let shared = all;
    for (let i = 0; i < terms.length; i++) {
      const points = rows[i].points[page];
      sum += points;
      if (points && !terms[i].weak) {
        matched++;
        matchedIdf += rows[i].idf;
      }
      // The words of a phrase follow one another, and one section must have all of them.
      if (terms[i].phrase >= 0) {
        shared = (terms[i].phrase === phrase ? shared : all) & rows[i].sections[page];
        if (!shared) missing = true;
      }
      phrase = terms[i].phrase;
    }
    if (!matched || missing || !isEnough(page, matched, matchedIdf, totalIdf)) continue;
    const sure = own.has(page) ? OWN_PAGE_PERCENT : 0;
    let score = Math.floor((sum * (matchedIdf * (100 - sure) + totalIdf * sure)) / (100 * totalIdf));
    if (matched > 1) score += Math.floor((score * SAME_SECTION_PERCENT * (meeting(rows, page) - 1)) / (100 * (terms.length - 1)));
    found.push({ page, score, matched });
  }
  return found;
}

// The most words that one section of a page has.
function meeting(rows, page) {
  // The sections that have more than as many of the words so far as the place says: all are counted at once.
  const levels = [];
  for (const { sections } of rows) {
    let here = sections[page];
    for (let at = 0; here; at++) {
      const both = levels[at] & here;
      levels[at] |= here;
      here = both;
    }
  }
  return levels.length || 1;
}

// Pinned pages, the page of the term that is the query, pages whose title or other name is, those of terms that it begins,
// the rest by score.
async function order(core, tokens, ranked, whole, completed) {
  const named = tokens.filter((token) => token.content || token.weak);
  const stems = named.map((token) => token.stem);
  const pinned = core.best.get([...new Set(stems)].sort().join(" ")) || [];
  let exact = new Set();
  if (stems.length) {
    const hash = fnv(stems.join(" "));
    const key = named.find((token) => !core.language.weak.has(token.folded)) || named[0];
    const titles = (await shardFor(core, key.stem)).titles;
    exact = new Set(titles.filter((title) => title[0] === hash).map((title) => title[1]));
    if (!tokens.some((token) => token.excluded)) {
      const present = new Set(ranked.map((found) => found.page));
      for (const page of new Set([...exact, ...completed])) if (!present.has(page)) ranked.push({ page, score: 0 });
    }
  }
  const group = ({ page }) => (page === whole ? 1 : exact.has(page) ? 2 : completed.has(page) ? 3 : 4);
  const found = ranked.map((one) => ({ group: group(one), score: one.score, page: one.page }));
  return inOrder([...pinned.map((page, at) => ({ group: 0, score: -at, page })), ...found]);
}

// Pages of a lower group come before those with more points; a pinned page that was found too comes once.
function inOrder(pages) {
  const placed = new Set();
  pages.sort((a, b) => a.group - b.group || b.score - a.score || a.page - b.page);
  return pages.filter(({ page }) => !placed.has(page) && placed.add(page));
}
