// Other ways to find the words of a query, as in query/synonyms.rs, query/spoken.rs and query/unknown.rs: an expression,
// whose value makes the tools from the data of its file. It is loaded with that file, for words that the hub lacks and
// where hardly any page is found, because most queries do without.
function ([groups, staffGroups, cues], core, inside) {
  const { code, load, stemIn, idf, expand, useWord, correct, bare, otherStems, sharedPages, beginning, span, isCrisisWord, isDigits, isPhone, foldedWords } = inside;
  const { stem, stop, spoken, letterOf } = core.language;
  // Each phrase once: several words of a group can have the same stem.
  const decodePhrases = (group) => {
    const phrases = new Map(group.split(" ").map((phrase) => phrase.split("+").map(stem)).map((stems) => [stems.join(" "), stems]));
    return [...phrases.values()];
  };
  const decodeGroups = (list) => list.map(decodePhrases);
  const [own, staff] = [decodeGroups(groups[core.number]), decodeGroups(staffGroups)];

  // Lets the words of a query be found by other phrases of the groups that they are in: all words, or the one at `only`.
  // Returns whether the hub has any.
  async function addSynonyms(groups, percent, tokens, found, only) {
    const places = tokens.map((_, at) => at).filter((at) => found.termOf[at] !== undefined);
    const left = places.map(() => MAX_SYNONYMS);
    let any = false;
    for (const group of groups) {
      for (const phrase of group) {
        for (let from = 0; from + phrase.length <= places.length; from++) {
          const covered = places.slice(from, from + phrase.length);
          if (only !== undefined && (phrase.length > 1 || covered[0] !== only)) continue;
          if (!covered.every((at, i) => tokens[at].stem === phrase[i])) continue;
          for (const other of group) {
            if (other === phrase || !left[from]) continue;
            left[from]--;
            const record = await together(other);
            if (!record) continue;
            any = true;
            const terms = [...new Set(covered.map((at) => found.termOf[at]))];
            for (const term of terms) {
              for (const part of other) found.highlights.push([part, term]);
              // The words of a phrase share what the other one is worth.
              found.terms[term].expansions.push({ stem: record, percent: Math.floor(percent / terms.length) });
            }
          }
        }
      }
    }
    return any;
  }

  // The pages that have all stems of a phrase, as those of one stem; null if there are none.
  async function together(phrase) {
    const [first, ...rest] = await Promise.all(phrase.map((part) => stemIn(core, part)));
    if (!first || !rest.every(Boolean)) return null;
    if (!rest.length) return first;
    const joined = { stem: phrase.join(" "), words: [], pages: [], weights: [], sections: [], bits: [] };
    const placesOf = rest.map((other) => new Map([...other.pages].map((page, place) => [page, place])));
    first.pages.forEach((page, at) => {
      const places = placesOf.map((of) => of.get(page));
      if (places.includes(undefined)) return;
      const sections = rest.reduce((bits, other, i) => bits & other.sections[places[i]], first.sections[at]);
      if (!sections) return;
      joined.pages.push(page);
      joined.sections.push(sections);
      joined.weights.push(Math.min(first.weights[at], ...rest.map((other, i) => other.weights[places[i]])));
    });
    joined.count = joined.pages.length;
    return joined.count ? { ...joined, idf: idf(core.language_pages[core.number], joined.count) } : null;
  }

  // Letters that are spelled (i e p) and numbers that are spoken (five oh four) become one word, if the hub has it.
  async function joinSpoken({ tokens }) {
    const isLetter = ({ folded }) => letterOf(folded);
    const isNumber = ({ folded }) => spoken.has(folded);
    const letters = (run) => run.map(isLetter).join("");
    const phone = (run) => run.map(({ folded }) => folded).join("").replace(/^1(?=.{10}$)/, "");
    const kinds = [[isLetter, letters], [isNumber, digitsOf]];
    if (isPhone(tokens)) kinds.splice(1, 0, [isDigits, phone]);
    for (const [fits, join] of kinds) {
      for (let at = 0; at < tokens.length; at++) {
        let end = at;
        while (end < tokens.length && fits(tokens[end]) && !tokens[end].excluded && tokens[end].phrase < 0) end++;
        // A phone number may also come in one piece, with its country's code.
        for (; end > at; end--) {
          const run = tokens.slice(at, end);
          const folded = join(run);
          if (run.length < 2 && (!isDigits(run[0]) || folded === run[0].folded)) continue;
          // Two stop words in a row are just that.
          if (run.length < 3 && run.every((token) => stop.has(token.folded))) continue;
          if (!(await stemIn(core, stem(folded)))) continue;
          const whole = { ...run[0], end: run.at(-1).end, content: true, weak: false };
          tokens.splice(at, run.length, useWord(core, whole, folded));
          break;
        }
      }
    }
  }

  // The digits of a spoken number.
  function digitsOf(run) {
    const parts = [];
    for (const { folded } of run) {
      const value = +spoken.get(folded);
      const last = parts[parts.length - 1];
      if (value === 100 && last > 0 && last < 10) parts[parts.length - 1] = last * 100;
      else if (last >= 10 && value > 0 && last % 10 ** String(value).length === 0) parts[parts.length - 1] = last + value;
      else parts.push(value);
    }
    return parts.join("");
  }

  // Finds a word that the hub lacks in another way; returns the stem of its correction, if there is one.
  async function findUnknown(query, at, mayCorrect, found, completed) {
    const number = found.terms.length - 1;
    const { tokens } = query;
    const token = tokens[at];
    const isWord = token.phrase < 0 && !(token.upperCase && token.folded.length <= LONGEST_ACRONYM);
    const isStaffs = await addSynonyms(staff, STAFF_PERCENT, tokens, found, at);
    if (isStaffs || (await addSynonyms(own, OTHER_PERCENT, tokens, found, at))) return null;
    if (completed.length) return null;
    // What the tables know is spelled right.
    const isListed = [...staff, ...own].some((group) => group.some(([first, ...rest]) => !rest.length && first === token.stem));
    const tools = await load(core.unknown[core.number], (data) => code.unknown(data, inside));
    if (isWord && !isListed && !tools.isReal(bare(token.stem))) {
      for (const other of (await unfinished(token)).slice(0, MAX_COMPLETIONS)) expand(found, number, other, COMPLETION_PERCENT);
      if (found.terms[number].expansions.length) return null;
      const isGrave = tokens.some((other) => other !== token && tools.isGrave(other.folded));
      if (mayCorrect && !isGrave && !isCrisisWord(core, token.folded)) {
        const { words, parts } = await tools.meant(core, token.folded);
        if (words.length) {
          const word = await fitting(words, await otherStems(core, tokens, token));
          correct(found, token, word);
          useWord(core, token, word);
          found.terms[number].isGuess = true;
          return stemIn(core, token.stem);
        }
        if (parts && tokens.length < MAX_WORDS) {
          correct(found, token, parts.join(" "));
          tokens.splice(at + 1, 0, useWord(core, { ...token }, parts[1]));
          useWord(core, token, parts[0]);
          return stemIn(core, token.stem);
        }
      }
    }
    for (const other of await related(token)) expand(found, number, other, SYNONYM_PERCENT);
    return null;
  }

  // Of words that are equally near, the one that shares most of its pages with the other words of the query.
  async function fitting(words, others) {
    if (!others.length) return words[0][0];
    let best = null;
    for (const [word] of words.slice(0, MAX_FITTING)) {
      const record = await stemIn(core, stem(word));
      const shared = record ? sharedPages(record, others).length : 0;
      const pages = (record ? record.count : 0) + FEW_FITTING;
      if (!best || shared * best.pages > best.shared * pages) best = { word, shared, pages };
    }
    return best.word;
  }

  // The words that one which the hub lacks begins: special for spec.
  const unfinished = ({ folded }) =>
    folded.length >= SHORTEST_UNFINISHED && /^[a-z]+$/.test(folded) ? beginning(core, span(core, core.language.mark + folded), core.language.mark + folded, Infinity) : [];

  // Words that begin like one that the hub lacks and are not much longer: reading for reader.
  async function related(token) {
    const { folded, phrase } = token;
    if (folded.length < SHORTEST_RELATED || phrase >= 0 || !/^[a-z]+$/.test(folded)) return [];
    const root = core.language.mark + folded.slice(0, folded.length < LONG_ROOT ? -2 : -3);
    return (await beginning(core, span(core, root), root, folded.length + RELATED_LONGER)).slice(0, MAX_RELATED);
  }

  // The synonyms of all words, of the staff's alone or of the language too.
  const synonyms = (tokens, found, all) =>
    addSynonyms(all ? own : staff, all ? SYNONYM_PERCENT : STAFF_PERCENT, tokens, found);

  const findRare = ({ tokens }, at, found) => addSynonyms(own, OTHER_PERCENT, tokens, found, at);

  // The language of a query for which no page was found, by its stop words, as in query/analysis.rs.
  function toldLanguage(query) {
    const rated = cues.map(([tag, words, signs]) => {
      const known = words.split(" ");
      return { tag, count: foldedWords(query).filter((word) => known.includes(word)).length + [...query.toLowerCase()].filter((letter) => signs.includes(letter)).length };
    });
    const [first, second] = rated.sort((a, b) => b.count - a.count);
    return first.count > second.count ? first.tag : null;
  }

  return { toldLanguage, synonyms, joinSpoken, findUnknown, findRare };
}
