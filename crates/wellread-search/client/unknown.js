// What a query needs for words that the hub lacks, as in query/unknown.rs: an expression, whose value makes the tools from
// the data of its file. It is loaded with that file, because most queries do without.
function ({ real, sounds, grave }, inside) {
  const { load, decodeVocabulary, digits, fnv, editDistance } = inside;
  const graveWords = grave.split(" ");

  // Whether a stem is that of one of the language's frequent words, which is no error; as in format/bloom.rs.
  function isReal(stem) {
    const size = real.length * 6;
    const first = fnv(stem);
    const second = Math.imul(first ^ (first >>> 15), BLOOM_MULTIPLIER) >>> 0;
    const isSet = (bit) => (digits[real.charCodeAt(Math.floor(bit / 6))] >> bit % 6) & 1;
    return size > 0 && [0, 1, 2, 3, 4, 5, 6, 7].every((at) => isSet((first + at * second) % size));
  }

  // Whether a word may be about harm. In a query with one, nothing is corrected.
  const isGrave = (word) => graveWords.some((entry) => (entry.endsWith("*") ? word.startsWith(entry.slice(0, -1)) : entry === word));

  // What a word sounds like, roughly.
  const heard = new Map();
  function sound(word) {
    if (!heard.has(word)) heard.set(word, sounds.reduce((text, [from, to]) => text.split(from).join(to), "^" + word));
    return heard.get(word);
  }

  // The candidates that cost least, the ones with the most pages first. Sound-alikes may have more errors.
  function nearest(list, word, most, fits) {
    let best = [];
    let least = Infinity;
    const loose = sounds.length && word.length >= SHORTEST_SOUND ? Math.min(SOUND_ERRORS, (word.length + 1) >> 1) : 0;
    for (const [candidate, pages] of list) {
      if (!fits(candidate)) continue;
      const whole = editDistance(word, candidate, Math.max(most, loose));
      // The hub may write about allergies alone: alergy.
      const one = singular(candidate);
      const errors = Math.min(whole, one ? Math.max(1, editDistance(word, one, most)) : Infinity);
      if (errors > most && errors > loose) continue;
      const alike = loose > 0 && whole <= Math.max(most, loose) && sound(candidate) === sound(word);
      if (!alike && (errors > most || isAnother(word, candidate))) continue;
      const cost = alike ? (errors === 1 ? 1 : 3) : 2 * errors;
      if (cost > least) continue;
      if (cost < least) best = [];
      least = cost;
      best.push([candidate, pages]);
    }
    return best.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  // Whether two of the shortest words that are corrected differ in a consonant: lisp is no list.
  function isAnother(a, b) {
    const places = [0, 1, 2, 3].filter((at) => a[at] !== b[at]);
    const isVowel = (letter) => "aeiouy".includes(letter);
    return [a, b].every(({ length }) => length === ONE_ERROR) && places.length === 1 && places.some((at) => !isVowel(a[at]) || !isVowel(b[at]));
  }

  // The singular of what looks like a plural.
  const singular = (word) => (word.endsWith("ies") ? word.slice(0, -3) + "y" : word.endsWith("s") ? word.slice(0, -1) : null);

  function vocabularyOf(core, letter) {
    const files = core.vocabulary[core.number];
    let own = 0;
    while (own + 1 < files.length && files[own + 1][0] <= letter) own++;
    return files[own] ? load(files[own][1], decodeVocabulary) : [];
  }

  // The words that may be meant by one, the likeliest first: [words] that begin alike, or others, or [[first, second]]
  // for two words in one piece.
  const known = new Map();
  function meant(core, word) {
    // Each key stroke asks again, and the answer stays the same, unless a file could not be loaded.
    const again = (error) => {
      known.delete(word);
      throw error;
    };
    if (!known.has(word)) known.set(word, look(core, word).catch(again));
    return known.get(word);
  }
  async function look(core, word) {
    const most = [ONE_ERROR, TWO_ERRORS, THREE_ERRORS].filter((least) => word.length >= least).length;
    if (!most || !/^[a-z]+$/.test(word)) return { words: [], parts: null };
    const own = await vocabularyOf(core, word[0]);
    let words = nearest(own, word, most, (other) => other[0] === word[0]);
    if (words.length) return { words, parts: null };
    const common = await load(core.common[core.number], decodeVocabulary);
    const parts = cut(own, common, word);
    if (parts) return { words, parts };
    words = nearest(common, word, most, (other) => other[0] !== word[0]);
    // The first letter may be missing, or be in the second place.
    if (!words.length) words = nearest(await vocabularyOf(core, word[1]), word, most, (other) => other[0] === word[1]);
    return { words, parts: null };
  }

  // Two words of the hub in one piece: socialworker. Of several cuts, the one whose rarer word has the most pages.
  function cut(own, common, word) {
    const firsts = new Map(own);
    const seconds = new Map(common);
    let best = null;
    for (let at = SHORTEST_PART; at + SHORTEST_PART <= word.length; at++) {
      const pair = [word.slice(0, at), word.slice(at)];
      const pages = Math.min(firsts.get(pair[0]) || 0, seconds.get(pair[1]) || 0);
      if (pages && (!best || pages > best.pages)) best = { pages, pair };
    }
    return best && best.pair;
  }

  return { isReal, isGrave, meant };
}
