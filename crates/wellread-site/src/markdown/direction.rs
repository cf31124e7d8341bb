//! Numbers, addresses and Latin words in a text from right to left.
//!
//! Browsers order such a text by the Unicode Bidirectional Algorithm ([Unicode Standard Annex
//! 9](https://www.unicode.org/reports/tr9/)), which takes the hyphens of `303-555-0100` after an
//! Arabic word for Arabic ones and shows the number from its end, moves the plus of `C++` and `+1`
//! to the other side, and puts the number of `504 plan` after the word. An element that isolates
//! such a run keeps it in its own order (`bdi`, HTML standard, section 4.5.24).
//!
//! This reads the finished HTML of a block, since a run may begin in an element and end outside it:
//! `**IEP** team` is one. Only tags are added, so that readers copy what they see.

use std::ops::Range;

use wellread_model::marks::{is_dash, is_hyphen};

/// What comes before a run.
const OPEN: &str = "<bdi dir=\"ltr\">";

/// What comes after one.
const CLOSE: &str = "</bdi>";

/// The same for Arabic digits. Even where they are isolated, the algorithm shows the parts of a
/// number from its end; only an override does not (HTML standard, section 4.5.25).
const OVERRIDE: (&str, &str) = ("<bdo dir=\"ltr\">", "</bdo>");

/// What isolates a number that no line breaks; see `numbers.rs`.
const NUMBER: &str = "<span class=\"number\">";

/// The HTML of a block with its runs isolated.
pub(super) fn isolated(html: &str) -> String {
    let pieces = pieces(html);
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut at = 0;
    for run in runs(html, &pieces) {
        let Some(range) = enclosing(&pieces, &run) else { continue };
        out.push_str(&html[at..range.start]);
        let run = &html[range.clone()];
        let (open, close) = if run.contains(is_arabic_digit) { OVERRIDE } else { (OPEN, CLOSE) };
        out.push_str(open);
        out.push_str(run);
        out.push_str(close);
        at = range.end;
    }
    out.push_str(&html[at..]);
    // It is a run by itself.
    out.replace(NUMBER, "<span class=\"number\" dir=\"ltr\">")
}

/// A character of the text, or a tag.
#[derive(Debug)]
struct TextUnit {
    /// Where it is in the HTML.
    html: Range<usize>,
    /// Its role for the direction of the text.
    class: CharClass,
}

/// Whether the first letter of a text is written from right to left. `None` if it has no letter.
pub(super) fn starts_right_to_left(text: &str) -> Option<bool> {
    pieces(text).iter().find_map(|piece| match piece.class {
        CharClass::Left => Some(false),
        CharClass::Right => Some(true),
        _ => None,
    })
}

/// What matters of a character here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CharClass {
    /// A letter that is written from left to right.
    Left,
    /// A letter or digit that is written from right to left, or something that is not text.
    Right,
    Digit,
    Space,
    /// Anything else.
    Punctuation(char),
    Open,
    Close,
}

impl CharClass {
    /// Whether it is part of a word or number that is written from left to right.
    const fn is_word(self) -> bool {
        matches!(self, Self::Left | Self::Digit)
    }

    /// Whether it is a tag of HTML, which has no direction of its own.
    const fn is_tag(self) -> bool {
        matches!(self, Self::Open | Self::Close)
    }

    /// Whether this is between the digits of a number: `2026-11-25`, `10:30`, `1,250.50`.
    fn is_in_number(self) -> bool {
        matches!(self, Self::Punctuation(c)
            if matches!(c, '.' | ',' | ':' | '/' | '+' | '×') || is_hyphen(c) || is_dash(c))
    }
}

