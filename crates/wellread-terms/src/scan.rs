//! The search: at the leftmost place where one starts, the longest candidate that passes every rule
//! (rule 1).
//!
//! The text is cut into tokens once, from left to right. From each word that starts a variant, the
//! trie is followed as far as it goes, and the variants that end on the way are tried from the
//! longest to the shortest. So a candidate that fails hides neither a shorter one nor one that
//! starts later, which a search for whole matches followed by a filter would do. The work for each
//! word is bounded by the longest form, however many forms there are.
//!
//! What is a whole word is decided in `boundary.rs` and `address.rs`. Nothing here counts uses or
//! knows a page; that is what the callback of [`TermTrie::find_with`] is for.

use crate::address::{Addresses, is_cut};
use crate::boundary::{LOOK_AHEAD, LOOK_BEHIND, may_end, may_start, stands_alone};
use crate::fold::normalize;
use crate::form::{FormRole, Match, Obstacle};
use crate::grammar::is_verb;
use crate::sentence::starts_sentence;
use crate::title::{NAME_LOOK_BEHIND, is_in_longer_name, is_in_quoted_title};
use crate::trie::{ExactWord, NONE, Scratch, TermTrie, Variant};
use crate::words::{ShortWord, Token, next_token, short_word};

/// How many tokens the search passes before it drops them. At 36 bytes each, with the ids of their
/// words, they stay in the fastest caches of a processor, and dropping them is rare.
const WINDOW: usize = 1024;

/// How many tokens are read at once, as reading is fastest with nothing else in between.
const READ_AT_ONCE: usize = 64;

impl TermTrie {
    /// Appends to `found` all matches in `text` that nothing keeps from being linked: from left to
    /// right, without overlap, and at each place the longest.
    ///
    /// ```
    /// use wellread_terms::{Form, Language, TermTrie};
    ///
    /// let forms = [Form::new("IEP", 0), Form { auto_link: Some(true), ..Form::new("idea", 1) }];
    /// let (trie, _) = TermTrie::compile(&forms, Language::ENGLISH);
    /// let mut found = Vec::new();
    /// trie.find("Two IEPs, one Idea", &mut found);
    /// assert_eq!((found[0].start, found[0].end, found[0].entry), (4, 8, 0));
    /// assert_eq!((found[1].start, found[1].end, found[1].entry), (14, 18, 1));
    /// ```
    pub fn find(&self, text: &str, found: &mut Vec<Match>) {
        self.find_with(text, found, |_, obstacle| obstacle.is_none());
    }

    /// Like [`Self::find`], but among the candidates that `accept` accepts.
    ///
    /// `accept` is called for the forms that are in the text as whole words, from left to right, and
    /// at each place from the longest to the shortest. It gets what speaks against linking one. The
    /// first one accepted is a match at once, so the callback may count matches. A candidate that it
    /// refuses hides no other. Forms that an accepted one cuts in two are passed to it too, as
    /// [`Obstacle::Crossed`]; what it answers of them does not matter.
    ///
    /// ```
    /// use wellread_terms::{Form, Language, TermTrie};
    ///
    /// let forms = [Form::new("IEP", 0), Form::new("IEP team", 1)];
    /// let (trie, _) = TermTrie::compile(&forms, Language::ENGLISH);
    /// let mut found = Vec::new();
    /// // Without the longer term, the shorter one is found in its place.
    /// trie.find_with("the IEP team", &mut found, |candidate, _| candidate.entry != 1);
    /// assert_eq!(found[0].entry, 0);
    /// ```
    pub fn find_with(
        &self,
        text: &str,
        found: &mut Vec<Match>,
        accept: impl FnMut(&Match, Option<Obstacle>) -> bool,
    ) {
        self.find_in(text, &mut SearchBuffers::default(), found, accept);
    }

