//! Where sentences end: at a period, a question mark or an exclamation point, but not at the period
//! of an abbreviation, of an initial or of a number.
//!
//! The abbreviations are those of English and Spanish, and what the hub's own names have with a
//! period inside or at the end (`Ph.D.`, `Sec. 504`). Whether one of them may end a sentence is
//! decided by the word that follows.
//!
//! A sentence that is cut in two counts as two easy ones, and two that are taken for one as a hard
//! one. So the rules are careful on both sides, and where they cannot know, they look at the next
//! word.

use std::collections::BTreeSet;
use std::ops::Range;

use wellread_model::position_of_byte;

/// Abbreviations that never end a sentence: a name or more words follow. In lower case, without the
/// last period.
const BEFORE_NAMES: [&str; 17] = [
    "dr", "mr", "mrs", "ms", "prof", "vs", "cf", "e.g", "i.e", "eg", "ie", "viz", "approx", "sra",
    "srta", "dra", "p.ej",
];

/// Abbreviations that may end a sentence. Then the next word decides: `Acme Inc. The plan` ends,
/// `Acme Inc. Denver` does not.
const OTHERS: [&str; 24] = [
    "jr", "sr", "inc", "etc", "co", "ltd", "st", "ave", "rd", "blvd", "dept", "ed", "eds", "rep",
    "sen", "gov", "rev", "hon", "al", "ee", "uu", "ud", "uds", "lic",
];

/// Abbreviations in front of a number. Before anything else, they are words: `The answer is no.`
const BEFORE_NUMBERS: [&str; 22] = [
    "no", "nos", "sec", "secs", "art", "arts", "fig", "figs", "p", "pp", "par", "ch", "vol", "pub",
    "pt", "núm", "nro", "pág", "págs", "cap", "tel", "ext",
];

/// Words that begin sentences often, and names never. They tell `at 9 a.m. The bus` from `the U.S.
/// Department`.
const STARTERS: [&str; 87] = [
    "the", "a", "an", "it", "its", "they", "he", "she", "you", "we", "i", "this", "that", "these",
    "those", "if", "when", "in", "on", "at", "for", "but", "and", "or", "so", "your", "our",
    "their", "his", "her", "no", "yes", "not", "each", "some", "most", "many", "all", "after",
    "before", "as", "by", "with", "to", "from", "ask", "there", "here", "then", "what", "who",
    "how", "why", "where", "which", "both", "also", "only", "because", "while", "once", "until",
    "do", "does", "is", "are", "el", "la", "los", "las", "un", "una", "es", "si", "cuando", "en",
    "para", "pero", "y", "o", "su", "sus", "esto", "este", "esta", "también", "usted",
];

/// Tells where the sentences of a hub's texts end.
///
/// One is made for a whole hub, and is then only read.
#[derive(Debug, Default)]
pub struct SentenceCutter {
    /// Words of the hub's own names that end with a period, in lower case and without it. `sec` for
    /// a term `Sec. 504`: in this hub, it is an abbreviation.
    own: BTreeSet<String>,
    /// The length of the longest of them, in bytes: most words are longer, and need no look.
    longest: usize,
}

/// The length of the longest abbreviation in the lists above, in bytes.
const LONGEST: usize = 6;

