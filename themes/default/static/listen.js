// Reads an article aloud, sentence by sentence, with voices of this device alone. share.js loads it at the first press of its button.
"use strict";
(() => {
  const button = document.querySelector("[data-do=listen]");
  const label = button.querySelector("span");
  const speech = window.speechSynthesis;
  const said = { listen: label.textContent, ...button.dataset };
  const here = document.documentElement.lang;
  const place = button.parentElement; // the controls, which lie above the page while it is read

  const look = document.createElement("link");
  look.rel = "stylesheet";
  look.href = said.look;
  document.head.append(look);

  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "call";
  stop.textContent = said.stop;
  stop.hidden = true;
  button.after(stop);

  // A voice that is not on the device would send the text to its maker. Without one of the words' language, that of the page.
  const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];
  const voiceOf = (lang) => {
    const wish = (voice) => 2 * voice.default + navigator.languages.includes(voice.lang.replace("_", "-"));
    const voices = speech.getVoices().filter((voice) => voice.localService && primary(voice.lang) === primary(lang));
    return voices.sort((one, other) => wish(other) - wish(one))[0] ?? (lang === here ? undefined : voiceOf(here));
  };

  // How terms are said, by the words that stand for them. A term with two upper-case letters is a different word in
  // lower case: IDEA, idea.
  const says = new Map();
  for (const entry of document.querySelectorAll(".words dl > div")) {
    const say = entry.querySelector(".say q")?.textContent.split(",")[0];
    const name = entry.querySelector("dt a").textContent;
    if (!say) continue;
    says.set(name, say.replace(/\p{Lu}{2,}/gu, (stressed) => stressed.toLowerCase()));
    if (!/\p{Lu}.*\p{Lu}/u.test(name)) says.set(name.toLowerCase(), says.get(name));
  }
  const names = [...says.keys()].sort((one, other) => other.length - one.length).map((name) => name.replace(/[^\p{L}\p{N}]/gu, "."));
  const known = new RegExp(`(^|[^\\p{L}\\p{N}])(${names.join("|")})(?=s?([^\\p{L}\\p{N}]|$))`, "giu");
  const spoken = (text) => text.replace(/\s+/g, " ").replace(known, (all, before, name) => before + (says.get(name) ?? says.get(name.toLowerCase()) ?? name));

  // What is read: the words that are on the page, without footnotes, what is folded away, and what only eyes or hands use.
  const silent = ".anchor, .note-ref, .notes, .slip, [hidden], [aria-hidden=true], script, style, svg, button, video, audio, pre, details:not([open]) > :not(summary)";
  const blockOf = (node) => {
    let block = node.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block;
  };
  const blocks = () => {
    const found = [];
    let last = null;
    const read = (node) => {
      for (const child of node.childNodes) {
        if (child.nodeType === 1 && !child.matches(silent)) read(child);
        if (child.nodeName === "BR") last = null;
        if (child.nodeType !== 3) continue;
        const element = blockOf(child);
        if (last?.element !== element) found.push(last = { element, text: "", nodes: [] });
        last.nodes.push([last.text.length, child]);
        // A line that ends in the source does not end a sentence.
        last.text += child.data.replace(/\s/g, " ");
      }
    };
    document.querySelectorAll(".reading h1, .reading .subtitle, .reading .body").forEach(read);
    return found;
  };

  const cut = (text, lang) => {
    // An old browser, and a language that is none, have no rules for sentences.
    let parts = text.match(/[^.!?…]+[.!?…]*\s*|.+/g) ?? [];
    try {
      parts = Array.from(new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text), ({ segment }) => segment);
    } catch {}
    // A title or an initial ends none: Dr. Lee, U.S. law.
    return parts.reduce((all, part) => {
      all.push((/(^|[^\p{L}])\p{Lu}\p{Ll}{0,2}\.\s*$/u.test(all.at(-1)) ? all.pop() : "") + part);
      return all;
    }, []);
  };

  const rangeOf = (nodes, from, to) => {
    const range = document.createRange();
    const at = (offset) => nodes.findLast(([start]) => start <= offset);
    const [first, last] = [at(from), at(to - 1)];
    range.setStart(first[1], from - first[0]);
    range.setEnd(last[1], to - last[0]);
    return range;
  };

  const sentences = () => blocks().flatMap(({ element, text, nodes }) => {
    const lang = element.closest("[lang]").lang;
    // In a table, what a cell says depends on its column.
    const column = element.matches("td + td") && element.dataset.label;
    let end = 0;
    return cut(text, lang).flatMap((part, index) => {
      const start = end;
      end += part.length;
      if (!/[\p{L}\p{N}]/u.test(part)) return [];
      const words = part.trim();
      const from = start + part.indexOf(words);
      return [{ element, lang, text: (column && !index ? `${column}: ` : "") + spoken(words), range: rangeOf(nodes, from, from + words.length) }];
    });
  });

  let list = [];
  let at = 0;
  let now = null; // what is being said; pausing forgets it, and going on says the sentence again
  let marked = null;

  const boxOf = ({ range }) => range.getBoundingClientRect();
  const mark = (sentence) => {
    const left = marked && boxOf(marked);
    if (window.Highlight) {
      CSS.highlights.delete("wr-heard");
      if (sentence) CSS.highlights.set("wr-heard", new Highlight(sentence.range));
    } else {
      marked?.element.classList.remove("heard");
      sentence?.element.classList.add("heard");
    }
    marked = sentence;
    if (!sentence || (left && (left.bottom < 0 || left.top > innerHeight))) return; // Who has scrolled away is left alone.
    const { top, bottom } = boxOf(sentence);
    const third = innerHeight / 3;
    if (top < 0 || Math.min(bottom, top + third) > innerHeight - place.offsetHeight) scrollBy({ top: top - third, behavior: "instant" });
  };

  const show = (words, reading) => {
    label.textContent = words;
    place.classList.toggle("listening", reading);
    if (!reading && document.activeElement === stop) button.focus({ preventScroll: true });
    stop.hidden = !reading;
  };
  const hush = () => { now = null; speech.cancel(); };
  const end = () => {
    hush();
    mark(null);
    list = [];
    show(said.listen, false);
  };
  const say = () => {
    const sentence = list[at];
    const voice = sentence && voiceOf(sentence.lang);
    if (!voice) return end();
    mark(sentence);
    const words = Object.assign(new SpeechSynthesisUtterance(sentence.text), { voice, lang: voice.lang });
    words.onend = () => { if (words === now) { at += 1; say(); } };
    words.onerror = () => { if (words === now) end(); };
    now = words;
    speech.speak(words);
  };
  const press = () => {
    if (now) {
      hush();
      show(said.resume, true);
      return;
    }
    if (!list.length) {
      list = sentences();
      at = 0;
    }
    speech.cancel(); // What another page has left behind.
    show(said.pause, true);
    say();
  };

  button.onclick = press;
  stop.onclick = end;
  addEventListener("pagehide", end);
  press();
})();
