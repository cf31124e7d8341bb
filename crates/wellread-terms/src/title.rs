//! Titles of works and proper names: runs of capitalized words, in which a word does not mean what
//! it means elsewhere (`Journal of Intellectual Disability Research`, `Autism Society`).
//!
//! Nothing here knows which names exist; upper-case letters are the only evidence. Where a sentence
//! starts, an upper-case letter says nothing.

use crate::language::Language;
use crate::sentence::starts_sentence;
use crate::words::{Gap, Token};

/// How many words between a form and a capitalized word are looked at: `of the` in `Journal of the
/// Autism Society`.
const CONNECTING: usize = 2;

/// How many tokens before a form decide whether it is part of a name: the words that connect, a
/// capitalized word, and what a sentence may start after.
pub(super) const NAME_LOOK_BEHIND: usize = CONNECTING + 6;

/// How far a title in quotation marks reaches from a form in it, in bytes.
const LONGEST_TITLE: usize = 200;

/// Words that have no upper-case letter inside a name, in English and Spanish. Sorted.
const CONNECTORS: [&str; 42] = [
    "a", "al", "an", "and", "as", "at", "but", "by", "con", "de", "del", "e", "el", "en", "for",
    "from", "in", "into", "is", "la", "las", "lo", "los", "nor", "of", "on", "or", "para", "por",
    "su", "sus", "than", "that", "the", "to", "un", "una", "vs", "with", "y", "your", "él",
];

/// Words that begin a sentence rather than go on with a name, besides the connectors: in a heading
/// that runs into its text, as in `Mediation This is`, no mark is between them. In lower case,
/// sorted.
const STARTERS: [&str; 34] = [
    "all", "cada", "cuando", "each", "ella", "ellos", "esta", "estas", "este", "estos", "he",
    "her", "his", "how", "if", "it", "its", "my", "our", "she", "si", "some", "that", "their",
    "there", "these", "they", "this", "those", "we", "what", "when", "where", "you",
];

/// The connectors after which the name goes on for certain. Sorted.
const JOINING: [&str; 6] = ["de", "del", "for", "of", "on", "para"];

/// Whether a text is written as a title or a name: two words or more, all of them with an
/// upper-case letter but for those that connect others.
///
/// ```
/// use wellread_terms::is_title;
///
/// assert!(is_title("Journal of Intellectual Disability Research"));
/// assert!(!is_title("Special education in Colorado"));
/// assert!(!is_title("Evaluation"));
/// ```
#[must_use]
pub fn is_title(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/'));
    let mut capitalized = 0;
    for (index, word) in words.map(|word| word.trim_matches(is_mark)).enumerate() {
        // Digits and marks have no case.
        if !word.starts_with(char::is_alphabetic) {
            continue;
        }
        if is_capitalized(word) {
            capitalized += 1;
        } else if index == 0 || CONNECTORS.binary_search(&word).is_err() {
            return false;
        }
    }
    capitalized >= 2
}

/// Whether a title says more than the form in it: another word that is not an acronym in
/// parentheses.
#[must_use]
pub fn is_longer_title(title: &str, form: &str) -> bool {
    title
        .replacen(form, " ", 1)
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.chars().count() > 1 && word.contains(char::is_lowercase))
}

/// Whether the form at `tokens[at..=last]` is part of a longer name: whether capitalized words go
/// on before or after it.
pub(super) fn is_in_longer_name(text: &str, tokens: &[Token], at: usize, last: usize) -> bool {
    let word = |token: &Token| &text[token.start..token.end];
    // An acronym has its upper-case letters anywhere: `ADHD Evaluation` is not a name.
    let is_capital = |token: &Token| {
        is_capitalized(word(token)) && word(token) != "I" && !is_acronym(word(token))
    };
    let form = tokens[at..=last].iter().filter(|token| token.is_word());
    if !form.map(word).all(|word| is_capitalized(word) || CONNECTORS.binary_search(&word).is_ok()) {
        return false;
    }
    let (before, after) = (&tokens[..at], &tokens[last + 1..]);
    let follows = |token: &&Token| token.gap == Gap::Space && token.is_word();
    let mut following = after.iter().take(CONNECTING + 1).take_while(follows);
    let goes_on_after = match following.next() {
        Some(next) if is_capital(next) => !starts_anew(word(next)),
        // `Evaluation of Maria`: at the start of a sentence, only the next word tells.
        Some(next) => {
            JOINING.binary_search(&word(next)).is_ok()
                && !starts_sentence(before)
                && following
                    .find(|next| CONNECTORS.binary_search(&word(next)).is_err())
                    .is_some_and(is_capital)
        }
        None => false,
    };
    goes_on_after || goes_on_before(before, tokens[at].gap, &is_capital, &word)
}

/// Whether a name goes on before a form that follows the tokens `before` after `gap`.
fn goes_on_before<'a>(
    before: &[Token],
    mut gap: Gap,
    is_capital: &impl Fn(&Token) -> bool,
    word: &impl Fn(&Token) -> &'a str,
) -> bool {
    for (skipped, token) in before.iter().rev().enumerate().take(CONNECTING + 1) {
        if gap != Gap::Space || !token.is_word() {
            return false;
        }
        let earlier = &before[..before.len() - 1 - skipped];
        if is_capital(token) {
            // `Dyslexia and Autism` are two names.
            let joint = before.get(earlier.len() + 1);
            let is_joined = joint.is_none_or(|joint| JOINING.binary_search(&word(joint)).is_ok());
            // `OpenTelemetry` has upper-case letters of its own, also where a sentence starts.
            return is_joined && (has_inner_capital(word(token)) || !starts_sentence(earlier));
        }
        if CONNECTORS.binary_search(&word(token)).is_err() {
            return false;
        }
        gap = token.gap;
    }
    false
}