impl SentenceCutter {
    /// A cutter that also knows the abbreviations in these names.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let words = names.flat_map(str::split_whitespace);
        let own = words.filter_map(|word| {
            let word = word.trim_matches(|c: char| "()[],;:“”\"'".contains(c));
            Some(word.strip_suffix('.')?.to_lowercase()).filter(|word| !word.is_empty())
        });
        let own: BTreeSet<String> = own.collect();
        Self { longest: own.iter().map(String::len).max().unwrap_or(0), own }
    }

    /// The sentences of a block of text, without the spaces between them.
    ///
    /// ```
    /// use wellread_site::reading::SentenceCutter;
    ///
    /// let text = "Ask Dr. Lee at 9 a.m. tomorrow. She knows 34 CFR 300.8. Why?";
    /// let cutter = SentenceCutter::default();
    /// let found: Vec<&str> = cutter.sentences(text).into_iter().map(|one| &text[one]).collect();
    /// assert_eq!(found, ["Ask Dr. Lee at 9 a.m. tomorrow.", "She knows 34 CFR 300.8.", "Why?"]);
    /// ```
    #[must_use]
    pub fn sentences(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        // Where the sentence begins, and where the last run of marks ended.
        let (mut start, mut marks_end) = (0, 0);
        for at in marks(text) {
            // A run of marks is one, however long it is.
            if at < marks_end {
                continue;
            }
            // What closes a quotation or parentheses belongs to the sentence, and so does the
            // number of a footnote.
            let rest = &text[at..];
            let closed = rest.trim_start_matches(|c: char| ".?!…”’\"')]»\u{fffc}".contains(c));
            let marks = &rest[..rest.len() - closed.len()];
            marks_end = at + marks.len();
            if !closed.starts_with(char::is_whitespace) && !closed.is_empty() {
                continue;
            }
            let is_period = !marks.contains(['?', '!', '…']);
            let before = text[start..at].trim_start();
            if self.ends(before, is_period, closed.trim_start()) {
                push(text, start..marks_end, &mut found);
                start = marks_end;
            }
        }
        push(text, start..text.len(), &mut found);
        found
    }

    /// Whether marks end a sentence: periods alone, or others among them. `before` is what is
    /// in the sentence before them, and `after` what follows in the block. Rules that say no come
    /// first; a question mark or an exclamation point is in doubt only before lower case.
    fn ends(&self, before: &str, is_period: bool, after: &str) -> bool {
        let next = after.trim_start_matches(|c: char| "“‘\"'([«¿¡\u{fffc}".contains(c));
        if next.is_empty() {
            return true;
        }
        // What goes on in lower case goes on.
        if next.starts_with(char::is_lowercase) {
            return false;
        }
        if !is_period {
            return true;
        }
        let word = before.rsplit(|c: char| c.is_whitespace() || "(“\"'[/–—".contains(c)).next();
        let word = word.unwrap_or_default();
        // `1. First`: the number of an item.
        if !word.is_empty()
            && word.len() == before.len()
            && word.chars().all(|c| c.is_ascii_digit())
        {
            return false;
        }
        if word.len() > LONGEST.max(self.longest) && !word.contains('.') {
            return true;
        }
        let word = word.to_lowercase();
        let is_number = next.starts_with(|c: char| c.is_ascii_digit() || c == '§');
        if BEFORE_NAMES.contains(&word.as_str()) || (is_number && BEFORE_NUMBERS.contains(&&*word))
        {
            return false;
        }
        // `J. Smith`, `U.S.`, `a.m.`, `Jr.`, and the hub's own: the next word tells.
        let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        let is_short = is_initial || word.contains('.') || self.own.contains(&word);
        !(is_short || OTHERS.contains(&&*word)) || STARTERS.contains(&first_word(next).as_str())
    }
}

/// Where characters are that may end a sentence. Bytes are looked at, since few are such
/// characters: the first one of an ellipsis is that of some others, too.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    const ELLIPSIS: &str = "…";
    let may_be = |byte: u8| {
        (byte == b'.') | (byte == b'?') | (byte == b'!') | (byte == ELLIPSIS.as_bytes()[0])
    };
    let mut from = 0;
    let found = std::iter::from_fn(move || {
        let at = from + position_of_byte(&text.as_bytes()[from..], may_be)?;
        from = at + 1;
        Some(at)
    });
    found.filter(|&at| text.as_bytes()[at].is_ascii() || text[at..].starts_with(ELLIPSIS))
}

/// Adds a sentence without the spaces next to it. What has neither letter nor digit is not one. A
/// row of periods that someone typed as a line is such a piece.
fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    if part.contains(char::is_alphanumeric) {
        let start = range.start + (part.len() - part.trim_start().len());
        found.push(start..start + part.trim().len());
    }
}

/// The first word of a text, in lower case. Up to an apostrophe, so that `It's` is `it`.
fn first_word(text: &str) -> String {
    let end = text.find(|c: char| !c.is_alphabetic() && c != '’' && c != '\'');
    let word = &text[..end.unwrap_or(text.len())];
    word.split(['’', '\'']).next().unwrap_or_default().to_lowercase()
}
