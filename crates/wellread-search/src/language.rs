//! What differs between languages: stop words, spelling variants, suffixes and synonyms.
//!
//! The tables are data, so that the runtime follows them too: [`Analyzer::script`] hands them to it
//! with the stemmer in JavaScript (`client/language`). A hub in another language is searched by
//! folded words. To add a language, write its [`Tables`] and its stemmer, and list it in
//! [`Analyzer::from_tag`].

mod english;
mod spanish;
mod tables;

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::json;
use wellread_model::LanguageTag;

use self::tables::Tables;
use crate::constants::{BEFORE_SUFFIX, SHORTEST_STEMMED};

/// The tables and the stemmer of one language.
pub(crate) struct Analyzer {
    /// What comes before the stems and words of this language in the index, if it is not the
    /// hub's own.
    mark: Option<char>,
    tables: &'static Tables,
    stop: FxHashSet<&'static str>,
    weak: FxHashSet<&'static str>,
    /// Irregular forms; see [`Tables::forms`].
    forms: FxHashMap<&'static str, &'static str>,
    /// [`Tables::prefixes`] by their first byte, because nearly all of them fail there.
    prefixes: FxHashMap<u8, Vec<Respelling>>,
    /// [`Tables::suffixes`] by their last byte.
    suffixes: FxHashMap<u8, Vec<Respelling>>,
    stemmer: Option<Stemmer>,
}

/// A part of words as some write it, and as the index has it.
type Respelling = (&'static str, &'static str);

/// A language without tables.
const PLAIN: Tables = Tables {
    stop: "",
    weak: "",
    numbers: "",
    forms: "",
    letters: "",
    sounds: &[],
    prefixes: &[],
    suffixes: &[],
    synonyms: &[],
    signs: "",
    idioms: "",
    stemmer: "null",
};

impl Analyzer {
    /// The language of a tag such as `en-GB`.
    pub(crate) fn from_tag(tag: &str) -> Self {
        // `en-GB` and `en-US` are searched alike: the tables bring both spellings together.
        match LanguageTag::new(tag).as_ref().map(LanguageTag::primary) {
            Some("en") => Self::new(&english::TABLES, Some(Algorithm::English)),
            Some("es") => Self::new(&spanish::TABLES, Some(Algorithm::Spanish)),
            _ => Self::new(&PLAIN, None),
        }
    }

    /// A language with the Rust stemmer that does the same as the one in JavaScript; the tests in
    /// `tests/search` compare the two.
    fn new(tables: &'static Tables, algorithm: Option<Algorithm>) -> Self {
        let stop = tables.stop.split_whitespace().collect();
        let weak = tables.weak.split_whitespace().collect();
        let forms = pairs(tables.forms).collect();
        let prefixes = by_byte(tables.prefixes, |text| text.bytes().next());
        let suffixes = by_byte(tables.suffixes, |text| text.bytes().next_back());
        let stemmer = algorithm.map(Stemmer::create);
        Self { mark: None, tables, stop, weak, forms, prefixes, suffixes, stemmer }
    }

    /// Whether a folded word may be left out of a question.
    pub(crate) fn is_stop(&self, folded: &str) -> bool {
        self.stop.contains(folded)
    }

