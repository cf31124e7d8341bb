// Excerpts: the part of a page that shows why it was found, as in query/excerpt.rs.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) => text.replace(/\p{White_Space}+/gu, " ").replace(/[&<>"']/g, (c) => ESCAPES[c]);
const union = (list) => list.reduce((bits, word) => bits | word.bits, 0);
// The number of bits, which are words of the query.
function ones(bits) {
  let sum = 0;
  for (; bits; bits &= bits - 1) sum++;
  return sum;
}

function mark(text, highlights, language) {
  const list = words(text);
  for (const word of list) {
    word.stem = language.stem(word.folded);
    word.bits = highlights.stems.get(word.stem) || 0;
  }
  for (const [sequence, bit] of highlights.sequences) {
    for (let at = 0; at + sequence.length <= list.length; at++) {
      if (sequence.every((part, i) => part === list[at + i].stem)) sequence.forEach((_, i) => (list[at + i].bits |= bit));
    }
  }
  return { text, list, bits: union(list), count: list.filter((word) => word.bits).length };
}

function excerpt({ text, list }) {
  let start = 0;
  let most = [0, 0];
  list.forEach((word, at) => {
    if (!word.bits) return;
    const from = Math.max(0, at - EXCERPT_LEAD);
    const window = list.slice(from, from + EXCERPT_WORDS);
    const rating = [ones(union(window)), window.filter((other) => other.bits).length];
    if (rating[0] > most[0] || (rating[0] === most[0] && rating[1] > most[1])) [start, most] = [from, rating];
  });
  let html = start ? "… " : "";
  if (!list.length) return html;
  const end = Math.min(list.length, start + EXCERPT_WORDS);
  let at = start ? list[start].start : 0;
  for (const word of list.slice(start, end)) {
    if (!word.bits) continue;
    html += escape(text.slice(at, word.start)) + "<mark>" + escape(text.slice(word.start, word.end)) + "</mark>";
    at = word.end;
  }
  let stop = text.length;
  if (end < list.length) {
    const after = list[end - 1].end;
    stop = after + Math.max(0, text.slice(after, list[end].start).search(/\p{White_Space}/u));
  }
  html = (html + escape(text.slice(at, stop))).replace(/\p{White_Space}+$/u, "");
  return end < list.length ? html + " …" : html;
}
