//! Letters: a text with blanks (`{{child's name}}`) that families fill in and print.
//!
//! A blank may hold what Markdown would read: apostrophes, bars in a table, an address after it
//! that looks like one of email. So blanks are found before the parser sees the body ([`find`]),
//! and it gets a run of one sign in place of each, of the same length, so that places stay what
//! they are. Then one look at its events tells where blanks may not be, which part of the body is
//! the letter, and which of its lines are lines ([`structure`]). Which blanks are filled in
//! together is in [`names`], and [`plan`] holds all of it; [`writer`] writes it.
//!
//! The letter is the part with blanks: from the heading above the first one to the next heading
//! after the last one. What is before and after it is advice, and is not printed with it. In other
//! kinds of entries, braces are text.
//!
//! Families often have to ask for something in writing, such as an evaluation, and a day in a
//! letter starts a legal clock. So a letter has to be sent, not only read: its blanks are the few
//! words that are different for each family. Nothing of what they type leaves the page.

mod blank;
mod find;
mod names;
mod plan;
mod structure;
mod writer;

pub(super) use self::plan::LetterPlan;
pub(super) use self::writer::LetterWriter;
