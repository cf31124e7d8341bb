// Typing errors: which word of the hub was meant, as in query/correct.rs.

const allowedErrors = (length) => (length >= constants.ONE_ERROR) + (length >= constants.TWO_ERRORS);

function decodeVocabulary(text) {
  const list = [];
  let last = "";
  for (const reader = new Reader(text); reader.more(); ) {
    last = last.slice(0, reader.number()) + reader.letters();
    reader.take(",");
    list.push([last, reader.number()]);
  }
  return list;
}

async function correct(core, word) {
  const most = allowedErrors(word.length);
  if (!most || !/^[a-z]+$/.test(word)) return null;
  const files = core.vocabulary;
  let own = 0;
  while (own + 1 < files.length && files[own + 1][0] <= word[0]) own++;
  const near = nearest(files[own] ? await load(files[own][1], decodeVocabulary) : [], word, most, true);
  return near || nearest(await load(core.common, decodeVocabulary), word, most, false);
}

function nearest(list, word, most, sameLetter) {
  let best = null;
  for (const [candidate, pages] of list) {
    if ((candidate[0] === word[0]) !== sameLetter) continue;
    const errors = editDistance(word, candidate, most);
    if (errors > most) continue;
    const order = best ? errors - best.errors || best.pages - pages || (candidate < best.word ? -1 : 1) : -1;
    if (order < 0) best = { errors, pages, word: candidate };
  }
  return best && best.word;
}

// Optimal string alignment, as in wellread-model; more than `most` stands for anything above it.
function editDistance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length];
}
