// Porter2, after https://snowballstem.org/algorithms/english/stemmer.html; words are a-z only.
function (w) {
  var fixed = { skis: "ski", skies: "sky", dying: "die", lying: "lie", tying: "tie", idly: "idl", gently: "gentl",
    ugly: "ugli", early: "earli", only: "onli", singly: "singl" };
  if (w.length < 3) return w;
  if (fixed.hasOwnProperty(w)) return fixed[w];
  if (/^(sky|news|howe|atlas|cosmos|bias|andes)$/.test(w)) return w;
  w = w.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  var special = /^(gener|commun|arsen)/.exec(w);
  var first = special ? special[0].length : region(w, 0);
  var second = region(w, first);
  function region(word, from) {
    var m = /[aeiouy][^aeiouy]/.exec(word.slice(from));
    return m ? from + m.index + 2 : word.length;
  }
  function cut(count, add) { w = w.slice(0, w.length - count) + (add || ""); }
  // The first match is the longest.
  function ending(table) { return new RegExp("(" + Object.keys(table).join("|") + ")$"); }
  function short(word) { return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word); }
  var m = /(sses|ied|ies|us|ss|s)$/.exec(w);
  if (m) {
    if (m[0] === "sses") cut(2);
    else if (m[0] === "ied" || m[0] === "ies") cut(w.length > 4 ? 2 : 1);
    else if (m[0] === "s" && /[aeiouy].+s$/.test(w)) cut(1);
  }
  if (/^(inning|outing|canning|herring|earring|proceed|exceed|succeed)$/.test(w)) return w;
  m = /(eedly|ingly|edly|eed|ing|ed)$/.exec(w);
  if (m) {
    if (m[0].slice(0, 3) === "eed") {
      if (w.length - m[0].length >= first) cut(m[0].length - 2);
    } else if (/[aeiouy]/.test(w.slice(0, w.length - m[0].length))) {
      cut(m[0].length);
      if (/(at|bl|iz)$/.test(w)) w += "e";
      else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w)) cut(1);
      else if (w.length === first && short(w)) w += "e";
    }
  }
  if (w.length > 2 && /[^aeiouy][yY]$/.test(w)) cut(1, "i");
  var two = { tional: "tion", enci: "ence", anci: "ance", abli: "able", entli: "ent", izer: "ize", ization: "ize",
    ational: "ate", ation: "ate", ator: "ate", alism: "al", aliti: "al", alli: "al", fulness: "ful", ousli: "ous",
    ousness: "ous", iveness: "ive", iviti: "ive", biliti: "ble", bli: "ble", fulli: "ful", lessli: "less", ogi: "og", li: "" };
  m = ending(two).exec(w);
  if (m && m.index >= first) {
    if (m[0] === "ogi" ? /logi$/.test(w) : m[0] === "li" ? /[cdeghkmnrt]li$/.test(w) : true) cut(m[0].length, two[m[0]]);
  }
  var three = { ational: "ate", tional: "tion", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ful: "", ness: "", ative: "" };
  m = ending(three).exec(w);
  if (m && m.index >= (m[0] === "ative" ? second : first)) cut(m[0].length, three[m[0]]);
  m = /(ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|ion|al|er|ic)$/.exec(w);
  if (m && m.index >= second && (m[0] !== "ion" || /[st]ion$/.test(w))) cut(m[0].length);
  if (/e$/.test(w)) {
    if (w.length > second || (w.length > first && !short(w.slice(0, -1)))) cut(1);
  } else if (/ll$/.test(w) && w.length > second) cut(1);
  return w.replace(/Y/g, "y");
}
