//! Removes from Markdown what word processors and web pages leave behind: `wellread tidy`.
//!
//! [`tidy`] is a pure function from the text of a file to its text and the changes. It works in steps,
//! one file each: a step looks at the body ([`parts`]) and returns edits; [`edits`] applies them and
//! knows for each place of the result where it was in the file. Front matter, code and comments are
//! never edited.
//!
//! Two things hold by construction, whatever a step returns. A reader finds the same words: edits
//! after which [`words`] differs are dropped. And a second run changes nothing: the steps run until
//! none of them has an edit.

mod blank_lines;
mod bold_lines;
mod change;
mod edits;
mod heading_markers;
mod items;
mod links;
mod lists;
mod no_break_spaces;
mod parts;
mod style;
mod tables;
mod tags;
mod urls;
mod words;

use wellread_content::body_span;

pub use self::change::{Leftover, TidyChange};
use self::edits::{Edit, Edits};
use self::parts::Parts;
use self::words::words;
use super::limits::excess;

/// How often all steps run at most. One paste needs two rounds: one step may bring to light what
/// another looks for, such as a bullet inside a tag.
const MOST_ROUNDS: usize = 12;

/// How often the words are compared at most to find the edits of a step that would change them.
const MOST_COMPARISONS: usize = 64;

/// What is tidied besides what always is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TidyOptions {
    /// Make a heading of each line that is only bold.
    pub headings: bool,
    /// Leave HTML as it is, since the hub trusts it.
    pub trusted_html: bool,
}

/// A file without leftovers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tidied {
    /// The text of the file.
    pub text: String,
    /// How it differs from what it was, in order and apart from each other.
    pub changes: Vec<TidyChange>,
}

/// Removes what word processors and web pages leave behind in the text of a Markdown file, with or
/// without front matter.
///
/// # Examples
/// ```
/// use wellread_site::{TidyOptions, tidy};
///
/// let pasted = "---\ntitle: Bring this\n---\n•\tThe letter\n•\tYour notes\n";
/// let tidied = tidy(pasted, TidyOptions::default());
/// assert_eq!(tidied.text, "---\ntitle: Bring this\n---\n- The letter\n- Your notes\n");
/// assert_eq!(tidied.changes.len(), 1);
/// assert!(tidy(&tidied.text, TidyOptions::default()).changes.is_empty());
/// ```
#[must_use]
pub fn tidy(text: &str, options: TidyOptions) -> Tidied {
    let unchanged = || Tidied { text: text.to_owned(), changes: Vec::new() };
    let Some(body) = body_span(text) else { return unchanged() };
    let source = &text[body.start..];
    if excess(source).is_some() {
        return unchanged();
    }
    let mut edits = Edits::new(source);
    // Words are compared with those of the beginning, so that small losses cannot add up.
    let wanted = words(source);
    for _ in 0..MOST_ROUNDS {
        let mut is_done = true;
        for step in steps(options) {
            let found = (step.find)(&Parts::new(edits.text()));
            let found = harmless(edits.text(), found, &wanted);
            is_done &= found.is_empty();
            edits.apply(found, step.leftover);
        }
        if is_done {
            let changes = edits.changes(body.start);
            return Tidied { text: format!("{}{}", &text[..body.start], edits.text()), changes };
        }
    }
    // Real pastes converge before this. A text that would still change on the next run is left
    // alone.
    unchanged()
}

/// A step: what it looks for, and how.
struct Step {
    /// What it removes.
    leftover: Leftover,
    /// Returns its edits of a body.
    find: fn(&Parts<'_>) -> Vec<Edit>,
    /// Whether the options ask for it.
    is_wanted: bool,
}

/// The steps in their order: tags hide all other leftovers, and blank lines come last, since others
/// make them.
fn steps(options: TidyOptions) -> impl Iterator<Item = Step> {
    let step = |leftover, find| Step { leftover, find, is_wanted: true };
    let steps = [
        Step { is_wanted: !options.trusted_html, ..step(Leftover::Tags, tags::find) },
        step(Leftover::NoBreakSpaces, no_break_spaces::find),
        step(Leftover::Tracking, links::find),
        step(Leftover::HeadingSigns, heading_markers::find),
        Step { is_wanted: options.headings, ..step(Leftover::BoldLine, bold_lines::find) },
        step(Leftover::List, lists::find),
        step(Leftover::TabTable, tables::find),
        step(Leftover::BlankLines, blank_lines::find),
    ];
    steps.into_iter().filter(|step| step.is_wanted)
}

/// The edits after which a reader finds the same words. Where they are not all of them, halves are
/// tried, and halves of those.
fn harmless(text: &str, edits: Vec<Edit>, wanted: &[String]) -> Vec<Edit> {
    let mut good: Vec<Edit> = Vec::new();
    let mut open = vec![edits];
    let mut comparisons = 0;
    while let Some(mut part) = open.pop() {
        if part.is_empty() || comparisons == MOST_COMPARISONS {
            continue;
        }
        comparisons += 1;
        let all: Vec<Edit> = good.iter().chain(&part).cloned().collect();
        if words(&edits::applied(text, &all)) == wanted {
            good = all;
        } else if part.len() > 1 {
            let second = part.split_off(part.len() / 2);
            // The first half is looked at first, so that `good` stays in order.
            open.push(second);
            open.push(part);
        }
    }
    good
}

#[cfg(test)]
mod tests;
