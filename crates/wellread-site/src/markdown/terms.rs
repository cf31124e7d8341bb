//! Which terms of a block become links: not on their own page, not where they are skipped, once a
//! page or a section. The first mention of a resource becomes one too.
//!
//! Which words are terms is decided in [`wellread_terms`]; how a link is put into finished HTML, in
//! [`super::block`].

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;
use wellread_model::{EntryId, Kind, LinkScope, Relation, fold_name};
use wellread_terms::{Match, Obstacle, SearchBuffers, is_longer_title, is_title};

use crate::glossary;

use super::block::Emphasis;
use super::body::{Body, PassedOver, TermUse, WhyUnlinked};
use super::context::{BodyInput, Subject};
use super::output::BodyOutput;

/// How long the title of a work is at most, in bytes. What is longer is an emphasized sentence.
const LONGEST_TITLE: usize = 200;

/// How many letters a word without an upper-case letter has at most in the title of a work: `from`,
/// `with`.
const LONGEST_CONNECTOR: usize = 4;

/// The terms of a body, as far as they have been linked.
#[derive(Debug)]
pub(super) struct TermLinks {
    /// The terms that need no further link: on this page, or in this section.
    linked: FxHashSet<EntryId>,
    /// The terms and resources that the author linked in the open block, in order.
    explicit: Vec<ExplicitLink>,
    /// The parts of the text in which the author prevented a link, in order.
    prevented: Vec<Range<usize>>,
    /// What is never linked here.
    skipped: FxHashSet<EntryId>,
    /// The level of the heading below which nothing is linked, while it is open.
    skipped_below: Option<u8>,
    /// Scratch buffer for the matches of a block.
    matches: Vec<Match>,
    /// Scratch buffers for the search.
    buffers: SearchBuffers,
    /// The entries of "Words on this page", in the order in which readers meet them.
    words: Vec<EntryId>,
    /// The terms in `words`, and the resources that are linked.
    counted: FxHashSet<EntryId>,
    /// The terms that are where nothing is linked, in order.
    unlinked: Vec<EntryId>,
    /// The terms in `unlinked`.
    seen: FxHashSet<EntryId>,
    /// All automatic links so far; see [`TermUse`].
    uses: Vec<TermUse>,
    /// Forms that were not linked, for warnings and the review.
    passed_over: Vec<PassedOver>,
    /// Where forms mean their terms, linked or not, in order and apart.
    explained: Vec<Range<u32>>,
    /// The forms and reasons in `passed_over`; forms by their positions in the trie.
    reasons: FxHashSet<(u32, WhyUnlinked)>,
}

/// A link to a term or a resource that the author wrote.
#[derive(Debug)]
struct ExplicitLink {
    /// Where it begins in the body's text.
    start: usize,
    /// The term that its author linked.
    target: EntryId,
}

/// What happens to a form where it is.
enum FormDecision {
    Link,
    /// It is not linked, and that is as it should be.
    Leave,
    /// It is not linked, because nothing is linked in such a place.
    OnlyList,
    PassOver(WhyUnlinked),
}

/// Where a block is, as far as it matters for its terms.
struct BlockPlace {
    /// The block in the text of the body.
    range: Range<usize>,
    /// Whether it is a heading, in which fewer terms are linked.
    is_heading: bool,
    /// Its emphasized parts, once they are needed: most blocks hold nothing that asks for them.
    emphasis: OnceCell<Emphasis>,
}

impl BlockPlace {
    fn emphasis(&self, out: &BodyOutput<'_>) -> &Emphasis {
        self.emphasis.get_or_init(|| out.emphasis())
    }
}

