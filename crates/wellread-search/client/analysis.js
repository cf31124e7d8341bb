// A query as words of one language; and which languages it may be in, as in query/analysis.rs.

// The analyses in the languages that it may be in, at least one.
async function analyses(core, text, correcting) {
  const made = await Promise.all((await likely(core, text)).map((language) => analysis(language, text, correcting)));
  const rated = made.map((one) => {
    const { terms, corrections } = one.words;
    const count = terms.filter(({ expansions }) => expansions.length).length;
    return { one, count, errors: corrections.reduce((sum, { errors }) => sum + errors, 0) };
  });
  // Of several that find as many words, those that have to correct least. Only one correction can be shown.
  const most = Math.max(...rated.map(({ count }) => count));
  const least = Math.min(...rated.filter(({ count }) => count === most).map(({ errors }) => errors));
  const best = rated.filter(({ count, errors }) => count === most && errors === least).map(({ one }) => one);
  return best.filter(({ corrected }) => corrected === best[0].corrected);
}

// The index in each of the languages that know most words of a query: as stop words, or because pages have them.
async function likely({ inLanguages }, text) {
  if (inLanguages.length < 2) return inLanguages;
  const known = await Promise.all(inLanguages.map(async (core) => {
    const query = parse(core.language, text);
    await loadAhead(core, query);
    const isKnown = async ({ folded, stem }) => core.language.stop.has(folded) || core.language.weak.has(folded) || stemIn(core, stem);
    return (await Promise.all(query.tokens.map(isKnown))).filter(Boolean).length;
  }));
  return inLanguages.filter((_, number) => known[number] === Math.max(...known));
}

async function analysis(core, text, correcting) {
  let query = parse(core.language, text);
  let words = await findWords(core, query, correcting);
  let better = corrected(text, words);
  const meant = better && crisisOf(core, better);
  if (meant && meant.isFound) {
    // The correction shows what was meant, and is not made.
    query = parse(core.language, text);
    words = await findWords(core, query, false);
    better = null;
  }
  return { core, query, words, corrected: better, meant };
}
