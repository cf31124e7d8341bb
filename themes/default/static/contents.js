// Opens the table of contents on wide screens and marks the section that is being read.
"use strict";
(() => {
  const fold = document.querySelector(".fold");
  if (!fold) return;
  const wide = matchMedia("(min-width: 56rem)");
  const unfold = () => { fold.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();

  const links = new Map();
  for (const link of document.querySelectorAll(".contents a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  // A heading is passed once it lies above the upper third of the window; the last one passed is being read.
  const passed = new Set();
  let current = null;
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) passed.add(target);
      else passed.delete(target);
    }
    let reading = null;
    for (const [heading, link] of links) if (passed.has(heading)) reading = link;
    if (reading === current) return;
    current?.removeAttribute("aria-current");
    reading?.setAttribute("aria-current", "true");
    current = reading;
  }, { rootMargin: "9999999px 0px -66% 0px" });
  for (const heading of links.keys()) observer.observe(heading);
})();