/// Whether the form at `start..end` is in a title in quotation marks that says more than it.
pub(super) fn is_in_quoted_title(text: &str, start: usize, end: usize) -> bool {
    if !is_capitalized(&text[start..end]) {
        return false;
    }
    let mut from = start.saturating_sub(LONGEST_TITLE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = text.len().min(end + LONGEST_TITLE);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    // Only the nearest mark on each side: after a closing one, no quotation is open.
    let is_quote = |c: char| matches!(c, '“' | '”' | '«' | '»');
    let Some((open, mark)) = text[from..start].rmatch_indices(is_quote).next() else {
        return false;
    };
    let Some((close, closing)) = text[end..to].match_indices(is_quote).next() else { return false };
    if !matches!((mark, closing), ("“", "”") | ("«", "»")) {
        return false;
    }
    let title = &text[from + open + mark.len()..end + close];
    is_title(title) && is_longer_title(title, &text[start..end])
}

/// Whether a text is a proper name that says enough to be one: two words or more, as in a title, or
/// one that is not an everyday word.
#[must_use]
pub fn is_proper_name(name: &str, language: Language) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [word] => {
            let is_plain = word.chars().skip(1).all(|c| c.is_lowercase());
            is_capitalized(word)
                && !(is_plain && crate::everyday::is_word(&word.to_lowercase(), language))
        }
        _ => is_title(name),
    }
}

fn is_capitalized(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Whether a word with an upper-case letter is one that begins a sentence.
fn starts_anew(word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_in = |words: &[&str]| words.binary_search(&&*lower).is_ok();
    is_in(&STARTERS) || is_in(&CONNECTORS)
}

/// Whether a word has as many upper-case letters as other letters, or more: `IEPs` and `PhD` do,
/// the name `GitHub` does not.
fn is_acronym(word: &str) -> bool {
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    upper >= 2 && upper * 2 >= word.chars().count()
}

fn has_inner_capital(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

/// What may be next to a word.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::next_token;

    /// Whether the form between `»` and `«` is part of a longer name, or of a quoted title.
    fn is_part(text: &str) -> bool {
        let start = text.find('»').unwrap();
        let end = text.find('«').unwrap() - '»'.len_utf8();
        let text = text.replace(['»', '«'], "");
        let mut tokens: Vec<Token> = Vec::new();
        while let Some(token) =
            next_token(&text, tokens.last().map_or(0, |token| token.end), tokens.last())
        {
            tokens.push(token);
        }
        let at = tokens.iter().position(|token| token.start == start).unwrap();
        let last = tokens.iter().position(|token| token.end == end).unwrap();
        is_in_longer_name(&text, &tokens, at, last) || is_in_quoted_title(&text, start, end)
    }

    #[test]
    fn a_run_of_capitals_is_a_name() {
        for text in [
            "The »Autism« Society",
            "In Denver, »Disability« Law Colorado helps",
            "»Disability« Law Colorado helps",
            "the Journal of »Intellectual Disability« Research",
            "the Journal of »Autism«, in print",
            "ask the National Center on »Disability«",
            "the »Disability« of the Year",
            "our »Disability« for Kids fund",
            "“The »Autism« of My Child”",
            "read “A Guide to »Evaluation«”",
            "the OpenTelemetry »Collector« is",
            "see GitHub »Actions«",
            "GitHub »Actions« are",
            "»Collector« OpenTelemetry",
        ] {
            assert!(is_part(text), "{text}");
        }
    }

    #[test]
    fn a_capital_alone_is_no_name() {
        for text in [
            "»Autism« is",
            "The »Autism« is",
            "An »Individualized Education Program« (IEP) is",
            "about »autism« Colorado",
            "Ask about »Autism«. Colorado has",
            "»Evaluation« of Maria",
            "»Dyslexia« ADHD",
            "My »Evaluation« I wrote",
            "about Dyslexia and »Autism«",
            "the Plan to »Autism«",
            "In »Mediation«, Colorado",
            "“»Autism«”",
            "“»Individualized Education Program« (IEP)”",
            "“an »Evaluation« that helps”",
            "a “Title” and »Autism« and “Title Two”",
            "»Mediation« This is a talk",
            "about »Evaluation« The school",
            "»Mediación« Este es",
            "the PhD »Evaluation« is",
            "all IEPs »Evaluation« is",
        ] {
            assert!(!is_part(text), "{text}");
        }
    }

    #[test]
    fn proper_names_have_capitals_throughout() {
        let is_name = |name| is_proper_name(name, Language::ENGLISH);
        for name in ["Autism Society", "The Arc of Colorado", "CHADD", "Understood.org", "PEAK"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["Understood", "Special education in Colorado", "the Arc", "", "Schools"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn lists_are_sorted() {
        assert!(CONNECTORS.is_sorted() && JOINING.is_sorted() && STARTERS.is_sorted());
    }
}
