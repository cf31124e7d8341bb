//! Makes the index files: chunks of pages, buckets of stems, then the files with their names.
//!
//! `docs/search.md` describes every file. The core is made last, because it names the others.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::Xxh3;

use super::bucket::{Bucket, bucket};
use super::cache::IndexCache;
use super::chunk::{Chunk, ChunkRun, Forms, TermForm};
use super::chunks::chunks;
use super::crisis;
use super::files::{RecordBlocks, add, core, facets, hash_of, pinned, records, single, term_pages};
use super::merge::{ChunkEntries, FormEntry};
use super::page_text::TextPlan;
use super::prefix::bucket_of;
use super::prefix_stems::prefix_stems;
use super::shard_sizes::ShardSizes;
use super::shards::{ShardNames, shards};
use super::stem_cache::lock;
use super::unknown::{alternatives, staff_synonyms, unknown_words};
use super::vocabulary::{VocabularyWord, common, vocabulary};
use crate::constants::TEXT_HASH;
use crate::format::code::push;
use crate::format::file::{Index, IndexFile};
use crate::format::records::CoreTables;
use crate::format::shard::term_stem;
use crate::input::{GlossaryTerm, IndexSettings, Page};
use crate::language::{Languages, bare};
use crate::text::folded_words;

/// Makes the index of a hub.
///
/// The result depends on the arguments except `cache`, whose only effect is speed, and not on the
/// order of `pages`, `terms`, or anything else outside. Two pages with the same URL both get into
/// it.
///
/// ```
/// use wellread_model::Kind;
/// use wellread_search::{IndexCache, IndexSettings, Page, PageSection, index, search};
///
/// let page = Page {
///     url: "/articles/plans/",
///     title: "Plans at school",
///     language: "",
///     kind: Kind::Article,
///     topics: &["School"],
///     names: vec![],
///     summary: "What a school can do.",
///     facts: vec!["Parents"],
///     passage_languages: vec![],
///     sections: vec![PageSection {
///         heading: "Asking for an evaluation",
///         language: "",
///         anchor: "asking",
///         text: &"Write to the principal, and ask for an evaluation of your child.",
///     }],
/// };
/// let settings = IndexSettings { language: "en", static_path: "/search/", ..Default::default() };
/// let mut cache = IndexCache::default();
/// let made = index(&settings, &[page], &[], &mut cache);
///
/// // The core names all other files; each name holds a hash of the file's bytes.
/// assert!(made.core.starts_with("core-"));
/// assert_eq!(search(&made, "evaluate", 10).results[0].title, "Plans at school");
/// ```
pub fn index(
    settings: &IndexSettings<'_>,
    pages: &[Page<'_>],
    terms: &[GlossaryTerm<'_>],
    cache: &mut IndexCache,
) -> Index {
    Index::collect(|emit| index_into(settings, pages, terms, cache, emit))
}

impl Index {
    /// Collects what [`index_into`] emits and returns.
    ///
    /// ```
    /// use wellread_search::{Index, IndexCache, IndexSettings, index_into};
    ///
    /// let settings = IndexSettings { static_path: "/search/", ..Default::default() };
    /// let mut cache = IndexCache::disabled();
    /// let index = Index::collect(|emit| index_into(&settings, &[], &[], &mut cache, emit));
    /// assert!(index.files.iter().any(|file| file.name == index.core));
    /// ```
    pub fn collect(make: impl FnOnce(&(dyn Fn(IndexFile) + Sync)) -> IndexFile) -> Self {
        let files = Mutex::new(Vec::new());
        let core = make(&|file| lock(&files).push(file));
        let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let name = core.name.clone();
        files.push(core);
        // The threads emit in any order, and twice what two pages share.
        files.par_sort_by(|a: &IndexFile, b| a.name.cmp(&b.name));
        files.dedup_by(|a, b| a.name == b.name);
        Self { core: name, files }
    }
}

/// [`index()`], but each file is handed to `emit` when it is made, in no order and on any thread,
/// so that a large index need not be held in memory. A file may come twice. The core alone is
/// returned instead, because a site may serve it under another name.
pub fn index_into(
    settings: &IndexSettings<'_>,
    pages: &[Page<'_>],
    terms: &[GlossaryTerm<'_>],
    cache: &mut IndexCache,
    emit: &(dyn Fn(IndexFile) + Sync),
) -> IndexFile {
    // Sorted, because the order numbers them; the second key only matters to URLs that are not
    // unique.
    let mut pages: Vec<&Page<'_>> = pages.iter().collect();
    pages.par_sort_by(|a, b| (a.url, a.title).cmp(&(b.url, b.title)));
    let mut terms: Vec<&GlossaryTerm<'_>> = terms.iter().collect();
    terms.sort_by(|a, b| (a.url, a.name).cmp(&(b.url, b.name)));

    let passages = pages.iter().flat_map(|page| page.passage_languages.iter().copied());
    let entries = pages.iter().map(|page| page.language);
    let languages = Languages::from_tags(settings.language, entries, passages);
    let GlossaryForms { forms, entries } = glossary(&languages, &pages, &terms);
    let plan = TextPlan::for_pages(&pages);
    let chunks = chunks(&languages, &pages, &forms, plan, cache, emit);
    let entry_bytes = chunks.iter().map(|chunk| chunk.entries.len()).sum();
    let sizes = ShardSizes::for_index(entry_bytes, pages.len());
    let buckets = buckets(&chunks, &entries, sizes, cache);
    let (mut texts, mut text_pages) = (String::new(), String::new());
    for text in chunks.iter().flat_map(|chunk| &chunk.texts) {
        texts.push_str(hash_of(&text.file, TEXT_HASH));
        push(&mut text_pages, text.pages);
    }
    // All that they say is in the buckets, and soon a third time in the files.
    drop(chunks);

    let mut files: Vec<IndexFile> = Vec::new();
    let ShardNames { keys, hashes } = shards(buckets.iter().map(|b| &**b), sizes, &mut files);
    // Buckets are in order and so are the words of each, so this is the sorted list of all words.
    let words = || buckets.iter().flat_map(|bucket| bucket.vocabulary());
    let words_of = |number| {
        let own = words().filter(move |entry| Languages::number_of(entry.word) == number);
        own.map(|entry| VocabularyWord { word: bare(entry.word), ..entry })
    };
    let RecordBlocks { hashes: blocks, counts } = records(&languages, &pages, &terms, &mut files);
    let numbers = 0..languages.all().len();
    // Titles in stop words alone and forms of the glossary: no page need have these words.
    let form_keys: FxHashSet<&str> = entries.values().flatten().map(|form| &*form.key).collect();
    let is_filed = |prefix: &str| {
        let language = &languages.all()[Languages::number_of(prefix)];
        form_keys.contains(prefix) || language.is_stop(bare(prefix))
    };
    let tables = CoreTables {
        languages: languages.tags().to_vec(),
        pages: pages.len() as u32,
        language_pages: language_pages(&languages, &pages),
        keys: keys.ranges.join(" "),
        frequent: keys.frequent.join(" "),
        words: hashes,
        term_pages: term_pages(&pages, &terms),
        block_pages: counts,
        records: blocks,
        text_pages,
        texts,
        has_excerpts: plan.has_excerpts,
        vocabulary: numbers.clone().map(|at| vocabulary(words_of(at), &mut files)).collect(),
        common: numbers.map(|at| single("c", &common(words_of(at)), &mut files)).collect(),
        alternatives: add(alternatives(&languages, settings), &mut files),
        has_staff_synonyms: !staff_synonyms(settings).is_empty(),
        unknown: languages.tags().iter().map(|tag| add(unknown_words(tag), &mut files)).collect(),
        starts: prefix_stems(&keys, words(), is_filed),
        facets: facets(&pages, &mut files),
        best: pinned(settings, &languages, &pages),
        crisis: crisis::lists(&settings.crisis, &languages.all()[0]),
        real_words: crisis::real_words(),
    };
    files.into_par_iter().for_each(emit);
    core(settings, &languages, tables)
}

/// The forms of the glossary, for the two stages.
struct GlossaryForms {
    /// For finding terms in the pages: by the stem of the first word.
    forms: Forms,
    /// For finding terms in queries: entries of the shards, by bucket.
    entries: BTreeMap<String, Vec<FormEntry>>,
}

/// The number of pages that have text in each language.
fn language_pages(languages: &Languages, pages: &[&Page<'_>]) -> Vec<u32> {
    let mut counts = vec![0; languages.all().len()];
    for page in pages {
        let own = languages.number(page.language);
        let passages = page.passage_languages.iter().map(|tag| languages.number_in(tag, own));
        let numbers: BTreeSet<usize> = passages.chain([own]).collect();
        numbers.into_iter().for_each(|number| counts[number] += 1);
    }
    counts
}

/// The forms of all terms, each in the language of the term's page. `terms` are in the order that
/// numbers them, and `pages` in that of their URLs.
fn glossary(
    languages: &Languages,
    pages: &[&Page<'_>],
    terms: &[&GlossaryTerm<'_>],
) -> GlossaryForms {
    let mut forms = Forms::default();
    let mut entries: BTreeMap<String, Vec<FormEntry>> = BTreeMap::new();
    for (number, term) in terms.iter().enumerate() {
        let number = number as u32;
        let page = pages.binary_search_by_key(&term.url, |page| page.url).ok();
        let language = page.map_or(0, |page| languages.number(pages[page].language));
        let language = &languages.all()[language];
        let names = std::iter::once(&term.name).chain(&term.aliases);
        let names: Vec<FormEntry> = names
            .enumerate()
            .filter_map(|(form, name)| {
                let folded = folded_words(name);
                let key = language.stem(folded.get(language.key_position(&folded))?);
                let words = language.word(&folded.join(" "));
                Some(FormEntry { key, words, term: number, form: form as u32 })
            })
            .collect();
        let keys: BTreeSet<&String> = names.iter().map(|form| &form.key).collect();
        let pseudo_stems: Arc<[String]> =
            keys.into_iter().map(|key| term_stem(key, number)).collect();
        // `504 plan` and `504 Plan` as aliases are one form.
        let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
        for form in names {
            let words = bare(&form.words).split(' ');
            let stems: Vec<String> = words.map(|word| language.stem(word)).collect();
            if seen.insert(stems.clone()) {
                let list = forms.entry(stems[0].clone()).or_default();
                let pseudo_stems = Arc::clone(&pseudo_stems);
                list.push(TermForm { stems, term: number, pseudo_stems });
            }
            entries.entry(bucket_of(&form.key).to_owned()).or_default().push(form);
        }
    }
    GlossaryForms { forms, entries }
}

/// What goes into one bucket.
#[derive(Default)]
struct BucketSource<'a> {
    /// The hash of the runs and forms.
    hasher: Xxh3,
    runs: Vec<ChunkEntries<'a>>,
}

/// The results of all buckets, in the order of the alphabet.
fn buckets(
    chunks: &[Arc<Chunk>],
    forms: &BTreeMap<String, Vec<FormEntry>>,
    sizes: ShardSizes,
    cache: &mut IndexCache,
) -> Vec<Arc<Bucket>> {
    let mut sources: BTreeMap<&str, BucketSource<'_>> = BTreeMap::new();
    let mut first_page = 0;
    for chunk in chunks {
        for ChunkRun { prefix, range, hash } in &chunk.runs {
            let source = sources.entry(prefix).or_default();
            (first_page, hash).hash(&mut source.hasher);
            source.runs.push(ChunkEntries { first_page, entries: &chunk.entries[range.clone()] });
        }
        first_page += chunk.pages;
    }
    for (prefix, forms) in forms {
        forms.hash(&mut sources.entry(prefix).or_default().hasher);
    }
    let known = &cache.buckets;
    let results: Vec<(u128, Arc<Bucket>)> = sources
        .into_iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        // A few buckets (`co`, `re`) have most of the work; each is taken by the thread that is
        // free.
        .with_max_len(1)
        .map(|(prefix, BucketSource { mut hasher, runs })| {
            (prefix, sizes).hash(&mut hasher);
            let key = hasher.digest128();
            let forms = forms.get(prefix).map_or(&[][..], Vec::as_slice);
            let result =
                known.get(&key).cloned().unwrap_or_else(|| Arc::new(bucket(&runs, forms, sizes)));
            (key, result)
        })
        .collect();
    if !cache.is_disabled {
        cache.buckets = results.iter().cloned().collect();
    }
    results.into_iter().map(|(_, bucket)| bucket).collect()
}
