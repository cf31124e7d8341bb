//! How hard the texts of a hub are to read.
//!
//! Two ratings are made of each page: one of all its words, and one in which terms that the hub
//! explains count as short words. The second decides, because a reader can open the explanation,
//! and because a hub about IEPs cannot do without the word.
//!
//! What is listed is only what staff can rewrite: running text, in the order of how much rewriting
//! it would help.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use wellread_content::Sources;
use wellread_model::{
    Date, Details, Document, Entry, EntryId, Kind, LanguageTag, Library, Place, ReadingBand, Span,
    fold_name,
};

use super::hard_page::{HardSentence, PageContext, ReadPage, longest_words, page_item};
use super::item::{AuditItem, AuditKind};
use super::last_reviews::{LastReviews, ReadReview};
use super::pages::has_text;
use super::reviews::is_file;
use crate::glossary;
use crate::markdown::{Body, LINE_BREAK, Subject, source_map};
use crate::reading::{
    KnownWords, ReadSentence, ReadingLanguage, SentenceCutter, TextMeasure, TextReader, words,
};
use crate::rendered::RenderedHub;
use crate::review::LONG_DEFINITION;

/// A sentence of fewer words is not named as hard: its words are, and they may be names.
///
/// Among ten words, one such as "Individualized" is enough to make a sentence hard by the formula.
const SHORT: usize = 15;

/// On a page that is hard as a whole, shorter ones are shown too.
const SHORTEST: usize = 8;

/// How many bytes of a sentence are looked for in its file.
///
/// About seven words, which a file hardly ever has twice.
const VERBATIM: usize = 40;

/// How many starting words of a sentence are tried.
const TRIED: usize = 12;

/// What is found by measuring the texts of a hub.
pub(super) struct ReadTexts {
    /// Pages above the target, pages that have become harder, and hard sentences of others, in the
    /// order of the entries.
    pub(super) items: Vec<AuditItem>,
    /// The measures of reviewed texts, with which later audits compare.
    pub(super) reviews: LastReviews,
}

/// Measures the texts of a hub.
pub(super) struct TextAudit<'a> {
    rendered: &'a RenderedHub,
    readers: [TextReader; 2],
    cutter: SentenceCutter,
}

impl<'a> TextAudit<'a> {
    pub(super) fn new(rendered: &'a RenderedHub) -> Self {
        let library = &rendered.hub.library;
        let spoken = spoken_syllables(library);
        let readers = [ReadingLanguage::English, ReadingLanguage::Spanish]
            .map(|language| TextReader { language, spoken: spoken.clone() });
        let cutter = SentenceCutter::new(library.entries().iter().flat_map(Entry::names));
        Self { rendered, readers, cutter }
    }

    /// What measures texts of a language; `None` for one without a formula.
    fn reader(&self, tag: &LanguageTag) -> Option<&TextReader> {
        let language = ReadingLanguage::from_tag(tag)?;
        self.readers.iter().find(|reader| reader.language == language)
    }

    /// Measures the texts, and compares them with what they were at their `last` reviews. They are
    /// measured in parallel. Languages without a formula are left out.
    pub(super) fn texts(&self, sources: &Sources, last: &LastReviews, today: Date) -> ReadTexts {
        let library = &self.rendered.hub.library;
        let context = self.rendered.context(sources);
        // Without a setting, only hard pages: easy texts are a goal that a hub sets itself.
        let target = library.settings.reading_target.unwrap_or(ReadingBand::Fair);
        // Each thread has its own words, and is alone with them.
        let threads = 0..rayon::current_num_threads();
        let known: Vec<Mutex<KnownWords<'_>>> = threads.map(|_| Mutex::default()).collect();
        let entries: Vec<(EntryId, &Entry)> = library.iter().collect();
        let read = |&(id, entry): &(EntryId, &'a Entry)| {
            let document = &entry.document;
            let is_text = is_file(entry) && has_text(&document.details);
            let reader = self.reader(library.language_of(id)).filter(|_| is_text)?;
            let body = &*self.rendered.bodies[id.0 as usize];
            let known = &known[rayon::current_thread_index().unwrap_or(0)];
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            let page = self.read(entry, body, reader, &mut known);
            let review = document.reviewed().map(|reviewed| {
                let before = last.at_review(&document.source, reviewed.value, today);
                let measure = before.unwrap_or(page.explained);
                ReadReview { reviewed: reviewed.value, measure }
            });
            let place = |at: &Range<usize>| {
                let span = find_verbatim(document, &body.text[at.clone()]).unwrap_or_else(|| {
                    source_map(Subject::new(id.0 as usize, entry, library), &context).span(at)
                });
                Place::at(document.source.clone(), span)
            };
            let context = PageContext { language: reader.language, target, today, review };
            Some((page_item(entry, body, &page, &context, place), review))
        };
        let found: Vec<Option<(Option<AuditItem>, Option<ReadReview>)>> =
            entries.par_iter().map(read).collect();
        let mut read = ReadTexts { items: Vec::new(), reviews: LastReviews::default() };
        for ((_, entry), (item, review)) in
            entries.iter().zip(found.into_iter().map(Option::unwrap_or_default))
        {
            read.items.extend(item);
            if let Some(review) = review {
                read.reviews.insert(entry.document.source.clone(), review);
            }
        }
        // Drafts are not measured, and keep the measures of their last reviews.
        for hidden in library.hidden() {
            read.reviews.take_over(last, &hidden.place.file);
        }
        read
    }

