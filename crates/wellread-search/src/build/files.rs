//! The files beside the word shards: records, cards, vocabulary, facets and the core.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::IndexFile;
use crate::chunk::content_stems;
use crate::code::{hash_name, push, script};
use crate::input::{GlossaryTerm, IndexSettings, Page};
use crate::language::Analyzer;
use crate::shard::VocabularyWord;
use crate::text::folded_words;
use crate::vocabulary;

/// Page records and cards in one file.
pub(super) const BLOCK: usize = 8;

/// A page's summary is kept up to this many characters.
const SUMMARY: usize = 200;

/// The characters of the hash in the names of numbered files. The number keeps two files of one build
/// apart; the hash has only to tell a file from its own earlier versions.
pub(super) const HASH: usize = 6;

pub(super) fn vocabulary_files<'a>(
    words: impl Iterator<Item = VocabularyWord<'a>>,
    files: &mut Vec<IndexFile>,
) -> Vec<(String, String)> {
    vocabulary::files(words)
        .into_iter()
        .map(|(start, file)| {
            let name = file.name.trim_end_matches(".js").to_owned();
            files.push(file);
            (start, name)
        })
        .collect()
}

pub(super) fn small(
    kind: &str,
    data: &impl serde::Serialize,
    files: &mut Vec<IndexFile>,
) -> String {
    let (name, bytes) = script(kind, 8, data);
    files.push(IndexFile { name: format!("{name}.js"), bytes: bytes.into() });
    name
}

/// Blocks of page records. Returns their hashes in a row.
pub(super) fn records(pages: &[&Page<'_>], texts: &[String], files: &mut Vec<IndexFile>) -> String {
    let made: Vec<(String, IndexFile)> = pages
        .par_chunks(BLOCK)
        .zip(texts.par_chunks(BLOCK))
        .enumerate()
        .map(|(number, (pages, texts))| {
            let block: Vec<_> = pages
                .iter()
                .zip(texts)
                .map(|(page, text)| {
                    (page.url, page.title, page.kind, page.topics, shortened(page.summary), text)
                })
                .collect();
            let (name, bytes) = script(&format!("r{number}-"), HASH, &block);
            let file = IndexFile { name: format!("{name}.js"), bytes: bytes.into() };
            (hash_of(&name), file)
        })
        .collect();
    collect(made, files)
}

pub(super) fn cards(terms: &[&GlossaryTerm<'_>], files: &mut Vec<IndexFile>) -> String {
    let made = terms
        .chunks(BLOCK)
        .enumerate()
        .map(|(number, terms)| {
            let block: Vec<_> =
                terms.iter().map(|t| (t.name, t.url, t.definition, &t.aliases)).collect();
            let (name, bytes) = script(&format!("g{number}-"), HASH, &block);
            (hash_of(&name), IndexFile { name: format!("{name}.js"), bytes: bytes.into() })
        })
        .collect();
    collect(made, files)
}

fn collect(made: Vec<(String, IndexFile)>, files: &mut Vec<IndexFile>) -> String {
    let mut names = String::new();
    for (name, file) in made {
        names.push_str(&name);
        files.push(file);
    }
    names
}

/// The hash at the end of a numbered file's name.
pub(super) fn hash_of(name: &str) -> String {
    name[name.len() - HASH..].to_owned()
}

fn shortened(text: &str) -> &str {
    let end = text.char_indices().nth(SUMMARY).map_or(text.len(), |(at, _)| at);
    let cut = &text[..end];
    if end == text.len() { cut } else { cut.rsplit_once(' ').map_or(cut, |(head, _)| head) }
}

/// The kinds and topics, and a number for the kind and the set of topics of every page.
pub(super) fn facets(pages: &[&Page<'_>], files: &mut Vec<IndexFile>) -> String {
    let mut kinds: Vec<&str> = pages.iter().map(|page| page.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut sets: Vec<&[&str]> = pages.iter().map(|page| page.topics).collect();
    sets.sort_unstable();
    sets.dedup();
    let (mut kind_of, mut set_of) = (String::new(), String::new());
    for page in pages {
        push(&mut kind_of, kinds.partition_point(|kind| *kind < page.kind) as u32);
        push(&mut set_of, sets.partition_point(|set| *set < page.topics) as u32);
    }
    small("f", &(kinds, sets, kind_of, set_of), files)
}

/// The pinned pages by the sorted stems of their queries.
pub(super) fn best(
    settings: &IndexSettings<'_>,
    language: &Analyzer,
    pages: &[&Page<'_>],
) -> BTreeMap<String, Vec<usize>> {
    let mut map: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for best in &settings.best {
        let Some(page) = pages.iter().position(|page| page.url == best.url) else { continue };
        for query in &best.queries {
            let mut stems = content_stems(language, &folded_words(query));
            stems.sort_unstable();
            stems.dedup();
            if !stems.is_empty() {
                let list = map.entry(stems.join(" ")).or_default();
                if !list.contains(&page) {
                    list.push(page);
                }
            }
        }
    }
    map
}

/// The crisis phrases: the stems of each, and its folded words without spaces.
pub(super) fn crisis(settings: &IndexSettings<'_>, language: &Analyzer) -> Vec<(String, String)> {
    settings
        .crisis
        .iter()
        .map(|phrase| folded_words(phrase))
        .filter(|words| !words.is_empty())
        .map(|words| {
            let stems: Vec<String> = words.iter().map(|word| language.stem(word)).collect();
            (stems.join(" "), words.concat())
        })
        .collect()
}

/// The core: a line that hands the language to the runtime and a line of data.
pub(super) fn core_file(language: &Analyzer, data: &serde_json::Value) -> IndexFile {
    let language = language.script();
    let data = data.to_string();
    let name = format!("core-{}", hash_name(format!("{language}{data}").as_bytes(), 10));
    let text = format!("{language}Wellread.add(\"{name}\",{data})\n");
    IndexFile { name: format!("{name}.js"), bytes: text.into_bytes().into() }
}
