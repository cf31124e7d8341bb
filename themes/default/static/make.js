// Puts a handout together from pages of this site. Its address holds the choice; nothing is stored or sent.
"use strict";
(() => {
  const root = document.querySelector(".make");
  const text = root.dataset;
  const coverParts = root.querySelector("template").content;
  const most = Number(text.mostParts);
  const fill = (words, n) => words.replace(/\{(n|title)\}/, () => n);
  const counted = (n, { none, one, many }) => (n ? (n === 1 ? one : fill(many, n)) : none);
  const element = (name, fields = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(fields)) {
      if (key === "click") made.addEventListener("click", value);
      else if (value) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };

  // In a page from right to left, a title may be written from left to right.
  const titled = (title) => (document.documentElement.dir === "rtl" ? element("bdi", {}, title) : title);

  // Only what this page lists can be chosen, so no address leads a request anywhere else.
  const pages = new Map();
  for (const item of root.querySelectorAll("[data-part]")) {
    const link = item.querySelector("a");
    if (link.origin !== location.origin) continue;
    const box = element("input", { type: "checkbox", autocomplete: "off" });
    const name = item.dataset.part;
    box.addEventListener("change", () => choose(name, box.checked));
    pages.set(name, { name, href: link.getAttribute("href"), url: link.href, title: link.textContent, box, item });
    const fullName = item.querySelector(".full-name");
    item.replaceChildren(element("label", {}, box, element("span", {}, titled(link.textContent), ...(fullName ? [" ", fullName] : []))));
  }
  const byHref = new Map([...pages.values()].map((page) => [page.href, page]));
  const pageOf = (href) => byHref.get(href.split("#")[0]);

  // The choice, in its order, from the address; how many names in it are no pages, and whether one is a letter, which is filled in by itself.
  const read = () => {
    const names = new URLSearchParams(location.search).getAll("p").join(",").split(",").map((name) => name.trim()).filter(Boolean);
    const known = [...new Set(names.filter((name) => pages.has(name)))];
    return { chosen: known.slice(0, most), refused: names.filter((name) => !pages.has(name) && !isLetter(name)).length, hasLetter: names.some(isLetter), isLong: known.length > most };
  };
  const isLetter = (name) => name.startsWith("letters/");
  let { chosen, refused, hasLetter, isLong } = read();

  const status = element("p", { role: "status", dir: "auto" });
  const problems = element("ul");
  const list = element("ol", { class: "chosen-parts" });
  const copy = async () => {
    status.textContent = (await copyText(location.href)) ? text.copied : text.notCopied;
  };
  const ways = element("div", { class: "made-ways" },
    element("a", { class: "call", href: "#wr-handout" }, text.read),
    element("button", { type: "button", class: "call", click: () => ready.then(() => print()) }, text.print),
    element("button", { type: "button", class: "call", click: copy }, text.copy));
  const made = element("section", { class: "made", "aria-labelledby": "wr-made" }, element("h2", { id: "wr-made" }, text.chosen), status, problems, list, ways);
  const handout = element("article", { class: "packet", id: "wr-handout" });
  const find = element("input", { type: "search", autocomplete: "off" });
  const found = element("p", { role: "status", dir: "auto" });
  // What is found is never folded away. Afterward the folds are as the reader had left them.
  const groups = new Map();
  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  find.addEventListener("input", () => {
    const wanted = fold(find.value.trim());
    if (wanted && !groups.size) for (const group of root.querySelectorAll(".choose details")) groups.set(group, group.open);
    for (const [group, isOpen] of groups) group.open = wanted ? true : isOpen;
    if (!wanted) groups.clear();
    for (const { item } of pages.values()) item.hidden = !fold(item.textContent).includes(wanted);
    for (const group of root.querySelectorAll(".choose section")) group.hidden = !group.querySelector("li:not([hidden])");
    const count = [...pages.values()].filter(({ item }) => !item.hidden).length;
    found.textContent = wanted && counted(count, { none: text.foundNone, one: text.foundOne, many: text.foundMany });
  });

  function choose(name, isChosen) {
    chosen = chosen.filter((one) => one !== name);
    if (isChosen && chosen.length === most) isLong = true;
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
    const row = rows[Math.min(at + by, rows.length - 1)];
    const buttons = [by, -by, 0].map((one) => row?.querySelector(`[data-by="${one}"]`));
    (buttons.find(Boolean) || status).focus();
  }

  let ready = Promise.resolve();
  // `hash` is the place in the handout to which the address leads. Another choice has other places.
  function show(hash = "") {
    const query = chosen.map((name) => name.split("/").map(encodeURIComponent).join("/")).join(",");
    history.replaceState(null, "", location.pathname + (query && "?p=" + query) + hash);
    for (const [name, { box }] of pages) box.checked = chosen.includes(name);
    const told = [];
    if (refused) told.push(counted(refused, { one: text.unknownOne, many: text.unknown }));
    if (hasLetter) told.push(text.letter);
    if (isLong) told.push(fill(text.most, most));
    hasLetter = isLong = false;
    status.textContent = [counted(chosen.length, text), ...told].join(" ");
    list.replaceChildren(...chosen.map((name, at) => {
      const { title } = pages.get(name);
      const button = (sign, label, by) => element("button", { type: "button", class: "call", "data-by": String(by), "aria-label": fill(label, title), click: () => move(name, by) }, sign);
      return element("li", {}, element("span", {}, `${at + 1}. `, titled(title)),
        element("div", {}, ...(at ? [button("↑", text.up, -1)] : []), ...(at + 1 < chosen.length ? [button("↓", text.down, 1)] : []), button("×", text.remove, 0)));
    }));
    ways.hidden = !chosen.length;
    ready = build([...chosen]);
  }

  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) {
      const page = fetch(pages.get(name).url, { redirect: "error" }).then(async (response) => {
        if (!response.ok) throw new Error(response.statusText);
        const main = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main");
        if (!main) throw new Error("no page");
        return main;
      });
      loaded.set(name, page);
      page.catch(() => loaded.delete(name));
    }
    return loaded.get(name);
  };
  /** The pages of some names, those that could be loaded: each with its name and its `<main>`. */
  const loadAll = async (names) => {
    const results = await Promise.allSettled(names.map(load));
    return names.flatMap((name, at) => (results[at].value ? [{ name, main: results[at].value }] : []));
  };

  let latest = 0;
  async function build(names) {
    const turn = ++latest;
    const there = await loadAll(names);
    const places = await placesOf(there);
    if (turn !== latest) return;
    const order = there.map(({ name }) => name);
    problems.replaceChildren(...names.filter((name) => !order.includes(name)).map((name) => element("li", {}, fill(text.failed, pages.get(name).title))));
    const footnotes = element("ol");
    const words = new Map();
    const parts = there.map(({ main }, at) => handoutPart(main.cloneNode(true), { number: at + 1, names: order, footnotes, words, text, pageOf }));
    const entry = (id, title, lang) => element("li", { lang }, element("a", { href: "#" + id }, titled(title)));
    const ends = [];
    const end = (id, title, fields, content) => ends.push({ id, title, section: element("section", { ...fields, "aria-labelledby": id }, element("h2", { id }, title), content) });
    if (words.size) end("wr-words", text.words, { class: "words", "data-close": text.close, "data-more": text.more }, element("dl", {}, ...words.values()));
    if (places.length) end("wr-places", text.places, { class: "places" }, element("ul", {}, ...places));
    if (footnotes.children.length) end("notes", text.notes, { class: "notes", role: "doc-endnotes" }, footnotes);
    const contents = element("nav", { class: "parts", "aria-labelledby": "wr-parts" }, element("h2", { id: "wr-parts" }, text.parts),
      element("ol", {}, ...order.map((name, at) => entry(`wr-part-${at + 1}`, pages.get(name).title, pages.get(name).item.lang))),
      ...(ends.length ? [element("ul", {}, ...ends.map(({ id, title }) => entry(id, title)))] : []));
    const [from, foot] = [".from", ".cover-foot"].map((part) => coverParts.querySelector(part)?.cloneNode(true) ?? "");
    const online = element("p", { class: "made-url" }, text.online + " " + location.href.split("#")[0]);
    handout.replaceChildren(...(parts.length ? [element("header", { class: "cover" }, from, element("p", { class: "made-title" }, text.chosen), contents, online, foot), ...parts, ...ends.map(({ section }) => section)] : []));
    showByDay(handout);
    // What the address leads to is there only now.
    if (location.hash) location.replace(location.hash);
  }

  // How to reach the resources that the parts are, list or link, by title: on paper, the name of an office leads nowhere.
  async function placesOf(parts) {
    const isResource = (page) => page && page.name.startsWith("resources/");
    const named = new Set();
    for (const { name, main } of parts) {
      const links = [...main.querySelectorAll(".body a[href], .resource-card a[href]")].map((link) => pageOf(link.getAttribute("href")));
      for (const page of [pages.get(name), ...links]) if (isResource(page)) named.add(page.name);
    }
    // The list of this page is in the order of titles.
    const sorted = [...pages.keys()].filter((name) => named.has(name));
    return (await loadAll(sorted)).map(({ name, main }) => {
      const number = 1 + parts.findIndex((part) => part.name === name);
      return placeOf(main, number ? `#wr-part-${number}` : pages.get(name).href);
    });
  }

  function placeOf(main, href) {
    const line = (key, name) => [...main.querySelectorAll(`.details > .${key} > dd`)].map((dd) => element("p", { class: name }, ...dd.cloneNode(true).childNodes));
    const address = element("address", {}, element("p", { class: "line-name" }, element("a", { href }, main.querySelector("h1").textContent)), ...line("address"), ...line("hours", "quiet"));
    const reach = main.querySelector(".entry > .reach");
    const own = reach ? reach.cloneNode(true) : element("p", { class: "reach" });
    const schemes = ["tel:", "sms:"];
    const numberIn = (of, scheme) => of.querySelector(`a[href^="${scheme}"]`);
    // Where only its offices have numbers, those of the first ones, with their names.
    if (!schemes.some((scheme) => numberIn(own, scheme))) own.prepend(...schemes.flatMap((scheme) => numbersOfOffices(main, (of) => numberIn(of, scheme))));
    if (own.children.length) address.append(own);
    return element("li", {}, address);
  }

  function numbersOfOffices(main, numberIn) {
    const offices = [...main.querySelectorAll(".places li")].filter(numberIn).slice(0, Number(text.fewPlaces));
    return offices.map((office) => {
      const number = numberIn(office).cloneNode(true);
      const words = number.querySelector("span");
      const name = office.querySelector(".line-name");
      // What has a name already begins with it.
      if (name && !words.textContent.includes(": ")) words.prepend(name.textContent + ": ");
      return number;
    });
  }

  root.querySelector(".why").remove();
  root.querySelector(".choose").prepend(element("label", { class: "find" }, text.find, find), found);
  status.tabIndex = -1;
  root.prepend(made);
  root.append(handout);
  addEventListener("popstate", () => {
    const next = read();
    // A link inside the page has led to another place of the same handout.
    if (String(next.chosen) === String(chosen)) return;
    ({ chosen, refused, hasLetter, isLong } = next);
    show(location.hash);
  });
  show(location.hash);
})();
