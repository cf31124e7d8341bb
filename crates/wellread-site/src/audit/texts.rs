//! How hard the texts of a hub are to read.
//!
//! Two ratings are made of each page: one of all its words, and one in which terms that the hub
//! explains count as short words. The second decides, because a reader can open the explanation,
//! and because a hub about IEPs cannot do without the word.
//!
//! Staff see sentences and words, never a grade. What is listed is only what they can rewrite:
//! running text, in the order of how much rewriting it would help.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use wellread_content::Sources;
use wellread_model::{
    Date, Details, Document, Entry, EntryId, Kind, LanguageTag, Library, Place, ReadingBand, Span,
    count, fold_name,
};

use super::item::{AuditItem, AuditKind};
use super::last_reviews::{LastReviews, ReadReview, growth};
use super::pages::has_text;
use super::reviews::is_file;
use crate::glossary;
use crate::markdown::{Body, Subject, plain, source_map};
use crate::reading::{
    KnownWords, ReadSentence, ReadingLanguage, SentenceCutter, TextMeasure, TextReader,
    has_two_ideas, plainer, words,
};
use crate::rendered::RenderedHub;
use crate::review::LONG_DEFINITION;

/// How many sentences of a page are shown.
///
/// Whoever has rewritten five has rewritten the page.
const SHOWN: usize = 5;

/// A sentence of fewer words is not named as hard: its words are, and they may be names.
///
/// Among ten words, one such as "Individualized" is enough to make a sentence hard by the formula.
const SHORT: usize = 15;

/// On a page that is hard as a whole, shorter ones are shown too.
const SHORTEST: usize = 8;

/// A sentence of this many words is long.
///
/// Guides to plain language advise to split what is longer.
const LONG: usize = 25;

/// A text of fewer words says too little about how hard it is.
///
/// About four sentences. Below that, one name moves a page from easy to hard.
const FEW_WORDS: usize = 60;

/// How many words of a sentence are named.
const NAMED: usize = 3;

/// How many characters of a sentence are shown.
///
/// Three lines of a terminal; the place leads to the rest.
const SHOWN_LENGTH: usize = 240;

/// How many bytes of a sentence are looked for in its file.
///
/// About seven words, which hardly ever stand in a file twice.
const LITERAL: usize = 40;

/// At how many words of a sentence it is tried.
const TRIED: usize = 12;

/// A sentence that is hard. Places are in the text of the rendered body, and become places of the
/// file only if they are shown.
struct HardSentence<'a> {
    /// Where it is in the body's text.
    range: Range<usize>,
    /// With explained terms as words of one syllable.
    measure: TextMeasure,
    /// The measure as one number, by which sentences of a page are sorted. It is made once.
    difficulty: f64,
    /// Whether it is hard by itself.
    is_hard: bool,
    /// Whether it is in the short definition of a term, which has an item of its own if it is hard.
    is_definition: bool,
    /// Its long words, as they are written.
    long: Vec<&'a str>,
}

/// What is known of a page. Headings, code, footnotes and lists of references are not in any of it.
struct ReadPage<'a> {
    /// All of its words. It is the rating that a program without a glossary would give.
    measure: TextMeasure,
    /// The same with the terms that the hub explains as words of one syllable.
    explained: TextMeasure,
    /// The hardest sentences, the hardest first. Sentences that are not easy; whether one is shown
    /// depends on the page as a whole.
    hard: Vec<HardSentence<'a>>,
}

/// What is found by measuring the texts of a hub.
pub(super) struct ReadTexts {
    /// Pages above the target, pages that have become harder, and hard sentences of others, in the
    /// order of the entries.
    pub(super) items: Vec<AuditItem>,
    /// What is to be known of the reviewed texts from now on.
    pub(super) reviews: LastReviews,
}

/// What reads the texts of a hub.
pub(super) struct TextAudit<'a> {
    rendered: &'a RenderedHub,
    readers: [TextReader; 2],
    cutter: SentenceCutter,
}

impl<'a> TextAudit<'a> {
    pub(super) fn new(rendered: &'a RenderedHub) -> Self {
        let library = &rendered.hub.library;
        let said = said(library);
        let readers = [ReadingLanguage::English, ReadingLanguage::Spanish]
            .map(|language| TextReader { language, said: said.clone() });
        let cutter = SentenceCutter::new(library.entries().iter().flat_map(Entry::names));
        Self { rendered, readers, cutter }
    }