/// Whether this is one of the digits of Arabic, Persian or Urdu.
const fn is_arabic_digit(c: char) -> bool {
    matches!(c, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}

/// What a character means for the direction of the text around it.
fn class(c: char) -> CharClass {
    match c {
        '0'..='9' => CharClass::Digit,
        c if is_arabic_digit(c) => CharClass::Digit,
        // Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbors, presentation forms, and the
        // scripts of the supplementary planes.
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' => CharClass::Right,
        c if c.is_alphabetic() => CharClass::Left,
        c if c.is_whitespace() => CharClass::Space,
        c => CharClass::Punctuation(c),
    }
}

/// The characters and tags of some HTML. What is in an element with a direction of its own, in code
/// or in a number, is one piece that ends a run.
fn pieces(html: &str) -> Vec<TextUnit> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let (length, class) = if rest.starts_with('<') {
            let tag = rest.find('>').map_or(rest.len(), |end| end + 1);
            let name = rest[1..tag].split([' ', '>']).next().unwrap_or_default();
            match name {
                // These have their own order, or none.
                "code" | "bdi" | "bdo" | "sup" | "svg" => (element(rest, name), CharClass::Right),
                "span" if rest.starts_with(NUMBER) => (element(rest, name), CharClass::Right),
                _ if rest[..tag].contains(" dir=\"") => (element(rest, name), CharClass::Right),
                "br" | "img" | "wbr" | "input" => (tag, CharClass::Right),
                _ if name.starts_with('/') => (tag, CharClass::Close),
                _ => (tag, CharClass::Open),
            }
        } else if rest.starts_with('&') {
            let length =
                rest.bytes().take(34).position(|byte| byte == b';').map_or(1, |end| end + 1);
            let sign = if rest.starts_with("&amp;") { '&' } else { '\u{fffd}' };
            (length, CharClass::Punctuation(sign))
        } else {
            (first, rest.chars().next().map_or(CharClass::Space, class))
        };
        pieces.push(TextUnit { html: at..at + length, class });
        at += length;
    }
    pieces
}

/// The length of the element that a text begins with: to its closing tag, with those of its own
/// name inside it.
fn element(html: &str, name: &str) -> usize {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(next) = html[at..].find(&*close).map(|found| at + found) {
        depth += html[at..next].matches(&*open).count();
        depth = depth.saturating_sub(1);
        at = next + close.len();
        if depth == 0 {
            return at;
        }
    }
    html.find('>').map_or(html.len(), |end| end + 1)
}

/// The runs that are written from left to right, each by the places of its first piece and after
/// its last.
fn runs(html: &str, pieces: &[TextUnit]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let is_left = !pieces.iter().any(|piece| piece.class == CharClass::Right);
    let mut at = 0;
    // Up to where there are digits and tags that begin no words, each of which would read the rest.
    let mut digits_end = 0;
    while let Some(start) = pieces[at..].iter().position(|piece| piece.class.is_word()) {
        let start = at + start;
        if html[pieces[start].html.clone()].starts_with(is_arabic_digit)
            && let Some(number) = spaced_number(pieces, start)
        {
            let run = leading(pieces, number.start, at)..number.end;
            at = run.end;
            runs.push(run);
            continue;
        }
        let begins_words = start >= digits_end && {
            let word = word_end(pieces, start);
            digits_end = word;
            pieces[start..word].iter().any(|piece| piece.class == CharClass::Left)
                || is_followed_by_word(pieces, word)
        };
        let run = if begins_words {
            digits_end = 0;
            leading(pieces, start, at)..trailing(pieces, start, words_end(pieces, start))
        } else {
            let run = leading(pieces, start, at)..number_end(pieces, start);
            let is_plain = pieces[run.clone()]
                .iter()
                .all(|piece| piece.class == CharClass::Digit || piece.class.is_tag());
            if is_plain {
                at = run.end;
                continue;
            }
            run
        };
        at = run.end;
        runs.push(run);
    }
    if is_left && let (Some(first), Some(last)) = (runs.first(), runs.last()) {
        let whole = whole_text(pieces, first.start..last.end);
        runs.clear();
        runs.push(whole);
    }
    runs
}

