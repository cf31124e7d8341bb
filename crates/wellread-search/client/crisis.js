// Whether a query is about a crisis, as in query/crisis.rs.

// Letters in disguise: k!ll, s*icide, d1e.
const MASKS = { "!": "i", "@": "a", $: "s", "*": "" };
const DIGITS_AS_LETTERS = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t" };

// Whether a query has a crisis phrase, and whether the lines are shown for it.
function crisisOf(core, query) {
  const unmasked = query.replace(/[!@$*](?=\p{Alphabetic})/gu, (mark) => MASKS[mark]);
  const texts = unmasked === query ? [query] : [query, unmasked];
  const words = texts.map((text) => foldedWords(text).slice(0, CRISIS_WORDS));
  const found = core.crisis.filter((phrases) => words.some((folded) => isCrisis(phrases, core.realWords, folded)));
  return { isFound: found.length > 0, isShown: found.some((phrases) => phrases.shown) };
}

// Whether a word is one of those that make a crisis, which are never errors.
const isCrisisWord = (core, word) => core.crisis.some((phrases) => isEntry(phrases, word));

function isCrisis(phrases, realWords, folded) {
  const words = [];
  for (let at = 0; at < folded.length; at++) {
    if (at + 1 < folded.length && isOne(phrases, folded[at], folded[at + 1])) words.push(folded[at] + folded[++at]);
    else words.push(meant(phrases, realWords, folded[at]));
  }
  const holdsPhrase = (list, least) => holds(phrases, list.map((word) => slotsOf(phrases, realWords, word)), least);
  return holdsPhrase(words, 1) || words.some((word) => !realWords.has(word) && holdsPhrase(cutUp(phrases, word), 2));
}

// Whether two words are one: my self, over dosed, don t.
function isOne(phrases, first, second) {
  const whole = first + second;
  if ((second.length === 1 || whole.length >= CRISIS_JOINED) && isEntry(phrases, whole)) return true;
  // Only a beginning that the first word alone does not have.
  for (let end = Math.max(CRISIS_JOINED, first.length + 1); end <= whole.length; end++) {
    if (isEntry(phrases, whole.slice(0, end) + "*")) return true;
  }
  return false;
}

// The word that is meant by one with digits for letters, or with letters drawn out: k1ll, dieeee.
function meant(phrases, realWords, word) {
  const letters = /[a-z]/.test(word) ? word.replace(/[013457]/g, (digit) => DIGITS_AS_LETTERS[digit]) : word;
  const tries = [word, letters, ...["$1$1", "$1"].map((short) => letters.replace(/(.)\1\1+/gu, short))];
  return tries.find((other) => slotsOf(phrases, realWords, other).slots.length) || word;
}

// The words that one without spaces is made of: killmyself.
function cutUp(phrases, word) {
  if (word.length < CRISIS_JOINED) return [];
  const cuts = [[]];
  for (let end = 1; end <= word.length; end++) {
    for (let start = 0; start < end && !cuts[end]; start++) {
      const part = word.slice(start, end);
      if (cuts[start] && (isEntry(phrases, part) || isEntry(phrases, part + "*"))) cuts[end] = [...cuts[start], part];
    }
  }
  return cuts[word.length] || [];
}

// Whether words hold a phrase of so many elements or more that no harmless one overlaps. One that lies inside the phrase
// does not count: `overdose of` is harmless, `overdose of pills` is not.
function holds(phrases, words, least) {
  const harmless = [];
  spans(phrases, phrases.harmless, words, 1, (from, to) => harmless.push([from, to]) && false);
  const isHidden = (from, to) =>
    harmless.some(([start, end]) => start < to && from < end && !(from <= start && end <= to && end - start < to - from));
  return spans(phrases, phrases.crisis, words, least, (from, to) => !isHidden(from, to));
}

// Finds phrases until one is taken, and says whether one was.
function spans(phrases, starts, words, least, take) {
  const mayErr = starts === phrases.crisis;
  return words.some(({ slots, near }, from) =>
    (mayErr ? [...slots, ...near] : slots).some((slot) =>
      (starts.get(slot) || []).some((phrase) => {
        const { list } = phrase;
        // A single word has to be exact, since each is one letter away from some other.
        const to = list.length >= least ? end(phrases, phrase, words, from, mayErr && list.length > 1) : 0;
        return to && take(from, to);
      })
    )
  );
}

// Where a phrase that starts at a word ends; 0 if it is not there.
function end({ between }, { list, begins, ends }, words, from, mayErr) {
  const isBetween = ({ slots, near }) => slots.includes(between) || near.includes(between);
  if (begins && !words.slice(0, from).every(isBetween)) return 0;
  const follow = (at, [first, ...rest]) => {
    const word = words[at];
    if (!word || !(word.slots.includes(first) || (mayErr && word.near.includes(first)))) return 0;
    if (!rest.length) return at + 1;
    for (let next = at + 1; next <= at + 1 + CRISIS_GAP && next < words.length; next++) {
      const to = follow(next, rest);
      if (to || !isBetween(words[next])) return to;
    }
    return 0;
  };
  const to = follow(from, list);
  return ends && !words.slice(to).every(isBetween) ? 0 : to;
}
