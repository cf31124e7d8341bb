// The search field's suggestions in every header, and the results of the search page. Needs search.js; the
// markup that it works on, with all its words, is described in docs/search.md. Without it the form still
// leads to the search page, which then shows its lists.
(() => {
  "use strict";
  const forms = [...document.querySelectorAll("form[role=search]")].filter((form) => form.elements.q);
  const page = document.getElementById("search-results");
  const TYPING = 90; // Milliseconds without a key before a search starts.
  const SUGGESTIONS = 6;
  const LEAST = 2; // Characters before suggestions appear.
  const STEP = 20; // Results at once.

  // --- Building blocks -----------------------------------------------------------------------------------

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // The theme's words: data-count-many="{n} pages found". Missing words leave the value alone.
  function say(owner, name, values = {}) {
    const text = owner.dataset[name] || Object.values(values).join(" ");
    return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
  }
  const countOf = (owner, n) => say(owner, n === 0 ? "countNone" : n === 1 ? "countOne" : "countMany", { n });
  const kindOf = (owner, kind) => owner.dataset["kind" + kind.charAt(0).toUpperCase() + kind.slice(1)] || kind;

  // Excerpts are escaped text with <mark>; they become text nodes and mark elements, never HTML.
  const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
  function marked(excerpt) {
    return excerpt.split(/<\/?mark>/).map((part, at) => {
      const text = part.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]);
      return at % 2 ? make("mark", {}, text) : text;
    });
  }

  function later(action) {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(action, TYPING);
    };
  }

  // --- Suggestions in a header: the ARIA combobox pattern with a listbox -----------------------------------

  function suggest(form, number) {
    const input = form.elements.q;
    const id = "search-suggestions-" + number;
    const list = make("ul", { role: "listbox", id, class: "search-suggestions", "aria-label": say(form, "suggestions"), hidden: "" });
    const status = make("p", { role: "status", class: "search-status visually-hidden" });
    let options = [];
    let active = -1;
    let turn = 0;
    input.after(list, status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    })) input.setAttribute(name, value);

    function close() {
      turn++;
      list.hidden = true;
      list.replaceChildren();
      options = [];
      activate(-1);
      input.setAttribute("aria-expanded", "false");
    }

    function activate(at) {
      active = at;
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options[at].id);
        options[at].scrollIntoView({ block: "nearest" });
      }
    }

    function add(url, ...children) {
      const option = make("li", { role: "option", id: id + "-" + options.length, "aria-selected": "false" }, ...children);
      option.dataset.url = url;
      options.push(option);
    }

    async function run() {
      const query = input.value.trim();
      if ([...query].length < LEAST) {
        status.textContent = "";
        return close();
      }
      const mine = ++turn;
      const answer = await Wellread.search(query, { limit: SUGGESTIONS }).catch(() => null);
      if (mine !== turn) return;
      if (!answer) return close();
      options = [];
      const all = new URL(form.action, document.baseURI);
      all.searchParams.set("q", query);
      if (answer.crisis) add(all.href, make("strong", {}, say(form, "crisis")));
      for (const { title, url, kind } of answer.results.slice(0, SUGGESTIONS - options.length)) {
        add(url, make("span", {}, title), " ", make("small", {}, kindOf(form, kind)));
      }
      list.replaceChildren(...options);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      activate(-1);
      status.textContent = countOf(form, answer.total);
    }

    const soon = later(run);
    input.addEventListener("focus", () => Wellread.search.ready().catch(() => {}), { once: true });
    input.addEventListener("input", soon);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const open = options.length > 0;
      const moves = { ArrowDown: (active + 1) % options.length, ArrowUp: active <= 0 ? options.length - 1 : active - 1 };
      if (active >= 0) Object.assign(moves, { Home: 0, End: options.length - 1 });
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" && !open) {
        event.preventDefault();
        run();
      } else if (open && event.key in moves) {
        event.preventDefault();
        activate(moves[event.key]);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(options[active].dataset.url);
      }
    });
    // The field keeps the focus while an option is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
  }

  // --- The search page -------------------------------------------------------------------------------------

  function results() {
    const part = (name) => page.querySelector(`[data-part=${name}]`);
    const show = (element, shown) => element && (element.hidden = !shown);
    const outside = (id) => document.getElementById(id);
    let state = read();
    let limit = STEP;
    let turn = 0;
    // Typing replaces the URL of its own history entry; everything else, and the first key of a new query, adds one.
    let settled = !!state.q;

    // The list's URL: q, kind, topic (both repeatable), exact.
    function read() {
      const values = new URLSearchParams(location.search);
      return { q: values.get("q") || "", kinds: values.getAll("kind"), topics: values.getAll("topic"), exact: values.has("exact") };
    }
    function address({ q, kinds, topics, exact }) {
      const values = new URLSearchParams();
      if (q) values.set("q", q);
      kinds.forEach((kind) => values.append("kind", kind));
      topics.forEach((topic) => values.append("topic", topic));
      if (exact) values.set("exact", "1");
      const text = values.toString();
      return location.pathname + (text ? "?" + text : "");
    }
    function go(change, settle) {
      state = { ...state, ...change };
      limit = STEP;
      const next = address(state);
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

    async function run(keepFocus) {
      const mine = ++turn;
      const { q, kinds, topics, exact } = state;
      if (!q.trim()) {
        show(page, false);
        show(outside("crisis"), false);
        show(outside("search-empty"), false);
        show(outside("search-fallback"), true);
        return;
      }
      let answer;
      try {
        answer = await Wellread.search(q, { limit, exact, kinds, topics, facets: true });
      } catch {
        if (mine !== turn) return;
        show(page, true);
        show(part("error"), true);
        show(outside("search-fallback"), true);
        return;
      }
      if (mine !== turn) return;
      const found = answer.total > 0;
      const filtered = kinds.length + topics.length > 0;
      show(page, true);
      show(part("error"), false);
      show(outside("crisis"), answer.crisis);
      show(outside("search-empty"), !found && !filtered);
      show(outside("search-fallback"), false);
      part("count").textContent = countOf(page, answer.total);
      correction(answer);
      part("cards").replaceChildren(...answer.cards.map(card));
      filters(answer.facets, found || filtered);
      part("list").replaceChildren(...answer.results.map(result));
      show(part("more"), answer.total > answer.results.length);
      if (keepFocus !== undefined) {
        const link = part("list").children[keepFocus];
        if (link) link.querySelector("a").focus();
      }
    }

    function correction({ corrected, query }) {
      const box = part("corrected");
      show(box, !!corrected);
      if (!corrected) return;
      const link = make("a", { href: address({ ...state, exact: true }) }, say(page, "instead", { query }));
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go({ exact: true }, true);
      });
      box.replaceChildren(say(page, "corrected", { corrected }), " ", link);
    }

    function card({ term, url, definition, matched }) {
      const title = make("p", { class: "search-card-term" }, make("a", { href: url }, term));
      if (matched !== term) title.append(" ", make("span", {}, say(page, "also", { matched })));
      return make("div", { class: "search-card" }, title, make("p", {}, definition));
    }

    function result({ title, url, kind, topics, excerpt, sections }) {
      const item = make("li", { class: "search-result" }, make("h2", {}, make("a", { href: url }, title)));
      item.append(make("p", { class: "search-kind" }, [kindOf(page, kind), ...topics].join(" · ")));
      if (excerpt) item.append(make("p", { class: "search-excerpt" }, ...marked(excerpt)));
      const links = sections.map((section) => make("li", {}, make("a", { href: section.url }, section.heading)));
      if (links.length) item.append(make("ul", { class: "search-sections" }, ...links));
      return item;
    }

    // The same boxes are used again while their values stay the same, so that the focus is not lost.
    function filters({ kinds, topics }, shown) {
      show(part("filters"), shown);
      fill(part("kinds"), "kinds", kinds, (kind) => kindOf(page, kind));
      fill(part("topics"), "topics", topics, (topic) => topic);
    }
    function fill(fieldset, name, counts, label) {
      if (!fieldset) return;
      const values = [...new Set([...Object.keys(counts), ...state[name]])].sort((a, b) => label(a).localeCompare(label(b)));
      show(fieldset, values.length > 1 || state[name].length > 0);
      const known = [...fieldset.querySelectorAll("input")];
      if (known.map((box) => box.value).join("\n") !== values.join("\n")) {
        fieldset.querySelectorAll("label").forEach((old) => old.remove());
        for (const value of values) {
          const box = make("input", { type: "checkbox", value });
          box.addEventListener("change", () => {
            const chosen = [...fieldset.querySelectorAll("input:checked")].map((checked) => checked.value);
            go({ [name]: chosen }, true);
          });
          fieldset.append(make("label", {}, box, " ", make("span")));
        }
      }
      for (const box of fieldset.querySelectorAll("input")) {
        box.checked = state[name].includes(box.value);
        box.parentNode.lastChild.textContent = `${label(box.value)} (${counts[box.value] || 0})`;
      }
    }

    function fields(except) {
      for (const form of forms) if (form.elements.q !== except) form.elements.q.value = state.q;
    }
    for (const form of forms) {
      const input = form.elements.q;
      input.setAttribute("autocomplete", "off");
      const soon = later(() => {
        go({ q: input.value, exact: false }, false);
        fields(input);
      });
      input.addEventListener("input", soon);
      input.addEventListener("change", () => (settled = true));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        go({ q: input.value, exact: state.exact && input.value === state.q }, true);
        fields(input);
      });
    }
    part("more").addEventListener("click", () => {
      const first = limit;
      limit += STEP;
      run(first);
    });
    addEventListener("popstate", () => {
      state = read();
      settled = true;
      limit = STEP;
      fields();
      run();
    });
    fields();
    run();
  }

  if (!globalThis.Wellread || !Wellread.search) return;
  if (page) results();
  else forms.forEach(suggest);
})();
