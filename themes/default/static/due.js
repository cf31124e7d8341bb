// An article whose review is overdue says so, on a site that has not been built since.
for (const line of document.querySelectorAll("[data-due]"))
  line.hidden = new Date() <= new Date(line.dataset.due + "T23:59:59");
