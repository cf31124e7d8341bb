// The words of a query as the hub knows them: completions, joined and split words, corrections; as in
// query/words.rs.

async function findWords(core, query, mayCorrect) {
  const { tokens } = query;
  for (const idiom of await loadAhead(core, query)) await useIdiom(core, tokens, idiom);
  if (mayBeSpoken(core, query)) await (await alternatives(core)).joinSpoken(query);
  await splitNumbers(core, query);
  const found = { terms: [], termOf: [], own: [], highlights: [], matched: [], corrections: [], completed: [] };
  for (let at = 0; at < tokens.length; at++) {
    const { content, phrase, start, end, folded, means } = tokens[at];
    if (!content && !means) continue;
    const weak = tokens[at].weak && !means;
    const number = found.terms.length;
    found.terms.push({ expansions: [], phrase, start, end, weak, isStop: core.language.stop.has(folded), isShort: folded.length < SHORTEST_UNFINISHED });
    found.termOf[at] = number;
    // Before the single words, because co alone may be one of the hub's.
    const whole = await joined(core, tokens, at);
    if (whole) {
      found.highlights.push([tokens[at].stem, number], [tokens[at + 1].stem, number]);
      noteOwn(found, number, whole.stem);
      expandOwn(core, found, number, whole, tokens[at].folded + tokens[at + 1].folded);
      found.termOf[++at] = number;
    } else {
      await findWord(core, query, at, mayCorrect, found);
    }
  }
  return found;
}

// All shards at once, those of completions and idioms too; later steps then find them loaded. Returns the idioms.
async function loadAhead(core, { tokens, open }) {
  const idioms = idiomsIn(core, tokens);
  const loadAll = (numbers) => Promise.all([...new Set(numbers)].map((number) => shard(core, number)));
  const wanted = [...tokens.filter((token) => token.content).map(({ stem }) => stem), ...idioms.map(({ meaning }) => meaning)];
  const own = wanted.filter((stem) => !core.absent.has(stem)).map((stem) => shardOf(core, stem));
  const last = tokens[tokens.length - 1];
  const completed = open && last.folded.length > 1 ? begun(core, core.language.mark + last.folded) : [];
  const mayBeWhole = open && last.folded.length >= SHORTEST_WHOLE;
  await loadAll(mayBeWhole ? own : [...own, ...completed]);
  if (mayBeWhole && !(await isComplete(core, last))) await loadAll(completed);
  return idioms;
}

// The idioms of a query, each with the places of its words and what it means; as in query/idioms.rs.
function idiomsIn(core, tokens) {
  const { meanings, stem, stop, weak } = core.language;
  const placesOf = (stems, at, weaker = 0) => {
    const places = [];
    for (let place = at; place < tokens.length && places.length < stems.length; place++) {
      const token = tokens[place];
      if (token.phrase >= 0 || token.excluded) return;
      if (token.stem === stems[places.length]) places.push(place);
      else if (!places.length || !(stop.has(token.folded) || (weak.has(token.folded) && !weaker++))) return;
    }
    return places.length === stems.length && places;
  };
  return meanings.flatMap(([phrase, meaning]) => {
    const stems = phrase.map(stem);
    return tokens.map((_, at) => ({ places: placesOf(stems, at), meaning: stem(meaning) })).filter(({ places }) => places);
  });
}

// Lets an idiom stand for what it means, if the hub has that.
async function useIdiom(core, tokens, { places, meaning }) {
  if (!(await stemIn(core, meaning))) return;
  for (const place of places) {
    const { folded, stem } = tokens[place];
    tokens[place].content &&= !core.language.weak.has(folded) && !!(await stemIn(core, stem));
  }
  tokens[places[0]].means = meaning;
}

// Whether the last word is likely one that is written to its end: a word of some pages.
async function isComplete(core, { folded, stem }) {
  const known = folded.length >= SHORTEST_WHOLE ? await stemIn(core, stem) : null;
  return !!known && known.count >= FEW_PAGES;
}

// The shards of the words that an unfinished one can become.
const begun = (core, prefix) =>
  core.starts.has(prefix) ? core.starts.get(prefix).map((stem) => shardOf(core, stem)) : span(core, prefix);

