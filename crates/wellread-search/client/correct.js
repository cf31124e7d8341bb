// Vocabularies and typing errors, as in query/correct.rs; unknown.js, which is loaded only when needed, does the rest.

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
