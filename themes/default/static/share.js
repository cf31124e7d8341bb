// Copies the URL of a page or a heading, prints the page, and puts the date on printed pages.
"use strict";
(() => {
  const list = document.querySelector(".share ul");
  const status = document.createElement("p");
  status.className = "copied";
  status.setAttribute("role", "status");
  document.body.append(status);
  let hide = 0;

  const copy = async (url) => {
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      return; // The reader can copy it from the address bar.
    }
    status.textContent = list.dataset.copied;
    clearTimeout(hide);
    hide = setTimeout(() => { status.textContent = ""; }, 4000);
  };

  const show = (name, act) => {
    const button = list.querySelector(`[data-do="${name}"]`);
    button.parentElement.hidden = false;
    button.addEventListener("click", act);
  };
  if (list) {
    const canonical = document.querySelector("link[rel=canonical]");
    if (navigator.clipboard) {
      show("copy", () => copy(canonical ? canonical.href : location.href));
      for (const anchor of document.querySelectorAll(".anchor")) anchor.addEventListener("click", () => copy(anchor.href));
    }
    show("print", () => print());
  }

  const printed = document.querySelector("[data-printed]");
  if (printed) {
    addEventListener("beforeprint", () => {
      const day = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
      printed.textContent = printed.dataset.printed.replace("{date}", day);
      printed.hidden = false;
    });
  }
})();
