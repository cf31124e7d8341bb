//! The item for a page that is hard to read: its sentences, what makes them hard, and what to do.
//!
//! Staff see sentences and words, never a grade. Nothing here measures a text.

use std::collections::BTreeSet;
use std::ops::Range;

use wellread_model::{Date, Entry, Place, ReadingBand, count};

use super::item::{AuditItem, AuditKind};
use super::last_reviews::{ReadReview, growth};
use crate::markdown::{Body, plain};
use crate::reading::{ReadingLanguage, TextMeasure, has_two_ideas, plainer};
use crate::view::shorten;

/// How many sentences of a page are shown.
///
/// Whoever has rewritten five has rewritten the page.
const SHOWN: usize = 5;

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

/// A sentence that is hard. Places are in the text of the rendered body, and become places of the
/// file only if they are shown.
pub(super) struct HardSentence<'a> {
    /// Where it is in the body's text.
    pub(super) range: Range<usize>,
    /// With explained terms as words of one syllable.
    pub(super) measure: TextMeasure,
    /// The measure as one number, by which sentences of a page are sorted. It is made once.
    pub(super) difficulty: f64,
    /// Whether it is hard by itself.
    pub(super) is_hard: bool,
    /// Whether it is in the short definition of a term, which has an item of its own if it is hard.
    pub(super) is_definition: bool,
    /// Its long words, as they are written.
    pub(super) long: Vec<&'a str>,
}

/// What is known of a page. Headings, code, footnotes and lists of references are not in any of it.
pub(super) struct ReadPage<'a> {
    /// All of its words. It is the rating that a program without a glossary would give.
    pub(super) measure: TextMeasure,
    /// The same with the terms that the hub explains as words of one syllable.
    pub(super) explained: TextMeasure,
    /// The hardest sentences, the hardest first. Sentences that are not easy; whether one is shown
    /// depends on the page as a whole.
    pub(super) hard: Vec<HardSentence<'a>>,
}

/// What a page is measured against.
pub(super) struct PageContext {
    pub(super) language: ReadingLanguage,
    pub(super) target: ReadingBand,
    pub(super) today: Date,
    /// Its last review. If nothing was recorded then, today's counts are used.
    pub(super) review: Option<ReadReview>,
}

/// The item for a page that is above the target, that has become harder since its last review, or
/// that has hard sentences. A page has one item: each asks for the same work.
///
/// `None` for a page that is easy enough and has no sentence that is hard by itself. On a page that
/// is hard or harder as a whole, sentences that are merely fair are shown too: something has to be
/// named.
pub(super) fn page_item(
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
    // Names and numbers alone can make the difference, too.
    let bands = if all == explained || body.explained.is_empty() {
        format!("\"{title}\" is {} to read", explained.as_str())
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
    let details = hard.iter().take(SHOWN).map(|one| sentence_line(one, body, language)).collect();
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
fn sentence_line(one: &HardSentence<'_>, body: &Body, language: ReadingLanguage) -> String {
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
        reasons.push(format!("long words: {}", longest_words(&one.long).join(", ")));
    }
    if reasons.is_empty() {
        reasons.push(format!("{} words, several of them long", one.measure.words));
    }
    reasons.extend(pairs);
    format!("\"{}\" ({})", shorten(&text, SHOWN_LENGTH), reasons.join("; "))
}

/// The longest of some words, each once: those that are shown.
pub(super) fn longest_words<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut words = words.to_vec();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut seen = BTreeSet::new();
    words.retain(|word| seen.insert(word.to_lowercase()));
    words.truncate(NAMED);
    words
}