    /// Like [`Self::find_with`], with buffers that one short text after another is searched with.
    pub fn find_in(
        &self,
        text: &str,
        buffers: &mut SearchBuffers,
        found: &mut Vec<Match>,
        mut accept: impl FnMut(&Match, Option<Obstacle>) -> bool,
    ) {
        let mut window = Window::new(self, text, buffers);
        let mut at = 0;
        while window.has(at) {
            let node = window.first_node(at);
            let best = if node == NONE { None } else { window.longest(at, node, &mut accept) };
            at = match best {
                Some(candidate) => {
                    window.offer_crossed(at, candidate.last, &mut accept);
                    found.push(candidate.found);
                    candidate.last + 1
                }
                None => at + 1,
            };
            at = window.advance(at);
        }
    }

    /// Whether the words of a variant are in the text one after the other, whatever their case and
    /// whatever is next to them. If not, [`Self::find_with`] finds nothing in the text.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        let mut buffers = SearchBuffers::default();
        let mut window = Window::new(self, text, &mut buffers);
        let mut at = 0;
        while window.has(at) {
            let node = window.first_node(at);
            if node != NONE {
                window.follow(at, node);
                if !window.buffers.ends.is_empty() {
                    return true;
                }
            }
            at = window.advance(at + 1);
        }
        false
    }
}

/// The lists that a search needs, so that the next one need not allocate them again. What is in them
/// means nothing between two searches.
#[derive(Debug, Default)]
pub struct SearchBuffers {
    /// The tokens that the search still needs. Their number does not grow with the text.
    tokens: Vec<Token>,
    /// By token, the id of its word in the trie; [`TermTrie::unknown_word`] until it is needed.
    words: Vec<u32>,
    scratch: Scratch,
    /// The phrases that may hold the next candidate.
    phrases: Vec<OtherPhrase>,
    /// Where variants end on the path that is being followed, the longest last.
    ends: Vec<PathEnd>,
}

/// The state of a search.
struct Window<'a> {
    trie: &'a TermTrie,
    text: &'a str,
    buffers: &'a mut SearchBuffers,
    addresses: Addresses,
    /// The name that reaches furthest of those that began before or at the current place.
    name: Option<(usize, usize)>,
}

/// A phrase in which a term means something else.
#[derive(Debug)]
struct OtherPhrase {
    /// Where it ends in the text. It began before the current place, or at it.
    end: usize,
    /// The node at which it ends in the trie.
    node: u32,
}

/// A node at which variants end, and the token that led there.
#[derive(Debug)]
struct PathEnd {
    /// The index of the token.
    last: usize,
    node: u32,
}

/// A match and the token that it ends with.
struct Candidate {
    found: Match,
    /// The index of the token.
    last: usize,
}

impl<'a> Window<'a> {
    fn new(trie: &'a TermTrie, text: &'a str, buffers: &'a mut SearchBuffers) -> Self {
        // A word of English and its space take five to six bytes on average.
        let capacity = (text.len() / 5).min(WINDOW) + 8;
        buffers.tokens.clear();
        buffers.tokens.reserve(capacity);
        buffers.words.clear();
        buffers.words.reserve(capacity);
        buffers.phrases.clear();
        Self { trie, text, buffers, addresses: Addresses::default(), name: None }
    }

    /// Reads the text up to token `index`. Whether there is such a token.
    #[inline]
    fn has(&mut self, index: usize) -> bool {
        while self.buffers.tokens.len() <= index {
            if !self.read_on() {
                return false;
            }
        }
        true
    }

    /// Reads some more tokens. Whether there were any.
    fn read_on(&mut self) -> bool {
        let SearchBuffers { tokens, words, .. } = &mut *self.buffers;
        let read = tokens.len();
        let mut at = tokens.last().map_or(0, |token| token.end);
        for _ in 0..READ_AT_ONCE {
            if let Some(ShortWord { token, hash }) = short_word(self.text, at) {
                at = token.end;
                words.push(self.trie.unknown_ascii_word(hash));
                tokens.push(token);
                continue;
            }
            let Some(token) = next_token(self.text, at, tokens.last()) else { break };
            at = token.end;
            words.push(self.trie.unknown_word(self.text, &token));
            tokens.push(token);
        }
        tokens.len() > read
    }