    /// What measures texts of a language; `None` for one without a formula.
    fn reader(&self, tag: &LanguageTag) -> Option<&TextReader> {
        let language = ReadingLanguage::of(tag)?;
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
                let span = literal(document, &body.text[at.clone()]).unwrap_or_else(|| {
                    source_map(Subject::new(id.0 as usize, entry, library), &context).span(at)
                });
                Place::at(document.source.clone(), span)
            };
            let context = PageContext { language: reader.language, target, today, review };
            Some((item(entry, body, &page, &context, place), review))
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
        // What is hidden today is not measured, and has its past all the same.
        for hidden in library.hidden() {
            read.reviews.take_over(last, &hidden.place.file);
        }
        read
    }

    /// Reads a body.
    ///
    /// Measures it sentence by sentence, since the formulas count sentences and staff are shown some.
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
        let found = self.cutter.sentences(&body.text[block.clone()]).into_iter();
        let start = block.start;
        found.map(move |range| start + range.start..start + range.end)
    }

    /// Definitions that are hard to read: the short one alone, which opens beside a text.
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
            // A fair definition is good enough: it is short, and opens beside a text that says more.
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
                format!(" Long words: {}.", longest(&long).join(", "))
            };
            let about = format!("The definition of \"{}\" is hard to read.{why}", entry.title());
            let step = "Say it in two short sentences of plain words.".to_owned();
            items.push(AuditItem::new(AuditKind::Definition, place, about, step));
        }
        items
    }
}

/// Reads a sentence of a body. All terms that the page explains count, at each of their places: a term is
/// explained whether or not it is linked here again.
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

/// Where a sentence is in its file, if some of its words are written there exactly so and only once:
/// the first of them, or where markup stands among these, others soon behind it. A map of the text says
/// it in all cases, but costs as much as rendering the page, and most pages of a hub may have a hard
/// sentence.
fn literal(document: &Document, sentence: &str) -> Option<Span> {
    let text = document.body_text();
    let words = sentence.match_indices(' ').map(|(at, _)| at + 1);
    std::iter::once(0).chain(words).take(TRIED).find_map(|start| {
        let end = sentence.floor_char_boundary(start + LITERAL);
        let part = &sentence[start..end];
        // Shorter near the end of a sentence, and then no longer one of a kind.
        let is_long = end + 3 >= start + LITERAL;
        let mut found = text.match_indices(part).map(|(at, _)| at).take(2);
        let first = found.next().filter(|_| is_long && found.next().is_none())?;
        Some(Span::new(first, first + part.len()).shifted(document.body.start))
    })
}

/// How many syllables staff say that abbreviations have: `say: "eye-ee-pee"`. Only names with two
/// letters in upper case are abbreviations; a word that has `say` is counted as a word.
fn said(library: &Library) -> BTreeMap<String, usize> {
    let mut said = BTreeMap::new();
    for (_, entry) in library.of_kind(Kind::Term) {
        let Details::Term(term) = &entry.document.details else { continue };
        let Some(say) = &term.say else { continue };
        let is_part = |part: &&str| part.contains(char::is_alphabetic);
        let parts = say.split(|c: char| c.is_whitespace() || c == '-').filter(is_part).count();
        for name in glossary::names(&entry.document).filter(|name| !name.value.contains(' ')) {
            if name.value.chars().filter(|c| c.is_uppercase()).count() > 1 {
                said.insert(name.value.clone(), parts);
            }
        }
    }
    said
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

/// The longest of some words, each once: those that are shown.
fn longest<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut words = words.to_vec();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut seen = BTreeSet::new();
    words.retain(|word| seen.insert(word.to_lowercase()));
    words.truncate(NAMED);
    words
}

/// What a page is measured against.
struct PageContext {
    language: ReadingLanguage,
    target: ReadingBand,
    today: Date,
    /// Its last review. Of a review that was not counted then, the counts are those of today.
    review: Option<ReadReview>,
}

