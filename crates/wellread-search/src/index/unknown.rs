//! The files that a browser loads once a query has a word that the hub lacks, each with the part of
//! the runtime that makes use of it: other ways to find a word; and what corrections need, which
//! words are real all the same and which spellings sound alike.

use wellread_model::LanguageTag;

use super::crisis::grave_words;
use super::files::with_code;
use crate::format::file::IndexFile;
use crate::format::records::{Alternatives, LanguageCues, UnknownWords};
use crate::input::IndexSettings;
use crate::language::{Analyzer, Languages};
use crate::text::folded_words;

/// The file of other ways to find words, with the part of the runtime that takes them.
pub(super) fn alternatives(languages: &Languages, settings: &IndexSettings<'_>) -> IndexFile {
    let groups = |language: &Analyzer| {
        language.synonym_groups().iter().map(|group| (*group).to_owned()).collect()
    };
    let data = Alternatives {
        synonyms: languages.all().iter().map(groups).collect(),
        staff: staff_synonyms(settings),
        cues: Analyzer::cues()
            .map(|(tag, words, signs)| LanguageCues { tag: tag.into(), words, signs: signs.into() })
            .collect(),
    };
    let code = include_str!(concat!(env!("OUT_DIR"), "/alternatives.js")).replace('\n', "");
    with_code("y", &format!("Wellread.code(\"alternatives\",{code})\n"), &data)
}

/// The file of what is needed to correct words, with the part of the runtime that does it.
pub(super) fn unknown_words(tag: &str) -> IndexFile {
    let tag = LanguageTag::new(tag);
    let primary = tag.as_ref().map_or("", LanguageTag::primary);
    let sounds = Analyzer::from_tag(primary).sounds();
    let data = UnknownWords {
        real: real_stems(primary).to_owned(),
        sounds: sounds.iter().map(|&(from, to)| (from.to_owned(), to.to_owned())).collect(),
        grave: grave_words(),
    };
    let code = include_str!(concat!(env!("OUT_DIR"), "/unknown.js")).replace('\n', "");
    with_code("x", &format!("Wellread.code(\"unknown\",{code})\n"), &data)
}

/// A [`WordFilter`](crate::format::bloom::WordFilter) of the stems of a language's frequent words,
/// and of names; empty for most languages. Stems, because they are fewer, and because a list of
/// words has few of their forms: it knows `bullying`, but not `bullied`.
///
/// The filters are stored, because they are the same in every hub and cost more to make than many
/// a hub's whole index. A test below makes them.
fn real_stems(primary: &str) -> &'static str {
    let stored = match primary {
        "en" => include_str!("../../data/real-stems-en.txt"),
        "es" => include_str!("../../data/real-stems-es.txt"),
        _ => "",
    };
    stored.trim_end_matches('\n')
}

/// The synonyms of the staff, in the form of the built-in ones.
pub(super) fn staff_synonyms(settings: &IndexSettings<'_>) -> Vec<String> {
    let phrases = |group: &Vec<&str>| {
        let folded = group.iter().map(|phrase| folded_words(phrase).join("+"));
        folded.filter(|phrase| !phrase.is_empty()).collect::<Vec<_>>().join(" ")
    };
    settings.synonyms.iter().map(phrases).filter(|group| group.contains(' ')).collect()
}

#[cfg(test)]
mod tests {
    use wellread_model::words;

    use super::*;
    use crate::format::bloom::WordFilter;

    /// Names of people and places in English texts, with comments.
    const ENGLISH_NAMES: &str = include_str!("../../data/names.txt");

    fn names(primary: &str) -> impl Iterator<Item = &'static str> {
        let list = if primary == "en" { ENGLISH_NAMES } else { "" };
        list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_ascii_whitespace)
    }

    /// The stored filters follow from the lists of words and the stemmer.
    /// `UPDATE=1 cargo test -p wellread-search stored` writes them anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "writes what the crate then holds")]
    fn stored_filters_are_those_of_the_words() {
        for primary in ["en", "es"] {
            let language = Analyzer::from_tag(primary);
            let folded = words::frequent(primary).chain(names(primary)).flat_map(folded_words);
            let mut stems: Vec<String> = folded.map(|word| language.stem(&word)).collect();
            stems.sort_unstable();
            stems.dedup();
            let filter = WordFilter::from_words(&stems).text();
            if std::env::var_os("UPDATE").is_some() {
                let path = format!("{}/data/real-stems-{primary}.txt", env!("CARGO_MANIFEST_DIR"));
                std::fs::write(path, filter + "\n").unwrap();
            } else {
                assert!(
                    filter == real_stems(primary),
                    "the filter of {primary} is out of date: \
                     UPDATE=1 cargo test -p wellread-search stored"
                );
            }
        }
        assert_eq!(words::frequent("fr").chain(names("fr")).next(), None);
    }
}
