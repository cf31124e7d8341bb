// Runs the search runtime in Node.js, in a context that has as much of a document as the runtime uses.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const source = fileURLToPath(new URL("../../themes/default/static/search.js", import.meta.url));

// Opens the index in a folder. `loaded` lists the files that the runtime has loaded, with their sizes in bytes.
// `inside` names internal functions of the runtime that a test wants to call.
export function open(folder, base = "https://hub.example.org/search/", inside = "") {
  const core = readFileSync(join(folder, "core.txt"), "utf8");
  const loaded = [];
  const run = (code) => vm.runInContext(code, context);
  const document = {
    baseURI: base,
    currentScript: { getAttribute: () => base + core },
    createElement: () => ({ remove() {} }),
    head: {
      appendChild(element) {
        setImmediate(() => {
          const name = element.src.split("/").pop();
          let text;
          try {
            text = readFileSync(join(folder, name), "utf8");
          } catch {
            return element.onerror();
          }
          loaded.push({ name, bytes: text.length, compressed: gzipSync(text, { level: 9 }).length });
          run(text);
          element.onload();
        });
      },
    },
  };
  const context = vm.createContext({ document, URL, console });
  const runtime = readFileSync(source, "utf8");
  run(runtime.replace(/\}\)\(\);\s*$/, `globalThis.inside = { ${inside} }; })();`));
  loaded.push({ name: "search.js", bytes: runtime.length, compressed: gzipSync(runtime, { level: 9 }).length });
  return { search: context.Wellread.search, loaded, inside: context.inside };
}
