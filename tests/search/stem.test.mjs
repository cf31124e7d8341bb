// The stemmers in JavaScript and in Rust agree: thousands of words are indexed, and the runtime's stem of each
// is compared with the stem under which the index files it.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { hub, open } from "./runtime.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "wellread-stem-"));
after(() => rmSync(scratch, { recursive: true }));

const SUFFIXES = {
  en: "s es ies ied ed edly eed eedly ing ingly y ly ally er ers or ation ations ational ative ator ization isation izer ise ised ising ize alism ality ality al ally ful fulness fulli ness ous ousness ously ive iveness ivity able ably ability ibility ible ment ments ement ance ence ant ent ism ist iti ic ical icate iciti logy logi ogue our oured re ll lled lling bb bbed tt tting e ee yed ying us ss sses",
  es: "a as o os e es ado ados ada adas ando iendo yendo ar er ir aba aban ábamos ara aran aré arán aría arían ase aste isteis ieron imos iremos ía ías ían íamos é ó ción cion ciones sión siones amente mente idad idades abilidad ivo ivas oso osas ico ica ismo ista ancia encia encias anza able ibles ador adora adores ante antes logía logias ución uciones amiento imiento arlo arla irse iéndose ándolos ayamos uyen uyó gue gué que ísimo",
};
const MORE = {
  en: "skis skies dying lying tying idly gently ugly early only singly sky news howe atlas cosmos bias andes inning outing canning herring earring proceed exceed succeed generate generation communism arsenal yes youth say says sayings boyish flying by cry cries tie ties die being bed hope hoping hopped hopping falling hissing fizzed agreed feed owing luxuriating sensational sensibility oates obsessed",
  es: "escuela niños niñas haciendo diciendo oyendo construyendo contribuyó averigüe paraguas aula oír reír día",
};

for (const language of ["en", "es"]) {
  test(`${language}: both stemmers agree`, async () => {
    const source = JSON.parse(readFileSync(join(here, `hub-${language}.json`), "utf8"));
    const roots = [...new Set(JSON.stringify(source).toLowerCase().match(/\p{L}{3,}/gu))];
    const words = new Set([...roots, ...MORE[language].split(" ")]);
    for (const root of roots) {
      for (const suffix of SUFFIXES[language].split(" ")) for (const cut of [0, 1, 2]) words.add(root.slice(0, root.length - cut) + suffix);
    }
    const content = { language, static_path: "/search/", pages: [{ url: "/a/", title: "Words", kind: "page", sections: [["", "", [...words].join(" ")]] }] };
    const file = join(scratch, `${language}.json`);
    const folder = join(scratch, language);
    writeFileSync(file, JSON.stringify(content));
    hub(file, folder);

    const { search, inside } = open(folder, undefined, "languages, decodeShard");
    await search.ready();
    let compared = 0;
    for (const name of readdirSync(folder).filter((name) => name.startsWith("w"))) {
      const text = readFileSync(join(folder, name), "utf8");
      const shard = inside.decodeShard(JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")"))), [1]);
      for (const [stem, { words }] of shard.stems) {
        for (const word of words) {
          assert.equal(inside.languages[0].stem(word), stem, word);
          compared++;
        }
      }
    }
    assert.ok(compared > 5000, String(compared));
  });
}