// Finds the word of one token, which is the last of the terms.
async function findWord(core, query, at, mayCorrect, found) {
  const number = found.terms.length - 1;
  const token = query.tokens[at];
  const meaning = token.means && (await stemIn(core, token.means));
  if (meaning) {
    expand(found, number, meaning, IDIOM_PERCENT);
    // Of said no only the idiom is searched for.
    if (!token.content) return;
    noteOwn(found, number, token.stem);
    const own = await stemIn(core, token.stem);
    if (own) expandOwn(core, found, number, own, token.folded);
    return;
  }
  const completed = query.open && at === query.tokens.length - 1 ? await completions(core, query, found) : [];
  let known = await stemIn(core, token.stem);
  // A word that can still become one of the hub's is not an error yet.
  if (!known) {
    if (!completed.length) known = await pluralOf(core, token.folded);
    if (known) token.stem = known.stem;
    // One or two letters are hardly more than the beginning of a word.
    else if (!completed.length || token.folded.length >= SHORTEST_UNFINISHED) {
      known = await (await alternatives(core)).findUnknown(query, at, mayCorrect, found, completed);
    }
  }
  noteOwn(found, number, token.stem);
  if (known) {
    expandOwn(core, found, number, known, token.folded);
    // A word that hardly any page has is found by its synonyms, too.
    if (known.count < FEW_PAGES) await (await alternatives(core)).findRare(query, at, found);
  }
  for (const other of await Promise.all(completed.map((completion) => stemIn(core, completion)))) {
    if (other) expand(found, number, other, COMPLETION_PERCENT);
  }
}

// What is loaded for words that the hub lacks: alternatives.js and unknown.js, each with its data.
const code = {};
Wellread.code = (name, value) => (code[name] = value);
async function alternatives(core) {
  const data = await load(core.alternatives);
  core.tools ??= code.alternatives(data, core, {
    code, load, stemIn, idf, expand, useWord, correct, otherStems, sharedPages, beginning, span, isCrisisWord,
    decodeVocabulary, digits: DIGITS, fnv, editDistance, isDigits, isPhone, bare, foldedWords,
  });
  return core.tools;
}

// Whether words in a row may be one that was spelled or spoken: two letters, two numbers, or the parts of a phone number.
function mayBeSpoken(core, { tokens }) {
  const { stop, letterOf, spoken } = core.language;
  const inRow = (fits) => tokens.some(({ folded }, at) => at > 0 && [tokens[at - 1].folded, folded].every(fits) && !(stop.has(tokens[at - 1].folded) && stop.has(folded)));
  return isPhone(tokens) || inRow((folded) => letterOf(folded)) || inRow((folded) => spoken.has(folded));
}

const isDigits = ({ folded }) => /^[0-9]+$/.test(folded);
const isPhone = (tokens) => tokens.filter(isDigits).reduce((sum, { folded }) => sum + folded.length, 0) >= SHORTEST_PHONE;

// Puts another word in the place of a token's.
const useWord = (core, token, word) => Object.assign(token, { folded: word, stem: core.language.stem(word), hyphened: false });

// The stems of the other words of a query that the hub has.
async function otherStems(core, tokens, token) {
  const others = tokens.filter((other) => other !== token && other.content);
  return (await Promise.all(others.map((other) => stemIn(core, other.stem)))).filter(Boolean);
}

// The places in a stem's list of the pages that have one of the other stems.
function sharedPages(record, others) {
  const pages = new Set(others.flatMap((other) => [...other.pages]));
  return [...record.pages.keys()].filter((place) => pages.has(record.pages[place]));
}

// Notes the stem of a term's own word, which is also marked in excerpts, found or not.
function noteOwn(found, number, stem) {
  found.highlights.push([stem, number]);
  found.own.push([number, stem]);
}

// Lets a term be found by its own word: pages that have it as it was typed come before those of its family.
function expandOwn(core, found, number, stem, folded) {
  expand(found, number, stem, OWN_PERCENT);
  const { mark, spelling } = core.language;
  const word = mark + (stem.words.includes(mark + folded) ? folded : spelling(folded));
  const bitOf = (place) => 1 << Math.min(place, WORD_BITS - 1);
  const bit = stem.words.reduce((all, other, place) => (uninflected(other) === uninflected(word) ? all | bitOf(place) : all), 0);
  if (!bit) return;
  const wordIdf = idf(core.language_pages[core.number], stem.bits.filter((bits) => bits & bit).length);
  Object.assign(found.terms[number].expansions.at(-1), { bit, wordIdf });
}

// A word without the endings of number and tense; as in query/rank.rs.
const uninflected = (word) => word.replace(/ie[sd]$/, "y").replace(/(.)\1?(e[sd]?|s)*$/u, "$1");

function expand(found, number, stem, percent) {
  found.highlights.push([stem.stem, number]);
  found.terms[number].expansions.push({ stem, percent });
}

// Notes that other words were put in the place of a token's.
function correct(found, { start, end, folded }, text) {
  found.corrections.push({ start, end, text, errors: editDistance(folded, text, MAX_ERRORS - 1) });
}

// The query with its corrected words, if there are any.
function corrected(query, { corrections }) {
  let text = "";
  let at = 0;
  for (const { start, end, text: word } of corrections) {
    text += query.slice(at, start) + word;
    at = end;
  }
  return corrections.length ? text + query.slice(at) : null;
}