impl TermLinks {
    /// Nothing linked yet.
    pub(super) fn new(input: BodyInput<'_>) -> Self {
        let subject = input.subject;
        let skipped = subject.entry.related(Relation::SkipTerm).iter().copied();
        Self {
            linked: FxHashSet::default(),
            explicit: Vec::new(),
            prevented: Vec::new(),
            // A link from a page to itself leads nowhere.
            skipped: skipped.chain([subject.id]).collect(),
            skipped_below: None,
            matches: Vec::new(),
            buffers: SearchBuffers::default(),
            words: Vec::new(),
            counted: FxHashSet::default(),
            unlinked: Vec::new(),
            seen: FxHashSet::default(),
            uses: Vec::new(),
            passed_over: Vec::new(),
            explained: Vec::new(),
            reasons: FxHashSet::default(),
        }
    }

    /// A section begins, with its heading.
    pub(super) fn begin_section(&mut self, input: BodyInput<'_>, level: u8, title: &str) {
        if input.subject.scope == LinkScope::Section {
            self.linked.clear();
        }
        let title = fold_name(title.trim().trim_end_matches(':'));
        let skips = &input.library().settings.skip_headings;
        if skips.contains(&title) {
            // A skipped heading inside a skipped section changes nothing.
            self.skipped_below = Some(self.skipped_below.map_or(level, |above| above.min(level)));
        } else if self.skipped_below.is_some_and(|above| level <= above) {
            self.skipped_below = None;
        }
    }

    /// Records a link that the author wrote to an entry and that is about to be written to `out`.
    pub(super) fn link_explicitly(&mut self, target: EntryId, out: &BodyOutput<'_>) {
        self.explicit.push(ExplicitLink { start: out.text().len(), target });
    }

    /// Records that the author wrote this part of the text so that it is not a link.
    pub(super) fn prevent(&mut self, range: Range<usize>) {
        self.prevented.push(range);
    }

    /// Links the terms of the open block, which is complete.
    pub(super) fn link_block(
        &mut self,
        is_heading: bool,
        input: BodyInput<'_>,
        out: &mut BodyOutput<'_>,
    ) {
        let scope = input.subject.scope;
        let emphasis = OnceCell::new();
        let block = BlockPlace { range: out.block_range(), is_heading, emphasis };
        // Taken for the time being, so that the rest of `self` can be changed while it is read.
        let mut matches = std::mem::take(&mut self.matches);
        let mut buffers = std::mem::take(&mut self.buffers);
        matches.clear();
        if scope != LinkScope::None {
            // Refused matches are left out while searching, not after it: a shorter term inside a
            // skipped one may still be found.
            let text = &out.text()[block.range.clone()];
            input.context.terms.find_in(text, &mut buffers, &mut matches, |found, obstacle| {
                if obstacle.is_none() {
                    self.explain(place_of(found, &block.range));
                }
                match self.verdict(found, obstacle, &block, input, out) {
                    FormDecision::Link => return true,
                    FormDecision::Leave => {}
                    FormDecision::OnlyList => self.list(EntryId(found.entry)),
                    FormDecision::PassOver(why) => self.pass_over(found, why, &block, input, out),
                }
                false
            });
        }
        // An author's link counts from its own place on: the same term before it, in the same
        // block, is still the first one that a reader meets.
        let mut explicit = std::mem::take(&mut self.explicit).into_iter().peekable();
        matches.retain(|found| {
            let start = block.range.start + found.start;
            while let Some(link) = explicit.next_if(|link| link.start <= start) {
                self.count(link.target, input);
            }
            let target = EntryId(found.entry);
            let is_due = if is_term(target, input) {
                scope == LinkScope::All || !self.linked.contains(&target)
            } else {
                // A resource that is already linked on the page needs no second link.
                !self.counted.contains(&target)
            };
            if is_due {
                self.count(target, input);
            }
            is_due
        });
        explicit.for_each(|link| self.count(link.target, input));
        if !matches.is_empty() {
            out.link_block(&matches, input.library());
            self.uses.extend(matches.iter().map(|found| term_use(found, &block.range, out)));
        }
        self.matches = matches;
        self.buffers = buffers;
    }

