// Loads index files and decodes each once, as format/read.rs does. Plain script elements work from file: and
// under default-src 'self'.

const Wellread = (globalThis.Wellread = globalThis.Wellread || {});
const script = document.currentScript;
let coreUrl = new URL(script.getAttribute("data-core"), document.baseURI);
const coreName = () => coreUrl.pathname.split("/").pop().replace(/\.js$/, "");
const added = new Map();
const loading = new Map();

// The numbers that Rust and the runtime share, from the core (format/constants.rs).
let constants;

Wellread.add = (name, data) => added.set(name, data);

function load(name, decode = (data) => data) {
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

// Pages name a file whose own name never changes, so that a new index changes no page; it names the core.
function decodeCore(core) {
  if (typeof core !== "string") return core;
  coreUrl = new URL(core, coreUrl);
  return load(coreName());
}

function useCore(core) {
  if (core.format !== FORMAT) throw new Error("This search index needs another search.js.");
  constants = Object.fromEntries(core.constants.map((value, at) => [NAMES.split(" ")[at], value]));
  spell(core.letters);
  useMarks(core.marks);
  const realWords = new Set(core.real_words.split(" "));
  const best = new Map(Object.entries(core.best));
  const pageOf = [];
  for (let reader = new Reader(core.term_pages), last = -1; reader.more(); ) {
    const distance = reader.number();
    pageOf.push(distance ? (last += distance) : -1);
  }
  return { ...core, keys: core.keys.split(" "), best, crisis: core.crisis.map(readPhrases), realWords, pageOf };
}

let core;
function opened() {
  core ??= load(coreName(), decodeCore).then(useCore, (error) => {
    core = undefined; // The next search tries again.
    throw error;
  });
  return core;
}

// The name of a numbered file, from the hashes of its kind in a row; and one of the entries of a block.
function fileName(kind, hashes, number) {
  const { HASH } = constants;
  return `${kind}${number}-${hashes.slice(number * HASH, (number + 1) * HASH)}`;
}
async function entry(kind, hashes, number) {
  const { BLOCK } = constants;
  return (await load(fileName(kind, hashes, Math.floor(number / BLOCK))))[number % BLOCK];
}