/// A text in another language, with the characters before its first word and after its last one.
/// What separates it from the text around it is not part of it: `, PsyD` follows a name, and the
/// comma has to be next to that.
fn whole_text(pieces: &[TextUnit], words: Range<usize>) -> Range<usize> {
    let separates = |piece: &TextUnit| {
        matches!(
            piece.class,
            CharClass::Space | CharClass::Punctuation(',' | ';' | '،' | '؛' | '·')
        )
    };
    let is_text = |piece: &TextUnit| !piece.class.is_tag() && !separates(piece);
    let start = pieces[..words.start].iter().position(is_text).unwrap_or(words.start);
    let end = pieces.iter().rposition(is_text).map_or(words.end, |end| end + 1);
    start..end.max(words.end)
}

/// The number of digits of a phone number.
const DIALED: std::ops::RangeInclusive<usize> = 7..=15;

/// The pieces of the longest phone number, with its marks.
const LONGEST_NUMBER: usize = 24;

/// The phone number that begins with the digit at `start` and has spaces or parentheses inside it,
/// as `(303) 555 0100` has. Two numbers next to each other are not one, but for the three and four
/// digits of a local number.
fn spaced_number(pieces: &[TextUnit], start: usize) -> Option<Range<usize>> {
    let (mut groups, mut end) = (vec![0_usize], start);
    let mut is_between = false;
    let limit = pieces.len().min(start + LONGEST_NUMBER);
    for (at, piece) in pieces.iter().enumerate().take(limit).skip(start) {
        match piece.class {
            CharClass::Digit => {
                if is_between {
                    groups.push(0);
                }
                if let Some(group) = groups.last_mut() {
                    *group += 1;
                }
                end = at + 1;
                is_between = false;
            }
            // One space, or one with a parenthesis next to it.
            CharClass::Space if !matches!(pieces[at - 1].class, CharClass::Space) => {
                is_between = true;
            }
            CharClass::Punctuation(sign)
                if matches!(sign, '(' | ')') || is_hyphen(sign) || is_dash(sign) =>
            {
                is_between = true;
            }
            _ => break,
        }
    }
    // One after the last digit belongs to what follows: `2025 2026 (by day)` is not a phone
    // number.
    let is_parenthesis =
        |piece: &TextUnit| matches!(piece.class, CharClass::Punctuation('(' | ')'));
    let has_parenthesis = pieces[start..end].iter().any(is_parenthesis);
    let is_opened = start > 0 && pieces[start - 1].class == CharClass::Punctuation('(');
    let is_number = DIALED.contains(&groups.iter().sum())
        && (groups.len() > 2 || groups.len() == 2 && has_parenthesis || groups == [3, 4]);
    is_number.then(|| start - usize::from(is_opened && has_parenthesis)..end)
}

/// Where the letters and digits that begin at `start` end.
fn word_end(pieces: &[TextUnit], start: usize) -> usize {
    let length =
        pieces[start..].iter().position(|piece| !piece.class.is_word() && !piece.class.is_tag());
    length.map_or(pieces.len(), |length| start + length)
}

/// Whether a number and one space are followed by a word, or are joined to one: `504 plan`,
/// `504-A`, `401(k)`.
fn is_followed_by_word(pieces: &[TextUnit], end: usize) -> bool {
    let mut rest = pieces[end..].iter().filter(|piece| !piece.class.is_tag());
    let joins = |class: CharClass| {
        class == CharClass::Space || class == CharClass::Punctuation('(') || class.is_in_number()
    };
    rest.next().is_some_and(|piece| joins(piece.class))
        && rest.next().is_some_and(|piece| piece.class == CharClass::Left)
}

/// After the last letter or digit before something that is written from right to left.
fn words_end(pieces: &[TextUnit], start: usize) -> usize {
    let length = pieces[start..].iter().position(|piece| piece.class == CharClass::Right);
    let limit = length.map_or(pieces.len(), |length| start + length);
    let last = pieces[start..limit].iter().rposition(|piece| piece.class.is_word());
    last.map_or(start + 1, |last| start + last + 1)
}