    /// Drops tokens that the search has passed, and returns the new index of token `at`.
    fn advance(&mut self, at: usize) -> usize {
        if at <= WINDOW {
            return at;
        }
        self.buffers.tokens.drain(..at - NAME_LOOK_BEHIND);
        self.buffers.words.drain(..at - NAME_LOOK_BEHIND);
        NAME_LOOK_BEHIND
    }

    /// The node for token `at` as the first word of a variant, or [`NONE`].
    #[inline]
    fn first_node(&mut self, at: usize) -> u32 {
        let SearchBuffers { tokens, words, scratch, .. } = &mut *self.buffers;
        self.trie.first_node(self.text, &tokens[at], &mut words[at], scratch)
    }

    /// Follows the trie from token `at`, whose word leads to `node`, as far as it goes, and
    /// collects the ends of variants.
    fn follow(&mut self, at: usize, mut node: u32) {
        self.buffers.ends.clear();
        let mut last = at;
        loop {
            if !self.trie.variants_at(node).is_empty() {
                self.buffers.ends.push(PathEnd { last, node });
            }
            last += 1;
            if !self.has(last) {
                break;
            }
            let SearchBuffers { tokens, words, scratch, .. } = &mut *self.buffers;
            let (token, word) = (&tokens[last], &mut words[last]);
            node = self.trie.next_node(node, self.text, token, word, scratch);
            if node == NONE {
                break;
            }
        }
    }

    /// The longest accepted match that starts at token `at`, whose word leads to `node`.
    fn longest(
        &mut self,
        at: usize,
        node: u32,
        accept: &mut impl FnMut(&Match, Option<Obstacle>) -> bool,
    ) -> Option<Candidate> {
        // Cheaper than following the trie, and the same for all variants that start here.
        let before = &self.buffers.tokens[at.saturating_sub(LOOK_BEHIND)..at];
        if !may_start(self.text, before, &self.buffers.tokens[at], self.trie.language) {
            return None;
        }
        self.follow(at, node);
        let trie = self.trie;
        while let Some(PathEnd { last, node }) = self.buffers.ends.pop() {
            let (start, end) = (self.buffers.tokens[at].start, self.buffers.tokens[last].end);
            // Addresses are last because finding them reads the text again.
            if !self.may_end_at(last) || is_cut(&mut self.addresses, self.text, start, end) {
                continue;
            }
            for variant in trie.variants_at(node) {
                if variant.role != FormRole::Term && self.matches_exactly(at, variant) {
                    self.add_obstacle(start, end, node, variant.role);
                }
            }
            for variant in trie.variants_at(node) {
                if matches!(variant.role, FormRole::OtherPhrase | FormRole::OtherName) {
                    continue;
                }
                let found = Match { start, end, entry: variant.entry, form: variant.form };
                // The callback is last because it may count.
                if self.matches_exactly(at, variant)
                    && accept(&found, self.obstacle(at, last, variant))
                {
                    return Some(Candidate { found, last });
                }
            }
        }
        None
    }

    /// Offers the forms that begin inside the accepted one at the tokens `at..=last` and end after
    /// it. They can't be accepted; the caller hears of them.
    fn offer_crossed(
        &mut self,
        at: usize,
        last: usize,
        accept: &mut impl FnMut(&Match, Option<Obstacle>) -> bool,
    ) {
        for inner in at + 1..=last {
            let node = self.first_node(inner);
            if node == NONE {
                continue;
            }
            let before = &self.buffers.tokens[inner.saturating_sub(LOOK_BEHIND)..inner];
            if !may_start(self.text, before, &self.buffers.tokens[inner], self.trie.language) {
                continue;
            }
            self.follow(inner, node);
            let trie = self.trie;
            while let Some(PathEnd { last: end, node }) =
                self.buffers.ends.pop().filter(|e| e.last > last)
            {
                let (start, stop) =
                    (self.buffers.tokens[inner].start, self.buffers.tokens[end].end);
                if !self.may_end_at(end) || is_cut(&mut self.addresses, self.text, start, stop) {
                    continue;
                }
                for variant in trie.variants_at(node) {
                    let is_meant = variant.role == FormRole::Term
                        && self.matches_exactly(inner, variant)
                        && self.obstacle(inner, end, variant).is_none();
                    if is_meant {
                        let (entry, form) = (variant.entry, variant.form);
                        let found = Match { start, end: stop, entry, form };
                        accept(&found, Some(Obstacle::Crossed));
                    }
                }
            }
        }
    }

