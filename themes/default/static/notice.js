// A notice whose last day is over is hidden, on a site that has not been built since.
for (const notice of document.querySelectorAll("[data-until]"))
  notice.hidden = new Date(notice.dataset.until + "T23:59:59") < new Date();
