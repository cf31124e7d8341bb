//! What differs between languages: little words, spelling, endings and words of like meaning.
//!
//! The tables are data, so that the runtime follows them too: [`Analyzer::script`] hands them to it
//! with the stemmer in JavaScript. A hub in another language is searched by folded words.

mod english;
mod spanish;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashSet;
use serde_json::json;

/// The tables and the stemmer of one language.
pub(crate) struct Analyzer {
    tables: &'static Tables,
    stop: FxHashSet<&'static str>,
    stemmer: Option<Stemmer>,
}

/// The data of one language. All words are folded.
pub(crate) struct Tables {
    /// Words that may be left out of a question, separated by spaces.
    pub(crate) stop: &'static str,
    /// Beginnings that are spelled in two ways; the first that fits is replaced.
    pub(crate) starts: &'static [(&'static str, &'static str)],
    /// Endings that are spelled in two ways, after at least [`BEFORE_ENDING`] letters; the first that
    /// fits is replaced.
    pub(crate) ends: &'static [(&'static str, &'static str)],
    /// Groups of words that parents use for one another, separated by spaces.
    pub(crate) alike: &'static [&'static str],
    /// A JavaScript function expression from a folded word to its stem; `null` for none.
    pub(crate) stemmer: &'static str,
}

/// The letters that must come before an ending of [`Tables::ends`].
const BEFORE_ENDING: usize = 3;

const PLAIN: Tables = Tables { stop: "", starts: &[], ends: &[], alike: &[], stemmer: "null" };

impl Analyzer {
    /// The language of a tag such as `en-GB`.
    pub(crate) fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        match primary.as_str() {
            "en" => Self::new(&english::TABLES, Some(Algorithm::English)),
            "es" => Self::new(&spanish::TABLES, Some(Algorithm::Spanish)),
            _ => Self::new(&PLAIN, None),
        }
    }

    fn new(tables: &'static Tables, algorithm: Option<Algorithm>) -> Self {
        let stop = tables.stop.split(' ').collect();
        Self { tables, stop, stemmer: algorithm.map(Stemmer::create) }
    }

    /// Whether a folded word may be left out of a question.
    pub(crate) fn is_stop(&self, folded: &str) -> bool {
        self.stop.contains(folded)
    }

    /// The stem of a folded word. Only words of ASCII letters have one that differs from them.
    pub(crate) fn stem(&self, folded: &str) -> String {
        let Some(stemmer) = &self.stemmer else { return folded.to_owned() };
        if folded.len() < 3 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
            return folded.to_owned();
        }
        stemmer.stem(&self.spelling(folded)).into_owned()
    }

    fn spelling(&self, folded: &str) -> String {
        let mut word = folded.to_owned();
        // One byte is compared first, because nearly all of the tables fail there.
        let first = |text: &str| text.bytes().next();
        let last = |text: &str| text.bytes().next_back();
        let start = self
            .tables
            .starts
            .iter()
            .find(|(from, _)| first(from) == first(&word) && word.starts_with(from));
        if let Some((from, to)) = start {
            word.replace_range(..from.len(), to);
        }
        let suffix = self.tables.ends.iter().find(|(from, _)| {
            last(from) == last(&word)
                && word.len() >= from.len() + BEFORE_ENDING
                && word.ends_with(from)
        });
        if let Some((from, to)) = suffix {
            word.truncate(word.len() - from.len());
            word.push_str(to);
        }
        word
    }

    /// The stems of the words that mean about the same as a stem, in the order of the tables.
    pub(crate) fn alike(&self, stem: &str) -> Vec<String> {
        let mut found = Vec::new();
        for group in self.tables.alike {
            let stems: Vec<String> = group.split(' ').map(|word| self.stem(word)).collect();
            if stems.iter().any(|s| s == stem) {
                found.extend(stems.into_iter().filter(|s| s != stem));
            }
        }
        let mut seen = Vec::new();
        found.retain(|s: &String| {
            let new = !seen.contains(s);
            seen.push(s.clone());
            new
        });
        found
    }

    /// The statement that hands this language to the runtime; one line.
    pub(crate) fn script(&self) -> String {
        let tables = self.tables;
        let data = json!([tables.stop, tables.starts, tables.ends, tables.alike]);
        let stemmer = compact(tables.stemmer);
        format!("Wellread.language({data},{stemmer})\n")
    }
}

/// A function's source on one line, without its comments and indentation. The sources keep to whole-line
/// comments and to statements that end with a semicolon or a brace.
fn compact(source: &str) -> String {
    source.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(tag: &str, words: &str) -> String {
        let language = Analyzer::of(tag);
        words.split(' ').map(|w| language.stem(w)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn british_and_american_words_are_one() {
        for (british, american) in [
            ("behaviour", "behavior"),
            ("behavioural", "behavioral"),
            ("programme", "program"),
            ("programmes", "programs"),
            ("organise", "organize"),
            ("organisation", "organization"),
            ("centre", "center"),
            ("centred", "centered"),
            ("counselling", "counseling"),
            ("counsellor", "counselor"),
            ("paediatrician", "pediatrician"),
            ("enrolment", "enrollment"),
            ("practise", "practice"),
            ("analyse", "analyze"),
            ("labelled", "labeled"),
            ("individualised", "individualized"),
            ("dialogue", "dialog"),
            ("judgement", "judgment"),
            ("mum", "mom"),
        ] {
            assert_eq!(stems("en-US", british), stems("en-GB", american), "{british}");
        }
    }

    #[test]
    fn spanish_is_stemmed_without_its_accents() {
        assert_eq!(stems("es", "evaluacion"), stems("es", "evaluaciones"));
        assert_eq!(stems("es", "adaptacion"), stems("es", "adaptaciones"));
        assert_eq!(stems("es", "escuela"), stems("es", "escuelas"));
    }

    #[test]
    fn other_languages_keep_their_words() {
        assert_eq!(stems("fr", "evaluations"), "evaluations");
    }

    #[test]
    fn words_alike_are_stems() {
        assert!(Analyzer::of("en").alike("kid").contains(&"child".to_owned()));
        assert!(Analyzer::of("en").alike("zebra").is_empty());
    }
}
