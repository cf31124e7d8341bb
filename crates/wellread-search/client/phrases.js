// The phrases of a crisis, and which words they are made of, as in query/phrases.rs. Each different element of a
// phrase is a slot; an entry, which is a word or (with a star) the beginning of words, fits some of the slots.

function readPhrases({ text, stemmed, shown }) {
  const groups = new Map();
  const slots = new Map();
  const entries = new Map();
  const starts = { crisis: new Map(), harmless: new Map() };
  const put = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
  const slotOf = (element) => {
    if (!slots.has(element)) {
      const slot = slots.size;
      slots.set(element, slot);
      for (const item of element.split("|").flatMap((part) => (groups.get(part) || part).split(" "))) {
        const [base, ...suffixes] = item.split("/");
        for (const suffix of ["", ...suffixes]) put(entries, base + suffix, slot);
      }
    }
    return slots.get(element);
  };
  for (const line of text.split("\n")) {
    const [name, words] = line.split("=");
    if (words) {
      groups.set(name, words);
    } else {
      const [, harmless, begins, body, ends] = /^(- )?(\^ )?(.*?)( \$)?$/.exec(line);
      const list = body.split(" ").map(slotOf);
      put(harmless ? starts.harmless : starts.crisis, list[0], { list, begins, ends });
    }
  }
  return { stemmed, shown, entries, between: slotOf("BETWEEN"), known: new Map(), ...starts };
}

// Whether a word is written out in the phrases.
const isEntry = (phrases, word) => phrases.entries.has(word);

// The slots that a word fits, and those that it fits with one typing error.
function slotsOf(phrases, realWords, word) {
  let found = phrases.known.get(word);
  if (!found) {
    const slots = exactSlots(phrases, word);
    found = { slots, near: slots.length || realWords.has(word) ? [] : nearSlots(phrases, word) };
    phrases.known.set(word, found);
  }
  return found;
}

function exactSlots({ entries, stemmed }, word) {
  // Staff write their phrases in the hub's language.
  const keys = stemmed ? [word, languages[0].stem(word)] : [word];
  for (let end = 1; end <= word.length; end++) keys.push(word.slice(0, end) + "*");
  return [...new Set(keys)].flatMap((key) => entries.get(key) || []);
}

function nearSlots({ entries }, word) {
  const near = [];
  if (!/^[a-z]+$/.test(word)) return near;
  for (const [entry, slots] of entries) {
    // The first letter is right, or swapped with the second: real words differ by the first more often than errors do.
    if (entry[0] !== word[0] && (entry[0] !== word[1] || entry[1] !== word[0])) continue;
    const isStart = entry.endsWith("*");
    const base = isStart ? entry.slice(0, -1) : entry;
    if (base.length < ONE_ERROR + (isStart ? 1 : 0)) continue;
    const lengths = isStart ? [-1, 0, 1].map((more) => base.length + more) : [word.length];
    if (lengths.some((length) => editDistance(word.slice(0, length), base, 1) <= 1)) near.push(...slots);
  }
  return near;
}
