//! The files besides the word shards and the vocabulary: records, facets and the core, and
//! the tables inside the core.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use wellread_model::{Kind, SPELLED_OUT, beginning};

use crate::constants::{FORMAT, HASH};
use crate::format::code::{hash_name, push};
use crate::format::file::IndexFile;
use crate::format::records::{Core, CoreTables, HeadingRecord, Marks, PageRecord};
use crate::input::{GlossaryTerm, IndexSettings, Page};
use crate::language::{Analyzer, Languages};
use crate::text::folded_words;

/// A page's summary is cut to this many characters: about what an excerpt has.
const SUMMARY: usize = 200;

/// Appends a file to the list and returns the name of its data.
pub(super) fn add(file: IndexFile, files: &mut Vec<IndexFile>) -> String {
    let name = file.data_name().to_owned();
    files.push(file);
    name
}

/// A file of its own kind. Returns the name of its data.
pub(super) fn single(kind: &str, data: &impl Serialize, files: &mut Vec<IndexFile>) -> String {
    add(IndexFile::new(kind, 8, data), files)
}

/// The hash in the name of a file: its last characters.
pub(super) fn hash_of(file: &IndexFile, length: usize) -> &str {
    let name = file.data_name();
    &name[name.len() - length..]
}

/// Appends numbered files, in order, and returns their hashes in a row.
pub(super) fn numbered(made: Vec<IndexFile>, files: &mut Vec<IndexFile>) -> String {
    let mut hashes = String::with_capacity(made.len() * HASH);
    for file in made {
        hashes.push_str(hash_of(&file, HASH));
        files.push(file);
    }
    hashes
}

/// What a result shows of a page whose text is not loaded: its summary, or else the beginning of
/// its text, which is the definition of a term.
fn summary<'a>(page: &Page<'a>) -> Cow<'a, str> {
    if !page.summary.is_empty() {
        return Cow::Borrowed(beginning(page.summary, SUMMARY));
    }
    let beginning = |text: Cow<'a, str>| match text {
        Cow::Borrowed(text) => Cow::Borrowed(beginning(text.trim(), SUMMARY)),
        Cow::Owned(text) => Cow::Owned(beginning(text.trim(), SUMMARY).to_owned()),
    };
    let texts = page.sections.iter().map(|section| beginning(section.text.text()));
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// A hub of fewer pages is small: the number of its files is no concern, so all of them are small.
pub(super) const FEW_PAGES: usize = 500;

/// How much a block of records holds, where a short one counts 1 and a long one, which is about
/// twice as long, 2. A list of results loads about as many blocks as it has results, but hosts
/// limit files: those of a site with 1,000 pages to 300 in all, with 10,000 to 2,000.
fn block_room(pages: usize) -> usize {
    if pages < FEW_PAGES { 12 } else { 26 }
}

/// The headings of a long record; that of a term is long too, since it has the whole definition.
const MANY_HEADINGS: usize = 3;

/// The blocks of records.
pub(super) struct RecordBlocks {
    /// Their hashes in a row.
    pub(super) hashes: String,
    /// The number of records in each.
    pub(super) counts: String,
}

/// Blocks of records: those of all pages, then those of the terms that have no page, so that there
/// is a card of each. Both lists are sorted by URL.
pub(super) fn records(
    languages: &Languages,
    pages: &[&Page<'_>],
    terms: &[&GlossaryTerm<'_>],
    files: &mut Vec<IndexFile>,
) -> RecordBlocks {
    let term_of = |page: &Page<'_>| {
        terms.binary_search_by_key(&page.url, |term| term.url).ok().map(|at| terms[at])
    };
    let has_page =
        |term: &&&GlossaryTerm<'_>| pages.binary_search_by_key(&term.url, |page| page.url).is_ok();
    let mut all: Vec<PageRecord<'_>> =
        pages.par_iter().map(|page| page_record(languages, page, term_of(page))).collect();
    all.extend(terms.iter().filter(|term| !has_page(term)).map(|term| term_record(term)));
    let blocks = blocks(&all, block_room(pages.len()));
    let made = blocks
        .par_iter()
        .enumerate()
        .map(|(number, block)| IndexFile::new(&format!("r{number}-"), HASH, block))
        .collect();
    let mut counts = String::new();
    blocks.iter().for_each(|block| push(&mut counts, block.len() as u32));
    RecordBlocks { hashes: numbered(made, files), counts }
}

/// Cuts records into blocks. Their sizes do not depend on the words in a record, so that a page
/// that is edited moves no border.
fn blocks<'r, 'a>(records: &'r [PageRecord<'a>], room: usize) -> Vec<&'r [PageRecord<'a>]> {
    let (mut blocks, mut start, mut used) = (Vec::new(), 0, 0);
    for (at, record) in records.iter().enumerate() {
        let is_long = record.headings.len() >= MANY_HEADINGS || record.kind == Kind::Term.noun();
        let size = 1 + usize::from(is_long);
        if used + size > room {
            blocks.push(&records[start..at]);
            (start, used) = (at, 0);
        }
        used += size;
    }
    blocks.push(&records[start..]);
    blocks
}

