//! The crisis phrases: those that are built in, and those of the staff.
//!
//! The built-in ones are data, in `data/crisis.txt`. They go into the core nearly as they are
//! written there; `query/phrases.rs` and the runtime read them. Both languages are in every hub,
//! since families type either.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use wellread_model::folded_chars;

use crate::format::records::{BETWEEN, CrisisRecord};
use crate::input::CrisisSettings;
use crate::language::Analyzer;
use crate::text::folded_words;

/// The built-in phrases.
const BUILT_IN: &str = include_str!("../../data/crisis.txt");

/// The section of words that are not those of phrases spelled wrong.
const REAL_WORDS: &str = "real words";

/// The section of words next to which nothing is corrected.
const GRAVE_WORDS: &str = "grave words";

/// All lists of phrases.
pub(super) fn lists(settings: &CrisisSettings<'_>, language: &Analyzer) -> Vec<CrisisRecord> {
    // The same in every hub, so that a program reads them once.
    static BUILT_IN_LISTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let phrases = SECTIONS.iter().filter(|one| !matches!(one.name, REAL_WORDS | GRAVE_WORDS));
        phrases.map(|section| with_short_names(&section.lines.join("\n"))).collect()
    });
    let built_in = |text: &String| CrisisRecord {
        text: text.clone(),
        stemmed: false,
        shown: settings.has_lines && settings.has_builtin,
    };
    let mut lists: Vec<CrisisRecord> = BUILT_IN_LISTS.iter().map(built_in).collect();
    let added: Vec<String> =
        settings.added.iter().filter_map(|phrase| added(phrase, language)).collect();
    if !added.is_empty() {
        lists.push(CrisisRecord {
            text: added.join("\n"),
            stemmed: true,
            shown: settings.has_lines,
        });
    }
    lists
}

/// The phrases with short names of their groups, since all of them are loaded before any answer.
fn with_short_names(text: &str) -> String {
    let groups = text.lines().filter_map(|line| Some(line.split_once('=')?.0));
    let letters = || 'A'..='Z';
    let one = letters().map(String::from);
    let two = letters().flat_map(|a| letters().map(move |b| String::from_iter([a, b])));
    let names: BTreeMap<&str, String> =
        groups.filter(|name| *name != BETWEEN).zip(one.chain(two)).collect();
    let mut short = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_ascii_uppercase()) {
        let name = part.trim_end_matches(|c: char| !c.is_ascii_uppercase());
        short.push_str(names.get(name).map_or(name, String::as_str));
        short.push_str(&part[name.len()..]);
    }
    short
}

/// The words that are not those of phrases spelled wrong, separated by spaces.
pub(super) fn real_words() -> String {
    words_of(REAL_WORDS)
}

/// The words next to which nothing is corrected, separated by spaces; the beginning of several ends
/// with `*`.
pub(super) fn grave_words() -> String {
    let mut words: Vec<String> = Vec::new();
    for item in words_of(GRAVE_WORDS).split(' ') {
        let (base, endings) = item.split_once('/').unwrap_or((item, ""));
        words.push(base.to_owned());
        let endings = endings.split('/').filter(|ending| !ending.is_empty());
        words.extend(endings.map(|ending| format!("{base}{ending}")));
    }
    words.join(" ")
}

/// All lines of a section.
fn words_of(name: &str) -> String {
    let section = SECTIONS.iter().find(|section| section.name == name);
    section.map_or_else(String::new, |section| section.lines.join(" "))
}

/// A phrase of the staff in the form of the built-in ones. `None` if it has no words.
fn added(phrase: &str, language: &Analyzer) -> Option<String> {
    let elements: Vec<String> = folded_words(phrase)
        .into_iter()
        .map(|word| {
            let stem = language.stem(&word);
            // Staff write one form of a word, and readers any.
            if stem == word { word } else { format!("{word}|{stem}") }
        })
        .collect();
    (!elements.is_empty()).then(|| elements.join(" "))
}

/// A part of [`BUILT_IN`].
struct PhraseSection {
    name: &'static str,
    lines: Vec<String>,
}

/// The parts of [`BUILT_IN`].
static SECTIONS: LazyLock<Vec<PhraseSection>> = LazyLock::new(sections);

/// Reads the parts of [`BUILT_IN`], folded, without comments, each phrase and group on a line of
/// its own.
fn sections() -> Vec<PhraseSection> {
    let mut sections: Vec<PhraseSection> = Vec::new();
    for line in BUILT_IN.lines() {
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some(name) = text.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            sections.push(PhraseSection { name, lines: Vec::new() });
            continue;
        }
        let Some(section) = sections.last_mut() else { continue };
        let folded = fold(text).replace(" = ", "=");
        match section.lines.last_mut() {
            // A group's words go on in lines that are set in.
            Some(last) if line.starts_with(' ') => {
                last.push(' ');
                last.push_str(&folded);
            }
            _ => section.lines.push(folded),
        }
    }
    sections
}

/// The text without accents. The names of groups stay in upper case, which sets them apart from
/// words.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c);
        } else {
            folded.extend(folded_chars(c.encode_utf8(&mut [0; 4])));
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The elements of a line, without its marks.
    fn elements(line: &str) -> Vec<&str> {
        let line = line.strip_prefix("- ").unwrap_or(line);
        line.split(' ').filter(|part| !matches!(*part, "^" | "$")).collect()
    }

    #[test]
    fn every_line_of_the_data_can_be_read() {
        for section in &*SECTIONS {
            let names: BTreeSet<&str> =
                section.lines.iter().filter_map(|line| Some(line.split_once('=')?.0)).collect();
            let mut used = BTreeSet::from([BETWEEN]);
            for line in &section.lines {
                let phrase = line.split_once('=').map_or(line.as_str(), |(_, words)| words);
                for part in elements(phrase).iter().flat_map(|element| element.split('|')) {
                    if part.bytes().all(|b| b.is_ascii_uppercase()) {
                        assert!(names.contains(part) && !line.contains('='), "{part} in {line}");
                        used.insert(part);
                        continue;
                    }
                    // The beginning of words, or a word with its endings.
                    let word = part.strip_suffix('*').unwrap_or(part);
                    let is_word = |word: &str| {
                        !word.is_empty()
                            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                    };
                    assert!(word.split('/').all(is_word), "`{part}` in {line}");
                }
            }
            assert!(
                names.is_subset(&used),
                "unused groups in {}: {names:?}, {used:?}",
                section.name
            );
        }
    }

    #[test]
    fn each_language_has_many_phrases() {
        let names: Vec<&str> = SECTIONS.iter().map(|section| section.name).collect();
        assert_eq!(names, ["english", "spanish", REAL_WORDS, GRAVE_WORDS]);
        for section in &SECTIONS[..2] {
            let phrases = section.lines.iter().filter(|l| !l.contains('=') && !l.starts_with('-'));
            assert!(phrases.count() >= 100, "{}", section.name);
        }
    }

    #[test]
    fn phrases_of_the_staff_take_any_form() {
        let settings = CrisisSettings {
            has_lines: true,
            added: vec!["Lost my homes", "?"],
            ..CrisisSettings::default()
        };
        let lists = lists(&settings, &Analyzer::from_tag("en"));
        let list = lists.last().expect("the staff added one");
        assert_eq!(list.text, "lost|lose my homes|home");
        assert!(list.stemmed && list.shown && !lists[0].shown);
    }
}
