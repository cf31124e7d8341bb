// Prints how much a first search loads and how long a repeated one takes.
// usage: node measure.mjs [--header] INDEX-FOLDER "QUERY"…
// As the search page asks first, for five results; with --header, as the suggestions under a search field, for six without text.
import { open } from "./runtime.mjs";

const header = process.argv[2] === "--header";
const [folder, ...queries] = process.argv.slice(header ? 3 : 2);
const options = header ? { limit: 6, texts: false } : { limit: 5 };
for (const query of queries) {
  const { search, loaded } = open(folder);
  const { total } = await search(query, options);
  const sums = {};
  for (const { name, compressed } of loaded) {
    const kind = name === "search.js" ? name : name.startsWith("core") ? "core" : name[0];
    sums[kind] = (sums[kind] || 0) + compressed;
  }
  const bytes = Object.values(sums).reduce((sum, part) => sum + part, 0);
  const rounds = Math.max(...loaded.map(({ round }) => round));
  const requests = `${loaded.length} requests, ${rounds} rounds with that of the core`;
  await search(query, options);
  const times = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    await search(query, options);
    times.push(performance.now() - start);
  }
  console.log(`${JSON.stringify(query)}: ${total} pages; ${bytes} bytes gzip, ${requests}`, JSON.stringify(sums), `again ${Math.min(...times).toFixed(1)} ms`);
}
