// Cuts text into words and folds them, as in text.rs.

// Han and Kana are written without spaces; each character stands alone.
const ALONE = "\\u3041-\\u30ff\\u3400-\\u9fff";
const LETTER = `(?![${ALONE}])[\\p{Alphabetic}\\p{N}\\p{M}]`;
// I.E.P.: single letters joined by periods.
const SINGLE = "\\p{Alphabetic}(?![\\p{Alphabetic}\\p{N}\\p{M}])";
// What can be inside a word: apostrophes, and characters of no width.
const JOINS = "['\u2019\u2018\uff07\\u00ad\\u200b-\\u200d\\u2060]";
const WORD = new RegExp(`${SINGLE}(?:\\.${SINGLE})+|[${ALONE}]|${LETTER}(?:${JOINS}?${LETTER})*`, "gu");

// Letters that no decomposition takes apart, from the core (wellread-model, fold.rs), and the ς at the end of
// Greek words.
let spelled;
let spelledPattern;
function spell(letters) {
  spelled = new Map([...letters, ["ς", "σ"]]);
  spelledPattern = new RegExp(`[${[...spelled.keys()].join("")}]`, "gu");
}

function words(text) {
  const list = [];
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    if (word.folded) list.push({ start: match.index, end: match.index + match[0].length, ...word });
  }
  return list;
}
const foldedWords = (text) => words(text).map((word) => word.folded);
const count = (text, pattern) => (text.match(pattern) || []).length;

function fold(written) {
  const { LONGEST_WORD } = constants;
  // Nearly all words; the rest of the function would find the same.
  if (written.length <= LONGEST_WORD && /^[a-z]+$/.test(written)) return { folded: written, upperCase: false };
  written = written.replace(/['\u2019\u2018\uff07][sS]$/, "");
  const upper = count(written, /\p{Uppercase}/gu);
  const lower = count(written, /\p{Lowercase}/gu);
  // IEPs and 504s: the plural of an acronym or a number, which no stemmer knows.
  const plural = lower === 1 && /s$/.test(written) && (upper >= 2 || (!upper && /^[0-9]+s$/.test(written)));
  const upperCase = upper >= 2 && (lower === 0 || plural);
  if (plural) written = written.slice(0, -1);
  let folded = written.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{Alphabetic}\p{N}]/gu, "");
  if (folded.length > LONGEST_WORD) folded = [...folded].slice(0, LONGEST_WORD).join("");
  folded = folded.replace(spelledPattern, (letter) => spelled.get(letter));
  return { folded, upperCase };
}
