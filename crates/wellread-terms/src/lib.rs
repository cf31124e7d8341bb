//! Finds terms in running text: compile the terms into a [`TermTrie`] once, then ask it where they
//! are in each text.
//!
//! The words of this crate:
//!
//! - A **form** ([`Form`]) is a surface form of a term: one way an author lists it, such as its
//!   title or an alias. All forms of a term share one number, the entry.
//! - A **variant** is one spelling that is searched for: the form as written, or one of its plurals.
//! - A **token** is a word or a single symbol of a text. Variants and texts are cut into tokens in
//!   the same way, and tokens are compared, never characters.
//! - A **match** ([`Match`]) is a variant that is in a text as whole words, given as a byte range
//!   of that text.
//!
//! It implements rules 1 to 4 of `docs/linking.md`: whole words and the longest match, case,
//! plurals and possessives, spelling. The other rules depend on the page, so they are the caller's,
//! who can refuse matches one by one ([`TermTrie::find_with`]).
//!
//! It also counts words ([`count_words`]), since it knows which scripts have no spaces.
//!
//! The crate knows nothing of Markdown, HTML, pages or files. It never changes a text and never
//! guesses an irregular plural.
//!
//! ```
//! use wellread_terms::{Form, Language, TermTrie};
//!
//! let forms = [Form::new("IEP", 0), Form::new("IEP team", 1), Form::new("evaluation", 2)];
//! let (trie, problems) = TermTrie::compile(&forms, Language::ENGLISH);
//! assert!(problems.is_empty());
//!
//! let text = "The IEP team plans evaluations; see iep.org.";
//! let mut found = Vec::new();
//! trie.find(text, &mut found);
//! let words: Vec<&str> = found.iter().map(|found| &text[found.start..found.end]).collect();
//! assert_eq!(words, ["IEP team", "evaluations"]);
//! ```
//!
//! # Where to read next
//!
//! From the top layer down; each file imports only from those below it:
//!
//! 1. `prefilter.rs` tells quickly that a text holds none of some terms.
//! 2. `scan.rs` is the search, `compile.rs` builds the trie that it walks, with the other spellings of
//!    `compound.rs`.
//! 3. `trie.rs` holds that trie, and steps through it.
//! 4. `parse.rs` takes a form apart; `boundary.rs` and `address.rs` decide what is a whole word,
//!    `grammar.rs` what is a verb, `sentence.rs` where a sentence starts, `title.rs`
//!    what is part of a longer name.
//! 5. `words.rs` cuts text into tokens; `bloom.rs` is the Bloom filter that makes looking up most words
//!    of a text unnecessary.
//! 6. `everyday.rs` knows everyday words, `count.rs` counts words.
//! 7. `fold.rs` says which characters are equal, `language.rs` and `inflect.rs` what a language adds,
//!    `form.rs` what goes in and comes out; `eight.rs` looks at eight bytes at once.
//!
//! # Scripts without spaces
//!
//! A word ends where the script changes: `您的IEP计划` holds `IEP`. Han characters are one word each,
//! so a form of two or more is found anywhere in a run of them, and a form of a single one only
//! where it stands alone. A run of Hiragana, Katakana, Hangul, Thai, Lao, Khmer or Burmese counts
//! as one word: only a dictionary could find the words inside it, and no link is better than a link
//! in the middle of a word.

mod address;
mod bloom;
mod boundary;
mod compile;
mod compound;
mod count;
mod eight;
mod everyday;
mod fold;
mod form;
mod grammar;
mod inflect;
mod language;
mod parse;
mod prefilter;
mod scan;
mod sentence;
mod title;
mod trie;
mod verb_rules;
mod words;

#[cfg(test)]
mod tests;

pub use count::count_words;
pub use everyday::is_of_everyday_words;
pub use form::{Form, FormError, FormProblem, FormRole, Match, Obstacle};
pub use grammar::{is_infinitive, is_verb_of};
pub use language::Language;
pub use prefilter::{Prefilter, is_plain};
pub use scan::SearchBuffers;
pub use title::{is_longer_title, is_proper_name, is_title};
pub use trie::TermTrie;
