// Word shards, as in format/shard.rs.

// All sections of a page: where a word counts that is in none, but in the title, say.
const everywhere = () => 2 ** SECTION_BITS - 1;

// The inverse document frequency, as in format/idf.rs.
function idf(pages, withWord) {
  const one = 1 << IDF_PLACES;
  let ratio = Math.max(one, Math.floor(((2 * pages + 2) * one) / (2 * withWord + 1)));
  let result = 0;
  for (; ratio >= 2 * one; result += 16) ratio = Math.floor(ratio / 2);
  for (let bit = 8; bit; bit >>= 1) {
    ratio = Math.floor((ratio * ratio) / one);
    if (ratio < 2 * one) continue;
    ratio = Math.floor(ratio / 2);
    result += bit;
  }
  return Math.max(1, result);
}

function decodeShard(parts, totals) {
  const [words, numbers, pages, weights, sections, , titles, bits] = parts.map((part) => new Reader(part));
  const shard = { stems: new Map(), forms: [], titles: [] };
  let last = "";
  while (words.more()) {
    last = last.slice(0, words.number()) + words.letters();
    const list = [];
    while (words.take(",")) list.push(last.slice(0, words.number()) + words.letters());
    words.take(" ");
    const count = numbers.number();
    const stem = { stem: last, words: list.length ? list : [last], count, idf: idf(totals[languageOf(last)], count) };
    stem.pages = new Uint32Array(count);
    stem.weights = new Uint8Array(count);
    stem.sections = new Int32Array(count);
    stem.bits = new Uint16Array(count);
    // Pages are distances from the one before, less one.
    for (let i = 0, next = 0; i < count; i++, next++) {
      stem.pages[i] = next += pages.number();
      stem.weights[i] = weights.number();
      stem.sections[i] = sections.number() || everywhere();
      stem.bits[i] = list.length > 1 ? bits.number() : 1;
    }
    shard.stems.set(last, stem);
  }
  for (const form of parts[5].split("|")) {
    const match = /^(.*)=(\d+)\.(\d+)$/.exec(form);
    if (!match) continue;
    const language = languages[languageOf(match[1])];
    const words = bare(match[1]).split(" ").map((folded) => ({ folded, stem: language.stem(folded), stop: language.stop.has(folded) }));
    const strong = words.findIndex((part) => !part.stop && !language.weak.has(part.folded));
    const key = strong < 0 ? Math.max(0, words.findIndex((part) => !part.stop)) : strong;
    shard.forms.push({ words, key, term: +match[2], form: +match[3] });
  }
  while (titles.more()) shard.titles.push([titles.number(), titles.number()]);
  return shard;
}

// The place of the first item of a sorted list that is above a text.
function above(list, text) {
  let low = 0;
  for (let high = list.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (list[middle] <= text) low = middle + 1;
    else high = middle;
  }
  return low;
}
// The number of the shard that holds a stem: its own, or the last whose first prefix is not above it.
function shardOf(core, stem) {
  stem = stem.split("=")[0]; // Those of terms lie with their keys.
  const at = above(core.frequent, stem) - 1;
  return core.frequent[at] === stem ? core.keys.length + at : rangeOf(core, stem);
}
const rangeOf = (core, stem) => Math.max(0, above(core.keys, stem) - 1);
// A hub without a word has no shard.
const shard = (core, number) =>
  core.words ? load(fileName("w", core.words, number), (parts) => decodeShard(parts, core.language_pages)) : noShard();
const noShard = () => decodeShard(Array(8).fill(""));
// What is filed under a stem, and more.
const shardFor = (core, stem) => (core.absent.has(stem) ? noShard() : shard(core, shardOf(core, stem)));
// A stem that some page has.
async function stemIn(core, stem) {
  const found = (await shardFor(core, stem)).stems.get(stem);
  return found && found.count ? found : null;
}

// The numbers of the shards that are read for a prefix, those of frequent stems first.
function span(core, prefix) {
  const frequent = [];
  core.frequent.forEach((stem, at) => {
    if (stem.startsWith(prefix)) frequent.push(core.keys.length + at);
  });
  const numbers = [rangeOf(core, prefix)];
  for (let next = numbers[0] + 1; next < core.keys.length && core.keys[next].startsWith(prefix); next++) numbers.push(next);
  return [...frequent.slice(0, MAX_FREQUENT), ...numbers.slice(0, MAX_SPAN)];
}
