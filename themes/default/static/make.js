// Puts a handout together from pages of this site. Its address holds the choice; nothing is stored or sent.
"use strict";
(() => {
  const MOST = 100; // as many parts as a packet may have
  const root = document.querySelector(".make");
  const text = root.dataset;
  const fill = (words, n) => words.replace(/\{(n|title)\}/, () => n);
  const element = (name, fields = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(fields)) {
      if (key === "click") made.addEventListener("click", value);
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };

  // Only what this page lists can be chosen, so no address leads a request anywhere else.
  const pages = new Map();
  for (const item of root.querySelectorAll("[data-part]")) {
    const link = item.querySelector("a");
    const url = new URL(link.href);
    if (url.origin !== location.origin) continue;
    const box = element("input", { type: "checkbox", autocomplete: "off" });
    box.addEventListener("change", () => choose(item.dataset.part, box.checked));
    pages.set(item.dataset.part, { url, title: link.textContent, box, item });
    link.replaceWith(element("label", {}, box, link.textContent));
  }
  const numberOf = (url, chosen) => 1 + chosen.findIndex((name) => pages.get(name).url.pathname === url.pathname);

  // The choice, in its order, from the address; and how many names in it are no pages.
  const read = () => {
    const names = new URLSearchParams(location.search).getAll("p").join(",").split(",").map((name) => name.trim()).filter(Boolean);
    const known = [...new Set(names.filter((name) => pages.has(name)))];
    return { chosen: known.slice(0, MOST), refused: names.filter((name) => !pages.has(name)).length, isLong: known.length > MOST };
  };
  let { chosen, refused, isLong } = read();

  const status = element("p", { role: "status" });
  const problems = element("ul", {});
  const list = element("ol", { class: "chosen-parts" });
  const ways = element("div", { class: "made-ways" },
    element("button", { type: "button", class: "call", click: () => ready.then(() => print()) }, text.print),
    element("button", { type: "button", class: "call", click: () => navigator.clipboard.writeText(location.href).then(() => { status.textContent = text.copied; }, () => {}) }, text.copy));
  const made = element("section", { class: "made", "aria-labelledby": "wr-made" }, element("h2", { id: "wr-made" }, text.chosen), status, problems, list, ways);
  const handout = element("article", { class: "packet" });
  const find = element("input", { type: "search", autocomplete: "off" });
  const shorten = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  find.addEventListener("input", () => {
    const wanted = shorten(find.value.trim());
    for (const { item } of pages.values()) item.hidden = !shorten(item.textContent).includes(wanted);
    for (const group of root.querySelectorAll(".choose section")) group.hidden = !group.querySelector("li:not([hidden])");
  });

  function choose(name, isChosen) {
    chosen = chosen.filter((one) => one !== name);
    if (isChosen && chosen.length === MOST) isLong = true;
    else if (isChosen) chosen.push(name);
    refused = 0;
    show();
  }
  // The focus stays in the list: on the same page, or on the one that took its place.
  function move(name, by) {
    const at = chosen.indexOf(name);
    chosen.splice(at, 1);
    if (by) chosen.splice(at + by, 0, name);
    refused = 0;
    show();
    const rows = list.children;
    const row = rows[Math.min(by ? at + by : at, rows.length - 1)];
    const buttons = row ? row.querySelectorAll("button") : [];
    (buttons[by && buttons.length > 1 ? 0 : buttons.length - 1] || status).focus();
  }
  const counted = () => (chosen.length === 1 ? text.one : fill(chosen.length ? text.many : text.none, chosen.length));

  let ready = Promise.resolve();
  function show() {
    const query = chosen.map((name) => name.split("/").map(encodeURIComponent).join("/")).join(",");
    history.replaceState(null, "", location.pathname + (query && "?p=" + query));
    for (const [name, { box }] of pages) box.checked = chosen.includes(name);
    const told = [];
    if (refused) told.push(fill(text.unknown, refused));
    if (isLong) told.push(fill(text.most, MOST));
    isLong = false;
    status.textContent = [counted(), ...told].join(" ");
    list.replaceChildren(...chosen.map((name, at) => {
      const { title } = pages.get(name);
      const button = (sign, label, click) => element("button", { type: "button", class: "call", "aria-label": fill(label, title), click }, sign);
      return element("li", {}, element("span", {}, `${at + 1}. ${title}`), ...(at ? [button("↑", text.up, () => move(name, -1))] : []), button("×", text.remove, () => move(name, 0)));
    }));
    ways.hidden = !chosen.length;
    ready = build([...chosen]);
  }

  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) {
      const { url } = pages.get(name);
      const page = fetch(url, { redirect: "error" }).then(async (response) => {
        if (!response.ok) throw new Error(response.statusText);
        return new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main");
      });
      loaded.set(name, page);
      page.catch(() => loaded.delete(name));
    }
    return loaded.get(name);
  };

  let latest = 0;
  async function build(names) {
    const turn = ++latest;
    const results = await Promise.allSettled(names.map(load));
    if (turn !== latest) return;
    const isThere = (at) => results[at].status === "fulfilled" && results[at].value;
    const failed = names.filter((_, at) => !isThere(at));
    problems.replaceChildren(...failed.map((name) => element("li", {}, fill(text.failed, pages.get(name).title))));
    const there = names.filter((_, at) => isThere(at));
    const footnotes = element("ol", {});
    const words = new Map();
    const places = new Map();
    const parts = names.flatMap((_, at) => (isThere(at) ? [results[at].value] : [])).map((main, at) => part(main.cloneNode(true), at + 1, there, { footnotes, words, places }));
    const entry = (id, title) => element("li", {}, element("a", { href: "#" + id }, title));
    const ends = [];
    const end = (id, title, className, content) => ends.push({ id, title, section: element("section", { class: className, "aria-labelledby": id }, element("h2", { id }, title), content) });
    if (words.size) end("wr-words", text.words, "words", element("dl", {}, ...words.values()));
    if (places.size) end("wr-places", text.places, "places", element("ul", {}, ...places.values()));
    if (footnotes.children.length) end("notes", text.notes, "notes", footnotes);
    const contents = element("nav", { class: "parts", "aria-labelledby": "wr-parts" }, element("h2", { id: "wr-parts" }, text.parts),
      element("ol", {}, ...there.map((name, at) => entry(`wr-part-${at + 1}`, pages.get(name).title))),
      element("ul", {}, ...ends.map(({ id, title }) => entry(id, title))));
    const from = element("div", { class: "from" }, element("p", { class: "line-name" }, text.clinic), ...(text.phone ? [element("p", {}, text.phone)] : []));
    const online = element("p", { class: "made-url" }, text.online + " " + location.href);
    handout.replaceChildren(...(parts.length ? [element("header", { class: "cover" }, from, element("p", { class: "made-title" }, text.chosen), contents, online), ...parts, ...ends.map(({ section }) => section)] : []));
  }

  // A page as a part: its headings go down, its ids get a prefix, its footnotes are numbered on, and
  // links to other parts lead inside, as in packets that the site itself has.
  function part(main, number, names, { footnotes, words, places }) {
    const prefix = `wr-part-${number}-`;
    const before = footnotes.children.length;
    const title = main.querySelector("h1");
    const { lang, dir } = main.ownerDocument.documentElement;
    const isOther = lang && lang !== document.documentElement.lang;
    const kind = (main.className.match(/kind-(\w+)/) || [])[1];
    const section = element("section", { class: `part part-${kind}`, id: `wr-part-${number}` },
      element("h2", {}, element("span", { class: "part-number" }, `${number}.`), " ", title ? title.textContent : ""));
    for (const gone of main.querySelectorAll("script, style, .anchor")) gone.remove();
    for (const word of main.querySelectorAll(".words dl > div[id]")) {
      const url = new URL(word.querySelector("a").getAttribute("href"), location.href);
      if (!words.has(word.id) && !numberOf(url, names)) words.set(word.id, word);
    }
    const place = (name, from) => {
      const reach = from.querySelector(".reach");
      if (name && reach && !places.has(name.textContent)) places.set(name.textContent, element("li", {}, element("p", { class: "line-name" }, name.textContent), reach.cloneNode(true)));
    };
    if (kind === "resource") place(title, main);
    for (const card of main.querySelectorAll(".resource-card")) place(card.querySelector("h2, h3"), card);
    section.append(...main.querySelectorAll(".lead > .say, .lead > .also, .lead > .subtitle, .entry > .callout, .entry > .reach, .entry > .places, .entry > .details, .body"));
    for (const heading of section.querySelectorAll(".places h2, .lead h2")) heading.remove();
    for (const [level, name] of [[6, "h5"], [5, "h4"], [4, "h3"], [3, "h2"]]) {
      for (const heading of section.querySelectorAll(`:scope > :not(h2) ${name}`)) {
        const lower = element(`h${level}`, {}, ...heading.childNodes);
        if (heading.id) lower.id = heading.id;
        heading.replaceWith(lower);
      }
      for (const holder of section.querySelectorAll(`.heading.${name}`)) holder.className = `heading h${level}`;
    }
    const idOf = (id) => {
      const [, start, digits, rest] = id.match(/^(note-(?:ref-)?)(\d+)(.*)$/) || [];
      return start ? start + (Number(digits) + before) + rest : prefix + id;
    };
    for (const key of ["id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"]) {
      for (const one of section.querySelectorAll(`[${key}]`)) one.setAttribute(key, one.getAttribute(key).split(/\s+/).map(idOf).join(" "));
    }
    for (const region of section.querySelectorAll("[role=region][aria-label]")) region.setAttribute("aria-label", `${number}. ${region.getAttribute("aria-label")}`);
    for (const link of section.querySelectorAll("a[href]")) {
      const href = link.getAttribute("href");
      if (link.classList.contains("note-back")) link.setAttribute("aria-label", fill(text.back, idOf(href.slice(1)).replace("note-ref-", "").replace("-", ".")));
      if (link.getAttribute("role") === "doc-noteref") link.textContent = Number(link.textContent) + before;
      if (href.startsWith("#")) {
        if (href.length > 1) link.setAttribute("href", "#" + idOf(href.slice(1)));
        continue;
      }
      const url = link; // Unlike `new URL`, it takes an address that is none.
      const inside = url.origin === location.origin && numberOf(url, names);
      const anchor = /^#(?!:~:|note-\d|note-ref-|notes$|word-|wr-)./.test(url.hash) ? "-" + url.hash.slice(1) : "";
      if (inside) link.setAttribute("href", `#wr-part-${inside}${anchor}`);
      else if (link.dataset.term && words.has("word-" + link.dataset.term)) link.setAttribute("href", "#word-" + link.dataset.term);
    }
    const own = section.querySelector(".notes");
    if (isOther) {
      Object.assign(section, { lang, dir });
      if (own) for (const item of own.querySelectorAll(":scope > ol > li")) Object.assign(item, { lang, dir });
    }
    if (own) {
      footnotes.append(...own.querySelectorAll(":scope > ol > li"));
      own.remove();
    }
    return section;
  }

  root.querySelector(".why").remove();
  root.querySelector(".choose").prepend(element("label", { class: "find" }, text.find, find));
  status.tabIndex = -1;
  root.prepend(made);
  root.append(handout);
  addEventListener("popstate", () => {
    ({ chosen, refused, isLong } = read());
    show();
  });
  show();
})();