/// After the last digit of a number, with the marks inside it.
fn number_end(pieces: &[TextUnit], start: usize) -> usize {
    let mut end = start + 1;
    for (at, piece) in pieces.iter().enumerate().skip(start) {
        match piece.class {
            CharClass::Digit => end = at + 1,
            class if class.is_in_number() && at == end => {}
            _ => break,
        }
    }
    end
}

/// Where a run begins, with the characters that are attached to its first character: `+1`,
/// `@clinic`.
fn leading(pieces: &[TextUnit], start: usize, from: usize) -> usize {
    let signs = pieces[from..start].iter().rev().take_while(|piece| {
        matches!(
            piece.class,
            CharClass::Punctuation('+' | '@' | '#' | '$' | '€' | '£' | '.' | '/' | '-' | '−')
        )
    });
    let begin = start - signs.count();
    // A character that ends another word does not belong to this one.
    let is_free = begin == 0
        || matches!(pieces[begin - 1].class, CharClass::Space | CharClass::Punctuation(_))
        || pieces[begin - 1].class.is_tag();
    if is_free { begin } else { start }
}

/// Where a run ends, with the characters that are attached to its last character: `C++`, `(plan)`,
/// `https://hub.test/`.
fn trailing(pieces: &[TextUnit], start: usize, end: usize) -> usize {
    let count = |sign| {
        let inside = pieces[start..end].iter();
        inside.filter(|piece| piece.class == CharClass::Punctuation(sign)).count()
    };
    let is_address = count('/') + count('.') > 0;
    let mut open = count('(').saturating_sub(count(')'));
    let attached = pieces[end..].iter().take_while(|piece| match piece.class {
        CharClass::Punctuation('+' | '#' | '%') => true,
        CharClass::Punctuation('/') => is_address,
        CharClass::Punctuation(')') => {
            let is_inside = open > 0;
            open = open.saturating_sub(1);
            is_inside
        }
        _ => false,
    });
    end + attached.count()
}

/// The HTML of a run, with the tags around it that make it nest. `None` if nothing does.
fn enclosing(pieces: &[TextUnit], run: &Range<usize>) -> Option<Range<usize>> {
    let (mut open, mut unopened) = (0_usize, 0);
    for piece in &pieces[run.clone()] {
        match piece.class {
            CharClass::Open => open += 1,
            CharClass::Close if open > 0 => open -= 1,
            CharClass::Close => unopened += 1,
            _ => {}
        }
    }
    let before = pieces[..run.start].iter().rev();
    let after = pieces[run.end..].iter();
    let is_opened =
        before.clone().take(unopened).filter(|one| one.class == CharClass::Open).count();
    let is_closed = after.clone().take(open).filter(|one| one.class == CharClass::Close).count();
    (is_opened == unopened && is_closed == open).then(|| {
        let (first, last) = (run.start - unopened, run.end + open - 1);
        pieces[first].html.start..pieces[last].html.end
    })
}

#[cfg(test)]
mod tests {
    use super::isolated;

    /// The HTML with `[` and `]` for what isolates runs.
    fn shown(html: &str) -> String {
        let (open, close) = super::OVERRIDE;
        let html = isolated(html).replace(open, "{").replace(close, "}");
        html.replace(super::OPEN, "[").replace(super::CLOSE, "]")
    }

