// Numbers and words as text, and hashes, as in format/code.rs.

const DIGITS = [];
for (let code = 32, digit = 0; code < 127; code++) {
  if (!'"<\\'.includes(String.fromCharCode(code))) DIGITS[code] = digit++;
}
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }
  more() {
    return this.at < this.text.length;
  }
  number() {
    let value = 0;
    for (let unit = 1; this.more(); unit *= DIGIT_BASE) {
      const digit = DIGITS[this.text.charCodeAt(this.at++)];
      value += digit * unit;
      if (digit < LAST_DIGITS) break;
    }
    return value;
  }
  letters() {
    const start = this.at;
    while (this.more() && this.text[this.at] !== "," && this.text[this.at] !== " ") this.at++;
    return this.text.slice(start, this.at);
  }
  take(character) {
    const found = this.text[this.at] === character;
    if (found) this.at++;
    return found;
  }
}

// FNV-1a over code points, 32 bits. imul, because a plain product would lose its low bits above 2^53.
function fnv(text) {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  return hash;
}
