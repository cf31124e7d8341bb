// The search field's suggestions in every header, and the results of the search page. Needs search.js; the
// markup that it works on is described in docs/search.md. Without it the form still
// leads to the search page, which then shows its lists.
(() => {
  "use strict";
  const forms = [...document.querySelectorAll("form[role=search]")].filter((form) => form.elements.q);
  const page = document.getElementById("search-results");
  const TYPING = 90; // Milliseconds without a key before a search starts.
  const SUGGESTIONS = 6;
  const LEAST = 2; // Characters before suggestions appear.
  const FIRST = 5; // Results before the reader has scrolled to their end: each may load a file.
  const STEP = 8; // Results for a reader who has, and as many more for each press of the button.

  // --- Building blocks -----------------------------------------------------------------------------------

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // The theme's text, which comes with the index: countMany is "{n} pages found". A missing text leaves the value alone.
  function say(name, values = {}) {
    const text = Wellread.labels?.[name] || Object.values(values).join(" ");
    return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
  }
  const countOf = (n) => say(n === 0 ? "countNone" : n === 1 ? "countOne" : "countMany", { n });
  const kindOf = (kind) => say(kind, { kind });

  // The words that a correction changed: as they were typed, and as they are searched for. Where it made two words of
  // one, all from the first change to the last.
  function changed(answer) {
    const [typed, meant] = [answer.query, answer.corrected].map((text) => text.trim().split(/\s+/));
    if (typed.length === meant.length) {
      const isChanged = (_, at) => typed[at] !== meant[at];
      return [typed.filter(isChanged), meant.filter(isChanged)];
    }
    while (typed[0] === meant[0]) typed.shift(), meant.shift();
    while (typed.at(-1) === meant.at(-1)) typed.pop(), meant.pop();
    return [[typed.join(" ")], [meant.join(" ")]];
  }
  const quoted = (words) => words.map((word) => `“${word}”`).join(", ");
  const correctionIn = (answer) => answer.corrected && say("corrected", { corrected: quoted(changed(answer)[1]) });

  // Excerpts are escaped text with <mark>; they become text nodes and mark elements, never HTML.
  const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
  function marked(excerpt) {
    return excerpt.split(/<\/?mark>/).map((part, at) => {
      const text = part.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]);
      return at % 2 ? make("mark", {}, text) : text;
    });
  }

  // Runs an action once no key has been pressed for a while; `cancel` takes it back.
  function later(action) {
    let timer;
    const start = (...values) => {
      clearTimeout(timer);
      timer = setTimeout(action, TYPING, ...values);
    };
    start.cancel = () => clearTimeout(timer);
    return start;
  }

  // --- Suggestions in a header: the ARIA combobox pattern with a listbox -----------------------------------

  // The list under a field: its options, and which of them the arrow keys have reached.
  function suggestionList(input, id) {
    const list = make("ul", { role: "listbox", id, class: "search-suggestions", hidden: "" });
    let options = [];
    let active = -1;
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    })) input.setAttribute(name, value);

    function activate(at) {
      active = at;
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options[at].id);
        options[at].scrollIntoView({ block: "nearest" });
      }
    }

    // Each suggestion is a URL and what its option holds. None at all close the list.
    function fill(suggestions) {
      options = suggestions.map(({ url, content }, i) => {
        const option = make("li", { role: "option", id: id + "-" + i, "aria-selected": "false" }, ...content);
        option.dataset.url = url;
        return option;
      });
      list.setAttribute("aria-label", say("suggestions"));
      list.replaceChildren(...options);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      activate(-1);
    }

    // The option to which a key moves, as its number; undefined for all other keys.
    function target(key) {
      const moves = { ArrowDown: (active + 1) % options.length, ArrowUp: active <= 0 ? options.length - 1 : active - 1 };
      if (active >= 0) Object.assign(moves, { Home: 0, End: options.length - 1 });
      return moves[key];
    }

    const isOpen = () => options.length > 0;
    const activeUrl = () => (active >= 0 ? options[active].dataset.url : undefined);
    return { list, fill, activate, target, isOpen, activeUrl };
  }

  function suggest(form, number) {
    const input = form.elements.q;
    const { list, ...suggestions } = suggestionList(input, "search-suggestions-" + number);
    const status = make("p", { role: "status", class: "search-status visually-hidden" });
    const soon = later(run);
    let turn = 0;
    input.after(list, status);

    // Also for a search that has not begun yet: nothing may open under a field that was left.
    function close() {
      soon.cancel();
      turn++;
      suggestions.fill([]);
    }

    async function run() {
      soon.cancel();
      const query = input.value.trim();
      if ([...query].length < LEAST) {
        status.textContent = "";
        return close();
      }
      const mine = ++turn;
      const answer = await Wellread.search(query, { limit: SUGGESTIONS, texts: false }).catch(() => null);
      // The field may have changed, or lost the focus, while files were loading.
      if (mine !== turn) return;
      if (!answer) {
        status.textContent = "";
        return close();
      }
      const all = new URL(form.action, document.baseURI);
      all.searchParams.set("q", query);
      // What comes before the pages leads to all results.
      const notes = [answer.crisis && say("crisis"), correctionIn(answer)].filter(Boolean);
      const first = notes.map((note) => ({ url: all.href, content: [make("strong", {}, note)] }));
      // Terms first, each once: they answer without another page.
      const terms = answer.cards.map(({ term, url }) => ({ title: term, url, kind: "term" }));
      const others = answer.results.filter(({ url }) => !terms.some((term) => term.url === url));
      const pages = [...terms, ...others].map(({ title, url, kind }) => ({
        url,
        content: [make("span", {}, title), " ", make("small", {}, kindOf(kind))],
      }));
      suggestions.fill([...first, ...pages].slice(0, SUGGESTIONS));
      // The first option is not read out before the arrow keys reach it.
      status.textContent = [...notes, countOf(answer.total)].join(" ");
    }

    const prepare = () => Wellread.search.ready().catch(() => {});
    input.addEventListener("focus", prepare, { once: true });
    input.addEventListener("input", soon);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      const open = suggestions.isOpen();
      if (event.key === "ArrowDown" && !open) {
        event.preventDefault();
        run();
      } else if (open && suggestions.target(event.key) !== undefined) {
        event.preventDefault();
        suggestions.activate(suggestions.target(event.key));
      } else if (event.key === "Escape") {
        if (open) event.preventDefault();
        close();
      } else if (event.key === "Enter" && suggestions.activeUrl()) {
        event.preventDefault();
        location.assign(suggestions.activeUrl());
      }
    });
    // The field must not lose the focus to an option that is pressed: losing it closes the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    // The reader may have been quicker than this script.
    if (document.activeElement === input) {
      prepare();
      if (input.value) soon();
    }
  }

  // --- The search page -------------------------------------------------------------------------------------

  const part = (name) => page.querySelector(`[data-part=${name}]`);
  const outside = (id) => document.getElementById(id);
  const show = (element, shown) => element && (element.hidden = !shown);

  // What is searched for, as the page's URL has it: q, kind and topic (both repeatable), exact.
  function queryInUrl() {
    const values = new URLSearchParams(location.search);
    return { q: values.get("q") || "", kinds: values.getAll("kind"), topics: values.getAll("topic"), exact: values.has("exact") };
  }
  function urlOf({ q, kinds, topics, exact }) {
    const values = new URLSearchParams();
    if (q) values.set("q", q);
    kinds.forEach((kind) => values.append("kind", kind));
    topics.forEach((topic) => values.append("topic", topic));
    if (exact) values.set("exact", "1");
    const text = values.toString();
    return location.pathname + (text ? "?" + text : "");
  }

  // Takes back what an earlier query showed. Parts that are read out as they change (the live regions `crisis`,
  // `corrected`, `count` and `error`) are emptied and never hidden: a region that appears together with its text is
  // not read out.
  function clear() {
    showCrisis(false);
    for (const name of ["corrected", "count", "cards", "list", "error"]) part(name).replaceChildren();
    show(part("filters"), false);
    show(part("more"), false);
    show(outside("search-empty"), false);
  }

  // Without a query: the lists that the page has without JavaScript.
  function showLists() {
    clear();
    show(outside("search-fallback"), true);
  }

  function showError() {
    clear();
    part("error").textContent = page.dataset.error || "";
    show(outside("search-fallback"), true);
  }

  // The lines are filled in once, not with every key, so that they are read out once.
  function showCrisis(shown) {
    const box = outside("crisis");
    const lines = outside("crisis-lines");
    if (!box || !lines) return;
    if (!shown) box.replaceChildren();
    else if (!box.hasChildNodes()) box.append(lines.content.cloneNode(true));
  }

  // `go(change, settled)` searches with a changed query; see resultsPage.
  function showAnswer(answer, query, go) {
    const found = answer.total > 0;
    const filtered = query.kinds.length + query.topics.length > 0;
    part("error").replaceChildren();
    showCrisis(answer.crisis);
    show(outside("search-empty"), !found && !filtered);
    for (const line of document.querySelectorAll("#search-empty [data-language]")) show(line, line.dataset.language === answer.language);
    show(outside("search-fallback"), false);
    // In a page from right to left, the text may be the theme's English one, which begins with a number.
    part("count").replaceChildren(missingOf(answer), make("bdi", {}, countOf(answer.total)));
    showCorrection(answer, query, go);
    part("cards").replaceChildren(...answer.cards.map(cardOf));
    show(part("filters"), found || filtered);
    if (filtered) part("filters").open = true;
    showFilter("kinds", answer.facets.kinds, kindOf, query, go);
    showFilter("topics", answer.facets.topics, (topic) => topic, query, go);
    part("list").replaceChildren();
    showResults(answer);
  }

  // Adds the results that are not in the list yet. Those that are stay as they are, with the focus.
  function showResults(answer) {
    const list = part("list");
    // A term's page is above them already.
    const isCard = ({ url }) => answer.cards.some((card) => card.url === url);
    list.append(...answer.results.slice(list.childNodes.length).map((result) => (isCard(result) ? "" : resultOf(result))));
    show(part("more"), answer.total > answer.results.length);
  }

  // What no page has, if some were found without it.
  function missingOf({ missing, total }) {
    const words = quoted(missing);
    return words && total && Wellread.labels?.missing ? say("missing", { missing: words }) + " " : "";
  }

  // What was searched for in place of a typing error, with a link to what was typed.
  function showCorrection(answer, query, go) {
    const box = part("corrected");
    if (!answer.corrected) return box.replaceChildren();
    const typed = quoted(changed(answer)[0]);
    const link = make("a", { href: urlOf({ ...query, exact: true }) }, say("instead", { query: typed }));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go({ exact: true }, true);
    });
    box.replaceChildren(correctionIn(answer), " ", link);
  }

  // The boxes of one filter, `kinds` or `topics`. The same boxes are used again while their values stay the
  // same, so that the focus is not lost.
  function showFilter(name, counts, label, query, go) {
    const fieldset = part(name);
    if (!fieldset) return;
    const values = [...new Set([...Object.keys(counts), ...query[name]])].sort((a, b) => label(a).localeCompare(label(b)));
    show(fieldset, values.length > 1 || query[name].length > 0);
    const known = [...fieldset.querySelectorAll("input")];
    if (known.map((box) => box.value).join("\n") !== values.join("\n")) {
      fieldset.querySelectorAll("label").forEach((old) => old.remove());
      fieldset.append(...values.map((value) => filterBox(fieldset, name, value, go)));
    }
    for (const box of fieldset.querySelectorAll("input")) {
      box.checked = query[name].includes(box.value);
      box.parentNode.lastChild.textContent = `${label(box.value)} (${counts[box.value] || 0})`;
    }
  }
  function filterBox(fieldset, name, value, go) {
    const box = make("input", { type: "checkbox", value });
    box.addEventListener("change", () => {
      const chosen = [...fieldset.querySelectorAll("input:checked")].map((checked) => checked.value);
      go({ [name]: chosen }, true);
    });
    return make("label", {}, box, " ", make("span"));
  }

  // The attribute of what is in another language than the hub.
  const langOf = (language) => (language ? { lang: language } : {});

  // A term of the glossary.
  function cardOf({ term, url, definition, matched, language }) {
    const title = make("p", { class: "search-card-term" }, make("a", { href: url }, term));
    if (matched !== term) title.append(" ", make("span", {}, say("also", { matched })));
    return make("div", { class: "search-card", ...langOf(language) }, title, make("p", {}, definition));
  }

  // A page that was found.
  function resultOf({ title, url, kind, topics, excerpt, sections, language }) {
    const item = make("li", { class: "search-result", ...langOf(language) }, make("h2", {}, make("a", { href: url }, title)));
    item.append(make("p", { class: "search-kind" }, [kindOf(kind), ...topics].join(" · ")));
    if (excerpt) item.append(make("p", { class: "search-excerpt" }, ...marked(excerpt)));
    const links = sections.map((section) => make("li", {}, make("a", { href: section.url }, section.heading)));
    if (links.length) item.append(make("ul", { class: "search-sections" }, ...links));
    return item;
  }

  // Ties the page to its URL: each change of the query changes the URL, and the other way around.
  function resultsPage() {
    let query = queryInUrl();
    let limit = FIRST;
    let turn = 0;
    // Typing replaces the URL of its own history entry; everything else, and the first key of a new query, adds one.
    let settled = !!query.q;

    function go(change, settle) {
      typed.cancel();
      query = { ...query, ...change };
      limit = FIRST;
      const next = urlOf(query);
      if (next !== location.pathname + location.search) {
        try {
          history[settled ? "pushState" : "replaceState"](null, "", next);
        } catch {
          // Some browsers refuse to change the URL of a file: page.
        }
      }
      settled = settle;
      return run();
    }

    // Searches and shows the answer.
    async function run() {
      const answer = await ask();
      if (!answer) return;
      showAnswer(answer, query, go);
      // Looks again, even if the button has been in view all the time.
      seen.disconnect();
      seen.observe(part("more"));
    }

    // The answer to the query as it is now, or nothing if there is none to show.
    async function ask() {
      const mine = ++turn;
      const { q, kinds, topics, exact } = query;
      if (!q.trim()) return void showLists();
      let answer = null;
      try {
        answer = await Wellread.search(q, { limit, exact, kinds, topics, facets: true });
      } catch {
        // A file of the index could not be loaded.
      }
      // The query may have changed while files were loading.
      if (mine !== turn) return;
      if (!answer) showError();
      return answer;
    }

    // Makes the list longer. Returns the answer, or nothing if there was none to show.
    async function grow(to) {
      limit = to;
      const answer = await ask();
      if (answer) showResults(answer);
      return answer;
    }
    const seen = new IntersectionObserver((entries) => {
      // Whoever has the button in focus presses it, and it must not go away before.
      if (entries.at(-1).isIntersecting && limit === FIRST && document.activeElement !== part("more")) grow(STEP);
    });

    const typed = later((input) => {
      go({ q: input.value, exact: false }, false);
      fillFields(input);
    });

    function fillFields(except) {
      for (const form of forms) if (form.elements.q !== except) form.elements.q.value = query.q;
    }
    for (const form of forms) {
      const input = form.elements.q;
      input.setAttribute("autocomplete", "off");
      const settle = () => {
        go({ q: input.value, exact: query.exact && input.value === query.q }, true);
        fillFields(input);
      };
      input.addEventListener("input", () => typed(input));
      // The field was left, or Enter was pressed, which makes both events. The same query must not be searched for
      // again, unless that failed: it would fold up a long list.
      const leave = () => {
        if (input.value === query.q && !part("error").hasChildNodes()) settled = true;
        else settle();
      };
      input.addEventListener("change", leave);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        leave();
      });
    }
    part("more").addEventListener("click", async () => {
      const first = limit;
      if (!(await grow(limit + STEP))) return;
      // Nothing is in the place of a page that is a card.
      const place = part("list").childNodes[first];
      const item = place && (place.querySelector ? place : place.nextElementSibling);
      if (item) item.querySelector("a").focus();
    });
    addEventListener("popstate", () => {
      typed.cancel();
      query = queryInUrl();
      settled = true;
      limit = FIRST;
      fillFields();
      run();
    });
    // The reader may have been quicker than this script.
    const early = forms.map((form) => form.elements.q).find((input) => input === document.activeElement && input.value);
    fillFields(early);
    run();
    if (early && early.value !== query.q) typed(early);
  }

  if (!globalThis.Wellread || !Wellread.search) return;
  if (page) resultsPage();
  else forms.forEach(suggest);
})();
