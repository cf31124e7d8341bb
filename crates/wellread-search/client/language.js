// Stop words, spelling variants, suffixes and synonyms, as in language.rs; the core brings the tables and the
// stemmer (client/language).

let tables;
Wellread.language = ([stop, prefixes, suffixes, synonyms], stemmer) => {
  const groups = synonyms.map((group) => group.split(" "));
  tables = { stop: new Set(stop.split(" ")), prefixes, suffixes, synonyms: groups, stemmer };
};

const stemmed = new Map();
function stem(word) {
  const { SHORTEST_STEMMED, BEFORE_SUFFIX } = constants;
  if (!tables.stemmer || word.length < SHORTEST_STEMMED || !/^[a-z]+$/.test(word)) return word;
  if (!stemmed.has(word)) {
    const prefix = tables.prefixes.find(([from]) => word.startsWith(from));
    let spelling = prefix ? prefix[1] + word.slice(prefix[0].length) : word;
    const fits = ([from]) => spelling.length >= from.length + BEFORE_SUFFIX && spelling.endsWith(from);
    const suffix = tables.suffixes.find(fits);
    if (suffix) spelling = spelling.slice(0, -suffix[0].length) + suffix[1];
    stemmed.set(word, tables.stemmer(spelling));
  }
  return stemmed.get(word);
}

// The stems of the synonyms of a stem, the ones to try first at the front.
function synonyms(own) {
  const found = new Set();
  for (const group of tables.synonyms) {
    const stems = group.map(stem);
    if (stems.includes(own)) stems.forEach((other) => other !== own && found.add(other));
  }
  return [...found];
}
