// Opens a term's short definition in place, read from "Words on this page".
"use strict";
(() => {
  const native = "popover" in HTMLElement.prototype;
  let slip = null; // the open definition
  let opener = null; // the link it was opened from

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const open = (link, entry) => {
    close();
    const words = entry.closest(".words");
    const source = entry.querySelector("dt a");
    const word = element("p", "slip-word", source.textContent);
    word.id = "wr-slip-word";
    const text = element("div", "slip-text", ...entry.querySelector("dd").cloneNode(true).childNodes);
    const more = element("a", "", words.dataset.more);
    more.href = source.href;
    const done = element("button", "call", words.dataset.close);
    done.type = "button";
    done.addEventListener("click", close);
    slip = element("div", "slip", word);
    for (const part of entry.querySelectorAll("dt > span")) slip.append(part.cloneNode(true));
    const foot = element("div", "slip-foot", more, done);
    foot.lang = words.querySelector("h2").closest("[lang]").lang;
    slip.append(text, foot);
    slip.setAttribute("role", "dialog");
    slip.setAttribute("aria-labelledby", word.id);
    slip.tabIndex = -1;
    slip.lang = document.documentElement.lang;
    slip.dir = document.documentElement.dir;
    opener = link;
    link.classList.add("term-open");
    link.after(slip);
    if (native) {
      slip.popover = "auto";
      slip.addEventListener("toggle", (event) => {
        if (event.newState === "closed" && event.target === slip) close();
      });
      slip.showPopover();
    }
    slip.focus({ preventScroll: true });
  };

  const close = () => {
    if (!slip) return;
    const held = slip.contains(document.activeElement) || document.activeElement === document.body;
    const [closing, link] = [slip, opener];
    slip = opener = null;
    closing.remove();
    link.classList.remove("term-open");
    if (held) link.focus({ preventScroll: true });
  };

  let pressed = null; // the link whose definition was open when the pointer went down on it
  document.addEventListener("pointerdown", (event) => {
    pressed = opener && opener.contains(event.target) ? opener : null;
    if (slip && !slip.contains(event.target)) close();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a.term");
    if (!link) return;
    const entry = link.closest(".words [id^=word-]") || document.getElementById("word-" + link.dataset.term);
    if (!entry) return;
    event.preventDefault();
    if (pressed === link && event.detail) pressed = null;
    else open(link, entry);
  });

  document.addEventListener("keydown", (event) => {
    if (!slip) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Tab" && slip.contains(document.activeElement)) {
      // The definition is in the reading order right after its link: leaving it goes on from there.
      const stops = slip.querySelectorAll("a[href], button");
      const leaving = event.shiftKey
        ? [slip, stops[0]].includes(document.activeElement)
        : document.activeElement === stops[stops.length - 1];
      if (!leaving) return;
      if (event.shiftKey) event.preventDefault();
      close();
    }
  });
})();