    /// Reads a body.
    ///
    /// Measures it sentence by sentence, since the formulas count sentences and staff are shown
    /// some.
    fn read(
        &self,
        entry: &Entry,
        body: &'a Body,
        reader: &TextReader,
        known: &mut KnownWords<'a>,
    ) -> ReadPage<'a> {
        let mut page = ReadPage {
            measure: TextMeasure::default(),
            explained: TextMeasure::default(),
            hard: Vec::new(),
        };
        for block in blocks(body, &self.rendered.hub.library.settings.skip_headings) {
            let is_definition =
                entry.document.kind == Kind::Term && body.first_paragraph.contains(&block.start);
            for range in self.sentences(body, &block) {
                let sentence = &body.text[range.clone()];
                // A short item or cell is no sentence.
                let ends = sentence
                    .trim_end_matches(|c: char| !c.is_alphanumeric() && !".?!…".contains(c));
                // Formulas were made for running text; "Phone and email" would count as an easy
                // sentence.
                if !ends.ends_with(['.', '?', '!', '…']) && words(sentence).count() < 5 {
                    continue;
                }
                let ReadSentence { measure, explained, long } =
                    read_sentence(body, &range, reader, known);
                page.measure.add(&measure);
                page.explained.add(&explained);
                let band = explained.band(reader.language);
                if band > ReadingBand::Easy && measure.words >= SHORTEST {
                    page.hard.push(HardSentence {
                        range,
                        difficulty: explained.difficulty(reader.language),
                        is_hard: band == ReadingBand::Hard && measure.words >= SHORT,
                        is_definition,
                        measure: explained,
                        long,
                    });
                }
            }
        }
        // Then by place, so that equal sentences have one order.
        page.hard.sort_by(|a, b| {
            b.difficulty.total_cmp(&a.difficulty).then(a.range.start.cmp(&b.range.start))
        });
        page
    }

    /// The sentences of a block, as places in the text of its body.
    fn sentences(&self, body: &Body, block: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let text = &body.text[block.clone()];
        lines(text).flat_map(move |line| {
            let start = block.start + line.start;
            let found = self.cutter.sentences(&text[line]).into_iter();
            found.map(move |range| start + range.start..start + range.end)
        })
    }

    /// Definitions that are hard to read: the short one alone, which opens next to a text.
    ///
    /// It is measured as a whole: two or three sentences are too few for ratings of their own.
    /// Definitions of fewer than fifteen words are left out for the same reason.
    pub(super) fn hard_definitions(&self) -> Vec<AuditItem> {
        let library = &self.rendered.hub.library;
        let mut items = Vec::new();
        let mut known = KnownWords::default();
        for (id, entry) in library.of_kind(Kind::Term).filter(|(_, entry)| is_file(entry)) {
            let Some(reader) = self.reader(library.language_of(id)) else { continue };
            let language = reader.language;
            let body = &*self.rendered.bodies[id.0 as usize];
            // What has to be shortened in any case is reported once.
            let text = &body.text[body.first_paragraph.clone()];
            if text.split_whitespace().count() > LONG_DEFINITION {
                continue;
            }
            let mut whole = TextMeasure::default();
            let mut long = Vec::new();
            for range in self.sentences(body, &body.first_paragraph) {
                let read = read_sentence(body, &range, reader, &mut known);
                whole.add(&read.explained);
                long.extend(read.long);
            }
            // A fair definition is good enough: it is short, and opens next to a text that says
            // more.
            if whole.words < SHORT || whole.band(language) != ReadingBand::Hard {
                continue;
            }
            let document = &entry.document;
            let start = document.body_text().find(|c: char| !c.is_whitespace()).unwrap_or(0);
            let start = Span::point(document.body.start + start);
            let place = Place::at(document.source.clone(), start);
            let why = if long.is_empty() {
                String::new()
            } else {
                format!(" Long words: {}.", longest_words(&long).join(", "))
            };
            let about = format!("The definition of \"{}\" is hard to read.{why}", entry.title());
            let step = "Say it in two short sentences of plain words.".to_owned();
            items.push(AuditItem::new(AuditKind::Definition, place, about, step));
        }
        items
    }
}

