//! Each term in one line: where it is linked, and how likely some of its links mean something else.
//!
//! In samples of real hubs, links of phrases and abbreviations were nearly always right, and those
//! of single words in two of three places. So a single word is the more of a risk the more frequent
//! it is, the more pages it is on, and the more often it is where it was passed over.

use std::collections::{BTreeMap, BTreeSet};

use wellread_model::words::rank;
use wellread_model::{Details, EntryId, Kind, Library};
use wellread_terms::{Language, Obstacle, is_of_everyday_words};

use crate::glossary;
use crate::markdown::WhyUnlinked;
use crate::rendered::RenderedHub;

/// A single word among this many of the most frequent ones means several things more often than
/// not.
const FREQUENT: usize = 5_000;

/// A term in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermSummary {
    /// The title of the term.
    pub term: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its file.
    pub file: String,
    /// All its names, the title first.
    pub names: Vec<String>,
    /// How many pages link to it by themselves.
    pub pages: usize,
    /// On how many pages it occurs and is passed over, for each reason that says that the word
    /// means something else there.
    pub passed_over: BTreeMap<&'static str, usize>,
    /// What makes its links a risk, in the words of staff; empty if nothing does.
    pub signs: Vec<String>,
    /// How much of a risk they are: summaries are sorted by it, the greatest first.
    pub risk: usize,
}

/// All terms, the riskiest first.
pub(super) fn summaries(rendered: &RenderedHub) -> Vec<TermSummary> {
    let library = &rendered.hub.library;
    let mut counts: BTreeMap<EntryId, Counts> = BTreeMap::new();
    for body in &rendered.bodies {
        let linked: BTreeSet<EntryId> = body.uses.iter().map(|one| one.term).collect();
        for term in linked {
            counts.entry(term).or_default().pages += 1;
        }
        // Each form is passed over once on a page for each reason, but a term may have several
        // forms.
        let passed: BTreeSet<(EntryId, &str)> = body
            .passed_over
            .iter()
            .filter_map(|one| Some((one.place.term, other_meaning(one.why)?)))
            .collect();
        for (term, why) in passed {
            *counts.entry(term).or_default().passed_over.entry(why).or_default() += 1;
        }
    }
    let mut summaries: Vec<TermSummary> = library
        .of_kind(Kind::Term)
        .map(|(id, _)| summary(library, id, counts.remove(&id).unwrap_or_default()))
        .collect();
    summaries.sort_by(|a, b| {
        (b.risk, b.pages).cmp(&(a.risk, a.pages)).then_with(|| a.term.cmp(&b.term))
    });
    summaries
}

/// What pages do with a term.
#[derive(Default)]
struct Counts {
    /// How many pages use the term.
    pages: usize,
    /// How many places were not linked, by the reason.
    passed_over: BTreeMap<&'static str, usize>,
}

/// The reason, if it says that a word means something else where it is. What staff have decided
/// says nothing about the other places.
const fn other_meaning(why: WhyUnlinked) -> Option<&'static str> {
    match why {
        WhyUnlinked::Words(Obstacle::Verb) => Some("a verb"),
        WhyUnlinked::Words(Obstacle::LongerName) => Some("in a longer name"),
        WhyUnlinked::Words(Obstacle::SentenceStart) => Some("perhaps another word"),
        WhyUnlinked::Words(Obstacle::EverydayWord) => Some("not linked"),
        WhyUnlinked::Title => Some("in a title"),
        _ => None,
    }
}

fn summary(library: &Library, id: EntryId, Counts { pages, passed_over }: Counts) -> TermSummary {
    let document = &library[id].document;
    let names: Vec<String> =
        glossary::term_names(document).map(|name| name.value.trim().to_owned()).collect();
    let is_by_hand = match &document.details {
        Details::Term(term) => term.auto_link == Some(false),
        _ => false,
    };
    let language = &library.settings.language;
    let is_word = |name: &&String| {
        name.chars().all(char::is_alphabetic) && name.chars().all(|c| !c.is_uppercase())
    };
    let words = || names.iter().filter(is_word);
    let is_everyday = words().any(|word| is_of_everyday_words(word, Language::from_tag(language)));
    let is_frequent =
        words().any(|word| rank(language.primary(), word).is_some_and(|rank| rank < FREQUENT));
    let others: usize = passed_over.values().sum();
    let (mut signs, mut risk) = (Vec::new(), 0);
    if !is_by_hand && pages + others > 0 {
        if is_everyday {
            signs.push("an everyday word".to_owned());
            risk += 400;
        } else if is_frequent {
            signs.push("a frequent word".to_owned());
            risk += 200;
        }
        if others > 0 {
            risk += 300 * others / (others + pages);
        }
        if risk > 0 {
            // On more pages, more links are wrong if some are.
            risk += (pages + others).min(200);
        }
    }
    signs.extend(passed_over.iter().map(|(why, count)| format!("{count} {why}")));
    TermSummary {
        term: library[id].title().to_owned(),
        slug: document.slug.as_str().to_owned(),
        file: document.source.as_str().to_owned(),
        names,
        pages,
        passed_over,
        signs,
        risk,
    }
}
