//! What is wrong in the content, as data.
//!
//! Authors of a hub are clinicians and office staff. Whatever they get wrong is collected as
//! [`Diagnostic`]s and shown in one go; it is never returned as an `Err` and never a panic, so that
//! one typing error does not hide the next. Failures of the machine (a full disk, a folder without
//! permission) are not diagnostics: each crate has its own error type for those.
//!
//! A diagnostic points at bytes. [`crate::Locator`] turns bytes into lines and columns for the
//! renderers: terminal, browser overlay, JSON, and GitHub annotations. Those live with their
//! surfaces; nothing here formats for one of them.

use std::borrow::Cow;

use crate::Place;
use crate::code::{CodeTreatment, Severity, treatment};

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
/// use wellread_model::{Diagnostic, Place, SourcePath, Span, has_errors};
///
/// // In a file that begins `---\ntitel: Sleep\n---\n`:
/// let file = SourcePath::new("content/articles/sleep.md");
/// let diagnostic = Diagnostic::error(
///     "unknown-key",
///     Place::at(file, Span::new(4, 9)),
///     "An article has no key `titel`.",
/// )
/// .help("Did you mean `title`?");
/// assert!(has_errors(&[diagnostic]));
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

    /// The byte at which its place begins; 0 if it has none, or a whole file.
    #[must_use]
    pub fn start(&self) -> usize {
        self.place.as_ref().and_then(|place| place.span).map_or(0, |span| span.start)
    }

    /// An error for which no file is to blame, such as a build that failed and has to be shown
    /// besides what authors can fix.
    pub fn error_without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A warning for which no file is to blame, such as one about a file that is gone.
    pub fn warning_without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A problem without a place. The severity comes from the table of codes; callers repeat it for
    /// readability.
    fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        debug_assert_eq!(
            treatment(code).map(CodeTreatment::severity),
            Some(severity),
            "{code} in CODES"
        );
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

/// Shortens a long title or name that a message only mentions. The subject of a message is quoted
/// in full.
///
/// ```
/// use wellread_model::short_title;
///
/// assert_eq!(short_title("What is an IEP?"), "What is an IEP?");
/// assert_eq!(short_title(&"Very ".repeat(100)).chars().count(), 101);
/// ```
#[must_use]
pub fn short_title(title: &str) -> Cow<'_, str> {
    // A thousand messages may name the page to which a thousand links lead.
    match title.char_indices().nth(100) {
        Some((at, _)) => Cow::Owned(format!("{}…", &title[..at])),
        None => Cow::Borrowed(title),
    }
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
