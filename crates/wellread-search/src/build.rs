//! Makes the index files: chunks of pages, buckets of stems, then the files with their names.
//!
//! `docs/search.md` describes every file. The core is written last, because it names the others.

mod files;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde_json::json;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use self::files::{
    HASH, best, cards, core_file, crisis, facets, hash_of, records, small, vocabulary_files,
};
use crate::FORMAT;
use crate::cache::{IndexCache, lock};
use crate::chunk::{Chunk, ChunkRun, Forms, Indexer, TermForm, key_position};
use crate::code::script;
use crate::input::{GlossaryTerm, IndexSettings, Page};
use crate::language::Analyzer;
use crate::shard::{Bucket, FormEntry, Parts, Run, ShardPiece, bucket, bucket_of};
use crate::starts::starts;
use crate::text::folded_words;
use crate::vocabulary;

/// The index of a hub: files to be served side by side.
#[derive(Debug, Clone)]
pub struct Index {
    /// The name of the core, which `data-core` of the runtime's script element must point to.
    pub core: String,
    /// All files, the core among them, sorted by name.
    pub files: Vec<IndexFile>,
}

/// One file of the index.
#[derive(Debug, Clone)]
pub struct IndexFile {
    /// The file's name without folders. It contains a hash of the bytes.
    pub name: String,
    /// The bytes: a script in UTF-8. Shared with [`IndexCache`], so that keeping both costs little.
    pub bytes: Arc<[u8]>,
}

/// A chunk ends, on average, after this many pages.
const CHUNK: u64 = 128;

/// The bytes of a word shard: smaller in small hubs, where the first search must load little; larger in
/// large ones, where the core has to list the shards.
const SHARD: [(usize, usize); 2] = [(3_000, 8_000), (usize::MAX, 16_000)];

