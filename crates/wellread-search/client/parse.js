// Reads what was typed: words, "quoted phrases" and -exclusions, as in query/parse.rs.

function parse(language, query) {
  const text = [...query.slice(0, 2 * LONGEST_QUERY)].slice(0, LONGEST_QUERY).join("");
  const marks = [...text.matchAll(/["\u201c\u201d\u201e«»]/g)].map((mark) => mark.index);
  const quotes = [];
  for (let i = 0; i + 1 < marks.length; i += 2) quotes.push({ start: marks[i], end: marks[i + 1] + 1 });
  const tokens = [];
  for (const word of words(text).slice(0, MAX_WORDS)) {
    const phrase = quotes.findIndex((quote) => quote.start < word.start && word.end <= quote.end);
    const last = tokens[tokens.length - 1];
    const hyphened = !!last && last.phrase === phrase && hyphenPattern.test(text.slice(last.end, word.start));
    const before = text.slice(0, phrase < 0 ? word.start : quotes[phrase].start);
    const excluded = (hyphened && last.excluded) || /(^|\p{White_Space})-$/u.test(before);
    const content = !excluded && !language.stop.has(word.folded);
    tokens.push({ ...word, stem: language.stem(word.folded), content, weak: false, hyphened, phrase, excluded });
  }
  // A stop word in upper case is an acronym (IT), unless Caps Lock was on.
  if (tokens.some((token) => !token.upperCase && /\p{Alphabetic}/u.test(token.folded))) {
    for (const token of tokens) token.content = token.content || (token.upperCase && !token.excluded);
  }
  if (!tokens.some((token) => token.content)) for (const token of tokens) token.content = !token.excluded;
  weaken(language, tokens, text.length);
  const last = tokens[tokens.length - 1];
  // One letter begins too many words to guess from, unless others come before it.
  const isLong = !!last && ([...last.folded].length > 1 || tokens.some((token) => token !== last && token.content));
  const open = isLong && last.end === text.length && last.content && last.phrase < 0;
  return { tokens, open };
}

// Words that say little, and single characters with which the query does not end, are not required if another says more, and not even searched for if several do.
function weaken(language, tokens, end) {
  const isWeak = (token) => token.content && token.phrase < 0 && !token.upperCase && (language.weak.has(token.folded) || (/^[a-z0-9]$/.test(token.folded) && token.end < end));
  const weak = tokens.filter(isWeak);
  const strong = tokens.filter((token) => token.content).length - weak.length;
  for (const token of strong ? weak : []) {
    token.weak = true;
    token.content = strong < ENOUGH_STRONG;
  }
}

function phrasesHold(tokens, fields) {
  const phrases = [];
  for (const token of tokens) if (token.phrase >= 0) (phrases[token.phrase] = phrases[token.phrase] || []).push(token);
  return phrases.every((phrase) => {
    const holds = (field) => field.some((_, at) => phrase.every((token, i) => field[at + i] === token.folded));
    return fields.some(holds) !== phrase[0].excluded;
  });
}