// The words that no page has, as they were typed. All words of a query that begins a term are parts of it.
const missing = (query, { terms, completed }) =>
  terms.filter(({ expansions, phrase, isStop }) => !expansions.length && phrase < 0 && !isStop && !completed.length).map(({ start, end }) => query.slice(start, end));

// 504plan becomes 504 plan if the hub has every part but not the whole.
async function splitNumbers(core, query) {
  const { tokens } = query;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const parts = token.folded.match(/[0-9]+|[^0-9]+/g);
    if (!token.content || token.phrase >= 0 || parts.length < 2 || (await stemIn(core, token.stem))) continue;
    const known = await Promise.all(parts.map((part) => stemIn(core, core.language.stem(part))));
    if (!known.every(Boolean)) continue;
    tokens.splice(at, 1, ...parts.map((folded) => useWord(core, { ...token }, folded)));
    at += parts.length - 1;
  }
  // Splitting makes more words than were read, and each needs its bit in the highlights.
  if (tokens.length > MAX_WORDS) {
    tokens.length = MAX_WORDS;
    query.open = false; // The word that is being typed is no longer among them.
  }
}

// co-teaching, or audio books where the hub writes audiobooks: two words in one piece, if the hub has it.
async function joined(core, tokens, at) {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (!second || !second.content || first.phrase >= 0 || second.phrase >= 0) return null;
  const short = second.hyphened && /^[a-z]+$/.test(first.folded) && first.folded.length <= SHORT_PREFIX;
  if (!short && (await stemIn(core, first.stem)) && (await stemIn(core, second.stem))) return null;
  return stemIn(core, core.language.stem(first.folded + second.folded));
}

// The stems of the words in some shards that begin with a prefix, after the mark of a language, the most frequent first.
async function beginning(core, shards, prefix, longest) {
  const found = [];
  for (const number of shards) {
    for (const other of (await shard(core, number)).stems.values()) {
      if (other.stem.includes("=")) continue;
      const fits = (word) => word.length <= longest && !(isDigits({ folded: word }) && isPhone([{ folded: word }]));
      if (other.count && other.words.some((word) => word.startsWith(prefix) && fits(bare(word)))) found.push(other);
    }
  }
  return found.sort((a, b) => b.count - a.count || (a.stem < b.stem ? -1 : 1));
}

// slps: the plural of an acronym that the stemmer takes for a word.
const pluralOf = (core, word) => (/..s$/u.test(word) ? stemIn(core, core.language.stem(word.slice(0, -1))) : null);

// The stems of the words that begin with the unfinished last word: first those that make the query a term of the glossary,
// then those whose pages have the other words too, in titles before texts.
async function completions(core, { tokens }, found) {
  const token = tokens[tokens.length - 1];
  const prefix = core.language.mark + token.folded;
  const stems = await completedForms(core, tokens, found);
  if ([...token.folded].length > 1) {
    const list = core.starts.get(prefix);
    // Longer words lie next to a whole word or need not be loaded.
    const whole = await isComplete(core, token);
    if (list && !whole) {
      stems.push(...list);
    } else {
      const shards = whole ? [shardOf(core, token.stem)] : span(core, prefix);
      const others = await otherStems(core, tokens, token);
      const rated = (await beginning(core, shards, prefix, Infinity)).map((other) => {
        const places = others.length ? sharedPages(other, others) : [...other.pages.keys()];
        return { stem: other.stem, weight: places.reduce((sum, place) => sum + other.weights[place], 0) };
      });
      rated.sort((a, b) => b.weight - a.weight || (a.stem < b.stem ? -1 : 1));
      stems.push(...rated.map((other) => other.stem));
    }
  }
  return [...new Set(stems)].filter((other) => other !== token.stem).slice(0, MAX_COMPLETIONS);
}

// The stems that the last word can become in forms of the glossary of which the query has the beginnings of all other
// words: 504 co, spec ed t.
async function completedForms(core, tokens, found) {
  const content = tokens.filter((token) => token.content && !token.weak);
  const last = content.pop();
  const stems = [];
  if (!last || tokens[tokens.length - 1].weak) return stems;
  let numbers = content.map((other) => shardOf(core, other.stem));
  if (!content.length && last.folded.length >= SHORTEST_UNFINISHED && !(await stemIn(core, last.stem))) {
    numbers = span(core, core.language.mark + last.folded);
  }
  for (const number of numbers) {
    for (const form of (await shard(core, number)).forms) {
      if (form.words.length !== content.length + 1) continue;
      const fits = (word, token) => word.stem === token.stem || word.folded.startsWith(token.folded);
      if (!form.words.every((word, at) => fits(word, content[at] || last))) continue;
      stems.push(form.words[content.length].stem);
      found.completed.push(form.term);
    }
  }
  return stems;
}
