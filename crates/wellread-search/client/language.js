// The languages of a hub: stop words, spoken numbers, spelling variants and suffixes, as in language.rs; the core brings
// the tables and the stemmers (client/language). The stems of all but the first have a mark, an upper-case letter.

const languages = [];
Wellread.language = ([mark, stop, weak, numbers, letters, forms, prefixes, suffixes, idioms], stemmer) => {
  const pairs = (text) => new Map(text.split(" ").map((entry) => entry.split("=")));
  const spoken = pairs(numbers);
  const irregular = pairs(forms);
  const letterOf = (word) => (/^[a-z]$/.test(word) ? word : pronounced.get(word));
  const pronounced = pairs(letters);
  const stemmed = new Map();
  // A word as the index spells it: the American way, in English.
  const spelling = (word) => {
    if (irregular.has(word)) return irregular.get(word);
    const prefix = prefixes.find(([from]) => word.startsWith(from));
    if (prefix) word = prefix[1] + word.slice(prefix[0].length);
    const fits = ([from]) => word.length >= from.length + BEFORE_SUFFIX && word.endsWith(from);
    const suffix = suffixes.find(fits);
    return suffix ? word.slice(0, -suffix[0].length) + suffix[1] : word;
  };
  const stem = (word) => {
    if (!stemmer || word.length < SHORTEST_STEMMED || !/^[a-z]+$/.test(word)) return mark + word;
    if (!stemmed.has(word)) stemmed.set(word, mark + stemmer(spelling(word)));
    return stemmed.get(word);
  };
  const number = languages.findIndex((language) => language.mark === mark);
  const meanings = [...pairs(idioms)].filter(([, meaning]) => meaning).map(([phrase, meaning]) => [phrase.split("+"), meaning]);
  const language = { meanings, mark, stop: new Set(stop.split(" ")), weak: new Set(weak.split(" ")), spoken, letterOf, spelling, stem };
  languages[number < 0 ? languages.length : number] = language;
};

// The number of the language of a marked stem, and a word without the mark.
const languageOf = (text) => (/^[A-Z]/.test(text) ? text.charCodeAt(0) - 64 : 0);
const bare = (text) => text.replace(/^[A-Z]/, "");
