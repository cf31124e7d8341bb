// Loads index files and decodes each once, as format/read.rs does. Plain script elements work from file: and
// under default-src 'self'.

const Wellread = (globalThis.Wellread = globalThis.Wellread || {});
const script = document.currentScript;
let coreUrl = new URL(script.getAttribute("data-core"), document.baseURI);
const coreName = () => coreUrl.pathname.split("/").pop().replace(/\.js$/, "");
const added = new Map();
const loading = new Map();

Wellread.add = (name, data) => added.set(name, data);

function load(name, decode = (data) => data) {
  if (!loading.has(name) && added.has(name)) loading.set(name, Promise.resolve(decode(added.get(name))));
  if (!loading.has(name)) {
    const promise = new Promise((resolve, reject) => {
      const element = document.createElement("script");
      const fail = () => {
        loading.delete(name); // The next search tries again.
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

// Pages name a file whose own name never changes, so that a new index changes no page. It holds the core, and says where
// the other files lie by the core's place among them.
function decodeCore(core) {
  if (typeof core !== "string") return core;
  coreUrl = new URL(core, coreUrl);
  return load(coreName());
}

function useCore(core) {
  if (core.format !== FORMAT) throw new Error("This search index needs another search.js.");
  spell(core.letters);
  useMarks(core.marks);
  const realWords = new Set(core.real_words.split(" "));
  const best = new Map(Object.entries(core.best));
  // The record of each term: its page's record, or one after the records of all pages.
  const recordOf = [];
  let other = core.pages;
  for (let reader = new Reader(core.term_pages), last = -1; reader.more(); ) {
    const distance = reader.number();
    recordOf.push(distance ? (last += distance) : other++);
  }
  const [blockOf, textOf] = [core.block_pages, core.text_pages].map(placesOf);
  const starts = new Map(Object.entries(core.starts).map(([prefix, list]) => [prefix, list.split(" ").filter(Boolean)]));
  // The prefixes under which nothing is filed, so that no shard has to be loaded for them.
  const absent = new Set(Object.keys(core.starts).filter((prefix) => core.starts[prefix][0] === " "));
  const frequent = core.frequent ? core.frequent.split(" ") : [];
  const keys = core.keys.split(" ");
  const shared = { ...core, keys, frequent, starts, absent, best, crisis: core.crisis.map(readPhrases), realWords, recordOf, blockOf, textOf };
  // The same, asked in each of its languages.
  shared.inLanguages = core.languages.map((_, number) => ({ ...shared, number, language: languages[number] }));
  return shared;
}

// The file of each page and the place in it, from the numbers of pages in the files.
function placesOf(counts) {
  const places = [];
  for (let reader = new Reader(counts), file = 0; reader.more(); file++) {
    for (let place = 0, count = reader.number(); place < count; place++) places.push([file, place]);
  }
  return places;
}

let core;
function opened() {
  core ??= load(coreName(), decodeCore).then(useCore, (error) => {
    core = undefined; // The next search tries again.
    throw error;
  });
  return core;
}

// The page of a term, or -1.
const pageOf = (core, term) => (core.recordOf[term] < core.pages ? core.recordOf[term] : -1);

// The name of a numbered file, from the hashes of its kind in a row; the record of a page, and its text.
function fileName(kind, hashes, number) {
  return `${kind}${number}-${hashes.slice(number * HASH, (number + 1) * HASH)}`;
}
async function recordIn(core, page) {
  const [block, place] = core.blockOf[page];
  const [url, title, kind, topics, summary, names, headings, facts, language] = (await load(fileName("r", core.records, block)))[place];
  return { url, title, kind, topics, summary, names, headings, facts, language };
}
async function textIn(core, page) {
  const [file, place] = core.textOf[page];
  return (await load("t" + core.texts.slice(file * TEXT_HASH, (file + 1) * TEXT_HASH)))[place];
}
