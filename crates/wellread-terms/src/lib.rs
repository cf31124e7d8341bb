//! Finds terms in running text: a table compiled once, and the places in a text where its forms
//! stand as whole words.
//!
//! The rules are those of "Cross-linked terms" in PRODUCT.md, 1 to 4; the others need to know what
//! a page is and are the linker's. Nothing here knows Markdown, HTML, pages or addresses of the
//! site, and no text is ever changed: a match is a range of the author's own bytes.
//!
//! Start with [`TermTrie`] (`table.rs`: the forms as a tree of words), then `scan.rs` (the search),
//! `boundary.rs` (what is a whole word). Below them are `forms.rs` (what a form consists of),
//! `words.rs` (text to tokens), `fold.rs` (what is equal), `address.rs` (what is no running text),
//! `inflect.rs` (what a language adds) and `bloom.rs` (what makes it quick). `prefilter.rs` only asks
//! whether a text may hold a form.
//!
//! # Scripts without spaces
//!
//! Where a script changes, a word ends: `您的IEP计划` holds `IEP`. Han characters are matched one by
//! one, so that a form of two or more is found anywhere in a run; a form of a single one only where
//! it stands alone. Runs of Hiragana, Katakana, Hangul, Thai, Lao, Khmer and Burmese are taken for
//! one word each: finding the words inside them needs a dictionary, and no link is better than one
//! in the middle of a word.

mod address;
mod bloom;
mod boundary;
mod fold;
mod forms;
mod inflect;
mod prefilter;
mod scan;
mod trie;
mod words;

#[cfg(test)]
mod tests;

pub use inflect::Language;
pub use prefilter::{Prefilter, is_plain};
pub use trie::{FormError, FormProblem, TermTrie};

use wellread_model::{Case, Plural};

/// One way a term may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form<'a> {
    /// The form as its author wrote it; white space around it does not count.
    pub text: &'a str,
    /// The concept that it stands for: an opaque number, the same for a term and its aliases. Where
    /// two concepts claim the same words, the lower number has them.
    pub entry: u32,
    /// Whether its letters must be written as they are.
    pub case: Case,
    /// Which of its plurals match. A listed plural is that of the whole form, or, where it is one
    /// word and the form is several, of its last word.
    pub plural: &'a Plural,
}

/// A form found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Where it starts, in bytes; always between two characters.
    pub start: usize,
    /// Where it ends, in bytes, exclusive. A plural ending and combining marks are inside, a
    /// possessive `'s` is outside.
    pub end: usize,
    /// The concept.
    pub entry: u32,
    /// The form, by its place in the list that the table was compiled from.
    pub form: u32,
}
