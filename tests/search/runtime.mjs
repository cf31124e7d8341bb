// Makes indexes with hub.rs and runs the search runtime in Node, in a window with as much of a document as the
// runtime touches.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const root = fileURLToPath(new URL("../..", import.meta.url));

// Runs hub.rs, which says what its arguments are, and returns what it prints.
export function hub(...args) {
  const options = { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] };
  // Of the whole workspace, as `tests/run` builds it: of one package alone, the libraries would be compiled again with
  // the fewer features that it asks for.
  return execFileSync("cargo", ["test", "-q", "--workspace", "--test", "search-hub", "--", ...args], options);
}

// Opens the index in a folder. `loaded` lists the files that the runtime has loaded, with their round and sizes in bytes.
// `inside` names internal functions of the runtime that a test wants to call.
export function open(folder, base = "https://hub.example.org/search/", inside = "") {
  const core = readFileSync(join(folder, "core.txt"), "utf8");
  const loaded = [];
  const run = (code) => vm.runInContext(code, context);
  // What is asked for before anything is answered is one round of requests.
  const waiting = [];
  let round = 0;
  const answer = () => {
    round++;
    for (const element of waiting.splice(0)) {
      const name = element.src.split("/").pop();
      let text;
      try {
        text = readFileSync(join(folder, name), "utf8");
      } catch {
        element.onerror();
        continue;
      }
      loaded.push({ name, round, bytes: text.length, compressed: gzipSync(text, { level: 9 }).length });
      run(text);
      element.onload();
    }
  };
  const document = {
    baseURI: base,
    currentScript: { getAttribute: () => base + core },
    createElement: () => ({ remove() {} }),
    head: {
      appendChild(element) {
        waiting.push(element);
        if (waiting.length === 1) setImmediate(answer);
      },
    },
  };
  const context = vm.createContext({ document, URL, console });
  // Only the source has the names of functions.
  const runtime = readFileSync(join(folder, inside ? "search-source.js" : "search.js"), "utf8");
  run(runtime.replace(/\}\)\(\);\s*$/, `globalThis.inside = { ${inside} }; })();`));
  loaded.push({ name: "search.js", round, bytes: runtime.length, compressed: gzipSync(runtime, { level: 9 }).length });
  return { search: context.Wellread.search, loaded, inside: context.inside };
}
