//! The trie of all variants: what it holds, and how a search steps through it.
//!
//! A variant is a path from the root, one node for each token, in lower case. Plurals are paths of
//! their own, so that a search never inflects. Which tokens must also match letter for letter is
//! noted at the end of the path, because `IDEA` and `idea` share it. A compiled trie never changes.
//!
//! Most words of a text are on no path. Two Bloom filters say so before a word is folded and looked
//! up. `compile.rs` builds the trie, `scan.rs` searches with it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::bloom::{BloomFilter, UNIQUE_HASH_LENGTH, step_hash, word_hash};
use crate::fold::{lower, normalize};
use crate::form::{FormRole, Obstacle};
use crate::language::Language;
use crate::words::{Gap, Shape, Token};

/// No node and no word.
pub(super) const NONE: u32 = u32::MAX;

/// The id of a word that has not been looked up yet.
pub(super) const NOT_LOOKED_UP: u32 = u32::MAX - 1;

/// The id of a word that has not been looked up yet and starts no variant.
pub(super) const STARTS_NONE: u32 = u32::MAX - 2;

/// The forms of all terms, ready to be searched for. It is immutable, so threads can share it.
///
/// [`TermTrie::compile`] builds it, [`TermTrie::find`] and [`TermTrie::find_with`] search with it.
#[derive(Debug)]
pub struct TermTrie {
    pub(super) language: Language,
    /// The forms as written, in their order.
    pub(super) forms: Vec<Box<str>>,
    /// The id of each word and symbol of a variant, by its folded text.
    pub(super) word_ids: FxHashMap<Box<[u8]>, u32>,
    /// The ids of short ASCII words by [`word_hash`], which needs no folding. They are in
    /// `word_ids` too.
    pub(super) short_word_ids: FxHashMap<u64, u32>,
    /// The ids of ASCII symbols by code; the same as in `word_ids`.
    pub(super) symbol_ids: [u32; 128],
    /// The length of the longest word in `word_ids`, in bytes.
    pub(super) longest_word: usize,
    /// The root's children: the node for each word at the start of a variant, by word id; [`NONE`]
    /// for words that start none.
    pub(super) first_nodes: Vec<u32>,
    /// The [`word_hash`] of each word at the start of a variant.
    pub(super) first_filter: BloomFilter,
    /// The children of all other nodes, by [`step_key`].
    pub(super) next_nodes: FxHashMap<u64, u32>,
    /// The [`step_hash`] of each step in `next_nodes`.
    pub(super) next_filter: BloomFilter,
    /// Where the variants of each node start in `variants`, with one offset more for the end.
    pub(super) variant_offsets: Vec<u32>,
    /// The phrases in which a term means something else: the node that each ends at, and the term.
    pub(super) other_phrases: FxHashSet<(u32, u32)>,
    /// The variants, by the node they end at; at each node, the preferred one first.
    pub(super) variants: Vec<Variant>,
}

/// One spelling of a form that is searched for: the form as written, or one of its plurals.
#[derive(Debug)]
pub(super) struct Variant {
    /// The term.
    pub(super) entry: u32,
    /// What it means to find it.
    pub(super) role: FormRole,
    /// Whether its upper-case letters are its own, so that they give no evidence of a longer name.
    pub(super) has_own_capitals: bool,
    /// The form, as its position in the list of forms.
    pub(super) form: u32,
    /// Whether it is a generated plural, which yields to a spelling that an author listed.
    pub(super) is_generated: bool,
    /// What keeps the form from being linked wherever it is.
    pub(super) obstacle: Option<Obstacle>,
    /// Whether it is one word that matches in any case and is meant as a noun, so that it may be a
    /// verb in a text, and not meant there.
    pub(super) is_lone_noun: bool,
    /// Whether it is a name of one word that is a word of the language in lower case.
    pub(super) is_word_and_name: bool,
    /// Whether it is a single Han character.
    pub(super) is_lone_han: bool,
    /// The words that must match letter for letter.
    pub(super) exact: Vec<ExactWord>,
}

/// A word of a variant that must match letter for letter.
#[derive(Debug)]
pub(super) struct ExactWord {
    /// Its position among the tokens of the variant.
    pub(super) at: usize,
    /// Whether any letters but the first may be in lower case: `Github` for `GitHub`.
    pub(super) is_loose: bool,
    /// The word as [`normalize`] returns it.
    pub(super) written: Box<str>,
}

impl TermTrie {
    /// A form as its author wrote it, by its position in the list that was compiled
    /// ([`crate::Match::form`]). Empty if there is no such form.
    #[must_use]
    pub fn form(&self, index: u32) -> &str {
        self.forms.get(index as usize).map_or("", |form| form)
    }

    /// What is known of a token's word before it is looked up: [`STARTS_NONE`] for nearly all, and
    /// [`NOT_LOOKED_UP`].
    #[inline]
    pub(super) fn unknown_word(&self, text: &str, token: &Token) -> u32 {
        if !token.is_ascii_word() {
            return NOT_LOOKED_UP;
        }
        self.unknown_ascii_word(word_hash(text.as_bytes(), token.start, token.end))
    }

