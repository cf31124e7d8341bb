// Puts a field for each blank above a letter, fills the letter in as the reader types, prints it and copies it.
// What is typed stays in the fields: they have no names, no form is around them, and they are emptied when the page is left.
"use strict";
(() => {
  const letter = document.querySelector(".letter");
  const panel = document.querySelector(".letter-fill");
  if (!letter || !panel) return;
  const lang = letter.closest("[lang]")?.lang;
  const place = panel.querySelector(".letter-fields");
  const fields = new Map();

  const today = () => {
    const options = { dateStyle: "long" };
    try {
      return new Date().toLocaleDateString(lang, options);
    } catch { // The page's language is none that the browser knows.
      return new Date().toLocaleDateString([], options);
    }
  };

  // What is asked for by a choice without a name: the words of its sentence around it. They are read before anything is filled in.
  const around = (blank) => {
    const block = blank.closest("p, li, td, th, dd, dt, blockquote, .letter");
    const words = (place) => {
      const range = document.createRange();
      range.selectNodeContents(block);
      range[place](blank);
      const part = range.cloneContents();
      for (const gone of part.querySelectorAll(".note-ref, .anchor")) gone.remove();
      for (const end of part.querySelectorAll("br, p, ul, ol")) end.before("\v");
      for (const other of part.querySelectorAll(".blank")) other.textContent = other.dataset.choices ? "…" : "\v";
      return part.textContent.replace(/[^\S\v]+/g, " ");
    };
    const before = words("setEndBefore").split(/\v|[,.!?:;] (?=\S)/).at(-1).trim().split(" ").slice(-4);
    const after = words("setStartAfter").split(/\v|[,.!?:;](?= |$)/)[0].trim().split(" ").slice(0, 6);
    const text = [...before, "…", ...after].filter(Boolean).join(" ");
    return text === "…" ? blank.textContent.slice(1, -1) : text;
  };

  const names = new Map();
  const make = (blank) => {
    const { blank: number, choices, date, label } = blank.dataset;
    const input = document.createElement(choices ? "select" : "textarea");
    const name = document.createElement("label");
    const text = label ?? date ?? (choices ? around(blank) : blank.textContent.slice(1, -1));
    const count = 1 + (names.get(text) ?? 0);
    names.set(text, count);
    name.textContent = text.charAt(0).toLocaleUpperCase(lang) + text.slice(1) + (count > 1 ? ` (${count})` : "");
    name.htmlFor = input.id = `wr-blank-${number}`;
    input.autocomplete = "off";
    if (choices) {
      input.append(new Option(panel.dataset.choose, ""), ...choices.split("|").map((choice) => new Option(choice, choice)));
    } else {
      input.rows = 1;
      input.dir = "auto";
      input.spellcheck = false; // Some browsers send what they check to their maker.
    }
    const part = document.createElement("div");
    part.append(name, input);
    place.append(part);
    const field = { input, blanks: [], first: () => date === undefined ? "" : today() };
    const show = () => {
      const value = input.value.trim();
      input.rows = Math.min(8, input.value.split("\n").length);
      for (const { element, hint } of field.blanks) {
        element.textContent = value || hint;
        element.classList.toggle("filled", value !== "");
      }
    };
    field.reset = () => { input.value = field.first(); show(); };
    input.addEventListener("input", show);
    for (const [event, is] of [["focus", true], ["blur", false]])
      input.addEventListener(event, () => { for (const { element } of field.blanks) element.classList.toggle("filling", is); });
    return field;
  };

  for (const element of letter.querySelectorAll(".blank")) {
    const number = element.dataset.blank;
    if (!fields.has(number)) fields.set(number, make(element));
    const field = fields.get(number);
    // One of its blanks that is long is enough, wherever it is.
    if (element.dataset.long !== undefined) field.input.className = "long";
    field.blanks.push({ element, hint: element.textContent });
  }
  const reset = () => { for (const field of fields.values()) field.reset(); };
  // Before the browser stores the page for its back button, and again in case that it did.
  addEventListener("pagehide", reset);
  addEventListener("pageshow", (event) => { if (event.persisted) reset(); });
  reset();

  // The letter as plain text: lines, list marks and web addresses, without footnote numbers.
  const inline = (node) => {
    let text = "";
    for (const child of node.childNodes) {
      const { nodeType, nodeName } = child;
      if (nodeType === 3) text += node.matches(".blank, pre *, pre") ? child.data : child.data.replace(/\s+/g, " ");
      else if (nodeType !== 1 || child.matches(".note-ref, .anchor")) continue;
      else if (nodeName === "BR") text += "\n";
      else if (nodeName === "HR") text += `\n\n${"_".repeat(30)}\n`;
      else if (nodeName === "IMG") text += child.alt;
      else if (nodeName === "LI") text += `\n${node.nodeName === "OL" ? `${node.start + [...node.children].indexOf(child)}.` : "-"} ${inline(child).trim()}`;
      else if (/^T[DH]$/.test(nodeName)) text += `${inline(child).trim()}\t`;
      else if (/^(TR|D[TD])$/.test(nodeName)) text += `\n${inline(child).trim()}`;
      else if (/^(P|[UOD]L|BLOCKQUOTE|DIV|SECTION|PRE|TABLE|T(HEAD|BODY)|FIGURE|H\d)$/.test(nodeName)) text += `\n\n${inline(child)}\n\n`;
      else {
        const words = inline(child);
        text += words;
        const href = child.getAttribute("href") ?? "";
        if (/^https?:/.test(href) && !href.includes(words.trim())) text += ` (${href})`;
      }
    }
    return text;
  };
  const plain = () => inline(letter).replace(/[^\S\n]*\n[^\S\n]*/g, "\n").replace(/\n{3,}/g, "\n\n").trim();

  const status = panel.querySelector(".letter-status");
  // How many blanks are still empty: nobody sees that in a letter that was copied.
  const left = () => {
    const count = [...fields.values()].filter(({ input }) => !input.value.trim()).length;
    const { blank, blanks } = panel.dataset;
    return count > 1 ? blanks.replace("{n}", count) : count ? blank : "";
  };
  panel.querySelector("[data-do=print]").addEventListener("click", () => {
    status.textContent = left();
    print();
  });
  panel.querySelector("[data-do=copy]").addEventListener("click", async () => {
    status.textContent = "";
    const done = await copyText(plain());
    status.textContent = done ? `${panel.dataset.copied} ${left()}`.trim() : panel.dataset.notCopied;
  });

  letter.classList.add("letter-live");
  // Where there is room, the fields are next to the letter.
  const both = document.createElement("div");
  both.className = "letter-both";
  letter.before(both);
  both.append(panel, letter);
  panel.hidden = false;
  document.querySelector(".letter-by-hand").hidden = true;
})();
