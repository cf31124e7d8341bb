// Copies text for the scripts of pages that offer it: letters, and handouts that readers make.
"use strict";
/** Copies text. Says whether that worked. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // Without https, browsers have no clipboard but this.
    const { activeElement } = document;
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    activeElement.focus();
    return done;
  }
}
