// The glossary's terms in a query, as in query/glossary.rs.

// The forms in it: leftmost, longest, not overlapping, each term once.
async function matches(core, tokens) {
  const found = [];
  for (let at = 0; at < tokens.length && found.length < MAX_TERMS; at++) {
    if (!tokens[at].content) continue;
    let best = null;
    for (const form of (await shardFor(core, tokens[at].stem)).forms) {
      if (form.words[form.key].stem !== tokens[at].stem) continue;
      const places = covered(form, tokens, at);
      if (!places) continue;
      const next = { form, places, written: isWritten(form, tokens, places) };
      const order = best ? form.words.length - best.form.words.length || next.written - best.written : 1;
      if (order > 0) best = next;
    }
    if (!best) continue;
    at = Math.max(at, ...best.places);
    if (!found.some((other) => other.form.term === best.form.term)) found.push(best);
  }
  return found;
}

// Whether forms are filed under a word: 504, where the glossary has the 504 plan.
const isOfTerm = async (core, { stem }) => (await shardFor(core, stem)).forms.some(({ words, key }) => words[key].stem === stem);

// Whether the words of a form are written like the tokens that it covers.
function isWritten({ words }, tokens, places) {
  const list = words.length === places.length ? words : words.filter((word) => !word.stop);
  return list.every((word, i) => word.folded === tokens[places[i]].folded);
}

// Whether a form is all that the query asks for, in its own writing.
const isWhole = ({ places, written }, tokens) =>
  written && tokens.every((token, at) => places.includes(at) || !(token.content || token.weak));

// The tokens that a form covers: all its words in a row; or those that are no stop words, if two or more.
function covered(form, tokens, at) {
  const start = at - form.key;
  const fits = ({ stem }, i) => tokens[start + i] && !tokens[start + i].excluded && tokens[start + i].stem === stem;
  if (start >= 0 && form.words.every(fits)) return form.words.map((_, i) => start + i);
  const content = form.words.filter((part) => !part.stop);
  const places = [];
  for (let i = at; i < tokens.length && places.length < content.length; i++) if (tokens[i].content) places.push(i);
  if (content.length < 2 || places.length < content.length) return null;
  return places.every((place, i) => tokens[place].stem === content[i].stem) ? places : null;
}

function cards(core, found, records) {
  return records.map(({ title, url, summary, names, language }, number) => {
    const { form } = found[number].form;
    return { term: title, url: openable(core, url), definition: summary, matched: form ? names[form - 1] : title, language: tag(core, language) };
  });
}
