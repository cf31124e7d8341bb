// Hides notices whose last day is over, and shows that a review is overdue, on a site that has not been built since.
"use strict";
function showByDay(root) {
  const isOver = (day) => new Date(day + "T23:59:59") < new Date();
  for (const notice of root.querySelectorAll("[data-until]")) notice.hidden = isOver(notice.dataset.until);
  for (const line of root.querySelectorAll("[data-due]")) line.hidden = !isOver(line.dataset.due);
}
showByDay(document);
