// Stop words, spoken numbers, spelling variants and suffixes, as in language.rs; the core brings the tables and the
// stemmer (client/language).

let tables;
Wellread.language = ([stop, weak, numbers, prefixes, suffixes], stemmer) => {
  const spoken = new Map(numbers.split(" ").map((entry) => entry.split("=")));
  tables = { stop: new Set(stop.split(" ")), weak: new Set(weak.split(" ")), spoken, prefixes, suffixes, stemmer };
};

// A word as the index spells it: the American way, in English.
function spelling(word) {
  const prefix = tables.prefixes.find(([from]) => word.startsWith(from));
  if (prefix) word = prefix[1] + word.slice(prefix[0].length);
  const fits = ([from]) => word.length >= from.length + constants.BEFORE_SUFFIX && word.endsWith(from);
  const suffix = tables.suffixes.find(fits);
  return suffix ? word.slice(0, -suffix[0].length) + suffix[1] : word;
}

const stemmed = new Map();
function stem(word) {
  if (!tables.stemmer || word.length < constants.SHORTEST_STEMMED || !/^[a-z]+$/.test(word)) return word;
  if (!stemmed.has(word)) stemmed.set(word, tables.stemmer(spelling(word)));
  return stemmed.get(word);
}
