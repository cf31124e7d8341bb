//! Cuts the pages into chunks and indexes those that are not cached.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::cache::IndexCache;
use super::chunk::{Chunk, Forms, TermForm};
use super::indexer::Indexer;
use super::page_text::TextPlan;
use super::stem_cache::lock;
use crate::format::file::IndexFile;
use crate::input::Page;
use crate::language::Languages;

/// A chunk ends, on average, after this many pages. Fewer would cost more merging, more would make
/// a change of one page index more of its neighbors again.
const CHUNK: u64 = 128;

/// A chunk never has more pages than this, whatever their URLs hash to.
const LARGEST_CHUNK: usize = 4 * CHUNK as usize;

/// The results of all chunks, in the order of pages. `emit` gets the files with the pages' text.
pub(super) fn chunks(
    languages: &Languages,
    pages: &[&Page<'_>],
    forms: &Forms,
    plan: TextPlan,
    cache: &mut IndexCache,
    emit: &(dyn Fn(IndexFile) + Sync),
) -> Vec<Arc<Chunk>> {
    // A cache that stores nothing is asked for nothing.
    let common = if cache.is_disabled { 0 } else { common_key(languages, forms, plan) };
    cache.stems.reset_for(languages.tags());
    let IndexCache { chunks: known, stems, is_disabled, .. } = &*cache;
    // An indexer goes from chunk to chunk, and with it the words that it has met. There are never
    // more than threads; the lock is taken twice for a chunk.
    let indexers = Mutex::new(Vec::new());
    let results: Vec<(u128, Arc<Chunk>)> = ranges(pages)
        .into_par_iter()
        // Chunks differ in length; each is taken by the thread that is free.
        .with_max_len(1)
        .map(|range| {
            let pages = &pages[range];
            let key = if *is_disabled { 0 } else { chunk_key(common, pages) };
            let result = known.get(&key).cloned().unwrap_or_else(|| {
                // Two statements, so that the lock is not held while the chunk is indexed.
                let idle = lock(&indexers).pop();
                let mut indexer =
                    idle.unwrap_or_else(|| Indexer::new(languages, forms, plan, stems));
                let mut chunk = indexer.chunk(pages);
                lock(&indexers).push(indexer);
                if *is_disabled {
                    // Only the names of the texts are needed from here on.
                    for text in &mut chunk.texts {
                        let bytes = std::mem::take(&mut text.file.bytes);
                        emit(IndexFile { name: text.file.name.clone(), bytes });
                    }
                }
                Arc::new(chunk)
            });
            if !*is_disabled {
                result.texts.iter().map(|text| text.file.clone()).for_each(emit);
            }
            (key, result)
        })
        .collect();
    if !cache.is_disabled {
        cache.chunks = results.iter().cloned().collect();
    }
    results.into_iter().map(|(_, chunk)| chunk).collect()
}

/// The pages of each chunk. A chunk ends at a page whose URL hashes to a certain value, so a page
/// that is added or removed touches its own chunk and moves no other's border.
fn ranges(pages: &[&Page<'_>]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, page) in pages.iter().enumerate() {
        if xxh3_64(page.url.as_bytes()).is_multiple_of(CHUNK) || at + 1 - start >= LARGEST_CHUNK {
            ranges.push(start..at + 1);
            start = at + 1;
        }
    }
    ranges.push(start..pages.len());
    ranges
}

/// The hash of what every chunk depends on besides its pages.
fn common_key(languages: &Languages, forms: &Forms, plan: TextPlan) -> u128 {
    // A hash map has no order; the key must not depend on that.
    let mut table: Vec<(&String, &Vec<TermForm>)> = forms.iter().collect();
    table.sort_unstable_by_key(|(stem, _)| *stem);
    let mut common = Xxh3::new();
    (languages.tags(), plan).hash(&mut common);
    // All forms of a term have the same pseudo-stems.
    let mut terms: BTreeMap<u32, &[String]> = BTreeMap::new();
    for (stem, list) in table {
        stem.hash(&mut common);
        for form in list {
            (&form.stems, form.term).hash(&mut common);
            terms.insert(form.term, &form.pseudo_stems);
        }
    }
    terms.hash(&mut common);
    common.digest128()
}

/// The hash of everything that a chunk's result depends on.
fn chunk_key(common: u128, pages: &[&Page<'_>]) -> u128 {
    let mut hasher = Xxh3::new();
    common.hash(&mut hasher);
    for page in pages {
        // `Hash` of strings and slices marks their ends, so that no two pages run together.
        (page.title, page.language, page.topics, &page.names).hash(&mut hasher);
        (page.summary, &page.facts).hash(&mut hasher);
        hasher.write_usize(page.sections.len());
        page.passage_languages.hash(&mut hasher);
        for section in &page.sections {
            (section.heading, section.language, section.anchor).hash(&mut hasher);
            section.text.text().hash(&mut hasher);
            if !page.passage_languages.is_empty() {
                let runs = section.text.runs();
                let lengths = runs.iter().map(|run| (run.language, run.text.len()));
                lengths.collect::<Vec<_>>().hash(&mut hasher);
            }
        }
    }
    hasher.digest128()
}
