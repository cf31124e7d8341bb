//! The search: the longest form at the leftmost place among those that pass every rule.
//!
//! The text is cut into tokens once, from left to right. From each word that begins a form the tree
//! of the table is followed as far as it goes; the ends met on the way are then tried from the
//! longest to the shortest. So a longer candidate that fails never hides a shorter one, nor one
//! that starts later, and the work for each word is bounded by the longest form, however many forms
//! there are. What is a whole word is decided in `boundary.rs` and `address.rs`.

use super::Match;
use super::address::{Addresses, is_cut};
use super::boundary::{LOOK_AHEAD, LOOK_BEHIND, may_end, may_start, stands_alone};
use super::fold::written;
use super::trie::{NONE, Scratch, TermTrie, Variant};
use super::words::{Shape, Token, next_token};

/// How many tokens are kept before those that are done with are let go.
const WINDOW: usize = 1024;

impl TermTrie {
    /// Appends to `found` the places in `text` where forms stand as whole words: in order, without
    /// overlap, at each place the longest.
    pub fn find(&self, text: &str, found: &mut Vec<Match>) {
        self.find_with(text, found, |_| true);
    }

    /// The same among the candidates that `accept` takes.
    ///
    /// It is asked about candidates that pass all other rules, from left to right and at each place
    /// from the longest to the shortest; the first that it takes is a match at once, so that it may
    /// keep count of what was linked. One that it refuses hides no other.
    pub fn find_with(
        &self,
        text: &str,
        found: &mut Vec<Match>,
        mut accept: impl FnMut(&Match) -> bool,
    ) {
        let mut window = Window::new(self, text);
        let mut at = 0;
        while window.has(at) {
            let node = self.first(text, &mut window.tokens[at], &mut window.scratch);
            at = match node {
                NONE => at + 1,
                node => match longest(&mut window, at, node, &mut accept) {
                    Some((next, chosen)) => {
                        found.push(chosen);
                        next
                    }
                    None => at + 1,
                },
            };
            at = window.forget(at);
        }
    }

    /// Whether the words of a form stand in the text, one after the other. Where not, no text in
    /// which it is found by [`Self::find_with`] can be part of this one.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        let mut window = Window::new(self, text);
        let mut at = 0;
        while window.has(at) {
            let node = self.first(text, &mut window.tokens[at], &mut window.scratch);
            if node != NONE {
                window.follow(at, node);
                if !window.ends.is_empty() {
                    return true;
                }
            }
            at = window.forget(at + 1);
        }
        false
    }
}

/// The part of a text that is being looked at.
struct Window<'a> {
    table: &'a TermTrie,
    text: &'a str,
    tokens: Vec<Token>,
    scratch: Scratch,
    addresses: Addresses,
    /// Room for the ends met on a path: the last token and the node.
    ends: Vec<(usize, u32)>,
}

impl<'a> Window<'a> {
    fn new(table: &'a TermTrie, text: &'a str) -> Self {
        Self {
            table,
            text,
            tokens: Vec::with_capacity((text.len() / 5).min(WINDOW) + 8),
            scratch: Scratch::default(),
            addresses: Addresses::default(),
            ends: Vec::new(),
        }
    }

    /// Lets go of tokens that are done with; where token `at` is now.
    fn forget(&mut self, at: usize) -> usize {
        if at <= WINDOW {
            return at;
        }
        self.tokens.drain(..at - LOOK_BEHIND);
        LOOK_BEHIND
    }

    /// Follows the tree from token `at`, whose word leads to `node`, as far as it goes, and notes
    /// the ends met.
    fn follow(&mut self, at: usize, mut node: u32) {
        self.ends.clear();
        let mut last = at;
        loop {
            if !self.table.ending_at(node).is_empty() {
                self.ends.push((last, node));
            }
            last += 1;
            if !self.has(last) {
                break;
            }
            node = self.table.step(node, self.text, &mut self.tokens[last], &mut self.scratch);
            if node == NONE {
                break;
            }
        }
    }

    /// Cuts the text up to token `index`, if it has so many.
    #[inline]
    fn has(&mut self, index: usize) -> bool {
        while self.tokens.len() <= index {
            let before = self.tokens.last();
            let at = before.map_or(0, |token| token.end);
            let Some(token) = next_token(self.text, at, before) else { return false };
            self.tokens.push(token);
        }
        true
    }
}

/// The longest match that starts at token `at`, whose word leads to `node`, and the token after it.
fn longest(
    window: &mut Window<'_>,
    at: usize,
    node: u32,
    accept: &mut impl FnMut(&Match) -> bool,
) -> Option<(usize, Match)> {
    let table = window.table;
    let before = &window.tokens[at.saturating_sub(LOOK_BEHIND)..at];
    if !may_start(window.text, before, &window.tokens[at], table.language) {
        return None;
    }
    window.follow(at, node);
    while let Some((last, node)) = window.ends.pop() {
        window.has(last + LOOK_AHEAD);
        let after_end = window.tokens.len().min(last + 1 + LOOK_AHEAD);
        let after = &window.tokens[last + 1..after_end];
        if !may_end(window.text, &window.tokens[last], after, table.language) {
            continue;
        }
        let (start, end) = (window.tokens[at].start, window.tokens[last].end);
        if is_cut(&mut window.addresses, window.text, start, end) {
            continue;
        }
        for variant in table.ending_at(node) {
            let chosen = Match { start, end, entry: variant.entry, form: variant.form };
            if is_written(window, at, variant) && accept(&chosen) {
                return Some((last + 1, chosen));
            }
        }
    }
    None
}

/// Whether the words of the variant that must match exactly do, from token `at` on.
fn is_written(window: &mut Window<'_>, at: usize, variant: &Variant) -> bool {
    let Window { text, tokens, scratch, .. } = window;
    if variant.is_lone_han && !stands_alone(&tokens[at], &tokens[..at], &tokens[at + 1..]) {
        return false;
    }
    variant.exact.iter().all(|(place, word)| {
        let token = &tokens[at + place];
        let slice = &text[token.start..token.end];
        match token.shape {
            Shape::Plain | Shape::Capitals => slice == &**word,
            _ => {
                written(slice, &mut scratch.word);
                scratch.word == **word
            }
        }
    })
}