/// The lines of a block: a line break that an author made ends a sentence, as in `Phone: …` and
/// `Hours: …` below each other, unless what follows goes on in lower case.
fn lines(block: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let breaks = block.match_indices(LINE_BREAK).map(|(at, _)| at + LINE_BREAK.len());
    let ends = breaks.filter(|&at| !block[at..].starts_with(char::is_lowercase));
    let mut start = 0;
    ends.chain([block.len()]).map(move |end| std::mem::replace(&mut start, end)..end)
}

/// Reads a sentence of a body. All terms that the page explains count, at each of their places: a
/// term is explained whether or not it is linked here again.
fn read_sentence<'a>(
    body: &'a Body,
    range: &Range<usize>,
    reader: &TextReader,
    known: &mut KnownWords<'a>,
) -> ReadSentence<'a> {
    let first = body.explained.partition_point(|one| one.end as usize <= range.start);
    let mut terms = body.explained[first..].iter().peekable();
    // Words are asked about in their order.
    let is_term = |at: usize| {
        let at = range.start + at;
        while terms.next_if(|one| one.end as usize <= at).is_some() {}
        terms.peek().is_some_and(|one| one.start as usize <= at)
    };
    reader.read(&body.text[range.clone()], is_term, known)
}

/// Where a sentence is in its file, if some of its words are written there exactly so and only
/// once: the first of them, or if there is markup among these, others soon after it. A map of the
/// text finds every sentence, but costs as much as rendering the page, and most pages of a hub may
/// have a hard one.
fn find_verbatim(document: &Document, sentence: &str) -> Option<Span> {
    let text = document.body_text();
    let words = sentence.match_indices(' ').map(|(at, _)| at + 1);
    std::iter::once(0).chain(words).take(TRIED).find_map(|start| {
        let end = sentence.floor_char_boundary(start + VERBATIM);
        let part = &sentence[start..end];
        // Near the end of a sentence the sample is shorter and may no longer be unique in the file.
        let is_long = end + 3 >= start + VERBATIM;
        let mut found = text.match_indices(part).map(|(at, _)| at).take(2);
        let first = found.next().filter(|_| is_long && found.next().is_none())?;
        Some(Span::new(first, first + part.len()).shifted(document.body.start))
    })
}

/// The syllables of abbreviations whose terms have `say`, such as `say: "eye-ee-pee"`, by their
/// letters. Only names with two letters in upper case are abbreviations; any other word is counted
/// as written.
fn spoken_syllables(library: &Library) -> BTreeMap<String, usize> {
    let mut spoken = BTreeMap::new();
    for (_, entry) in library.of_kind(Kind::Term) {
        let Details::Term(term) = &entry.document.details else { continue };
        let Some(say) = &term.say else { continue };
        let is_part = |part: &&str| part.contains(char::is_alphabetic);
        let parts = say.split(|c: char| c.is_whitespace() || c == '-').filter(is_part).count();
        for name in glossary::term_names(&entry.document).filter(|name| !name.value.contains(' ')) {
            if name.value.chars().filter(|c| c.is_uppercase()).count() > 1 {
                spoken.insert(name.value.clone(), parts);
            }
        }
    }
    spoken
}

/// The blocks of running text of a body: not headings, code, footnotes or lists of references. A
/// block is a paragraph, an item or a cell; sentences never go on behind its end.
fn blocks<'a>(body: &'a Body, skipped: &'a [String]) -> impl Iterator<Item = Range<usize>> + 'a {
    let sections = body
        .sections
        .iter()
        .filter(|section| section.id != "notes" && !skipped.contains(&fold_name(&section.title)));
    sections.flat_map(move |section| {
        let first = body.block_ends.partition_point(|&end| end < section.text.start);
        let ends = body.block_ends[first..].iter().copied();
        let mut start = section.text.start;
        ends.take_while(|&end| end < section.text.end)
            .chain([section.text.end])
            .map(move |end| std::mem::replace(&mut start, end.saturating_add(1))..end)
            .filter(|block| block.start < block.end)
            .filter(|block| !is_code(body, block.start))
            .collect::<Vec<_>>()
    })
}

/// Whether a block of code has this place. `body.code` is sorted, so this is a binary search.
fn is_code(body: &Body, at: usize) -> bool {
    let index = body.code.partition_point(|code| code.end <= at);
    body.code.get(index).is_some_and(|code| code.start <= at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_of_the_author_ends_a_sentence() {
        let text = "Phone: 1199\u{fffc}\nHours: nine to five\u{fffc}\nand on Sunday.\nWrite.";
        let found: Vec<&str> = lines(text).map(|line| text[line].trim()).collect();
        let second = "Hours: nine to five\u{fffc}\nand on Sunday.\nWrite.";
        assert_eq!(found, ["Phone: 1199\u{fffc}", second]);
    }
}
