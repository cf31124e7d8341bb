// The words of a query as the hub knows them: completions, joined and split words, corrections; as in
// query/words.rs.

async function findWords(core, query, mayCorrect) {
  // All shards at once; the steps below then find them loaded.
  await Promise.all(query.tokens.filter((token) => token.content).map((token) => shardFor(core, token.stem)));
  await splitNumbers(core, query);
  const { tokens } = query;
  const found = { terms: [], termOf: [], own: [], highlights: [], matched: [], corrections: [] };
  for (let at = 0; at < tokens.length; at++) {
    if (!tokens[at].content) continue;
    const number = found.terms.length;
    found.terms.push({ expansions: [], phrase: tokens[at].phrase });
    found.termOf[at] = number;
    // Before the single words, because co alone may be one of the hub's.
    const whole = await joined(core, tokens, at);
    if (whole) {
      found.highlights.push([tokens[at].stem, number], [tokens[at + 1].stem, number]);
      noteOwn(found, number, whole.stem);
      expand(found, number, whole, constants.OWN_PERCENT);
      found.termOf[++at] = number;
    } else {
      await findWord(core, query, at, mayCorrect, found);
    }
  }
  return found;
}

// Finds the word of one token, which is the last of the terms.
async function findWord(core, query, at, mayCorrect, found) {
  const { OWN_PERCENT, COMPLETION_PERCENT, SYNONYM_PERCENT, MAX_SYNONYMS, LONGEST_ACRONYM } = constants;
  const number = found.terms.length - 1;
  const { expansions } = found.terms[number];
  const token = query.tokens[at];
  const completed = query.open && at === query.tokens.length - 1 ? await completions(core, token) : [];
  let known = await stemIn(core, token.stem);
  // A word that can still become one of the hub's is not an error yet.
  if (!known && !completed.length) {
    known = await pluralOf(core, token.folded);
    if (known) {
      token.stem = known.stem;
    } else {
      for (const synonym of synonyms(token.stem).slice(0, MAX_SYNONYMS)) {
        const other = await stemIn(core, synonym);
        if (other) expand(found, number, other, SYNONYM_PERCENT);
      }
      const isAcronym = token.upperCase && token.folded.length <= LONGEST_ACRONYM;
      const isError = !expansions.length && token.phrase < 0 && !isAcronym && !isCrisisWord(core, token.folded);
      const word = mayCorrect && isError ? await correct(core, token.folded) : null;
      if (word) {
        token.folded = word;
        token.stem = stem(word);
        known = await stemIn(core, token.stem);
        found.corrections.push(at);
      }
      if (!known && !expansions.length) {
        for (const other of await related(core, token)) expand(found, number, other, SYNONYM_PERCENT);
      }
    }
  }
  noteOwn(found, number, token.stem);
  if (known) expand(found, number, known, OWN_PERCENT);
  for (const completion of completed) {
    const other = await stemIn(core, completion);
    if (other) expand(found, number, other, COMPLETION_PERCENT);
  }
}

// Notes the stem of a term's own word, which is also marked in excerpts, found or not.
function noteOwn(found, number, stem) {
  found.highlights.push([stem, number]);
  found.own.push([number, stem]);
}

function expand(found, number, stem, percent) {
  found.highlights.push([stem.stem, number]);
  found.terms[number].expansions.push({ stem, percent });
}

// The query with its corrected words, if there are any.
function corrected(query, tokens, corrections) {
  let text = "";
  let at = 0;
  for (const number of corrections) {
    text += query.slice(at, tokens[number].start) + tokens[number].folded;
    at = tokens[number].end;
  }
  return corrections.length ? text + query.slice(at) : null;
}

// 504plan becomes 504 plan if the hub has every part but not the whole.
async function splitNumbers(core, query) {
  const { tokens } = query;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const parts = token.folded.match(/[0-9]+|[^0-9]+/g);
    if (!token.content || token.phrase >= 0 || parts.length < 2 || (await stemIn(core, token.stem))) continue;
    const known = await Promise.all(parts.map((part) => stemIn(core, stem(part))));
    if (!known.every(Boolean)) continue;
    tokens.splice(at, 1, ...parts.map((folded) => ({ ...token, folded, stem: stem(folded), hyphened: false })));
    at += parts.length - 1;
  }
  // Splitting makes more words than were read, and each needs its bit in the highlights.
  if (tokens.length > constants.MAX_WORDS) {
    tokens.length = constants.MAX_WORDS;
    query.open = false; // The word that is being typed is no longer among them.
  }
}

// co-teaching, or audio books where the hub writes audiobooks: two words in one piece, if the hub has it.
async function joined(core, tokens, at) {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (!second || !second.content || first.phrase >= 0 || second.phrase >= 0) return null;
  const short = second.hyphened && /^[a-z]+$/.test(first.folded) && first.folded.length <= constants.SHORT_PREFIX;
  if (!short && (await stemIn(core, first.stem)) && (await stemIn(core, second.stem))) return null;
  return stemIn(core, stem(first.folded + second.folded));
}

// Words that begin like one that the hub lacks and are not much longer: reading for reader.
async function related(core, token) {
  const { SHORTEST_RELATED, LONG_ROOT, RELATED_LONGER, MAX_RELATED } = constants;
  const { folded, phrase } = token;
  if (folded.length < SHORTEST_RELATED || phrase >= 0 || !/^[a-z]+$/.test(folded)) return [];
  const root = folded.slice(0, folded.length < LONG_ROOT ? -2 : -3);
  return (await beginning(core, root, folded.length + RELATED_LONGER)).slice(0, MAX_RELATED);
}

// The stems of the words that begin with a prefix, the most frequent first; from its first shards only.
async function beginning(core, prefix, longest) {
  const found = [];
  for (const number of span(core, prefix).slice(0, constants.MAX_SPAN)) {
    for (const other of (await shard(core, number)).stems.values()) {
      const fits = (word) => word.startsWith(prefix) && word.length <= longest;
      if (other.count && other.words.some(fits)) found.push(other);
    }
  }
  return found.sort((a, b) => b.count - a.count || (a.stem < b.stem ? -1 : 1));
}

// slps: the plural of an acronym that the stemmer takes for a word.
const pluralOf = (core, word) => (/..s$/u.test(word) ? stemIn(core, stem(word.slice(0, -1))) : null);

// The stems of the words that begin with an unfinished word, the most frequent first.
async function completions(core, token) {
  const prefix = token.folded;
  if (span(core, prefix).length > constants.MAX_SPAN) {
    const list = (await load(core.starts, (starts) => new Map(Object.entries(starts)))).get(prefix);
    if (list) return list.split(" ").filter((other) => other !== token.stem);
  }
  const found = (await beginning(core, prefix, Infinity)).map((other) => other.stem);
  return found.filter((other) => other !== token.stem).slice(0, constants.MAX_COMPLETIONS);
}
