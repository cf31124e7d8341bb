//! Which terms of a block become links: not on their own page, not where they are skipped, once a
//! page or a section.
//!
//! Which words are terms is decided in [`wellread_terms`]; how a link is put into finished HTML, in
//! [`super::block`].

use std::ops::Range;

use rustc_hash::FxHashSet;
use wellread_model::{EntryId, LinkScope, Relation};
use wellread_terms::{Match, Obstacle};

use super::body::{Body, PassedOver, TermUse};
use super::context::BodyInput;
use super::output::BodyOutput;

/// The terms of a body, as far as they have been linked.
#[derive(Debug)]
pub(super) struct TermLinks {
    /// The terms that need no further link: on this page, or in this section.
    linked: FxHashSet<EntryId>,
    /// The terms that the author linked in the open block, in order.
    explicit: Vec<ExplicitLink>,
    /// The terms that are never linked here.
    skipped: FxHashSet<EntryId>,
    /// Scratch buffer for the matches of a block.
    matches: Vec<Match>,
    words: Vec<EntryId>,
    /// The terms in `words`.
    counted: FxHashSet<EntryId>,
    uses: Vec<TermUse>,
    passed_over: Vec<PassedOver>,
    /// The forms and reasons in `passed_over`; forms by their positions in the trie.
    reasons: FxHashSet<(u32, Obstacle)>,
}

/// A link to a term that the author wrote.
#[derive(Debug)]
struct ExplicitLink {
    /// Where it begins in the body's text.
    start: usize,
    term: EntryId,
}

impl TermLinks {
    /// Nothing linked yet.
    pub(super) fn new(input: BodyInput<'_>) -> Self {
        let subject = input.subject;
        let skipped = subject.entry.related(Relation::SkipTerm).iter().copied();
        Self {
            linked: FxHashSet::default(),
            explicit: Vec::new(),
            // A link from a page to itself leads nowhere.
            skipped: skipped.chain([subject.id]).collect(),
            matches: Vec::new(),
            words: Vec::new(),
            counted: FxHashSet::default(),
            uses: Vec::new(),
            passed_over: Vec::new(),
            reasons: FxHashSet::default(),
        }
    }

    /// A section begins.
    pub(super) fn begin_section(&mut self, scope: LinkScope) {
        if scope == LinkScope::Section {
            self.linked.clear();
        }
    }

    /// Records a link to a term that the author wrote and that is about to be written to `out`.
    pub(super) fn link_explicitly(&mut self, term: EntryId, out: &BodyOutput<'_>) {
        self.explicit.push(ExplicitLink { start: out.text().len(), term });
    }

    /// Links the terms of the open block, which is complete.
    pub(super) fn link_block(&mut self, input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
        let scope = input.subject.scope;
        let block = out.block_range();
        // Taken for the time being, so that the rest of `self` can be changed while it is read.
        let mut matches = std::mem::take(&mut self.matches);
        matches.clear();
        if scope != LinkScope::None {
            // Refused matches are left out while searching, not after it: a shorter term inside a
            // skipped one may still be found.
            input.context.terms.find_with(
                &out.text()[block.clone()],
                &mut matches,
                |found, obstacle| {
                    let place = || term_use(found, &block, out);
                    let is_open = !self.skipped.contains(&EntryId(found.entry))
                        && !out.forbids_link(&place_of(found, &block));
                    match obstacle {
                        _ if !is_open => false,
                        None => true,
                        Some(obstacle) => {
                            self.pass_over(found, obstacle, input, place);
                            false
                        }
                    }
                },
            );
        }
        // An author's link counts from its own place on: the same term before it, in the same
        // block, is still the first one that a reader meets.
        let mut explicit = std::mem::take(&mut self.explicit).into_iter().peekable();
        matches.retain(|found| {
            let start = block.start + found.start;
            while let Some(link) = explicit.next_if(|link| link.start <= start) {
                self.count(link.term);
            }
            let term = EntryId(found.entry);
            let is_due = scope == LinkScope::All || !self.linked.contains(&term);
            if is_due {
                self.count(term);
            }
            is_due
        });
        explicit.for_each(|link| self.count(link.term));
        if !matches.is_empty() {
            out.link_block(&matches, input.library());
            self.uses.extend(matches.iter().map(|found| term_use(found, &block, out)));
        }
        self.matches = matches;
    }

    /// Counts a term as linked.
    fn count(&mut self, term: EntryId) {
        self.linked.insert(term);
        // `linked` can't answer this: it loses the terms of earlier sections.
        if self.counted.insert(term) {
            self.words.push(term);
        }
    }

    /// Records a form that stands in the open block and is not linked.
    fn pass_over(
        &mut self,
        found: &Match,
        obstacle: Obstacle,
        input: BodyInput<'_>,
        place: impl Fn() -> TermUse,
    ) {
        // A link that is not wanted needs no explanation, and one that is there is enough.
        let is_news = obstacle != Obstacle::ByHand && !self.linked.contains(&EntryId(found.entry));
        if is_news && self.reasons.insert((found.form, obstacle)) {
            let form = input.context.terms.form(found.form).to_owned();
            self.passed_over.push(PassedOver { place: place(), form, obstacle });
        }
    }

    /// The body with the terms linked in it, each once, all automatic links, and what was passed over.
    pub(super) fn finish(self, body: Body) -> Body {
        Body { words: self.words, uses: self.uses, passed_over: self.passed_over, ..body }
    }
}

/// Where a match in a block is in the body's text.
const fn place_of(found: &Match, block: &Range<usize>) -> Range<usize> {
    block.start + found.start..block.start + found.end
}

/// A match in the open block as a use of its term.
fn term_use(found: &Match, block: &Range<usize>, out: &BodyOutput<'_>) -> TermUse {
    let words = place_of(found, block);
    let span = out.source_map().span(&words);
    TermUse { term: EntryId(found.entry), block: block.clone(), words, span }
}