    /// The stem of a folded word, after the mark of the language. Only words of ASCII letters have
    /// one that differs from them: the tables and stemmers know words after folding, which leaves
    /// no other Latin letters.
    pub(crate) fn stem(&self, folded: &str) -> String {
        let Some(stemmer) = &self.stemmer else { return self.word(folded) };
        if folded.len() < SHORTEST_STEMMED || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
            return self.word(folded);
        }
        let stem = stemmer.stem(&self.spelling(folded)).into_owned();
        if self.mark.is_some() { self.word(&stem) } else { stem }
    }

    /// A folded word as the index has it: after the mark of the language.
    pub(crate) fn word(&self, folded: &str) -> String {
        let mut word = String::with_capacity(folded.len() + 1);
        word.extend(self.mark);
        word.push_str(folded);
        word
    }

    /// The word in the spelling that the index uses: the American one, for English.
    pub(crate) fn spelling(&self, folded: &str) -> String {
        if let Some(form) = self.forms.get(folded) {
            return (*form).to_owned();
        }
        let mut word = folded.to_owned();
        let prefixes = word.bytes().next().and_then(|first| self.prefixes.get(&first));
        let start = prefixes.into_iter().flatten().find(|(from, _)| word.starts_with(from));
        // The prefix first: `practise` becomes `practice`, which is then no `-ise`.
        if let Some((from, to)) = start {
            word.replace_range(..from.len(), to);
        }
        let suffixes = word.bytes().next_back().and_then(|last| self.suffixes.get(&last));
        let suffix = suffixes
            .into_iter()
            .flatten()
            .find(|(from, _)| word.len() >= from.len() + BEFORE_SUFFIX && word.ends_with(from));
        if let Some((from, to)) = suffix {
            word.truncate(word.len() - from.len());
            word.push_str(to);
        }
        word
    }

    /// Whether a folded word says little in a query that has others.
    pub(crate) fn is_weak(&self, folded: &str) -> bool {
        self.weak.contains(folded)
    }

    /// Groups of synonyms, each with its words separated by spaces; see [`Tables::synonyms`].
    pub(crate) fn synonym_groups(&self) -> &'static [&'static str] {
        self.tables.synonyms
    }

    /// The number that a folded word means.
    pub(crate) fn spoken(&self, folded: &str) -> Option<u64> {
        pairs(self.tables.numbers).find(|(word, _)| *word == folded)?.1.parse().ok()
    }

    /// The letter that a folded word means: itself, or the one that is pronounced so.
    pub(crate) fn letter<'w>(&self, folded: &'w str) -> Option<&'w str> {
        if matches!(folded.as_bytes(), [b'a'..=b'z']) {
            return Some(folded);
        }
        Some(pairs(self.tables.letters).find(|(name, _)| *name == folded)?.1)
    }

    /// The languages that have tables: their tags, the words that say little, and what stands for
    /// the language by itself; see [`Tables::signs`].
    pub(crate) fn cues() -> impl Iterator<Item = (&'static str, String, &'static str)> {
        [("en", &english::TABLES), ("es", &spanish::TABLES)].into_iter().map(|(tag, tables)| {
            let words = tables.stop.split_whitespace().chain(tables.weak.split_whitespace());
            (tag, words.collect::<Vec<_>>().join(" "), tables.signs)
        })
    }

    /// Whether there are tables of the language with this primary subtag.
    fn has_tables(primary: &str) -> bool {
        Self::cues().any(|(tag, ..)| tag == primary)
    }

    /// Idioms, each as its words and the word that it means; see [`Tables::idioms`].
    pub(crate) fn idioms(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        pairs(self.tables.idioms)
    }

    /// Spellings that sound alike; see [`Tables::sounds`].
    pub(crate) fn sounds(&self) -> &'static [(&'static str, &'static str)] {
        self.tables.sounds
    }

    /// The place of the word under which a sequence of words is filed: the first that says
    /// something, or else the first that is no stop word, or else the first.
    pub(crate) fn key_position(&self, folded: &[String]) -> usize {
        let strong = folded.iter().position(|word| !self.is_stop(word) && !self.is_weak(word));
        let named = || folded.iter().position(|word| !self.is_stop(word));
        strong.or_else(named).unwrap_or(0)
    }

    /// The stems that identify a title or a query: without stop words, unless there is nothing
    /// else.
    pub(crate) fn content_stems(&self, folded: &[String]) -> Vec<String> {
        let content: Vec<String> =
            folded.iter().filter(|w| !self.is_stop(w)).map(|w| self.stem(w)).collect();
        if content.is_empty() { self.stems(folded) } else { content }
    }

    /// The stem of each word.
    pub(crate) fn stems(&self, folded: &[String]) -> Vec<String> {
        folded.iter().map(|word| self.stem(word)).collect()
    }

    /// The statement that hands this language to the runtime.
    pub(crate) fn script(&self) -> String {
        let tables = self.tables;
        let mark = self.mark.map(String::from).unwrap_or_default();
        let data = json!([
            mark,
            tables.stop,
            tables.weak,
            tables.numbers,
            tables.letters,
            tables.forms,
            tables.prefixes,
            tables.suffixes,
            tables.idioms
        ]);
        // On one line, as all code before the data of a file is.
        format!("Wellread.language({data},{});", tables.stemmer.replace('\n', ""))
    }
}

/// The languages of a hub: its own, and those of entries in another.
///
/// The words of each are apart in the index, so that no stem, correction or completion leads from
/// one language into another: those of the hub's language as they are, all others after a *mark*,
/// an upper-case letter for each language. (Folded words have none.)
pub(crate) struct Languages {
    tags: Vec<String>,
    list: Vec<Analyzer>,
}

/// How many languages a hub can have besides its own, each with a letter as its mark. Entries in
/// others are searched as if they were in the hub's.
const MOST: usize = 26;

