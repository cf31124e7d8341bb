// Loads the search when a search field is first used, so that pages which are only read never load it.
"use strict";
(() => {
  const { search, fields, core } = document.currentScript.dataset;
  const load = (url, name = "", value = "") => {
    const script = document.createElement("script");
    script.src = url;
    script.async = false; // One after the other.
    if (name) script.dataset[name] = value;
    document.head.append(script);
  };
  const begin = (element) => {
    if (!element?.closest("form[role=search]")) return;
    removeEventListener("focusin", focused);
    load(search, "core", core);
    load(fields);
  };
  const focused = (event) => begin(event.target);
  addEventListener("focusin", focused);
  begin(document.activeElement); // The reader may have been quicker than this script.
})();
