// Copies the URL of a page or a heading, prints pages, whole or short, with the date, and offers to read an article aloud.
"use strict";
(() => {
  const list = document.querySelector(".share ul");
  if (list) {
    const status = document.createElement("p");
    status.className = "copied";
    status.setAttribute("role", "status");
    list.after(status);
    let hide = 0;

    const copy = (url) => navigator.clipboard.writeText(url).then(() => {
      status.textContent = list.dataset.copied;
      clearTimeout(hide);
      hide = setTimeout(() => { status.textContent = ""; }, 4000);
    }, () => {}); // It is in the address bar.

    const show = (name, act) => {
      const button = list.querySelector(`[data-do="${name}"]`);
      button.parentElement.hidden = false;
      button.addEventListener("click", act);
    };
    const canonical = document.querySelector("link[rel=canonical]");
    if (navigator.clipboard) {
      show("copy", () => copy(canonical ? canonical.href : location.href));
      for (const anchor of document.querySelectorAll(".anchor")) anchor.addEventListener("click", () => copy(anchor.href));
    }
    const sheet = document.createElement("link");
    const short = (onload) => {
      Object.assign(sheet, { rel: "stylesheet", media: "print", href: list.dataset.short, onload });
      document.head.append(sheet);
    };
    show("print", () => {
      sheet.remove();
      print();
    });
    if (list.dataset.short) {
      show("short", () => short(() => print()));
      if (/\bprint=short\b/.test(location.search)) short();
    }
    const { listen } = list.dataset;
    const speech = window.speechSynthesis;
    if (listen && speech) {
      const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];
      // No text goes to the maker of a voice: only voices of this device count. Browsers may know them late.
      speech.onvoiceschanged = () => {
        const voice = speech.getVoices().find((one) => one.localService && primary(one.lang) === primary(document.documentElement.lang));
        if (!voice) return;
        speech.onvoiceschanged = null;
        let script = null;
        show("listen", () => {
          if (script) return;
          // Phones let nothing be said that does not begin with a touch.
          speech.speak(Object.assign(new SpeechSynthesisUtterance(""), { voice }));
          script = document.createElement("script");
          script.src = listen;
          script.onerror = () => { script = null; };
          document.head.append(script);
        });
      };
      speech.onvoiceschanged();
    }
  }

  const printed = document.querySelector("[data-printed]");
  if (printed) {
    addEventListener("beforeprint", () => {
      const day = new Date().toLocaleDateString(printed.closest("[lang]").lang, { dateStyle: "long" });
      printed.textContent = printed.dataset.printed.replace("{date}", day);
      printed.hidden = false;
    });
  }
})();
