// Wellread.search(query, { limit }): answers a query from the index files, in the page, without any request
// but for those files. docs/search.md explains the files and the ranking; the crate wellread-search has the
// same steps under the same names, and tests/search compares the two.
(() => {
  "use strict";
  const Wellread = (globalThis.Wellread = globalThis.Wellread || {});
  const script = document.currentScript;
  const FORMAT = 1;

  // --- Index files -------------------------------------------------------------------------------------

  let coreUrl = new URL(script.getAttribute("data-core"), document.baseURI);
  const coreName = () => coreUrl.pathname.split("/").pop().replace(/\.js$/, "");
  const added = new Map();
  const loading = new Map();
  let tables;

  Wellread.add = (name, data) => added.set(name, data);
  Wellread.language = ([stop, starts, ends, alike], stemmer) => {
    tables = { stop: new Set(stop.split(" ")), starts, ends, alike: alike.map((group) => group.split(" ")), stemmer };
  };

  // A file's data, decoded once. Plain script elements work from file: and under default-src 'self'.
  function load(name, decode = (data) => data) {
    if (!loading.has(name)) {
      const promise = new Promise((resolve, reject) => {
        const element = document.createElement("script");
        const fail = () => {
          loading.delete(name);
          reject(new Error("The search file " + name + " could not be loaded."));
        };
        element.src = new URL(name + ".js", coreUrl).href;
        element.async = true;
        element.onerror = fail;
        element.onload = () => {
          element.remove();
          if (!added.has(name)) return fail();
          resolve(decode(added.get(name)));
          added.delete(name);
        };
        document.head.appendChild(element);
      });
      loading.set(name, promise);
    }
    return loading.get(name);
  }

  // Pages name a file whose own name never changes, so that a new index changes no page; it names the core.
  const decodeCore = (core) => {
    if (typeof core === "string") {
      coreUrl = new URL(core, coreUrl);
      return load(coreName(), decodeCore);
    }
    return { ...core, keys: core.keys.split(" "), best: new Map(Object.entries(core.best)) };
  };
  let core;
  const opened = () => {
    core ??= load(coreName(), decodeCore).then(
      (core) => {
        if (core.format !== FORMAT) throw new Error("This search index needs another search.js.");
        return core;
      },
      (error) => {
        core = undefined; // The next search tries again.
        throw error;
      },
    );
    return core;
  };
  const named = (kind, names, number) => `${kind}${number}-${names.slice(number * 6, number * 6 + 6)}`;
  const entry = async (kind, names, number) => (await load(named(kind, names, number >> 3)))[number & 7];

  // Numbers as text: below 64 one character, else 28 low digits first (code.rs).
  const DIGITS = [];
  for (let code = 32, digit = 0; code < 127; code++) {
    if (!'"<\\'.includes(String.fromCharCode(code))) DIGITS[code] = digit++;
  }
  class Reader {
    constructor(text) {
      this.text = text;
      this.at = 0;
    }
    more() {
      return this.at < this.text.length;
    }
    number() {
      let value = 0;
      for (let unit = 1; this.more(); unit *= 28) {
        const digit = DIGITS[this.text.charCodeAt(this.at++)];
        value += digit * unit;
        if (digit < 64) break;
      }
      return value;
    }
    letters() {
      const start = this.at;
      while (this.more() && this.text[this.at] !== "," && this.text[this.at] !== " ") this.at++;
      return this.text.slice(start, this.at);
    }
    take(character) {
      const found = this.text[this.at] === character;
      if (found) this.at++;
      return found;
    }
  }

  const EVERYWHERE = 0x3fffffff;
  function decodeShard(parts) {
    const [words, numbers, pages, weights, sections, , titles] = parts.map((part) => new Reader(part));
    const shard = { stems: new Map(), forms: [], titles: [] };
    let last = "";
    while (words.more()) {
      last = last.slice(0, words.number()) + words.letters();
      const list = [];
      while (words.take(",")) list.push(last.slice(0, words.number()) + words.letters());
      words.take(" ");
      const count = numbers.number();
      const stem = { stem: last, words: list.length ? list : [last], count, rarity: numbers.number() };
      stem.pages = new Uint32Array(count);
      stem.weights = new Uint8Array(count);
      stem.sections = new Int32Array(count);
      for (let i = 0, next = 0; i < count; i++, next++) {
        stem.pages[i] = next += pages.number();
        stem.weights[i] = weights.number();
        stem.sections[i] = sections.number() || EVERYWHERE;
      }
      shard.stems.set(last, stem);
    }
    for (const form of parts[5].split("|")) {
      const match = /^(.*)=(\d+)\.(\d+)$/.exec(form);
      if (!match) continue;
      const stems = match[1].split(" ").map((stem) => (stem[0] === "~" ? { stem: stem.slice(1), stop: true } : { stem }));
      const key = Math.max(0, stems.findIndex((part) => !part.stop));
      shard.forms.push({ stems, key, term: +match[2], form: +match[3] });
    }
    while (titles.more()) shard.titles.push([titles.number(), titles.number()]);
    return shard;
  }

  function shardOf(core, stem) {
    let low = 0;
    for (let high = core.keys.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (core.keys[middle] <= stem) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
  const shard = (core, number) => load(named("w", core.words, number), decodeShard);
  const shardFor = (core, stem) => shard(core, shardOf(core, stem));
  async function stemIn(core, stem) {
    const found = (await shardFor(core, stem)).stems.get(stem);
    return found && found.count ? found : null;
  }

  // --- Words (text.rs, language.rs) ------------------------------------------------------------------------

  const LONGEST_WORD = 40;
  const ALONE = "\\u3041-\\u30ff\\u3400-\\u9fff";
  const LETTER = `(?![${ALONE}])[\\p{Alphabetic}\\p{N}\\p{M}]`;
  const SINGLE = "\\p{Alphabetic}(?![\\p{Alphabetic}\\p{N}\\p{M}])";
  const JOINS = "['\u2019\u2018\uff07\\u00ad\\u200b-\\u200d\\u2060]";
  const WORD = new RegExp(`${SINGLE}(?:\\.${SINGLE})+|[${ALONE}]|${LETTER}(?:${JOINS}?${LETTER})*`, "gu");
  const SPELLED = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };

  function words(text) {
    const list = [];
    for (const match of text.matchAll(WORD)) {
      const word = fold(match[0]);
      if (word.folded) list.push({ start: match.index, end: match.index + match[0].length, ...word });
    }
    return list;
  }
  const foldedWords = (text) => words(text).map((word) => word.folded);
  const count = (text, pattern) => (text.match(pattern) || []).length;

  function fold(written) {
    if (/^[a-z]{1,40}$/.test(written)) return { folded: written, capitals: false };
    written = written.replace(/['\u2019\u2018\uff07][sS]$/, "");
    const upper = count(written, /\p{Uppercase}/gu);
    const lower = count(written, /\p{Lowercase}/gu);
    const plural = lower === 1 && /s$/.test(written) && (upper >= 2 || (!upper && /^[0-9]+s$/.test(written)));
    const capitals = upper >= 2 && (lower === 0 || plural);
    if (plural) written = written.slice(0, -1);
    let folded = written.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{Alphabetic}\p{N}]/gu, "");
    if (folded.length > LONGEST_WORD) folded = [...folded].slice(0, LONGEST_WORD).join("");
    return { folded: folded.replace(/[ßæœøłđıς]/g, (c) => SPELLED[c]), capitals };
  }

  const stemmed = new Map();
  function stem(word) {
    if (!tables.stemmer || !/^[a-z]{3,}$/.test(word)) return word;
    if (!stemmed.has(word)) {
      const start = tables.starts.find(([from]) => word.startsWith(from));
      let spelled = start ? start[1] + word.slice(start[0].length) : word;
      const end = tables.ends.find(([from]) => spelled.length >= from.length + 3 && spelled.endsWith(from));
      if (end) spelled = spelled.slice(0, -end[0].length) + end[1];
      stemmed.set(word, tables.stemmer(spelled));
    }
    return stemmed.get(word);
  }

  function alike(own) {
    const found = new Set();
    for (const group of tables.alike) {
      const stems = group.map(stem);
      if (stems.includes(own)) stems.forEach((other) => other !== own && found.add(other));
    }
    return [...found];
  }

  // --- The query (query.rs) --------------------------------------------------------------------------------

  const LONGEST_QUERY = 300;
  const MOST_WORDS = 24;

  function parse(query) {
    const text = [...query.slice(0, 2 * LONGEST_QUERY)].slice(0, LONGEST_QUERY).join("");
    const marks = [...text.matchAll(/["\u201c\u201d\u201e«»]/g)].map((mark) => mark.index);
    const quotes = [];
    for (let i = 0; i + 1 < marks.length; i += 2) quotes.push({ start: marks[i], end: marks[i + 1] + 1 });
    const tokens = [];
    for (const word of words(text).slice(0, MOST_WORDS)) {
      const phrase = quotes.findIndex((quote) => quote.start < word.start && word.end <= quote.end);
      const last = tokens[tokens.length - 1];
      const hyphened = !!last && last.phrase === phrase && /^[-\u2010\u2011]$/.test(text.slice(last.end, word.start));
      const before = text.slice(0, phrase < 0 ? word.start : quotes[phrase].start);
      const excluded = (hyphened && last.excluded) || /(^|\p{White_Space})-$/u.test(before);
      const content = !excluded && !tables.stop.has(word.folded);
      tokens.push({ ...word, stem: stem(word.folded), content, hyphened, phrase, excluded });
    }
    // A little word in capitals is an acronym (IT), unless everything is in capitals.
    if (tokens.some((token) => !token.capitals && /\p{Alphabetic}/u.test(token.folded))) {
      for (const token of tokens) token.content = token.content || (token.capitals && !token.excluded);
    }
    if (!tokens.some((token) => token.content)) for (const token of tokens) token.content = !token.excluded;
    const last = tokens[tokens.length - 1];
    const open = !!last && last.end === text.length && last.content && last.phrase < 0 && [...last.folded].length > 1;
    return { tokens, open };
  }

  function phrasesHold(tokens, fields) {
    const phrases = [];
    for (const token of tokens) if (token.phrase >= 0) (phrases[token.phrase] = phrases[token.phrase] || []).push(token);
    return phrases.every((phrase) => {
      const holds = (field) => field.some((_, at) => phrase.every((token, i) => field[at + i] === token.folded));
      return fields.some(holds) !== phrase[0].excluded;
    });
  }

  // --- Typing errors (correct.rs) ----------------------------------------------------------------------------

  const allowed = (length) => (length <= 3 ? 0 : length <= 7 ? 1 : 2);

  function decodeVocabulary(text) {
    const list = [];
    let last = "";
    for (const reader = new Reader(text); reader.more(); ) {
      last = last.slice(0, reader.number()) + reader.letters();
      reader.take(",");
      list.push([last, reader.number()]);
    }
    return list;
  }

  async function correct(core, word) {
    const most = allowed(word.length);
    if (!most || !/^[a-z]+$/.test(word)) return null;
    const files = core.vocabulary;
    let own = 0;
    while (own + 1 < files.length && files[own + 1][0] <= word[0]) own++;
    const near = nearest(files[own] ? await load(files[own][1], decodeVocabulary) : [], word, most, true);
    return near || nearest(await load(core.common, decodeVocabulary), word, most, false);
  }

  function nearest(list, word, most, sameLetter) {
    let best = null;
    for (const [candidate, pages] of list) {
      if ((candidate[0] === word[0]) !== sameLetter) continue;
      const errors = distance(word, candidate, most);
      if (errors > most) continue;
      const order = best ? errors - best.errors || best.pages - pages || (candidate < best.word ? -1 : 1) : -1;
      if (order < 0) best = { errors, pages, word: candidate };
    }
    return best && best.word;
  }

  // Damerau-Levenshtein (optimal string alignment); more than `most` stands for anything above it.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      before = last;
      last = row;
    }
    return last[b.length];
  }

  // --- The words of the query as the hub knows them (answer/words.rs) ------------------------------------------

  const SPAN = 2;
  const COMPLETIONS = 8;
  const FAMILY = 6;
  const RELATIVES = 4;
  const ACRONYM = 6;
  const SHORT_PREFIX = 4;

  async function findWords(core, query, mayCorrect) {
    await Promise.all(query.tokens.filter((token) => token.content).map((token) => shardFor(core, token.stem)));
    await splitNumbers(core, query.tokens);
    const { tokens } = query;
    const found = { groups: [], groupOf: [], stems: [], marked: [], terms: [], corrections: [], unknown: [] };
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at];
      if (!token.content) continue;
      const number = found.groups.length;
      const ways = [];
      const mark = (text) => found.marked.push([text, number]);
      found.groups.push({ ways, phrase: token.phrase });
      found.groupOf[at] = number;
      const whole = await joined(core, tokens, at);
      if (whole) {
        [whole.stem, token.stem, tokens[at + 1].stem].forEach(mark);
        found.stems.push([number, whole.stem]);
        ways.push({ stem: whole, percent: OWN });
        found.groupOf[++at] = number;
        continue;
      }
      const completions = query.open && at === tokens.length - 1 ? await complete(core, token) : [];
      let known = await stemIn(core, token.stem);
      if (!known && !completions.length) {
        found.unknown.push(token.folded);
        known = await pluralOf(core, token.folded);
        if (known) {
          token.stem = known.stem;
        } else {
          for (const like of alike(token.stem).slice(0, MOST_ALIKE)) {
            const other = await stemIn(core, like);
            if (!other) continue;
            mark(like);
            ways.push({ stem: other, percent: ALIKE });
          }
          const isAcronym = token.capitals && token.folded.length <= ACRONYM;
          const may = mayCorrect && !ways.length && token.phrase < 0 && !isAcronym;
          const word = may ? await correct(core, token.folded) : null;
          if (word) {
            token.folded = word;
            token.stem = stem(word);
            known = await stemIn(core, token.stem);
            found.corrections.push(at);
          }
          for (const other of ways.length || known ? [] : await family(core, token)) {
            mark(other.stem);
            ways.push({ stem: other, percent: ALIKE });
          }
        }
      }
      mark(token.stem);
      found.stems.push([number, token.stem]);
      if (known) ways.push({ stem: known, percent: OWN });
      for (const completion of completions) {
        const other = await stemIn(core, completion);
        if (!other) continue;
        mark(completion);
        ways.push({ stem: other, percent: COMPLETION });
      }
    }
    return found;
  }

  function corrected(query, tokens, corrections) {
    let text = "";
    let at = 0;
    for (const number of corrections) {
      text += query.slice(at, tokens[number].start) + tokens[number].folded;
      at = tokens[number].end;
    }
    return corrections.length ? text + query.slice(at) : null;
  }

  // 504plan: 504 plan, if the hub has not the whole but has every part.
  async function splitNumbers(core, tokens) {
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at];
      const parts = token.folded.match(/[0-9]+|[^0-9]+/g);
      if (!token.content || token.phrase >= 0 || parts.length < 2 || (await stemIn(core, token.stem))) continue;
      const known = await Promise.all(parts.map((part) => stemIn(core, stem(part))));
      if (!known.every(Boolean)) continue;
      tokens.splice(at, 1, ...parts.map((folded) => ({ ...token, folded, stem: stem(folded), hyphened: false })));
      at += parts.length - 1;
    }
  }

  // co-teaching, or audio books where the hub writes audiobooks: two words in one piece, if the hub has it.
  async function joined(core, tokens, at) {
    const [first, second] = [tokens[at], tokens[at + 1]];
    if (!second || !second.content || first.phrase >= 0 || second.phrase >= 0) return null;
    const short = second.hyphened && /^[a-z]+$/.test(first.folded) && first.folded.length <= SHORT_PREFIX;
    if (!short && (await stemIn(core, first.stem)) && (await stemIn(core, second.stem))) return null;
    return stemIn(core, stem(first.folded + second.folded));
  }

  // Words that begin like one that the hub has not and are not much longer: reading for reader.
  async function family(core, token) {
    const { folded, phrase } = token;
    if (folded.length < FAMILY || phrase >= 0 || !/^[a-z]+$/.test(folded)) return [];
    const root = folded.slice(0, folded.length < 8 ? -2 : -3);
    return (await beginning(core, root, folded.length + 3)).slice(0, RELATIVES);
  }

  // The stems of the words that begin with a prefix, the most frequent first; from its first shards only.
  async function beginning(core, prefix, longest) {
    const found = [];
    for (const number of span(core, prefix).slice(0, SPAN)) {
      for (const other of (await shard(core, number)).stems.values()) {
        const fits = (word) => word.startsWith(prefix) && word.length <= longest;
        if (other.count && other.words.some(fits)) found.push(other);
      }
    }
    return found.sort((a, b) => b.count - a.count || (a.stem < b.stem ? -1 : 1));
  }

  function span(core, prefix) {
    const numbers = [shardOf(core, prefix)];
    for (let next = numbers[0] + 1; next < core.keys.length && core.keys[next].startsWith(prefix); next++) numbers.push(next);
    return numbers;
  }

  // slps: the plural of an acronym that the stemmer takes for a word.
  const pluralOf = (core, word) => (/..s$/u.test(word) ? stemIn(core, stem(word.slice(0, -1))) : null);

  async function complete(core, token) {
    const prefix = token.folded;
    if (span(core, prefix).length > SPAN) {
      const list = (await load(core.starts, (starts) => new Map(Object.entries(starts)))).get(prefix);
      if (list) return list.split(" ").filter((other) => other !== token.stem);
    }
    const found = (await beginning(core, prefix, Infinity)).map((other) => other.stem);
    return found.filter((other) => other !== token.stem).slice(0, COMPLETIONS);
  }

  // --- The glossary (answer/glossary.rs) ---------------------------------------------------------------------

  const TERMS = 4;
  const CARDS = 3;

  async function termsIn(core, tokens) {
    const found = [];
    for (let at = 0; at < tokens.length && found.length < TERMS; at++) {
      if (!tokens[at].content) continue;
      let best = null;
      for (const form of (await shardFor(core, tokens[at].stem)).forms) {
        if (form.stems[form.key].stem !== tokens[at].stem) continue;
        if (best && best.form.stems.length >= form.stems.length) continue;
        const places = covered(form, tokens, at);
        if (places) best = { form, places };
      }
      if (!best) continue;
      at = Math.max(at, ...best.places);
      if (!found.some((other) => other.form.term === best.form.term)) found.push(best);
    }
    return found;
  }

  // The tokens that a form covers: all its words in a row; or those that are no little words, if two or more.
  function covered(form, tokens, at) {
    const start = at - form.key;
    const fits = ({ stem }, i) => tokens[start + i] && !tokens[start + i].excluded && tokens[start + i].stem === stem;
    if (start >= 0 && form.stems.every(fits)) return form.stems.map((_, i) => start + i);
    const content = form.stems.filter((part) => !part.stop);
    const places = [];
    for (let i = at; i < tokens.length && places.length < content.length; i++) if (tokens[i].content) places.push(i);
    if (content.length < 2 || places.length < content.length) return null;
    return places.every((place, i) => tokens[place].stem === content[i].stem) ? places : null;
  }

  // --- The ranking (rank.rs) ---------------------------------------------------------------------------------

  const OWN = 100;
  const COMPLETION = 50;
  const OTHER_NAME = 40;
  const ALIKE = 30;
  const SAME_SECTION = 25;
  const FEW = 3;
  const MOST_ALIKE = 4;

  function rank(groups, pages) {
    const rows = groups.map((group) => row(group, pages));
    const all = groups.length;
    const found = select(groups, rows, pages, all <= 3 ? all : (all >> 1) + 1);
    if (found.length || all !== 3) return found;
    return select(groups, rows, pages, 2);
  }

  function row(group, pages) {
    const points = new Uint32Array(pages);
    const sections = new Int32Array(pages);
    for (const adds of [false, true]) {
      for (const { stem, percent, adds: here = false } of group.ways) {
        for (let i = 0; here === adds && i < stem.count; i++) {
          const page = stem.pages[i];
          const value = stem.rarity * stem.weights[i] * percent;
          if (adds) points[page] += value;
          else if (value > points[page]) points[page] = value;
          sections[page] |= stem.sections[i];
        }
      }
    }
    return { points, sections };
  }

  function select(groups, rows, pages, needed) {
    const all = groups.length;
    const found = [];
    for (let page = 0; page < pages; page++) {
      let sum = 0;
      let matched = 0;
      let missing = false;
      let phrase = -1;
      let shared = EVERYWHERE;
      for (let i = 0; i < all; i++) {
        const points = rows[i].points[page];
        sum += points;
        if (points) matched++;
        if (groups[i].phrase >= 0) {
          shared = (groups[i].phrase === phrase ? shared : EVERYWHERE) & rows[i].sections[page];
          if (!shared) missing = true;
        }
        phrase = groups[i].phrase;
      }
      if (!matched || matched < needed || missing) continue;
      let score = Math.floor((sum * matched) / all);
      if (matched > 1) score += Math.floor((score * SAME_SECTION * (together(rows, page) - 1)) / (100 * (all - 1)));
      found.push({ page, score });
    }
    return found;
  }

  function together(rows, page) {
    let most = 1;
    for (let bit = 0; bit < 30; bit++) {
      let here = 0;
      for (const { sections } of rows) here += (sections[page] >> bit) & 1;
      if (here > most) most = here;
    }
    return most;
  }

  // FNV-1a over code points, 32 bits.
  function fnv(text) {
    let hash = 0x811c9dc5;
    for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
    return hash;
  }

  // Pinned pages, those whose title or other name is the query, the rest by score.
  async function ordered(core, tokens, ranked) {
    const content = tokens.filter((token) => token.content).map((token) => token.stem);
    const order = core.best.get([...new Set(content)].sort().join(" ")) || [];
    if (content.length) {
      const hash = fnv(content.join(" "));
      const titles = (await shardFor(core, content[0])).titles;
      const exact = new Set(titles.filter((title) => title[0] === hash).map((title) => title[1]));
      const present = new Set(ranked.map((found) => found.page));
      if (!tokens.some((token) => token.excluded)) {
        for (const page of exact) if (!present.has(page)) ranked.push({ page, score: 0 });
      }
      ranked.sort((a, b) => exact.has(b.page) - exact.has(a.page) || b.score - a.score || a.page - b.page);
    }
    return [...new Set([...order, ...ranked.map((found) => found.page)])];
  }

  // --- Excerpts (excerpt.rs) ---------------------------------------------------------------------------------

  const WINDOW = 30;
  const LEAD = 4;
  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const escape = (text) => text.replace(/\p{White_Space}+/gu, " ").replace(/[&<>"']/g, (c) => ESCAPES[c]);
  const union = (list) => list.reduce((bits, word) => bits | word.bits, 0);
  function ones(bits) {
    let sum = 0;
    for (; bits; bits &= bits - 1) sum++;
    return sum;
  }

  function mark(text, marks) {
    const list = words(text);
    for (const word of list) {
      word.stem = stem(word.folded);
      word.bits = marks.stems.get(word.stem) || 0;
    }
    for (const [sequence, bit] of marks.sequences) {
      for (let at = 0; at + sequence.length <= list.length; at++) {
        if (sequence.every((part, i) => part === list[at + i].stem)) sequence.forEach((_, i) => (list[at + i].bits |= bit));
      }
    }
    return { text, list, bits: union(list), count: list.filter((word) => word.bits).length };
  }

  function excerpt({ text, list }) {
    let start = 0;
    let most = [0, 0];
    list.forEach((word, at) => {
      if (!word.bits) return;
      const from = Math.max(0, at - LEAD);
      const window = list.slice(from, from + WINDOW);
      const rating = [ones(union(window)), window.filter((other) => other.bits).length];
      if (rating[0] > most[0] || (rating[0] === most[0] && rating[1] > most[1])) [start, most] = [from, rating];
    });
    let html = start ? "… " : "";
    if (!list.length) return html;
    const end = Math.min(list.length, start + WINDOW);
    let at = start ? list[start].start : 0;
    for (const word of list.slice(start, end)) {
      if (!word.bits) continue;
      html += escape(text.slice(at, word.start)) + "<mark>" + escape(text.slice(word.start, word.end)) + "</mark>";
      at = word.end;
    }
    let stop = text.length;
    if (end < list.length) {
      const after = list[end - 1].end;
      stop = after + Math.max(0, text.slice(after, list[end].start).search(/\p{White_Space}/u));
    }
    html = (html + escape(text.slice(at, stop))).replace(/\p{White_Space}+$/u, "");
    return end < list.length ? html + " …" : html;
  }

  // --- Answers (answer.rs) -----------------------------------------------------------------------------------

  const EXCERPTS = 5;
  const CHECKED = 24;
  const SECTIONS = 3;

  // On a file: address, a page has to be found from where the index lies.
  function openable(core, url) {
    if (coreUrl.protocol !== "file:" || url[0] !== "/") return url;
    const [path, anchor] = url.split("#");
    const [from, to] = [core.at.split("/"), path.split("/")];
    let shared = 0;
    while (shared < from.length - 1 && shared < to.length - 1 && from[shared] === to[shared]) shared++;
    const relative = "../".repeat(from.length - 1 - shared) + to.slice(shared).join("/");
    const file = /(^|\/)$/.test(relative) ? relative + "index.html" : relative;
    return new URL(anchor === undefined ? file : file + "#" + anchor, coreUrl).href;
  }

  function isCrisis(core, folded) {
    const stems = folded.map(stem);
    return core.crisis.some(([phrase, joined]) => {
      const parts = phrase.split(" ");
      if (stems.some((_, at) => parts.every((part, i) => stems[at + i] === part))) return true;
      return folded.some((_, from) => {
        let rest = joined;
        for (let i = from; rest && i < folded.length && rest.startsWith(folded[i]); i++) rest = rest.slice(folded[i].length);
        return !rest;
      });
    });
  }
  const isNearlyCrisis = (core, word) =>
    word.length >= 6 && core.crisis.some(([phrase, joined]) => !phrase.includes(" ") && distance(word, joined, 1) <= 1);

  async function hit(core, marks, page, withText) {
    const [address, title, kind, topics, summary, text] = await entry("r", core.records, page);
    const inSummary = mark(summary, marks);
    const result = { title, url: openable(core, address), kind, topics, excerpt: excerpt(inSummary), sections: [] };
    if (!withText) return result;
    const best = (await load(text))[1].map(([heading, anchor, body], at) => {
      const [title, text] = [mark(heading, marks), mark(body, marks)];
      return { heading, anchor, text, at, bits: ones(title.bits | text.bits), count: title.count * 3 + text.count };
    });
    if (!summary) result.excerpt = best.map((section) => excerpt(section.text)).find(Boolean) || "";
    best.sort((a, b) => b.bits - a.bits || b.count - a.count || a.at - b.at);
    result.sections = best
      .filter(({ bits, heading, anchor }) => bits * 2 > best[0].bits && heading && anchor)
      .slice(0, SECTIONS)
      .map(({ heading, anchor }) => ({ heading, url: openable(core, address + "#" + anchor) }));
    const first = best.find((section) => section.text.bits);
    if (first && ones(first.text.bits) > ones(inSummary.bits)) result.excerpt = excerpt(first.text);
    return result;
  }

  async function fieldsOf(core, page) {
    const [, title, , , summary, text] = await entry("r", core.records, page);
    const [names, sections] = await load(text);
    return [title, summary, ...names, ...sections.flatMap(([heading, , body]) => [heading, body])].map(foldedWords);
  }

  // Counts the kinds and topics of pages, and keeps those of certain kinds and topics.
  async function facets(core, order, { kinds = [], topics = [] }) {
    const [allKinds, sets, kindOf, setOf] = await load(core.facets, ([allKinds, sets, ...rest]) => {
      const numbers = rest.map((text) => {
        const reader = new Reader(text);
        return Array.from({ length: core.pages }, () => reader.number());
      });
      return [allKinds, sets, ...numbers];
    });
    const counts = { kinds: Object.create(null), topics: Object.create(null) };
    const add = (map, key) => (map[key] = (map[key] || 0) + 1);
    const kept = order.filter((page) => {
      const [kind, set] = [allKinds[kindOf[page]], sets[setOf[page]]];
      add(counts.kinds, kind);
      set.forEach((topic) => add(counts.topics, topic));
      return (!kinds.length || kinds.includes(kind)) && (!topics.length || set.some((topic) => topics.includes(topic)));
    });
    return { counts, kept };
  }

  // Options: limit; exact (correct nothing); facets (count kinds and topics); kinds, topics (only these).
  Wellread.search = async (query, options = {}) => {
    query = String(query);
    const core = await opened();
    const parsed = parse(query);
    const { tokens } = parsed;
    let crisis = isCrisis(core, foldedWords(query));
    const found = await findWords(core, parsed, !options.exact && !crisis);
    const better = corrected(query, tokens, found.corrections);
    crisis = crisis || found.unknown.some((word) => isNearlyCrisis(core, word));
    crisis = crisis || (!!better && isCrisis(core, foldedWords(better)));

    const terms = await termsIn(core, tokens);
    const records = await Promise.all(terms.map(({ form }) => entry("g", core.cards, form.term)));
    const concepts = await Promise.all(terms.map(({ form }) => stemIn(core, "=" + form.term)));
    concepts.forEach((concept, number) => {
      for (const place of concept ? terms[number].places : []) {
        const group = found.groupOf[place];
        if (group === undefined) continue;
        found.groups[group].ways.push({ stem: concept, percent: OTHER_NAME, adds: true });
        found.terms.push([group, number]);
      }
    });
    let ranked = rank(found.groups, core.pages);
    if (ranked.length < FEW) {
      let more = false;
      for (const [group, own] of found.stems) {
        for (const like of alike(own).slice(0, MOST_ALIKE)) {
          const other = await stemIn(core, like);
          if (!other) continue;
          more = true;
          found.groups[group].ways.push({ stem: other, percent: ALIKE });
          found.marked.push([like, group]);
        }
      }
      if (more) ranked = rank(found.groups, core.pages);
    }
    for (const token of tokens) {
      const other = token.excluded && token.phrase < 0 ? await stemIn(core, token.stem) : null;
      if (!other) continue;
      const out = new Set(other.pages);
      ranked = ranked.filter(({ page }) => !out.has(page));
    }
    let order = await ordered(core, tokens, ranked);
    if (tokens.some((token) => token.phrase >= 0)) {
      const checked = order.slice(0, CHECKED);
      const holds = await Promise.all(checked.map(async (page) => phrasesHold(tokens, await fieldsOf(core, page))));
      order = checked.filter((_, i) => holds[i]);
    }
    const response = { query, corrected: better, crisis, cards: [], results: [], total: 0 };
    if (options.facets || options.kinds || options.topics) {
      const { counts, kept } = await facets(core, order, options);
      response.facets = counts;
      order = kept;
    }
    response.total = order.length;
    response.cards = records.slice(0, CARDS).map(([term, url, definition, aliases], i) => {
      const { form } = terms[i].form;
      return { term, url: openable(core, url), definition, matched: form ? aliases[form - 1] : term };
    });

    const marks = { stems: new Map(), sequences: [] };
    for (const [text, group] of found.marked) marks.stems.set(text, marks.stems.get(text) | (1 << group));
    for (const [group, number] of found.terms) {
      const [name, , , aliases] = records[number];
      const forms = [name, ...aliases].map((form) => foldedWords(form).map(stem));
      for (const form of forms) if (form.length) marks.sequences.push([form, 1 << group]);
    }
    const { limit = 10 } = options;
    const shown = order.slice(0, limit).map((page, place) => hit(core, marks, page, place < EXCERPTS));
    response.results = await Promise.all(shown);
    return response;
  };

  // Loads the core ahead of the first query, for example when the field gets the focus.
  Wellread.search.ready = opened;
})();
