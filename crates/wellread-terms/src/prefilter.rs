//! Says quickly that a text holds none of some forms, as nearly every text does when the forms of
//! one term have changed.
//!
//! It may take a text for one that holds a form, never the other way round. Texts of plain letters
//! are searched for the first words of the forms with a library for just that; in what passes, and
//! in other texts, the words of the forms are looked for one after the other (`scan.rs`).

use aho_corasick::AhoCorasick;

use super::TermTrie;

/// Some forms, to be looked for in many texts.
#[derive(Debug)]
pub struct Prefilter {
    table: TermTrie,
    /// The words at the start of forms; `None` if a form begins with a symbol, which may be written in
    /// several ways, or if there are too many for the search.
    first_words: Option<AhoCorasick>,
}

impl Prefilter {
    /// A probe for the forms of a table.
    #[must_use]
    pub fn new(table: TermTrie) -> Self {
        let text = |word| std::str::from_utf8(word).unwrap_or_default();
        let is_word = |word| text(word).chars().any(char::is_alphanumeric);
        // No plain text holds a word with other letters than those of ASCII.
        let plain = table.first_words().filter(|word| word.is_ascii());
        let first_words = table
            .first_words()
            .all(is_word)
            .then(|| AhoCorasick::builder().ascii_case_insensitive(true).build(plain).ok())
            .flatten();
        Self { table, first_words }
    }

    /// Whether one of the forms may be found in the text. `plain` is what [`is_plain`] says of it.
    #[must_use]
    pub fn may_be_in(&self, text: &str, plain: bool) -> bool {
        let starts = self.first_words.as_ref().filter(|_| plain);
        starts.is_none_or(|words| words.is_match(text)) && self.table.may_be_in(text)
    }
}

/// Whether every letter of a text is one of ASCII, and nothing is in it that words are compared
/// without: then a word of it is a word of ASCII in capital or small letters.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        // Dashes, curly quotes and the like (U+2010 to U+2027), no-break spaces, and what stands for
        // an object (U+FFFC).
        rest = match &rest[at..] {
            [0xe2, 0x80, 0x90..=0xa7, rest @ ..]
            | [0xc2, 0xa0, rest @ ..]
            | [0xef, 0xbf, 0xbc, rest @ ..] => rest,
            _ => return false,
        };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Case, Form, Language, Match, Plural};
    use proptest::prelude::*;

    fn table(forms: &[&str]) -> TermTrie {
        let form = |text| Form { text, entry: 0, case: Case::Auto, plural: &Plural::Regular };
        let forms: Vec<Form<'_>> = forms.iter().map(|text| form(*text)).collect();
        TermTrie::compile(&forms, Language::from_tag("en")).0
    }

    #[test]
    fn plain_texts_are_known() {
        for plain in ["", "An IEP – “so” it’s…", "a\u{a0}b", "a\u{fffc}b", "504 (b)"] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in ["café", "in\u{ad}tervention", "ＩＥＰ", "a\u{200b}b", "§ 504", "学校"]
        {
            assert!(!is_plain(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_found_may_be_there(text in "([a-eA-E’“\"•é\u{ad}\u{fffc} .,-]{0,3}(plan|PLANS|IEP|team|ＩＥＰ|i\u{ad}ep)?){0,8}") {
            for forms in [&["plan", "IEP team", "é", "team-plan", "abc"][..], &["\"plan"], &["• team", "abc"], &["’a plan"]] {
                let mut found: Vec<Match> = Vec::new();
                table(forms).find(&text, &mut found);
                let prefilter = Prefilter::new(table(forms));
                prop_assert!(found.is_empty() || prefilter.may_be_in(&text, is_plain(&text)), "{}", text);
            }
        }
    }
}
