//! What is wrong in the content, as data.
//!
//! Authors of a hub are clinicians and office staff. Whatever they get wrong is collected as
//! [`Diagnostic`]s and shown in one go; it is never returned as an `Err` and never a panic, so that
//! one typing error does not hide the next. Failures of the machine (a full disk, a folder without
//! permission) are not diagnostics: each crate has its own error type for those.
//!
//! A diagnostic points at bytes. [`Diagnostic::located`] turns bytes into lines and columns for the
//! renderers: terminal, browser overlay, JSON, and GitHub annotations. Those live with their
//! surfaces; nothing here formats for one of them.

use crate::code::{Severity, Weight, weight};
use crate::span::LineIndex;
use crate::{Place, SourcePath};

/// Another place that belongs to a message, such as the first of two that collide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedPlace {
    /// The place.
    pub place: Place,
    /// What the reader finds there, as a short label without a period: `the first one`.
    pub label: String,
}

/// One problem in the content.
///
/// # Writing a new one
/// The reader has written a text and has never programmed. A good diagnostic lets them fix the
/// problem on their own:
///
/// - **`message`** says what is wrong *here*, in one sentence with a period. It quotes what the
///   author wrote, in backticks, and names keys as they appear in the file. It avoids the words of
///   the implementation (parse, token, YAML, invalid) and the blame (`you forgot`).
/// - **`help`** says what to do, in the imperative, with the exact text to write where that can be
///   known: ``Did you mean `published`?`` is better than a list of keys, and a list is better
///   than nothing. Leave it out only if there is truly nothing to advise.
/// - **`place`** is as narrow as the thing to change: the value, not the line. If the problem is
///   that something is missing, it is the place where it belongs.
/// - **`related`** holds the places that the reader has to compare.
/// - **`code`** names the kind of problem in kebab case. Scripts filter by it, so it stays the same
///   when the wording improves.
/// - Choose [`Severity::Error`] if publishing would mislead readers or break a page, and
///   [`Severity::Warning`] if a sensible site comes out regardless.
///
/// Report a cause once. If a value could not be understood, treat it as absent and don't complain
/// about what follows from that.
///
/// # Examples
/// ```
/// use wellread_model::{Diagnostic, Place, SourcePath, Span};
///
/// let text = "---\ntitel: Sleep\n---\n";
/// let file = SourcePath::new("content/articles/sleep.md");
/// let diagnostic = Diagnostic::error(
///     "unknown-key",
///     Place::at(file, Span::new(4, 9)),
///     "An article has no key `titel`.",
/// )
/// .help("Did you mean `title`?");
///
/// let located = diagnostic.located(|_| Some(text));
/// let line = located.line.expect("the text of the file is known");
/// assert_eq!((line.number, line.column, line.length), (2, 1, 5));
/// assert_eq!(line.text, "titel: Sleep");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name for the kind of problem, such as `unknown-key`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where it is wrong; `None` if no file is to blame.
    pub place: Option<Place>,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that belong to it, in the order in which they are to be read.
    pub related: Vec<RelatedPlace>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { place: Some(place), ..Self::new(code, Severity::Error, message) }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { place: Some(place), ..Self::new(code, Severity::Warning, message) }
    }

    /// An error for which no file is to blame, such as a build that failed and has to be shown
    /// beside what authors can fix.
    pub fn error_without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A problem without a place. The table of codes says how much it matters; that the caller says
    /// it too makes the code at the caller readable.
    fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        debug_assert_eq!(weight(code).map(Weight::severity), Some(severity), "{code} in CODES");
        let (message, place, help, related) = (message.into(), None, None, Vec::new());
        Self { code, severity, message, place, help, related }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push(RelatedPlace { place, label: label.into() });
        self
    }

    /// Resolves the places to lines and columns. `text_of` gives the text of a file, or `None` for
    /// one that is not text; a place in such a file stays a file as a whole.
    #[must_use]
    pub fn located<'a>(&self, text_of: impl Fn(&SourcePath) -> Option<&'a str>) -> Located {
        let mark = |place: &Place| MarkedLine::new(place, text_of(&place.file)?);
        // In one text: not every renderer can show several places.
        let describe = |other: &RelatedPlace| {
            let at = mark(&other.place)
                .map_or(String::new(), |line| format!(":{}:{}", line.number, line.column));
            format!("{}{at}: {}", other.place.file, other.label)
        };
        Located {
            diagnostic: self.clone(),
            line: self.place.as_ref().and_then(mark),
            related: self.related.iter().map(describe).collect(),
        }
    }
}

/// A diagnostic with its places in lines and columns, ready to be rendered. It holds all that a
/// renderer needs, so that none of them reads files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// The line that it points into; `None` if it concerns a file as a whole, or no file.
    pub line: Option<MarkedLine>,
    /// The other places, each as `file:line:column: label`.
    pub related: Vec<String>,
}

impl Located {
    /// The path of the file, relative to the hub.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.diagnostic.place.as_ref().map(|place| place.file.as_str())
    }
}

/// A line of a file and the part of it that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedLine {
    /// The number of the line, from 1.
    pub number: usize,
    /// The column at which the marked part begins, in characters, from 1.
    pub column: usize,
    /// The length of the marked part in characters; 0 for a point between two of them. What a
    /// place covers on further lines is left out.
    pub length: usize,
    /// The text of the line without its line break.
    pub text: String,
}

impl MarkedLine {
    /// Marks the first line of a place in the text of its file. `None` if the place is the file as
    /// a whole.
    fn new(place: &Place, text: &str) -> Option<Self> {
        let span = place.span?;
        let index = LineIndex::new(text);
        let start = index.position(span.start);
        // A span may stem from an older text than this one, as when a file is saved during a build.
        // A mark that is slightly off is better than a panic.
        let end = text.floor_char_boundary(span.end.max(span.start));
        let from = text.floor_char_boundary(span.start);
        let length = text[from..end].lines().next().map_or(0, |line| line.chars().count());
        let text = index.line(start.line).to_owned();
        Some(Self { number: start.line, column: start.column, length, text })
    }
}

/// A value and the problems that were found on the way to it.
#[derive(Debug)]
pub struct Checked<T> {
    /// The result; `None` if errors left nothing to go on with.
    pub value: Option<T>,
    /// All problems but those that staff have accepted, in the order of [`sort`].
    pub diagnostics: Vec<Diagnostic>,
    /// How many warnings staff have accepted. Only a whole build takes them out.
    pub accepted: usize,
}

/// Whether at least one of these must be fixed before anything is written.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Orders diagnostics by file and place, and drops exact repetitions. Files are read by several
/// threads, so without this the same hub would be reported in another order each time.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    // By place first, so that a file is worked through from top to bottom. Code and message are
    // there to make the order complete.
    diagnostics.sort_by(|a, b| {
        (&a.place, a.severity, a.code, &a.message).cmp(&(&b.place, b.severity, b.code, &b.message))
    });
    // Two stages may come upon the same cause, such as a template that several pages use.
    diagnostics.dedup();
}
