//! What goes into the trie and what comes out: forms, what is wrong with them, and matches.
//!
//! These are plain values. How a form is read is in `parse.rs`, how a match is found in `scan.rs`.

use wellread_model::{Case, Plural};

/// A surface form of a term: one way the term may be written, such as its title or an alias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form<'a> {
    /// The form as its author wrote it. White space at either end does not count.
    pub text: &'a str,
    /// The term, as a number of the caller's choice: all forms of a term have the same one. Where
    /// two terms claim the same words, the term with the lower number gets them.
    pub entry: u32,
    /// What it means to find it.
    pub role: FormRole,
    /// Which of its words must match letter for letter (rule 2).
    pub case: Case,
    /// Which of its plurals match (rule 3). A listed plural replaces the whole form, or only the
    /// last word if the plural is one word and the form has several.
    pub plural: &'a Plural,
    /// Whether it is a name, which its definition writes as it is written here: it matches exactly,
    /// where `case` leaves that open.
    pub is_name: bool,
    /// Whether it is a verb, so that it is meant where it is as one too.
    pub is_verb: bool,
    /// Whether the form is linked by itself, where the author decided; see [`Obstacle`].
    pub auto_link: Option<bool>,
}

impl<'a> Form<'a> {
    /// A form of which its author has said nothing more.
    #[must_use]
    pub const fn new(text: &'a str, entry: u32) -> Self {
        Self {
            text,
            entry,
            role: FormRole::Term,
            case: Case::Auto,
            plural: &Plural::Regular,
            is_name: false,
            is_verb: false,
            auto_link: None,
        }
    }
}

/// What it means to find a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FormRole {
    /// It is a use of its term.
    #[default]
    Term,
    /// It is a phrase in which the forms of its term mean something else.
    OtherPhrase,
    /// It is a name, in which no term means what it means elsewhere. It is a candidate itself.
    Name,
    /// It is a name that is never a candidate.
    OtherName,
}

/// Why a form that is in a text is probably not meant there, or must not be linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obstacle {
    /// Its author wants it to be linked by hand only ([`Form::auto_link`]).
    ByHand,
    /// It is an everyday word, and its author has not decided whether it is to be linked.
    EverydayWord,
    /// It is a verb there: `to record`, `please review`.
    Verb,
    /// It is part of a phrase in which it means something else ([`FormRole::OtherPhrase`]).
    OtherPhrase,
    /// It is part of a name that the caller knows ([`FormRole::Name`]).
    KnownName,
    /// It is part of a longer run of capitalized words, or of a title in quotation marks.
    LongerName,
    /// It begins inside a form that has been accepted, and ends after it: in `open data portal`,
    /// after `open data`, this is `data portal`.
    Crossed,
    /// It is a name that is also a word, at the start of a sentence, where the word has an
    /// upper-case letter too.
    SentenceStart,
}

/// A form found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Where it starts, as a byte offset on a character boundary.
    pub start: usize,
    /// Where it ends, as a byte offset on a character boundary, exclusive. The range includes a
    /// plural suffix and combining marks, but not a possessive `'s`.
    pub end: usize,
    /// The term: [`Form::entry`] of the form.
    pub entry: u32,
    /// The form, as its zero-based position in the list that the trie was compiled from.
    pub form: u32,
}

/// Something wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormProblem {
    /// The form, as its zero-based position in the list.
    pub form: usize,
    /// What is wrong.
    pub error: FormError,
}

/// What can be wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormError {
    /// It has no visible character. The form is left out.
    Empty,
    /// It has no letter and no digit. The form is left out.
    OnlyPunctuation,
    /// It has more than 128 words and symbols. The form is left out.
    TooLong,
    /// The plural at this zero-based position in its list is empty, only punctuation or too long.
    /// That plural is left out.
    Plural(usize),
    /// An earlier form of the same term is equal to it.
    Repeats {
        /// The earlier form, as its position in the list.
        other: usize,
        /// Whether both are written alike, letter for letter. If not, they are equal only as texts
        /// are compared (rule 4), as `follow-up` and `Follow up` are.
        as_written: bool,
    },
    /// An earlier form of another term is equal to it: each would be found where the other is
    /// written. `IDEA` and `idea` do not conflict, because `IDEA` never matches `idea`.
    ClaimedBy {
        /// The earlier form, as its position in the list.
        other: usize,
    },
}