    /// Lists the terms in a piece of text in which nothing is linked, such as a block of code.
    pub(super) fn list_terms(
        &mut self,
        text: Range<usize>,
        input: BodyInput<'_>,
        out: &BodyOutput<'_>,
    ) {
        if input.subject.scope == LinkScope::None || self.skipped_below.is_some() {
            return;
        }
        input.context.terms.find_with(&out.text()[text], &mut Vec::new(), |found, obstacle| {
            let term = EntryId(found.entry);
            let is_open = obstacle.is_none() && !self.skipped.contains(&term);
            if is_open && is_term(term, input) && is_about(term, input) {
                self.list(term);
            }
            // The words of a longer form are not also those of a shorter one.
            is_open
        });
    }

    /// What happens to a form that is in the open block.
    fn verdict(
        &self,
        found: &Match,
        obstacle: Option<Obstacle>,
        block: &BlockPlace,
        input: BodyInput<'_>,
        out: &BodyOutput<'_>,
    ) -> FormDecision {
        let target = EntryId(found.entry);
        let place = place_of(found, &block.range);
        if self.skipped.contains(&target) || obstacle == Some(Obstacle::ByHand) {
            return FormDecision::Leave;
        }
        // What families sign and send holds no links to a glossary.
        let is_closed = out.is_in_letter() || out.forbids_link(&place);
        if !is_term(target, input) {
            let is_wanted = input.library().settings.link_resources && !is_closed;
            let is_linked = is_wanted && self.skipped_below.is_none();
            return if is_linked { FormDecision::Link } else { FormDecision::Leave };
        }
        let why = match obstacle {
            _ if !is_about(target, input) => Some(WhyUnlinked::OtherTopic),
            // Its words are partly in another link.
            Some(Obstacle::Crossed) if self.skipped_below.is_none() => {
                return FormDecision::OnlyList;
            }
            Some(Obstacle::Crossed) => return FormDecision::Leave,
            // In a heading, every word may have an upper-case letter. A name does not go on where
            // emphasis ends: `**Evaluation** Schools must …` is a heading that runs into its text.
            Some(Obstacle::LongerName)
                if block.is_heading
                    || block.emphasis(out).wholes.contains(&(place.start, place.end)) =>
            {
                None
            }
            Some(obstacle) => Some(WhyUnlinked::Words(obstacle)),
            None if self.skipped_below.is_some() => Some(WhyUnlinked::SkippedHeading),
            None if is_in_title(&place, found, block, input, out) => Some(WhyUnlinked::Title),
            None if !is_closed && has_rival(found, input) => Some(WhyUnlinked::SeveralTerms),
            None => None,
        };
        let is_prevented = || {
            let index = self.prevented.partition_point(|range| range.end <= place.start);
            self.prevented.get(index).is_some_and(|range| range.start < place.end)
        };
        match why {
            None if !is_closed => FormDecision::Link,
            None if self.skipped_below.is_none() && !is_prevented() => FormDecision::OnlyList,
            Some(why) if !is_closed => FormDecision::PassOver(why),
            _ => FormDecision::Leave,
        }
    }

    /// Counts a term or a resource as linked.
    fn count(&mut self, target: EntryId, input: BodyInput<'_>) {
        self.linked.insert(target);
        // `linked` can't answer this: it loses the terms of earlier sections.
        if self.counted.insert(target) && is_term(target, input) {
            self.words.push(target);
        }
    }

    /// Notes a form that means its term. The longest of those at one place comes first.
    fn explain(&mut self, place: Range<usize>) {
        // Longer texts than four gigabytes have no explained words.
        let (Ok(start), Ok(end)) = (u32::try_from(place.start), u32::try_from(place.end)) else {
            return;
        };
        if self.explained.last().is_none_or(|last| last.end <= start) {
            self.explained.push(start..end);
        }
    }

    /// Notes a term that is where nothing is linked.
    fn list(&mut self, term: EntryId) {
        if self.seen.insert(term) {
            self.unlinked.push(term);
        }
    }