/// The item for a page that is above the target, that has become harder since its last review, or
/// that has hard sentences. A page has one item: each asks for the same work.
///
/// `None` for a page that is easy enough and has no sentence that is hard by itself. On a page that
/// is hard or harder as a whole, sentences that are merely fair are shown too: something has to be
/// named.
fn item(
    entry: &Entry,
    body: &Body,
    page: &ReadPage<'_>,
    context: &PageContext,
    place: impl Fn(&Range<usize>) -> Place,
) -> Option<AuditItem> {
    let &PageContext { language, target, today, review } = context;
    let (all, explained) = (page.measure.band(language), page.explained.band(language));
    let has_enough = |measure: &TextMeasure| measure.words >= FEW_WORDS;
    let is_above = has_enough(&page.measure) && explained > target;
    let harder = review.filter(|ReadReview { measure, .. }| {
        has_enough(measure)
            && has_enough(&page.explained)
            && page.explained.is_clearly_harder_than(measure, language)
    });
    let is_whole = is_above || harder.is_some();
    let is_shown = |one: &&HardSentence<'_>| is_whole || (one.is_hard && !one.is_definition);
    let hard: Vec<&HardSentence<'_>> = page.hard.iter().filter(is_shown).collect();
    if hard.is_empty() && !is_whole {
        return None;
    }
    let title = entry.title();
    let bands = if all == explained {
        format!("\"{title}\" is {} to read", all.as_str())
    } else {
        format!(
            "\"{title}\" is {} to read, and {} without the terms that the hub explains",
            all.as_str(),
            explained.as_str()
        )
    };
    // Fair sentences are shown on a page above the target, but not counted as hard.
    let number = match hard.iter().filter(|one| one.is_hard).count() {
        0 => "no sentence is hard alone".to_owned(),
        number => format!("it has {}", count(number, "hard sentence")),
    };
    let details = hard.iter().take(SHOWN).map(|one| described(one, body, language)).collect();
    let mut about = format!("{bands}; {number}.");
    let mut step =
        "Make two sentences of one, and take the plainer word. The hardest come first.".to_owned();
    let mut kind = if is_above { AuditKind::HardPage } else { AuditKind::HardSentence };
    if let Some(ReadReview { reviewed, measure }) = harder {
        let grown = growth(&measure, &page.explained);
        let since = format!("harder to read than at its review on {reviewed}: {grown}");
        if is_above {
            about = format!("{about} It is {since}.");
        } else {
            kind = AuditKind::HarderPage;
            about = format!("\"{title}\" is {since}.");
            step = format!(
                "{step} Or, if it has to be so, have someone read it again. Then change `reviewed` \
                 to  reviewed: {today}"
            );
        }
    }
    // As a whole number, the hardest first. A page above the target is sorted by its own measure.
    let difficulty = match hard.first() {
        Some(first) if !is_whole => first.difficulty,
        _ => page.explained.difficulty(language),
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the place of a difficulty is between -100 and some thousands"
    )]
    let weight = ((language.place_of(difficulty) + 1000.0).max(0.0) * 1000.0) as usize;
    // A page of many short sentences has none that is the hardest.
    let whole = || Place::at(entry.document.source.clone(), entry.document.title.span);
    let place = hard.first().map_or_else(whole, |first| place(&first.range));
    Some(AuditItem::new(kind, place, about, step).details(details).weight(weight))
}

/// A hard sentence with what makes it hard, and plainer words. Each reason is something that can be
/// changed; "it is hard" is not a reason.
fn described(one: &HardSentence<'_>, body: &Body, language: ReadingLanguage) -> String {
    let text = plain(&body.text[one.range.clone()]);
    let text = wellread_model::in_one_line(&text);
    let mut reasons = Vec::new();
    if one.measure.words >= LONG {
        reasons.push(format!("{} words", one.measure.words));
    }
    if one.measure.words >= LONG && has_two_ideas(&text, language) {
        reasons.push("two ideas".to_owned());
    }
    let plainer = match language {
        ReadingLanguage::English => plainer(&text),
        ReadingLanguage::Spanish => Vec::new(),
    };
    let pairs = plainer.iter().map(|(long, short)| format!("for \"{long}\" write \"{short}\""));
    if !one.long.is_empty() {
        reasons.push(format!("long words: {}", longest(&one.long).join(", ")));
    }
    if reasons.is_empty() {
        reasons.push(format!("{} words, several of them long", one.measure.words));
    }
    reasons.extend(pairs);
    format!("\"{}\" ({})", shown(&text), reasons.join("; "))
}

/// A sentence, or its beginning. It is cut at a character, and says so with an ellipsis.
fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN_LENGTH) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