    /// The same of a word of ASCII with this [`word_hash`].
    #[inline]
    pub(super) fn unknown_ascii_word(&self, hash: u64) -> u32 {
        if self.first_filter.may_hold(hash) { NOT_LOOKED_UP } else { STARTS_NONE }
    }

    /// The node for `token` as the first word of a variant, or [`NONE`]. `word` is what
    /// [`Self::unknown_word`] says, and gets the id of the token's word, if that had to be looked
    /// up.
    #[inline]
    pub(super) fn first_node(
        &self,
        text: &str,
        token: &Token,
        word: &mut u32,
        scratch: &mut Scratch,
    ) -> u32 {
        if *word == STARTS_NONE {
            return NONE;
        }
        if *word == NOT_LOOKED_UP {
            *word = self.word_id(text, token, scratch);
        }
        self.first_nodes.get(*word as usize).copied().unwrap_or(NONE)
    }

    /// The child of `node` for `token` and the gap before it, or [`NONE`]. Paths overlap, so a
    /// token may be stepped to from several nodes; its word is looked up once, and `word` holds its
    /// id.
    #[inline]
    pub(super) fn next_node(
        &self,
        node: u32,
        text: &str,
        token: &Token,
        word: &mut u32,
        scratch: &mut Scratch,
    ) -> u32 {
        if matches!(*word, NOT_LOOKED_UP | STARTS_NONE) {
            if token.is_ascii_word() {
                let hash = word_hash(text.as_bytes(), token.start, token.end);
                if !self.next_filter.may_hold(step_hash(node, hash)) {
                    return NONE;
                }
            }
            *word = self.word_id(text, token, scratch);
        }
        if *word == NONE {
            return NONE;
        }
        self.next_nodes.get(&step_key(node, token.gap, *word)).copied().unwrap_or(NONE)
    }

    /// The id of a token of `text`, or [`NONE`] if no variant contains the word.
    #[inline]
    fn word_id(&self, text: &str, token: &Token, scratch: &mut Scratch) -> u32 {
        let slice = &text[token.start..token.end];
        let found = match token.shape {
            Shape::LowerAscii | Shape::UpperAscii if slice.len() <= UNIQUE_HASH_LENGTH => {
                self.short_word_ids.get(&word_hash(text.as_bytes(), token.start, token.end))
            }
            // The length is checked first so that a text of one endless word is not hashed and
            // copied.
            Shape::LowerAscii if slice.len() <= self.longest_word => {
                self.word_ids.get(slice.as_bytes())
            }
            Shape::UpperAscii if slice.len() <= self.longest_word => {
                scratch.bytes.clear();
                scratch.bytes.extend(slice.bytes().map(|byte| byte.to_ascii_lowercase()));
                self.word_ids.get(scratch.bytes.as_slice())
            }
            Shape::LowerAscii | Shape::UpperAscii => None,
            // Folding may shorten a word, so its length says nothing.
            Shape::Unicode(_) => {
                fold_token(text, token, scratch);
                self.word_ids.get(scratch.word.as_bytes())
            }
            Shape::Symbol(c) if c.is_ascii() => self.symbol_ids.get(c as usize),
            Shape::Symbol(c) => self.word_ids.get(c.encode_utf8(&mut [0; 4]).as_bytes()),
        };
        found.copied().unwrap_or(NONE)
    }

    /// The folded words that variants start with, in no particular order.
    pub(super) fn first_words(&self) -> impl Iterator<Item = &[u8]> {
        let is_first = |id: &u32| self.first_nodes[*id as usize] != NONE;
        self.word_ids.iter().filter(move |(_, id)| is_first(id)).map(|(word, _)| &**word)
    }

    /// The variants that end at `node`, the preferred one first.
    #[inline]
    pub(super) fn variants_at(&self, node: u32) -> &[Variant] {
        let node = node as usize;
        let range = self.variant_offsets[node] as usize..self.variant_offsets[node + 1] as usize;
        &self.variants[range]
    }
}

/// The scratch buffers of one search or compilation, so that folding a word does not allocate.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    bytes: Vec<u8>,
    pub(super) word: String,
    lower: String,
}

/// Writes the folded token into `scratch.word`.
pub(super) fn fold_token(text: &str, token: &Token, scratch: &mut Scratch) {
    if let Shape::Symbol(c) = token.shape {
        scratch.word.clear();
        scratch.word.push(c);
    } else {
        normalize(&text[token.start..token.end], &mut scratch.word);
        lower(&mut scratch.word, &mut scratch.lower);
    }
}

/// The key of the step from `node` by a gap and a word, in one integer because it is hashed often.
/// The topmost bit of the node is lost, but 2³¹ nodes would not fit into memory.
pub(super) fn step_key(node: u32, gap: Gap, word: u32) -> u64 {
    // A hyphen and a space between words are equal (rule 4); no gap at all differs from both.
    let is_apart = u64::from(gap != Gap::Tight);
    ((u64::from(node) << 32 | u64::from(word)) << 1) | is_apart
}
