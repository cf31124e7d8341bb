// Snowball's Spanish stemmer, after https://snowballstem.org/algorithms/spanish/stemmer.html.
function (w) {
  var rv = w.length, first, second, m, before;
  function region(from) {
    m = /[aeiouáéíóúü][^aeiouáéíóúü]/.exec(w.slice(from));
    return m ? from + m.index + 2 : w.length;
  }
  if ((m = /^.[^aeiouáéíóúü].*?[aeiouáéíóúü]/.exec(w))) rv = m[0].length;
  else if ((m = /^[aeiouáéíóúü]{2}.*?[^aeiouáéíóúü]/.exec(w))) rv = m[0].length;
  else if (/^[^aeiouáéíóúü][aeiouáéíóúü]./.test(w)) rv = 3;
  first = region(0);
  second = region(first);
  function plain(s) {
    return s.replace(/[áéíóú]/g, function (c) { return "aeiou".charAt("áéíóú".indexOf(c)); });
  }
  function cut(count, add) { w = w.slice(0, w.length - count) + (add || ""); }
  // Takes a suffix off if it lies after a mark; says whether it was there.
  function off(pattern, mark, add) {
    var e = pattern.exec(w);
    if (!e || e.index < mark) return false;
    cut(e[0].length, add);
    return true;
  }
  m = /(selas|selos|sela|selo|las|les|los|nos|me|se|la|le|lo)$/.exec(w);
  if (m) {
    var e = /(iéndo|ándo|ár|ér|ír|ando|iendo|ar|er|ir|yendo)$/.exec(w.slice(0, m.index));
    if (e && e.index >= rv) {
      if (e[0] !== "yendo") { cut(m[0].length); w = w.slice(0, e.index) + plain(e[0]); }
      else if (w.charAt(e.index - 1) === "u") cut(m[0].length);
    }
  }
  before = w;
  standard();
  if (w === before) verb();
  function standard() {
    m = /(amientos|imientos|amiento|imiento|aciones|uciones|adoras|adores|ancias|logías|encias|amente|idades|anzas|ismos|ables|ibles|istas|adora|ación|antes|ancia|logía|ución|encia|mente|anza|icos|icas|ismo|able|ible|ista|osos|osas|ador|ante|idad|ivas|ivos|ico|ica|oso|osa|iva|ivo)$/.exec(w);
    if (!m) return;
    var s = m[0], at = m.index;
    if (/^logía/.test(s)) { if (at >= second) cut(s.length, "log"); }
    else if (/^uci/.test(s)) { if (at >= second) cut(s.length, "u"); }
    else if (/^encia/.test(s)) { if (at >= second) cut(s.length, "ente"); }
    else if (s === "amente") {
      if (at < first) return;
      cut(6);
      if (off(/iv$/, second)) off(/at$/, second);
      else off(/(os|ic|ad)$/, second);
    } else if (at >= second) {
      cut(s.length);
      if (s === "mente") off(/(ante|able|ible)$/, second);
      else if (/^idad/.test(s)) off(/(abil|ic|iv)$/, second);
      else if (/^iv/.test(s)) off(/at$/, second);
      else if (/^(ador|ación|aciones|ante|ancia)/.test(s)) off(/ic$/, second);
    }
  }
  function verb() {
    var e = /(yeron|yendo|yamos|yais|yan|yen|yas|yes|ya|ye|yo|yó)$/.exec(w.slice(rv));
    if (e && w.charAt(rv + e.index - 1) === "u") { cut(e[0].length); return; }
    e = /(iésemos|iéramos|iríamos|eríamos|aríamos|áramos|ásemos|ábamos|iríais|eríais|aríais|aremos|eremos|iremos|ierais|ieseis|asteis|isteis|íamos|aríais|abais|arais|aseis|iendo|ieron|ieran|iesen|ieras|ieses|erían|irían|arían|arías|erías|irías|aréis|eréis|iréis|ando|aron|adas|idas|aban|aran|asen|ados|idos|amos|imos|íais|abas|aras|ases|aste|iste|iera|iese|aría|ería|iría|arán|erán|irán|arás|erás|irás|áis|éis|ada|ida|aba|ara|ase|ías|ían|aré|eré|iré|ará|erá|irá|emos|ado|ido|ía|ar|er|ir|as|ad|ed|id|an|en|es|ís|ió)$/.exec(w.slice(rv));
    if (!e) return;
    cut(e[0].length);
    if (/^(en|es|éis|emos)$/.test(e[0]) && /gu$/.test(w)) cut(1);
  }
  m = /(os|a|o|á|í|ó|e|é)$/.exec(w);
  if (m && m.index >= rv) {
    cut(m[0].length);
    if (/^[eé]$/.test(m[0]) && /gu$/.test(w) && w.length - 1 >= rv) cut(1);
  }
  return plain(w);
}
