// Cuts text into words and folds them, as in text.rs.

// Han and Kana are written without spaces; each character stands alone.
const ALONE = "\\u3041-\\u30ff\\u3400-\\u9fff";
// A word, a possessive at its end, what vanishes from it, and a hyphen that joins two of them: made of the marks
// in the core (wellread-model, marks.rs), some of which Unicode counts as letters.
let wordPattern;
let possessivePattern;
let vanishingPattern;
let hyphenPattern;
function useMarks({ apostrophes, hyphens, invisible }) {
  const escape = (code) => `\\u{${code.toString(16)}}`;
  const apostrophe = apostrophes.map(escape).join("");
  const joins = apostrophe + invisible.map((range) => range.map(escape).join("-")).join("");
  const letter = `(?![${ALONE}${joins}])[\\p{Alphabetic}\\p{N}\\p{M}]`;
  // I.E.P.: single letters joined by periods.
  const single = `(?![${joins}])\\p{Alphabetic}(?!(?![${joins}])[\\p{Alphabetic}\\p{N}\\p{M}])`;
  wordPattern = new RegExp(
    `${single}(?:\\.${single})+|[${ALONE}]|${letter}(?:[${joins}]*${letter})*`,
    "gu",
  );
  possessivePattern = new RegExp(`[${apostrophe}][sS]$`, "u");
  vanishingPattern = new RegExp(`[^\\p{Alphabetic}\\p{N}]|[${joins}]`, "gu");
  hyphenPattern = new RegExp(`^[${hyphens.map(escape).join("")}]$`, "u");
}

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
  for (const match of text.matchAll(wordPattern)) {
    const word = fold(match[0]);
    if (word.folded) list.push({ start: match.index, end: match.index + match[0].length, ...word });
  }
  return list;
}
const foldedWords = (text) => words(text).map((word) => word.folded);
const count = (text, pattern) => (text.match(pattern) || []).length;

function fold(written) {
  // Nearly all words; the rest of the function would find the same.
  if (written.length <= LONGEST_WORD && /^[a-z]+$/.test(written)) return { folded: written, upperCase: false };
  written = written.replace(possessivePattern, "");
  const upper = count(written, /\p{Uppercase}/gu);
  const lower = count(written, /\p{Lowercase}/gu);
  // IEPs and 504s: the plural of an acronym or a number, which no stemmer knows.
  const plural = lower === 1 && /s$/.test(written) && (upper >= 2 || (!upper && /^[0-9]+s$/.test(written)));
  const upperCase = upper >= 2 && (lower === 0 || plural);
  if (plural) written = written.slice(0, -1);
  let folded = written.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(vanishingPattern, "");
  if (folded.length > LONGEST_WORD) folded = [...folded].slice(0, LONGEST_WORD).join("");
  folded = folded.replace(spelledPattern, (letter) => spelled.get(letter));
  return { folded, upperCase };
}