fn page_record<'a>(
    languages: &Languages,
    page: &Page<'a>,
    term: Option<&GlossaryTerm<'a>>,
) -> PageRecord<'a> {
    let sections = page.sections.iter();
    let headings = sections.map(|section| HeadingRecord::new(section.heading, section.anchor));
    let summary = match term {
        // A card shows all of it.
        Some(term) => Cow::Borrowed(term.definition),
        None => summary(page),
    };
    PageRecord {
        url: Cow::Borrowed(page.url),
        title: Cow::Borrowed(page.title),
        kind: Cow::Borrowed(page.kind.noun()),
        topics: page.topics.iter().copied().map(Cow::Borrowed).collect(),
        summary,
        // Those of the term, because the numbers of its forms count them.
        names: term
            .map_or(&page.names, |term| &term.aliases)
            .iter()
            .copied()
            .map(Cow::Borrowed)
            .collect(),
        headings: headings.collect(),
        facts: Cow::Owned(page.facts.join(" · ")),
        language: languages.number(page.language) as u32,
    }
}

/// The record of a term that has no page: what a card shows of it.
fn term_record<'a>(term: &GlossaryTerm<'a>) -> PageRecord<'a> {
    PageRecord {
        url: Cow::Borrowed(term.url),
        title: Cow::Borrowed(term.name),
        kind: Cow::Borrowed(Kind::Term.noun()),
        topics: Vec::new(),
        summary: Cow::Borrowed(term.definition),
        names: term.aliases.iter().copied().map(Cow::Borrowed).collect(),
        headings: Vec::new(),
        facts: Cow::Borrowed(""),
        language: 0,
    }
}

/// The page of each term, as [`CoreTables::term_pages`]. Both lists are sorted by URL.
pub(super) fn term_pages(pages: &[&Page<'_>], terms: &[&GlossaryTerm<'_>]) -> String {
    let (mut text, mut next) = (String::new(), 0);
    for term in terms {
        match pages[next..].binary_search_by_key(&term.url, |page| page.url) {
            Ok(distance) => {
                push(&mut text, distance as u32 + 1);
                next += distance + 1;
            }
            Err(_) => push(&mut text, 0),
        }
    }
    text
}

/// The kinds and topics, and a number for the kind and the set of topics of every page. Sets,
/// because most pages share theirs with others.
pub(super) fn facets(pages: &[&Page<'_>], files: &mut Vec<IndexFile>) -> String {
    let mut kinds: Vec<&str> = pages.iter().map(|page| page.kind.noun()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut sets: Vec<&[&str]> = pages.iter().map(|page| page.topics).collect();
    sets.sort_unstable();
    sets.dedup();
    let (mut kind_of, mut set_of) = (String::new(), String::new());
    for page in pages {
        push(&mut kind_of, kinds.partition_point(|kind| *kind < page.kind.noun()) as u32);
        push(&mut set_of, sets.partition_point(|set| *set < page.topics) as u32);
    }
    single("f", &(kinds, sets, kind_of, set_of), files)
}

/// The pinned pages by the sorted stems of their queries.
pub(super) fn pinned(
    settings: &IndexSettings<'_>,
    languages: &Languages,
    pages: &[&Page<'_>],
) -> BTreeMap<String, Vec<u32>> {
    let mut map: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for best in &settings.best {
        // The site reports names that no page has; here they are left out.
        let Some(page) = pages.iter().position(|page| page.url == best.url) else { continue };
        let page = page as u32;
        let each = |query| languages.all().iter().map(move |language| (query, language));
        for (query, language) in best.queries.iter().flat_map(each) {
            let mut stems = language.content_stems(&folded_words(query));
            // Sorted, so that the order in which people type the words does not matter.
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

/// The core: a line that hands the languages to the runtime and a line of data.
pub(super) fn core(
    settings: &IndexSettings<'_>,
    languages: &Languages,
    tables: CoreTables,
) -> IndexFile {
    let core = Core {
        format: FORMAT,
        letters: SPELLED_OUT,
        marks: Marks::all(),
        at: settings.static_path,
        tables,
    };
    let mut script: String = languages.all().iter().map(Analyzer::script).collect();
    script.push('\n');
    with_code("core-", &script, &core)
}

/// A file with a line of code before its data.
pub(super) fn with_code(kind: &str, code: &str, data: &impl Serialize) -> IndexFile {
    let data = serde_json::to_string(data)
        .expect("numbers, strings and maps with names for keys always serialize");
    // Not `IndexFile::new`, because the name has to change with the code too.
    let name = format!("{kind}{}", hash_name(format!("{code}{data}").as_bytes(), 10));
    let text = format!("{code}Wellread.add(\"{name}\",{data})\n");
    IndexFile { name: format!("{name}.js"), bytes: text.into_bytes().into() }
}
