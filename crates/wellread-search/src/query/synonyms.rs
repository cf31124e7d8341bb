//! Other words for those of a query: the staff's, and those of the language's table.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::found::QueryWords;
use super::parse::QueryToken;
use super::rank::Expansion;
use crate::constants::MAX_SYNONYMS;
use crate::format::idf::idf;
use crate::format::read::OpenIndex;
use crate::format::shard::{PagePosting, StemRecord};
use crate::language::Analyzer;

/// Groups of synonyms: of each the phrases, of each phrase the stems.
pub(super) type SynonymGroups = Vec<Vec<Vec<String>>>;

/// Reads groups, as the index has them: phrases separated by spaces, their words by `+`.
pub(super) fn groups(language: &Analyzer, texts: &[String]) -> SynonymGroups {
    let phrase =
        |text: &str| -> Vec<String> { text.split('+').map(|word| language.stem(word)).collect() };
    let group = |text: &String| {
        let mut phrases: Vec<Vec<String>> = Vec::new();
        for phrase in text.split(' ').map(phrase) {
            // Each once: several words of a group can have the same stem.
            if !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        phrases
    };
    texts.iter().map(group).collect()
}

/// Whether a group has a word. What the tables know is spelled right.
pub(super) fn is_listed(groups: &SynonymGroups, stem: &str) -> bool {
    groups.iter().flatten().any(|phrase| matches!(&phrase[..], [only] if only == stem))
}

/// Lets the words of a query be found by other phrases of the groups that they are in: all words,
/// or the one of the token `only`. Returns whether the hub has any.
pub(super) fn add_synonyms(
    index: &OpenIndex<'_>,
    groups: &SynonymGroups,
    percent: u64,
    tokens: &[QueryToken],
    found: &mut QueryWords,
    only: Option<usize>,
) -> bool {
    let places: Vec<usize> = (0..tokens.len()).filter(|&at| found.term_of(at).is_some()).collect();
    let starts = Starts::new(tokens, &places);
    // Each that is tried can load a shard.
    let mut left = vec![MAX_SYNONYMS; places.len()];
    let mut any = false;
    for group in groups {
        for (number, phrase) in group.iter().enumerate() {
            for from in starts.places(phrase, tokens, &places) {
                let covered = &places[from..from + phrase.len()];
                // A phrase of several words says nothing about a single unknown one.
                if only.is_some_and(|only| phrase.len() > 1 || covered[0] != only) {
                    continue;
                }
                let others = group.iter().enumerate().filter(|(other, _)| *other != number);
                for (_, other) in others {
                    if left[from] == 0 {
                        break;
                    }
                    left[from] -= 1;
                    let Some(record) = together(index, other) else { continue };
                    any = true;
                    let mut terms: Vec<usize> =
                        covered.iter().filter_map(|&at| found.term_of(at)).collect();
                    // Two tokens of one term, such as a joined word, are counted once.
                    terms.dedup();
                    // The words of a phrase share what the other one is worth.
                    let share = percent / terms.len().max(1) as u64;
                    for term in terms {
                        other.iter().for_each(|part| found.highlight(term, part));
                        let expansion = Expansion::new(Rc::clone(&record), share);
                        found.terms[term].expansions.push(expansion);
                    }
                }
            }
        }
    }
    any
}

/// Where phrases can begin in a query: by their first stems, so that no group is compared with all
/// words.
struct Starts(FxHashMap<String, Vec<usize>>);

impl Starts {
    fn new(tokens: &[QueryToken], places: &[usize]) -> Self {
        let mut starts: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (from, &at) in places.iter().enumerate() {
            starts.entry(tokens[at].stem.clone()).or_default().push(from);
        }
        Self(starts)
    }

    /// The places of a phrase. As numbers in `places`, in order.
    fn places(&self, phrase: &[String], tokens: &[QueryToken], places: &[usize]) -> Vec<usize> {
        let candidates = phrase.first().and_then(|first| self.0.get(first));
        let fits = |from: &usize| {
            let covered = places.get(*from..*from + phrase.len());
            covered.is_some_and(|covered| {
                covered.iter().zip(phrase).all(|(&at, stem)| tokens[at].stem == *stem)
            })
        };
        candidates.into_iter().flatten().copied().filter(fits).collect()
    }
}

/// The pages that have all stems of a phrase in one section, as those of one stem. `None` if there
/// are none. In one section, since two words far apart are no phrase.
fn together(index: &OpenIndex<'_>, phrase: &[String]) -> Option<Rc<StemRecord>> {
    let records: Vec<Rc<StemRecord>> =
        phrase.iter().map(|stem| index.stem(stem)).collect::<Option<_>>()?;
    let (first, rest) = records.split_first()?;
    if rest.is_empty() {
        return Some(Rc::clone(first));
    }
    let by_page = |record: &Rc<StemRecord>| -> FxHashMap<u32, PagePosting> {
        record.postings.iter().map(|posting| (posting.page, *posting)).collect()
    };
    let rest: Vec<FxHashMap<u32, PagePosting>> = rest.iter().map(by_page).collect();
    let join = |posting: &PagePosting| {
        let mut joined = *posting;
        for other in &rest {
            let other = other.get(&posting.page)?;
            joined.sections &= other.sections;
            joined.weight = joined.weight.min(other.weight);
        }
        (joined.sections != 0).then_some(joined)
    };
    let postings: Vec<PagePosting> = first.postings.iter().filter_map(join).collect();
    if postings.is_empty() {
        return None;
    }
    let idf = idf(index.pages_in_language(), postings.len() as u32);
    Some(Rc::new(StemRecord { stem: phrase.join(" "), words: Vec::new(), idf, postings }))
}
