//! The files that a browser loads once a query has a word that the hub lacks, each with the part of
//! the runtime that makes use of it: other ways to find a word; and what corrections need, which
//! words are real all the same and which spellings sound alike.

use std::sync::LazyLock;

use wellread_model::{LanguageTag, words};

use super::crisis::grave_words;
use super::files::with_code;
use crate::format::bloom::WordFilter;
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
    static ENGLISH: LazyLock<IndexFile> = LazyLock::new(|| unknown_words_of("en"));
    static SPANISH: LazyLock<IndexFile> = LazyLock::new(|| unknown_words_of("es"));
    // Made once, since it depends on the language alone, and a preview builds often.
    match LanguageTag::new(tag).as_ref().map(LanguageTag::primary) {
        Some("en") => ENGLISH.clone(),
        Some("es") => SPANISH.clone(),
        _ => unknown_words_of(tag),
    }
}

/// The file of a language by its primary subtag.
fn unknown_words_of(primary: &str) -> IndexFile {
    let language = &Analyzer::from_tag(primary);
    let sounds = language.sounds();
    let data = UnknownWords {
        real: real_stems(language, primary).text(),
        sounds: sounds.iter().map(|&(from, to)| (from.to_owned(), to.to_owned())).collect(),
        grave: grave_words(),
    };
    let code = include_str!(concat!(env!("OUT_DIR"), "/unknown.js")).replace('\n', "");
    with_code("x", &format!("Wellread.code(\"unknown\",{code})\n"), &data)
}

/// Names in English texts, with comments.
const ENGLISH_NAMES: &str = include_str!("../../data/names.txt");

/// The names of people and places that texts of a language have; none for most languages.
fn names(primary: &str) -> impl Iterator<Item = &'static str> {
    let list = if primary == "en" { ENGLISH_NAMES } else { "" };
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_ascii_whitespace)
}

/// The stems of the frequent words of the language, and of names. Stems, because they are fewer, and
/// because a list of words has few of their forms: it knows `bullying`, but not `bullied`.
fn real_stems(language: &Analyzer, primary: &str) -> WordFilter {
    let folded = words::frequent(primary).chain(names(primary)).flat_map(folded_words);
    let mut stems: Vec<String> = folded.map(|word| language.stem(&word)).collect();
    stems.sort_unstable();
    stems.dedup();
    WordFilter::from_words(&stems)
}

/// The synonyms of the staff, in the form of the built-in ones.
pub(super) fn staff_synonyms(settings: &IndexSettings<'_>) -> Vec<String> {
    let phrases = |group: &Vec<&str>| {
        let folded = group.iter().map(|phrase| folded_words(phrase).join("+"));
        folded.filter(|phrase| !phrase.is_empty()).collect::<Vec<_>>().join(" ")
    };
    settings.synonyms.iter().map(phrases).filter(|group| group.contains(' ')).collect()
}
