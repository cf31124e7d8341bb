// A page as a part of a handout, by the rules that the program has for packets (markdown/part.rs and packet.html).
"use strict";
/** What `main` of a page shows, as part `number` of the pages `names`. Its footnotes and words go to the lists of all parts. */
function handoutPart(main, { number, names, footnotes, words, text, pageOf }) {
  const prefix = `wr-part-${number}-`;
  const before = footnotes.children.length;
  const { lang, dir } = main.ownerDocument.documentElement;
  const isOther = lang && lang !== document.documentElement.lang;
  const [, kind] = main.className.match(/kind-(\w+)/) || [];
  const make = (name, fields, ...children) => {
    const made = Object.assign(document.createElement(name), fields);
    made.append(...children);
    return made;
  };
  const all = (selector, of = main) => [...of.querySelectorAll(selector)];
  const numberOf = (href) => 1 + names.indexOf((pageOf(href) || {}).name);

  for (const gone of all("script, style, a.anchor:empty, .page-only")) gone.remove();
  for (const word of all(".words dl > div[id]")) {
    if (!words.has(word.id) && !numberOf(word.querySelector("a").getAttribute("href"))) words.set(word.id, word);
  }

  const title = main.querySelector("h1");
  const heading = make("h2", {}, make("span", { className: "part-number" }, `${number}.`), " ", ...(title ? title.childNodes : []));
  const section = make("section", { className: `part part-${kind}`, id: `wr-part-${number}` }, heading);
  section.append(...all(":scope > .draft, .lead > .say, .lead > .also, .lead > .subtitle"), ...byline(), ...all(".entry > .callout, .entry > .reach"));
  for (const places of all(".entry > .places > ul")) section.append(make("div", { className: "places" }, places));
  section.append(...all(".entry > .details, .body"));
  if (isOther) Object.assign(section, { lang, dir });

  // Who wrote and reviewed it, and when, in one line: of the dates, the first.
  function byline() {
    const said = [...all(".trust > p:not(.reviewed), .reviewed:not([data-due])"), ...all(".trust .facts > li:has(time)").slice(0, 1)];
    if (!said.length) return [];
    const line = make("p", { className: "byline" }, ...said.flatMap((one, at) => [...(at ? [" · "] : []), ...one.childNodes]));
    const { lang, dir } = said[0].closest(".trust[lang], .reviewed[lang]") || {};
    if (lang) Object.assign(line, { lang, dir });
    return [line];
  }

  for (const level of [5, 4, 3, 2, 1]) {
    for (const higher of all(`:scope > :not(h2:first-child) h${level}`, section)) {
      const lower = make(`h${level + 1}`, {}, ...higher.childNodes);
      for (const { name, value } of higher.attributes) lower.setAttribute(name, value);
      higher.replaceWith(lower);
    }
    for (const holder of all(`.heading.h${level}`, section)) holder.className = `heading h${level + 1}`;
  }

  const idOf = (id) => {
    const [, start, digits, rest] = id.match(/^(note-(?:ref-)?)(\d+)(.*)$/) || [];
    return start ? start + (Number(digits) + before) + rest : prefix + id;
  };
  // Every attribute that holds ids (WAI-ARIA 1.2, section 6.6).
  const references = ["for", "headers", ...["activedescendant", "controls", "describedby", "details", "errormessage", "flowto", "labelledby", "owns"].map((name) => "aria-" + name)];
  for (const key of ["id", ...references]) {
    for (const one of all(`:scope > * [${key}], :scope > [${key}]`, section)) one.setAttribute(key, one.getAttribute(key).trim().split(/\s+/).map(idOf).join(" "));
  }
  for (const named of all("[role=region][aria-label], .part > aside[aria-label]", section)) named.setAttribute("aria-label", `${number}. ${named.getAttribute("aria-label")}`);
  for (const link of all("a[href]", section)) {
    const href = link.getAttribute("href");
    if (link.className === "note-back") link.setAttribute("aria-label", text.back.replace("{n}", () => idOf(href.slice(1)).replace("note-ref-", "").replaceAll("-", ".")));
    if (link.getAttribute("role") === "doc-noteref") link.textContent = Number(link.textContent) + before;
    if (href.startsWith("#")) {
      if (href.length > 1) link.setAttribute("href", "#" + idOf(href.slice(1)));
      continue;
    }
    const inside = numberOf(href);
    // Not to what is no heading: footnotes have other numbers here, and words are in one list.
    const [, anchor] = href.match(/#(?!:~:|note-\d|note-ref-|notes$|word-|wr-)(.+)/) || [];
    if (!inside) continue;
    link.setAttribute("href", `#wr-part-${inside}${anchor ? "-" + anchor : ""}`);
    link.dataset.where = text.where.replace("{n}", inside);
  }

  for (const own of all("[role=doc-endnotes]", section)) {
    const items = all(":scope > ol > li", own);
    if (isOther) for (const item of items) Object.assign(item, { lang, dir });
    footnotes.append(...items);
    own.remove();
  }
  return section;
}
