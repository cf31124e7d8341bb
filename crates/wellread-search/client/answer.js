// Wellread.search(query, options): answers a query from the index files, in the page, without any request but for
// those files; as in query/answer.rs. docs/search.md explains the options, the files and the ranking, and
// tests/search compares the answers with those of the Rust code.

Wellread.search = async (query, options = {}) => {
  query = String(query);
  const core = await opened();
  const counted = options.facets || options.kinds || options.topics ? facetsOf(core) : null;
  if (counted) counted.catch(() => {}); // A failure is one of the whole search, where it is waited for.
  // Before any correction: a crisis word that the hub lacks must not become an ordinary one.
  let crisis = crisisOf(core, query);
  let parsed = parse(query);
  let found = await findWords(core, parsed, !options.exact && !crisis.isFound);
  let better = corrected(query, found);
  const meant = better && crisisOf(core, better);
  if (meant && meant.isFound) {
    // The correction shows what was meant, and is not made.
    crisis = meant;
    parsed = parse(query);
    found = await findWords(core, parsed, false);
    better = null;
  }
  const { tokens } = parsed;

  const terms = await matches(core, tokens);
  await addTerms(core, terms, found);
  if (core.has_staff_synonyms) await (await alternatives(core)).synonyms(tokens, found, false);
  const own = new Set(terms.map(({ form }) => pageOf(core, form.term)).filter((page) => page >= 0));
  const completed = new Set(found.completed.map((term) => pageOf(core, term)).filter((page) => page >= 0));
  let { ranked, few } = rank(found.terms, own, core.pages);
  if (few && (await (await alternatives(core)).synonyms(tokens, found, true))) {
    ({ ranked, few } = rank(found.terms, own, core.pages));
  }
  if (few) {
    const present = new Set(ranked.map(({ page }) => page));
    const others = loose(found.terms, core.pages, ranked.length ? [2] : [2, 4]).filter(({ page }) => !present.has(page));
    ranked.push(...others.map((other) => ({ ...other, isLoose: true })));
  }
  ranked = await withoutExcluded(core, tokens, ranked);
  const whole = terms.length === 1 && isWhole(terms[0], tokens) ? pageOf(core, terms[0].form.term) : -1;
  let pages = await order(core, tokens, ranked, whole, completed);
  if (tokens.some((token) => token.phrase >= 0)) {
    const checked = toCheck(core, pages);
    const holds = await Promise.all(checked.map(async (page) => phrasesHold(tokens, await fieldsOf(core, page))));
    pages = checked.filter((_, i) => holds[i]);
  }
  const response = { query, corrected: better, missing: missing(query, found), crisis: crisis.isShown, cards: [], results: [], total: 0 };
  if (counted) {
    const { counts, chosen } = facets(await counted, pages, options);
    response.facets = counts;
    pages = chosen;
  }
  response.total = pages.length;
  const { limit = 10, texts = true } = options;
  pages = pages.slice(0, limit);
  const detailed = pages.map((_, place) => texts && place < constants.EXCERPTS);
  // All that is shown at once: the records of the cards say what to mark in the others.
  const forms = Promise.all(terms.map(({ form }) => recordIn(core, core.recordOf[form.term])));
  pages.forEach((page, place) => preload(core, page, detailed[place]));
  const records = await forms;
  const marks = highlights(found, records);
  response.cards = cards(core, terms, records);
  response.results = await Promise.all(pages.map((page, place) => hit(core, found.terms, marks, page, detailed[place])));
  return response;
};

// Loads the core ahead of the first query, for example when the field gets the focus.
Wellread.search.ready = opened;

// Lets the words of a glossary term be found by any name of the term.
async function addTerms(core, terms, found) {
  const stems = await Promise.all(terms.map(({ form }) => stemIn(core, form.words[form.key].stem + "=" + form.term)));
  stems.forEach((stem, number) => {
    for (const place of stem ? terms[number].places : []) {
      const term = found.termOf[place];
      if (term === undefined) continue;
      found.terms[term].expansions.push({ stem, percent: constants.ALIAS_PERCENT, isAdditive: true });
      found.matched.push([term, number]);
    }
  });
}

async function withoutExcluded(core, tokens, ranked) {
  for (const token of tokens) {
    const other = token.excluded && token.phrase < 0 ? await stemIn(core, token.stem) : null;
    if (!other) continue;
    const out = new Set(other.pages);
    ranked = ranked.filter(({ page }) => !out.has(page));
  }
  return ranked;
}

// What to mark in excerpts: stems and sequences of stems, each with the words of the query as bits.
function highlights(found, records) {
  const marks = { stems: new Map(), sequences: [] };
  for (const [text, term] of found.highlights) marks.stems.set(text, marks.stems.get(text) | (1 << term));
  for (const [term, number] of found.matched) {
    const { title, names } = records[number];
    const forms = [title, ...names].map((form) => foldedWords(form).map(stem));
    for (const form of forms) if (form.length) marks.sequences.push([form, 1 << term]);
  }
  return marks;
}

// The pages in which phrases are looked for.
function toCheck(core, pages) {
  const files = new Set();
  return pages.slice(0, constants.MAX_CHECKED).filter((page) => {
    const [file] = core.textOf[page];
    return files.has(file) || (files.size < constants.MAX_CHECKED_FILES && files.add(file));
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
  const chosen = order.filter((page) => {
    const [kind, set] = [allKinds[kindOf[page]], sets[setOf[page]]];
    add(counts.kinds, kind);
    set.forEach((topic) => add(counts.topics, topic));
    return (!kinds.length || kinds.includes(kind)) && (!topics.length || set.some((topic) => topics.includes(topic)));
  });
  return { counts, chosen };
}
