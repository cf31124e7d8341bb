//! A blank: what a reader fills in, and what may be wrong with one.
//!
//! `{{child's name}}` is a text that is typed, `{{your reasons …}}` a long one, and
//! `{{Mr.|Ms.|Mx.}}` or `{{title: Mr.|Ms.}}` a choice.

use std::ops::Range;

use wellread_model::Span;

/// The character that the parser gets in place of each byte of a blank: a control character, which
/// is no space, no punctuation and no part of an address. One in a text is an error in any case.
/// One byte in UTF-8, so that a run of it is as long as what it stands for.
pub(super) const STAND_IN: &str = "\u{1a}";

/// What is shown and asked for in a blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BlankContent {
    /// Words that the reader types.
    Text {
        /// What goes there, as its author wrote it. In composed characters, with single spaces.
        /// Never empty, and without markup of Markdown.
        name: String,
        /// Whether it takes several lines, which three dots after its name say. They are not part
        /// of the name.
        is_long: bool,
    },
    /// One of several texts.
    Choice {
        /// What is chosen, if its author says. It is what a screen reader calls the field; without
        /// it, that is the words around the blank.
        label: Option<String>,
        /// The texts, two or more. All different, none empty, and shown in this order.
        options: Vec<String>,
    },
}

/// A blank of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blank {
    /// Where it is written, with its braces. In the file.
    pub(super) span: Span,
    /// What it holds.
    pub(super) content: BlankContent,
    /// Which field of the form fills it in, counted from 1. Blanks with the same words share one,
    /// so a child's name is typed once. A choice without a label has one of its own.
    pub(super) field: usize,
}

/// A problem with a blank. `P` is the type of its place: at first a range of the text and, once the
/// whole letter has been read, a span of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BlankProblem<P> {
    /// Its code, which says whether it is an error.
    pub(super) code: &'static str,
    /// Where it is.
    pub(super) place: P,
    /// What is wrong. One sentence for staff.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: String,
}

/// A problem with its place in the text that is read.
pub(super) type LocatedProblem = BlankProblem<Range<usize>>;