impl Languages {
    /// The language of a hub, those of its entries and those of passages, as tags in any order;
    /// empty for the hub's. A language that no entry is in counts only if it has tables: `déjà vu`
    /// in an English text is found as the words around it are.
    pub(crate) fn from_tags<'a>(
        own: &'a str,
        entries: impl Iterator<Item = &'a str>,
        passages: impl Iterator<Item = &'a str>,
    ) -> Self {
        let primary = |tag: &str| LanguageTag::new(tag).map(|tag| tag.primary().to_owned());
        let known = primary(own);
        let passages = passages.filter_map(primary).filter(|tag| Analyzer::has_tables(tag));
        let others: BTreeSet<String> = entries
            .filter_map(primary)
            .chain(passages)
            .filter(|tag| Some(tag) != known.as_ref())
            .collect();
        Self::read(std::iter::once(own.to_owned()).chain(others).take(1 + MOST).collect())
    }

    /// The same languages, from what [`Languages::tags`] gave.
    pub(crate) fn read(tags: Vec<String>) -> Self {
        let analyzer = |(number, tag): (usize, &String)| Analyzer {
            mark: number.checked_sub(1).map(|at| char::from(b'A' + at as u8)),
            ..Analyzer::from_tag(tag)
        };
        let list = tags.iter().enumerate().map(analyzer).collect();
        Self { tags, list }
    }

    /// The tag of the hub's language, and the primary subtags of the others.
    pub(crate) fn tags(&self) -> &[String] {
        &self.tags
    }

    /// All languages, by number.
    pub(crate) fn all(&self) -> &[Analyzer] {
        &self.list
    }

    /// The number of a language by its tag; 0, which is the hub's, for one that is not among them.
    pub(crate) fn number(&self, tag: &str) -> usize {
        self.number_in(tag, 0)
    }

    /// The number of the language of a passage in a page; that of the page for one that is not
    /// among them, and without a tag.
    pub(crate) fn number_in(&self, tag: &str, page: usize) -> usize {
        let Some(tag) = LanguageTag::new(tag) else { return page };
        let is_it = |known: &String| {
            LanguageTag::new(known).is_some_and(|known| known.primary() == tag.primary())
        };
        self.tags.iter().position(is_it).unwrap_or(page)
    }

    /// The number of the language of a marked stem or word.
    pub(crate) fn number_of(text: &str) -> usize {
        match text.as_bytes().first() {
            Some(letter @ b'A'..=b'Z') => 1 + usize::from(letter - b'A'),
            _ => 0,
        }
    }
}

/// A table by the byte that `byte` takes of what is written; each list keeps the table's order.
fn by_byte(
    table: &[Respelling],
    byte: impl Fn(&str) -> Option<u8>,
) -> FxHashMap<u8, Vec<Respelling>> {
    let mut lists: FxHashMap<u8, Vec<Respelling>> = FxHashMap::default();
    for &(from, to) in table {
        let Some(byte) = byte(from) else { continue };
        lists.entry(byte).or_default().push((from, to));
    }
    lists
}

/// The pairs of a text such as `five=5 six=6`.
fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.split_whitespace().filter_map(|entry| entry.split_once('='))
}

/// A word or stem of the index without the mark of its language.
pub(crate) fn bare(text: &str) -> &str {
    text.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(tag: &str, words: &str) -> String {
        let language = Analyzer::from_tag(tag);
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
    fn each_language_has_words_of_its_own() {
        let languages = Languages::from_tags(
            "en-US",
            ["", "es-MX", "en-GB", "fr"].into_iter(),
            ["es", "la"].into_iter(),
        );
        assert_eq!(languages.tags(), ["en-US", "es", "fr"]);
        assert_eq!(["es-419", "en", "de", ""].map(|tag| languages.number(tag)), [1, 0, 0, 0]);
        assert_eq!(["es-419", "en", "la", ""].map(|tag| languages.number_in(tag, 2)), [1, 0, 2, 2]);
        let stems: Vec<String> = languages.all().iter().map(|one| one.stem("planes")).collect();
        assert_eq!(stems, ["plane", "Aplan", "Bplanes"]);
        assert_eq!(
            (Languages::number_of("Aplan"), bare("Aplan"), bare("plan")),
            (1, "plan", "plan")
        );
    }

    #[test]
    fn other_languages_are_not_stemmed() {
        assert_eq!(stems("fr", "evaluations"), "evaluations");
    }
}
