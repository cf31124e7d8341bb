// Prints how much a first search loads and how long a repeated one takes.
// usage: node measure.mjs INDEX-FOLDER "QUERY"…
import { open } from "./runtime.mjs";

const [, , folder, ...queries] = process.argv;
for (const query of queries) {
  const { search, loaded } = open(folder);
  const { total } = await search(query);
  const sums = {};
  for (const { name, compressed } of loaded) {
    const kind = name === "search.js" ? name : name.startsWith("core") ? "core" : name[0];
    sums[kind] = (sums[kind] || 0) + compressed;
  }
  const bytes = Object.values(sums).reduce((sum, part) => sum + part, 0);
  await search(query);
  const times = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    await search(query);
    times.push(performance.now() - start);
  }
  console.log(`${JSON.stringify(query)}: ${total} pages; ${bytes} bytes gzip`, JSON.stringify(sums), `again ${Math.min(...times).toFixed(1)} ms`);
}