    #[test]
    fn runs_are_isolated_whole() {
        for (html, wanted) in [
            ("خطة IEP team الآن", "خطة [IEP team] الآن"),
            ("خطة <strong>IEP</strong> team الآن", "خطة [<strong>IEP</strong> team] الآن"),
            ("خطة <em>IEP <b>team</b></em> الآن", "خطة <em>[IEP <b>team</b>]</em> الآن"),
            ("خطة <a href=\"/x/\">504 plan</a> الآن", "خطة <a href=\"/x/\">[504 plan]</a> الآن"),
            ("لغة C++ و C# و AT&amp;T.", "لغة [C++] و [C#] و [AT&amp;T]."),
            ("في 2026-11-25 عند 10:30 و 1,250.50$", "في [2026-11-25] عند [10:30] و [1,250.50]$"),
            ("رقم +1 أو #12 من 2026", "رقم [+1] أو [#12] من 2026"),
            ("من 5, 10, 15 إلى 20.", "من 5, 10, 15 إلى 20."),
            ("(IEP) و (see IDEA (2004)) و", "([IEP]) و ([see IDEA (2004)]) و"),
            (
                "زوروا https://hub.test/ أو help@hub.test.",
                "زوروا [https://hub.test/] أو [help@hub.test].",
            ),
            ("עברית 10am או 24/7", "עברית [10am] או [24/7]"),
            ("خطة 504-A و 401(k) و 3.IEP", "خطة [504-A] و [401(k)] و [3.IEP]"),
            ("This is English.", "[This is English.]"),
            ("“IEP” (see above).", "[“IEP” (see above).]"),
            // What is between a text and its neighbors is not part of it.
            (", PsyD; ", ", [PsyD]; "),
            (", <b>PsyD</b> · ", ", <b>[PsyD]</b> · "),
            (", Ph.D., M.A.", ", [Ph.D., M.A.]"),
            ("For:", "[For:]"),
            ("كلام", "كلام"),
            ("اتصل ٣٠٣-٤٤٤-٧٠٠٠ أو ٥ الآن", "اتصل {٣٠٣-٤٤٤-٧٠٠٠} أو ٥ الآن"),
            ("اتصل ٣٠٣ ٤٤٤ ٧٠٠٠ الآن", "اتصل {٣٠٣ ٤٤٤ ٧٠٠٠} الآن"),
            ("اتصل (٣٠٣) ٤٤٤-٧٠٠٠.", "اتصل {(٣٠٣) ٤٤٤-٧٠٠٠}."),
            ("اتصل +٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", "اتصل {+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧}"),
            ("اتصل +١ (٣٠٣) ٤٤٤ ٧٠٠٠", "اتصل {+١ (٣٠٣) ٤٤٤ ٧٠٠٠}"),
            ("اتصل ۴۴۴ ۷۰۰۰ (نهاراً)", "اتصل {۴۴۴ ۷۰۰۰} (نهاراً)"),
            ("اتصل ٤٤٤ ٧٠٠٠ الآن", "اتصل {٤٤٤ ٧٠٠٠} الآن"),
            ("اتصل (٣٠٣) ٤٤٤٧٠٠٠ الآن", "اتصل {(٣٠٣) ٤٤٤٧٠٠٠} الآن"),
            // Years, amounts and short rows keep the order of the text.
            ("من ٢٠٢٥ ٢٠٢٦ و ٥ ٦ ٧ و (٥)", "من ٢٠٢٥ ٢٠٢٦ و ٥ ٦ ٧ و (٥)"),
            ("من ٢٠٢٥ ٢٠٢٦ (نهاراً)", "من ٢٠٢٥ ٢٠٢٦ (نهاراً)"),
        ] {
            assert_eq!(shown(html), wanted);
        }
    }

    #[test]
    fn what_has_an_order_is_left_alone() {
        for html in [
            "كلام <code>a-b</code> و",
            "كلام <span dir=\"ltr\">IEP <span>x</span> y</span> و",
            "كلام <sup class=\"note-ref\"><a href=\"#note-1\">1</a></sup> و",
        ] {
            assert_eq!(shown(html), html);
        }
        let own = "كلام <bdi>IEP</bdi> و";
        assert_eq!(isolated(own), own);
        assert_eq!(
            shown("رقم <span class=\"number\">303-555-0100</span> و"),
            "رقم <span class=\"number\" dir=\"ltr\">303-555-0100</span> و"
        );
    }

    #[test]
    fn tags_nest_in_any_case() {
        // The run begins in the emphasis and ends after it.
        let html = "<em>كلام IEP</em> team و";
        assert_eq!(shown(html), html);
        assert_eq!(shown("<em>IEP</em> team كلام"), "[<em>IEP</em> team] كلام");
        assert_eq!(shown("IEP <em>team كلام</em>"), "IEP <em>team كلام</em>");
    }
}
