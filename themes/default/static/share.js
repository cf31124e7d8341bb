// Copies the address of a page or of a heading, prints the page, and writes the day on paper.
"use strict";
(() => {
  const list = document.querySelector(".share ul");
  const status = document.createElement("p");
  status.className = "copied";
  status.setAttribute("role", "status");
  document.body.append(status);
  let hide = 0;

  const copy = async (address) => {
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      return; // The address bar holds it.
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
