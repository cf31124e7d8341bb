// Whether a query asks for help in a crisis, as in query/crisis.rs.

// Whether words contain a crisis phrase: its stems in a row, or its letters with other gaps.
function isCrisis(core, folded) {
  const stems = folded.map(stem);
  return core.crisis.some(([phrase, letters]) => {
    const parts = phrase.split(" ");
    if (stems.some((_, at) => parts.every((part, i) => stems[at + i] === part))) return true;
    return folded.some((_, from) => {
      let rest = letters;
      for (let i = from; rest && i < folded.length && rest.startsWith(folded[i]); i++) rest = rest.slice(folded[i].length);
      return !rest;
    });
  });
}

// Whether a word that the hub lacks is a crisis word with one typing error.
function isNearlyCrisis(core, word) {
  const isNear = ([phrase, letters]) => !phrase.includes(" ") && editDistance(word, letters, 1) <= 1;
  return word.length >= constants.NEAR_CRISIS && core.crisis.some(isNear);
}
