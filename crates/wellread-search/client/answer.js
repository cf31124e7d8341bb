// Wellread.search(query, options): answers a query from the index files, in the page, without any request but for
// those files; as in query/answer.rs. docs/search.md explains the options, the files and the ranking, and
// tests/search compares the answers with those of the Rust code.

Wellread.search = async (query, options = {}) => {
  query = String(query);
  const core = await opened();
  const counted = options.facets || options.kinds || options.topics ? facetsOf(core) : null;
  if (counted) counted.catch(() => {}); // A failure is one of the whole search, where it is waited for.
  // Before any correction: a crisis word that the hub lacks must not become an ordinary one.
  const crisis = crisisOf(core, query);
  const found = await analyses(core, query, !options.exact && !crisis.isFound);
  const isCrisis = crisis.isShown || found.some(({ meant }) => meant && meant.isShown);
  const lists = await Promise.all(found.map(pagesOf));
  let pages = inOrder(lists.flatMap((list, number) => list.map((one) => ({ ...one, number }))));
  const { corrected, words } = found[0];
  const response = { query, corrected, missing: missing(query, words), crisis: isCrisis, cards: [], results: [], total: 0, language: null };
  if (!pages.length) response.language = (await alternatives(found[0].core)).toldLanguage(query);
  if (counted) {
    const { counts, chosen } = facets(await counted, pages, options);
    response.facets = counts;
    pages = chosen;
  }
  response.total = pages.length;
  const { limit = 10, texts = true } = options;
  pages = pages.slice(0, limit);
  const detailed = pages.map((_, place) => texts && place < EXCERPTS);
  // All that is shown at once: the records of the cards say what to mark in the others.
  const records = Promise.all(found.map(({ terms }) => Promise.all(terms.map(({ form }) => recordIn(core, core.recordOf[form.term])))));
  pages.forEach(({ page }, place) => preload(core, page, detailed[place]));
  const cardsOf = (list, number) => cards(core, found[number].terms, list);
  response.cards = (await records).flatMap(cardsOf).slice(0, MAX_CARDS);
  const marks = (await records).map((list, number) => highlights(found[number], list));
  const shown = pages.map(({ page, number }, place) => hit(found[number].core, found[number].words.terms, marks[number], page, detailed[place]));
  response.results = await Promise.all(shown);
  return response;
};

// The pages that are found in one language, in order.
async function pagesOf(analysis) {
  const { core, query, words: found } = analysis;
  const { tokens } = query;
  const terms = await matches(core, tokens);
  analysis.terms = terms;
  await addTerms(core, terms, found);
  if (core.has_staff_synonyms) await (await alternatives(core)).synonyms(tokens, found, false);
  const own = new Set(terms.map(({ form }) => pageOf(core, form.term)).filter((page) => page >= 0));
  const completed = new Set(found.completed.map((term) => pageOf(core, term)).filter((page) => page >= 0));
  const namesTerm = (await Promise.all(tokens.map((token) => token.content && isOfTerm(core, token)))).some(Boolean);
  let { ranked, few } = rank(found.terms, own, namesTerm, core.pages);
  if (few && (await (await alternatives(core)).synonyms(tokens, found, true))) {
    ({ ranked, few } = rank(found.terms, own, namesTerm, core.pages));
  }
  ranked = await withoutExcluded(core, tokens, ranked);
  const whole = terms.length === 1 && isWhole(terms[0], tokens) ? pageOf(core, terms[0].form.term) : -1;
  const pages = await order(core, tokens, ranked, whole, completed);
  if (!tokens.some((token) => token.phrase >= 0)) return pages;
  const checked = toCheck(core, pages);
  const holds = await Promise.all(checked.map(async ({ page }) => phrasesHold(tokens, await fieldsOf(core, page))));
  return checked.filter((_, i) => holds[i]);
}

// Loads the core ahead of the first query, for example when the field gets the focus.
Wellread.search.ready = opened;

// Lets the words of a glossary term be found by any name of the term.
async function addTerms(core, terms, found) {
  const stems = await Promise.all(terms.map(({ form }) => stemIn(core, form.words[form.key].stem + "=" + form.term)));
  stems.forEach((stem, number) => {
    for (const place of stem ? terms[number].places : []) {
      const term = found.termOf[place];
      if (term === undefined) continue;
      found.terms[term].expansions.push({ stem, percent: ALIAS_PERCENT, isAdditive: true });
      found.matched.push([term, number]);
    }
  });
}

async function withoutExcluded(core, tokens, ranked) {
  for (const token of tokens) {
    const other = token.excluded && token.phrase < 0 ? await stemIn(core, token.stem) : null;
    if (!other) continue;
    // Pages that have only a synonym of it, in their title, are not among them.
    const out = new Set([...other.pages].filter((_, i) => other.words[0] || other.bits[i] !== 1));
    ranked = ranked.filter(({ page }) => !out.has(page));
  }
  return ranked;
}

// What to mark in excerpts: stems and sequences of stems, each with the words of the query as bits.
function highlights({ core, words: found }, records) {
  const marks = { stems: new Map(), sequences: [] };
  for (const [text, term] of found.highlights) marks.stems.set(text, marks.stems.get(text) | (1 << term));
  for (const [term, number] of found.matched) {
    const { title, names } = records[number];
    const forms = [title, ...names].map((form) => foldedWords(form).map(core.language.stem));
    for (const form of forms) if (form.length) marks.sequences.push([form, 1 << term]);
  }
  return marks;
}

// The pages in which phrases are looked for.
function toCheck(core, pages) {
  const files = new Set();
  return pages.slice(0, MAX_CHECKED).filter(({ page }) => {
    const [file] = core.textOf[page];
    return files.has(file) || ((core.has_excerpts || files.size < MAX_CHECKED_FILES) && files.add(file));
  });
}

// The kinds and topics of all pages.
const facetsOf = (core) =>
  load(core.facets, ([allKinds, sets, ...rest]) => {
    const numbers = rest.map((text) => {
      const reader = new Reader(text);
      return Array.from({ length: core.pages }, () => reader.number());
    });
    return [allKinds, sets, ...numbers];
  });

// Counts the kinds and topics of pages, and picks those of certain kinds and topics.
function facets([allKinds, sets, kindOf, setOf], order, { kinds = [], topics = [] }) {
  const counts = { kinds: Object.create(null), topics: Object.create(null) };
  const add = (map, key) => (map[key] = (map[key] || 0) + 1);
  const chosen = order.filter(({ page }) => {
    const [kind, set] = [allKinds[kindOf[page]], sets[setOf[page]]];
    add(counts.kinds, kind);
    set.forEach((topic) => add(counts.topics, topic));
    return (!kinds.length || kinds.includes(kind)) && (!topics.length || set.some((topic) => topics.includes(topic)));
  });
  return { counts, chosen };
}
