// A packet is made twice: by the program, for `/packets/NAME/`, and by a script, of pages that readers choose. Both must
// make the same of the same pages.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { start, visit } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

const hard = `---
title: All kinds of parts
subtitle: What Markdown and HTML can say
authors: [team]
reviewed: 2026-01-05
reviewers: [team]
resources: [center]
---
One.[^a] A [link](start.md#who-pays-what), [another](../glossary/iep.md), [here](#a), [out](https://www.example.com/),
[notes](start.md#notes), an IEP and a 504 plan. Ask [the helpline](../resources/helpline.md), or call
[[center:phone:Aurora]].

<h1 id="one" class="own" lang="es" dir="ltr" title="x">Uno</h1>
<h6 class="own">Six</h6>
<p id="b" aria-owns="a" aria-details="b c" aria-errormessage="a" aria-flowto="a" aria-controls="a"
aria-describedby="b  a" aria-labelledby="b">B</p>
<p><a class="anchor" href="#a">An anchor of its own</a></p>
<table><tr><th id="h">H</th></tr><tr><td headers="h">D</td></tr></table>

| Day | What |
|---|---|
| Monday | Call |

## A {#a}

Two.[^b] Again.[^a]

### Below A

[^a]: The first, see [A](#a).
[^b]: The second.
`;
const hub = {
  ...files,
  "site.toml": `${settings().replace("title =", 'raw_html = "trusted"\ntitle =')}\n[packets]\nmake = true\n`,
  "content/articles/hard.md": hard,
  "content/articles/hard-again.md": hard.replace("All kinds of parts", "All kinds again").replace("One.", "Once more."),
  "content/articles/hoy.md": "---\ntitle: El plan\nlanguage: es\nauthors: [team]\n---\nHoy.[^a] Un IEP.\n\n## Aquí\n\n[^a]: Nota.\n",
  "content/resources/center.md": `---
title: Center
notice:
  text: "Closed for a week. See [[start|the plan]]."
aliases: [The center]
locations:
  - name: Aurora
    phone: 303-555-0110
    address: 1 Elm Street, Aurora, CO 80010
  - name: Boulder
    phone: 303-555-0111
    email: boulder@hub.example.org
  - name: Golden
    text_phone: 303-555-0114
  - name: Online
    url: https://online.example.com/
  - name: Vail
    phone:
      - label: Front desk
        number: 303-555-0112
      - 303-555-0115
  - name: Lyons
    phone: 303-555-0113
---
Come in.
`,
  "content/pages/about.md": "---\ntitle: About\nsummary: Who we are and what we do.\n---\nWe help.\n",
};
const parts = ["articles/hard", "glossary/iep", "articles/hard-again", "resources/helpline", "pages/about", "articles/hoy", "articles/start"];
let site;
let server;
before(async () => {
  site = build({ ...hub, "content/packets/all.md": `---\ntitle: All\npages: [${parts.join(", ")}]\n---\n` });
  server = await start(site.folder);
});
after(async () => {
  await server.close();
  site.remove();
});

/** What is in a handout, element by element: its name, its attributes, and the text in it. */
async function outline(url) {
  const page = await server.page();
  await visit(page, url);
  const found = await page.evaluate(() => {
    const written = (node) => {
      if (node.nodeType === 3) return node.data.replace(/\s+/g, " ").trim();
      if (node.nodeType !== 1 || node.matches(".icon")) return "";
      const names = [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort();
      const inside = [...node.childNodes].map(written).filter(Boolean);
      return [node.localName, ...names, ...inside.map((one) => (Array.isArray(one) ? one : `“${one}”`))];
    };
    document.querySelector("main").normalize();
    const sections = [...document.querySelectorAll(".packet > section, .packet .parts")];
    return sections.map(written);
  });
  await page.context().close();
  return found;
}

test("a handout that is made has the same ids, links, headings, footnotes and names as a packet", async () => {
  const packet = await outline("/packets/all/");
  const made = await outline(`/packets/make/?p=${parts.join(",")}`);
  assert.equal(packet.length, 1 + parts.length + 3);
  for (const [at, section] of packet.entries()) assert.deepEqual(made[at], section);
  assert.equal(made.length, packet.length);
});
