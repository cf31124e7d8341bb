// Marks the letter of the glossary that is being read, and brings it into view in the row of letters.
"use strict";
(() => {
  const row = document.querySelector(".letters ul");
  const links = new Map();
  for (const link of row.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  let current = null;
  const follow = () => {
    // A letter begins where a link to it leads: just below the row.
    const top = row.getBoundingClientRect().bottom + 64;
    const headings = [...links.keys()];
    let reading = headings.filter((heading) => heading.getBoundingClientRect().top < top).pop();
    // The last letters cannot get there on a page that ends before.
    const isEnd = Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight;
    const aimed = headings.find((heading) => heading.matches(":target"));
    if (isEnd && aimed && aimed.getBoundingClientRect().bottom > 0) reading = aimed;
    if (reading === current) return;
    links.get(current)?.removeAttribute("aria-current");
    current = reading;
    const link = links.get(current);
    if (!link) return;
    link.setAttribute("aria-current", "true");
    // The letter that a keyboard has come to stays where the browser has just shown it.
    if (row.querySelector(":focus-visible")) return;
    const [outer, inner] = [row.getBoundingClientRect(), link.getBoundingClientRect()];
    row.scrollBy({ left: inner.left + inner.width / 2 - outer.left - outer.width / 2 });
  };
  let isWaiting = false;
  const later = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      follow();
    });
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("hashchange", later);
  addEventListener("resize", later);
  follow();
})();