/// Makes the index of a hub.
///
/// The result depends on the arguments except `cache`, whose only effect is speed, and not on the
/// order of `pages`, `terms`, or anything else outside. Two pages with the same address are both kept.
pub fn index(
    settings: &IndexSettings<'_>,
    pages: &[Page<'_>],
    terms: &[GlossaryTerm<'_>],
    cache: &mut IndexCache,
) -> Index {
    Index::collect(|each| index_into(settings, pages, terms, cache, each))
}

impl Index {
    /// Collects what [`index_into`] hands out and returns.
    pub fn collect(make: impl FnOnce(&(dyn Fn(IndexFile) + Sync)) -> String) -> Self {
        let files = Mutex::new(Vec::new());
        let core = make(&|file| lock(&files).push(file));
        let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.par_sort_by(|a: &IndexFile, b| a.name.cmp(&b.name));
        files.dedup_by(|a, b| a.name == b.name);
        Self { core, files }
    }
}

/// [`index`], but each file is handed out when it is made, in no order and on any thread, so that a
/// large index need not be held in memory. A file may come twice. Returns the name of the core.
pub fn index_into(
    settings: &IndexSettings<'_>,
    pages: &[Page<'_>],
    terms: &[GlossaryTerm<'_>],
    cache: &mut IndexCache,
    each: &(dyn Fn(IndexFile) + Sync),
) -> String {
    let language = Analyzer::of(settings.language);
    let mut pages: Vec<&Page<'_>> = pages.iter().collect();
    pages.par_sort_by(|a, b| (a.url, a.title).cmp(&(b.url, b.title)));
    let mut terms: Vec<&GlossaryTerm<'_>> = terms.iter().collect();
    terms.sort_by(|a, b| (a.url, a.name).cmp(&(b.url, b.name)));

    let (forms, form_entries) = glossary(&language, &terms);
    let chunks = chunks(settings, &language, &pages, &forms, cache, each);
    let total = pages.len() as u32;
    let target = SHARD.iter().find(|(limit, _)| pages.len() < *limit).map_or(0, |(_, size)| *size);
    let buckets = buckets(&chunks, &form_entries, total, target, cache);

    let mut files: Vec<IndexFile> = Vec::new();
    let texts = chunks.iter().flat_map(|chunk| &chunk.texts);
    let texts: Vec<String> =
        texts.map(|text| text.name.trim_end_matches(".js").to_owned()).collect();
    let (keys, words) = shards(&buckets, target, &mut files);
    let vocabulary_words = || buckets.iter().flat_map(|bucket| bucket.vocabulary());
    let vocabulary = vocabulary_files(vocabulary_words(), &mut files);
    let common = vocabulary::common(vocabulary_words());
    let common = small("c", &common, &mut files);
    let starts = small("s", &starts(&keys, vocabulary_words()), &mut files);
    let records = records(&pages, &texts, &mut files);
    let cards = cards(&terms, &mut files);
    let facets = facets(&pages, &mut files);

    let core = json!({
        "format": FORMAT,
        "language": settings.language,
        "at": settings.static_path,
        "pages": total,
        "keys": keys.join(" "),
        "words": words,
        "records": records,
        "cards": cards,
        "vocabulary": vocabulary,
        "common": common,
        "starts": starts,
        "facets": facets,
        "best": best(settings, &language, &pages),
        "crisis": crisis(settings, &language),
    });
    let core = core_file(&language, &core);
    let name = core.name.clone();
    files.push(core);
    files.into_par_iter().for_each(each);
    name
}

/// The forms of the glossary: by first stem for indexing, and as entries of the shards.
fn glossary(
    language: &Analyzer,
    terms: &[&GlossaryTerm<'_>],
) -> (Forms, BTreeMap<String, Vec<FormEntry>>) {
    let mut forms = Forms::default();
    let mut entries: BTreeMap<String, Vec<FormEntry>> = BTreeMap::new();
    for (number, term) in terms.iter().enumerate() {
        let number = number as u32;
        for (form, name) in std::iter::once(&term.name).chain(&term.aliases).enumerate() {
            let folded = folded_words(name);
            let stems: Vec<String> = folded.iter().map(|word| language.stem(word)).collect();
            let Some(first) = stems.first() else { continue };
            let list = forms.entry(first.clone()).or_default();
            if !list.iter().any(|f| f.term == number && f.stems == stems) {
                list.push(TermForm { stems: stems.clone(), term: number });
            }
            let at = key_position(language, &folded);
            let marked: Vec<String> = folded
                .iter()
                .zip(&stems)
                .map(
                    |(word, stem)| {
                        if language.is_stop(word) { format!("~{stem}") } else { stem.clone() }
                    },
                )
                .collect();
            entries.entry(bucket_of(&stems[at]).to_owned()).or_default().push(FormEntry {
                key: stems[at].clone(),
                stems: marked.join(" "),
                term: number,
                form: form as u32,
            });
        }
    }
    (forms, entries)
}

fn chunks(
    settings: &IndexSettings<'_>,
    language: &Analyzer,
    pages: &[&Page<'_>],
    forms: &Forms,
    cache: &mut IndexCache,
    each: &(dyn Fn(IndexFile) + Sync),
) -> Vec<Arc<Chunk>> {
    let mut table: Vec<(&String, &Vec<TermForm>)> = forms.iter().collect();
    table.sort_unstable_by_key(|(stem, _)| *stem);
    let mut common = Xxh3::new();
    settings.language.hash(&mut common);
    for (stem, list) in table {
        stem.hash(&mut common);
        for form in list {
            form.stems.hash(&mut common);
            form.term.hash(&mut common);
        }
    }
    let common = common.digest128();

    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, page) in pages.iter().enumerate() {
        if xxh3_64(page.url.as_bytes()).is_multiple_of(CHUNK)
            || at + 1 - start >= 4 * CHUNK as usize
        {
            ranges.push(start..at + 1);
            start = at + 1;
        }
    }
    ranges.push(start..pages.len());
    cache.stems.reset_for(settings.language);
    let IndexCache { chunks: known, stems, is_disabled, .. } = &*cache;
    // An indexer goes from chunk to chunk, and with it the words that it has met.
    let indexers = Mutex::new(Vec::new());
    let results: Vec<(u128, Arc<Chunk>)> = ranges
        .into_par_iter()
        .with_max_len(1)
        .map(|range| {
            let pages = &pages[range];
            let key = chunk_key(common, pages);
            let result = known.get(&key).cloned().unwrap_or_else(|| {
                let idle = lock(&indexers).pop();
                let mut indexer = idle.unwrap_or_else(|| Indexer::new(language, forms, stems));
                let mut chunk = indexer.chunk(pages);
                lock(&indexers).push(indexer);
                if *is_disabled {
                    // Only the names of the texts are needed from here on.
                    for text in &mut chunk.texts {
                        let bytes = std::mem::take(&mut text.bytes);
                        each(IndexFile { name: text.name.clone(), bytes });
                    }
                }
                Arc::new(chunk)
            });
            if !*is_disabled {
                result.texts.iter().cloned().for_each(each);
            }
            (key, result)
        })
        .collect();
    if !cache.is_disabled {
        cache.chunks = results.iter().cloned().collect();
    }
    results.into_iter().map(|(_, chunk)| chunk).collect()
}

/// The hash of everything that a chunk's result depends on.
fn chunk_key(common: u128, pages: &[&Page<'_>]) -> u128 {
    let mut hasher = Xxh3::new();
    common.hash(&mut hasher);
    for page in pages {
        // `Hash` of strings and slices marks their ends, so that no two pages run together.
        (page.title, page.topics, &page.names, page.summary).hash(&mut hasher);
        hasher.write_usize(page.sections.len());
        for section in &page.sections {
            (section.heading, section.anchor, section.text).hash(&mut hasher);
        }
    }
    hasher.digest128()
}

fn buckets(
    chunks: &[Arc<Chunk>],
    forms: &BTreeMap<String, Vec<FormEntry>>,
    total: u32,
    target: usize,
    cache: &mut IndexCache,
) -> Vec<Arc<Bucket>> {
    let mut lists: BTreeMap<&str, (Xxh3, Vec<Run<'_>>)> = BTreeMap::new();
    let mut first_page = 0;
    for chunk in chunks {
        for ChunkRun { prefix, range, hash } in &chunk.runs {
            let (hasher, runs) = lists.entry(prefix).or_default();
            (first_page, hash).hash(hasher);
            runs.push(Run { first_page, entries: &chunk.entries[range.clone()] });
        }
        first_page += chunk.pages;
    }
    for (prefix, forms) in forms {
        forms.hash(&mut lists.entry(prefix).or_default().0);
    }
    let known = &cache.buckets;
    let results: Vec<(u128, Arc<Bucket>)> = lists
        .into_iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        .with_max_len(1)
        .map(|(prefix, (mut hasher, runs))| {
            (prefix, total, target).hash(&mut hasher);
            let key = hasher.digest128();
            let forms = forms.get(prefix).map_or(&[][..], Vec::as_slice);
            let result = known
                .get(&key)
                .cloned()
                .unwrap_or_else(|| Arc::new(bucket(&runs, forms, total, target)));
            (key, result)
        })
        .collect();
    if !cache.is_disabled {
        cache.buckets = results.iter().cloned().collect();
    }
    results.into_iter().map(|(_, bucket)| bucket).collect()
}

/// Joins neighbouring pieces into shards. Returns the shards' first prefixes and their hashes in a row.
fn shards(
    buckets: &[Arc<Bucket>],
    target: usize,
    files: &mut Vec<IndexFile>,
) -> (Vec<String>, String) {
    let mut groups: Vec<(usize, Vec<&ShardPiece>)> = Vec::new();
    for piece in buckets.iter().flat_map(|bucket| &bucket.pieces) {
        let size = piece.size();
        let new_letter =
            |last: &&ShardPiece| last.start.chars().next() != piece.start.chars().next();
        match groups.last_mut() {
            Some((sum, pieces))
                if *sum + size <= target
                    && !(*sum > target / 2 && pieces.last().is_some_and(new_letter)) =>
            {
                *sum += size;
                pieces.push(piece);
            }
            _ => groups.push((size, vec![piece])),
        }
    }
    let made: Vec<(String, String, IndexFile)> = groups
        .par_iter()
        .enumerate()
        .map(|(number, (_, pieces))| {
            let mut data = Parts::default();
            for piece in pieces {
                data.iter_mut().zip(&piece.parts).for_each(|(all, part)| all.push_str(part));
            }
            let (name, bytes) = script(&format!("w{number}-"), HASH, &data);
            let start = pieces.first().map(|piece| piece.start.clone()).unwrap_or_default();
            let file = IndexFile { name: format!("{name}.js"), bytes: bytes.into() };
            (start, hash_of(&name), file)
        })
        .collect();
    let (mut keys, mut names) = (Vec::new(), String::new());
    for (at, (key, name, file)) in made.into_iter().enumerate() {
        // The first shard answers for everything below the second.
        keys.push(if at == 0 { String::new() } else { key });
        names.push_str(&name);
        files.push(file);
    }
    (keys, names)
}