    /// Notes that a name, or a phrase in which a term means something else, is at `start..end` and
    /// ends at `node`.
    fn add_obstacle(&mut self, start: usize, end: usize, node: u32, role: FormRole) {
        if role == FormRole::OtherPhrase {
            // Phrases that have ended cannot contain further candidates.
            self.buffers.phrases.retain(|phrase| phrase.end > start);
            self.buffers.phrases.push(OtherPhrase { end, node });
        } else if self.name.is_none_or(|(_, name_end)| name_end < end) {
            self.name = Some((start, end));
        }
    }

    /// What speaks against linking a variant that matches at token `at`.
    fn obstacle(&self, at: usize, last: usize, variant: &Variant) -> Option<Obstacle> {
        if variant.role != FormRole::Term {
            return None;
        }
        let (start, end) = (self.buffers.tokens[at].start, self.buffers.tokens[last].end);
        let is_in_name = self.name.is_some_and(|(name_start, name_end)| {
            name_start <= start && end <= name_end && (name_start, name_end) != (start, end)
        });
        let is_in_phrase = || {
            self.buffers.phrases.iter().any(|phrase| {
                end <= phrase.end && self.trie.other_phrases.contains(&(phrase.node, variant.entry))
            })
        };
        let is_in_longer_name = || {
            !variant.has_own_capitals
                && (is_in_longer_name(self.text, &self.buffers.tokens, at, last)
                    || is_in_quoted_title(self.text, start, end))
        };
        let is_verb = || {
            let (before, token, next) = (
                &self.buffers.tokens[..at],
                &self.buffers.tokens[at],
                self.buffers.tokens.get(at + 1),
            );
            is_verb(self.text, before, token, next, self.trie.language)
        };
        match variant.obstacle {
            Some(Obstacle::ByHand) => variant.obstacle,
            _ if is_in_phrase() => Some(Obstacle::OtherPhrase),
            _ if is_in_name => Some(Obstacle::KnownName),
            _ if is_in_longer_name() => Some(Obstacle::LongerName),
            _ if variant.is_lone_noun && is_verb() => Some(Obstacle::Verb),
            None if variant.is_word_and_name && starts_sentence(&self.buffers.tokens[..at]) => {
                Some(Obstacle::SentenceStart)
            }
            other => other,
        }
    }

    /// Whether a form may end at token `last`.
    fn may_end_at(&mut self, last: usize) -> bool {
        // Near the end of the text there are fewer tokens to look at.
        self.has(last + LOOK_AHEAD);
        let after_end = self.buffers.tokens.len().min(last + 1 + LOOK_AHEAD);
        let after = &self.buffers.tokens[last + 1..after_end];
        may_end(self.text, &self.buffers.tokens[last], after, self.trie.language)
    }

    /// Whether the tokens from `at` on, which have the variant's path, also fulfill what the path
    /// does not say: its exact words, and that a single Han character stands alone.
    fn matches_exactly(&mut self, at: usize, variant: &Variant) -> bool {
        let tokens = &self.buffers.tokens;
        if variant.is_lone_han && !stands_alone(&tokens[at], &tokens[..at], &tokens[at + 1..]) {
            return false;
        }
        variant.exact.iter().all(|ExactWord { at: place, is_loose, written: wanted }| {
            let token = &tokens[at + place];
            let slice = &self.text[token.start..token.end];
            if *is_loose {
                return !slice.chars().skip(1).any(char::is_uppercase);
            }
            if token.is_ascii_word() {
                // ASCII needs no folding.
                return slice == &**wanted;
            }
            normalize(slice, &mut self.buffers.scratch.word);
            self.buffers.scratch.word == **wanted
        })
    }
}