    /// Records a form that is in the open block and is not linked.
    fn pass_over(
        &mut self,
        found: &Match,
        why: WhyUnlinked,
        block: &BlockPlace,
        input: BodyInput<'_>,
        out: &BodyOutput<'_>,
    ) {
        // A link that is there needs no second one.
        let is_news = !self.linked.contains(&EntryId(found.entry));
        if is_news && self.reasons.insert((found.form, why)) {
            let form = input.context.terms.form(found.form).to_owned();
            let place = term_use(found, &block.range, out);
            self.passed_over.push(PassedOver { place, form, why });
        }
    }

    /// The body with the terms that a reader may want explained, each once, all automatic links,
    /// and what was passed over.
    pub(super) fn finish(mut self, body: Body) -> Body {
        let counted = &self.counted;
        self.words.extend(self.unlinked.into_iter().filter(|term| !counted.contains(term)));
        self.explained.shrink_to_fit();
        Body {
            words: self.words,
            uses: self.uses,
            passed_over: self.passed_over,
            explained: self.explained,
            ..body
        }
    }
}

/// Whether an entry is a term. Resources are linked by their names too, but not explained.
fn is_term(target: EntryId, input: BodyInput<'_>) -> bool {
    input.library()[target].document.kind == Kind::Term
}

/// Whether a term is meant on this page, as far as its topics tell.
fn is_about(term: EntryId, input: BodyInput<'_>) -> bool {
    let term = &input.library()[term];
    let (only, never) = (term.related(Relation::OnlyTopic), term.related(Relation::NotTopic));
    if only.is_empty() && never.is_empty() {
        return true;
    }
    let is_of = |topic: &EntryId| topics(input).any(|one| one == *topic);
    (only.is_empty() || only.iter().any(is_of)) && !never.iter().any(is_of)
}

/// The topics of the page. A topic's page is about the topic itself; a term's page is about the
/// topics it is limited to.
fn topics(input: BodyInput<'_>) -> impl Iterator<Item = EntryId> {
    let Subject { id, entry, .. } = input.subject;
    let of = |relation| entry.related(relation).iter().copied();
    std::iter::once(id).chain(of(Relation::Topic)).chain(of(Relation::OnlyTopic))
}

/// Whether another term of the same name is meant on this page as well. Two terms share a name only
/// where no topic is that of both, but a page may have several.
fn has_rival(found: &Match, input: BodyInput<'_>) -> bool {
    // Besides the page itself.
    if topics(input).nth(2).is_none() {
        return false;
    }
    let (library, form) = (input.library(), input.context.terms.form(found.form));
    // The name of its file alone is not found in texts.
    let is_name = |term: EntryId| {
        glossary::term_names(&library[term].document)
            .any(|name| fold_name(&name.value) == fold_name(form))
    };
    library
        .all_of_name(form, Kind::Term)
        .any(|other| other.0 != found.entry && is_name(other) && is_about(other, input))
}

/// Whether a match is in an emphasized title that says more than it.
fn is_in_title(
    place: &Range<usize>,
    found: &Match,
    block: &BlockPlace,
    input: BodyInput<'_>,
    out: &BodyOutput<'_>,
) -> bool {
    // In a title, all words have upper-case letters but for those that connect others, which are
    // short. Nearly all forms are known by that to be in none.
    let mut first = out.text()[place.clone()].chars().take_while(|c| c.is_alphanumeric());
    if first.next().is_some_and(char::is_lowercase) && first.nth(LONGEST_CONNECTOR - 1).is_some() {
        return false;
    }
    let titles = &block.emphasis(out).titles;
    let index = titles.partition_point(|part| part.end <= place.start);
    let around = titles.get(index);
    let around = around.filter(|part| part.start <= place.start && place.end <= part.end);
    let Some(around) = around.filter(|part| part.len() <= LONGEST_TITLE) else { return false };
    let (title, form) = (&out.text()[around.clone()], &out.text()[place.clone()]);
    // Forms with upper-case letters of their own say nothing about a title.
    let has_capitals =
        input.context.terms.form(found.form).chars().filter(|c| c.is_uppercase()).nth(1).is_some();
    !has_capitals && is_title(title) && is_longer_title(title, form)
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
