//! Rules out quickly that a text contains any of some forms. When a term changes, that is true of
//! nearly every text, and only the others have to be rendered again.
//!
//! The answer may be a false positive, never a false negative: it ignores case and word boundaries.
//! Plain texts are first searched for the words that forms start with, by the Aho-Corasick
//! algorithm. What passes, and any other text, is then walked through the trie (`scan.rs`).

use aho_corasick::AhoCorasick;
use wellread_model::position_of_byte;

use crate::trie::TermTrie;

/// Some forms, to be looked for in many texts.
///
/// ```
/// use wellread_terms::{Form, Language, Prefilter, TermTrie, is_plain};
///
/// let forms = [Form::new("IEP team", 0)];
/// let prefilter = Prefilter::new(TermTrie::compile(&forms, Language::ENGLISH).0);
/// let may_be_in = |text| prefilter.may_be_in(text, is_plain(text));
/// assert!(may_be_in("Ask the IEP team."));
/// assert!(!may_be_in("Ask the school."));
/// // A false positive: the prefilter ignores case.
/// assert!(may_be_in("iep team"));
/// ```
#[derive(Debug)]
pub struct Prefilter {
    trie: TermTrie,
    /// The words that forms start with. `None` if one starts with a symbol, which a text may spell
    /// in several ways, or if there are too many for an automaton.
    first_words: Option<AhoCorasick>,
}

impl Prefilter {
    /// A prefilter for the forms of a trie.
    #[must_use]
    pub fn new(trie: TermTrie) -> Self {
        let text = |word| std::str::from_utf8(word).unwrap_or_default();
        let is_word = |word| text(word).chars().any(char::is_alphanumeric);
        // The automaton is only used on plain texts, whose words are all ASCII.
        let plain = trie.first_words().filter(|word| word.is_ascii());
        let first_words = trie
            .first_words()
            .all(is_word)
            .then(|| AhoCorasick::builder().ascii_case_insensitive(true).build(plain).ok())
            .flatten();
        Self { trie, first_words }
    }

    /// Whether one of the forms may be found in the text. If not, it certainly isn't. `plain` is
    /// what [`is_plain`] says of the text; callers that ask often about a text can store it.
    #[must_use]
    pub fn may_be_in(&self, text: &str, plain: bool) -> bool {
        let starts = self.first_words.as_ref().filter(|_| plain);
        starts.is_none_or(|words| words.is_match(text)) && self.trie.may_be_in(text)
    }
}

/// Whether a text has no letters outside ASCII and no ignorable characters, so that its words can
/// be compared byte by byte, apart from case.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(at) = position_of_byte(rest, |byte| !byte.is_ascii()) {
        // General punctuation such as dashes and curly quotes (U+2010 to U+2027), NO-BREAK SPACE
        // (U+00A0) and OBJECT REPLACEMENT CHARACTER (U+FFFC). They are common in English and part
        // of no word.
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
    use crate::{Form, Language, Match};
    use proptest::prelude::*;

    fn trie(forms: &[&str]) -> TermTrie {
        let forms: Vec<Form<'_>> = forms.iter().map(|text| Form::new(text, 0)).collect();
        TermTrie::compile(&forms, Language::ENGLISH).0
    }

    #[test]
    fn plain_texts_are_recognized() {
        for plain in
            ["", "An IEP – “so” it’s…", "a\u{a0}b", "a\u{fffc}b", "504 (b)", "\u{2010}\u{2027}"]
        {
            assert!(is_plain(plain), "{plain}");
        }
        for other in [
            "café",
            "in\u{ad}tervention",
            "ＩＥＰ",
            "a\u{200b}b",
            "§ 504",
            "学校",
            "\u{200f}",
            "\u{2028}",
            "\u{fffd}",
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }

    #[test]
    fn texts_without_the_words_are_ruled_out() {
        let prefilter = Prefilter::new(trie(&["IEP team", "é"]));
        let may_be_in = |text| prefilter.may_be_in(text, is_plain(text));
        assert!(may_be_in("the iep-teams") && may_be_in("É"));
        for text in ["", "the plan", "an IEP", "IEP plan team", "naïve", "e", "team IEP"] {
            assert!(!may_be_in(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_match_is_missed(text in "([a-eA-E’“\"•é\u{ad}\u{fffc} .,-]{0,3}(plan|PLANS|IEP|team|ＩＥＰ|i\u{ad}ep)?){0,8}") {
            for forms in [&["plan", "IEP team", "é", "team-plan", "abc"][..], &["\"plan"], &["• team", "abc"], &["’a plan"]] {
                let mut found: Vec<Match> = Vec::new();
                trie(forms).find(&text, &mut found);
                let prefilter = Prefilter::new(trie(forms));
                prop_assert!(found.is_empty() || prefilter.may_be_in(&text, is_plain(&text)), "{}", text);
            }
        }
    }
}
