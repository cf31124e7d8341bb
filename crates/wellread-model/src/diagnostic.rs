//! Mistakes of the author: collected, never returned as an `Err`, never a panic.
//!
//! A [`Diagnostic`] points at bytes. [`Diagnostic::located`] turns it into lines and columns for
//! the renderers (terminal, browser overlay, JSON, GitHub), which live with their surfaces.

use serde::Serialize;

use crate::span::LineIndex;
use crate::{Place, SourcePath};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be mended: nothing is written while one of these stands.
    Error,
    /// Worth a look; the site is built all the same.
    Warning,
}

impl Severity {
    /// The word used in every format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Another place that belongs to the message, such as the first of two that collide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedPlace {
    /// Where.
    pub place: Place,
    /// What stands there, as a short label.
    pub label: String,
}

/// One problem in the content, in words for people who have never programmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name for the kind of problem, such as `unknown-key`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where it is wrong.
    pub place: Option<Place>,
    /// What to write instead.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<RelatedPlace>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: Some(place),
            help: None,
            related: Vec::new(),
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// Adds what to write instead.
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

    /// Resolves the places to lines and columns with the texts of the files.
    pub fn located<'a>(&self, text_of: impl Fn(&SourcePath) -> Option<&'a str>) -> Located {
        let resolve = |place: &Place| {
            let span = place.span?;
            let text = text_of(&place.file)?;
            let index = LineIndex::new(text);
            let start = index.position(span.start);
            let end = text.floor_char_boundary(span.end.max(span.start));
            let from = text.floor_char_boundary(span.start);
            let length = text[from..end].lines().next().map_or(0, |line| line.chars().count());
            Some((start.line, start.column, length, index.line(start.line).to_owned()))
        };
        let main = self.place.as_ref().and_then(resolve);
        Located {
            code: self.code,
            severity: self.severity,
            message: self.message.clone(),
            file: self.place.as_ref().map(|place| place.file.as_str().to_owned()),
            line: main.as_ref().map(|(line, ..)| *line),
            column: main.as_ref().map(|(_, column, ..)| *column),
            length: main.as_ref().map_or(0, |(_, _, length, _)| *length),
            line_text: main.map(|(.., text)| text),
            help: self.help.clone(),
            related: self
                .related
                .iter()
                .map(|note| {
                    let at = resolve(&note.place)
                        .map_or(String::new(), |(line, column, ..)| format!(":{line}:{column}"));
                    format!("{}{at}: {}", note.place.file, note.label)
                })
                .collect(),
        }
    }
}

/// A diagnostic with its place in lines and columns, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Located {
    /// See [`Diagnostic::code`].
    pub code: &'static str,
    /// See [`Diagnostic::severity`].
    pub severity: Severity,
    /// See [`Diagnostic::message`].
    pub message: String,
    /// The file, relative to the hub.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// How many characters of the line are meant; 0 for a point.
    pub length: usize,
    /// The line itself.
    pub line_text: Option<String>,
    /// See [`Diagnostic::help`].
    pub help: Option<String>,
    /// The other places, each as `file:line:column: label`.
    pub related: Vec<String>,
}

/// A value and what was noticed on the way to it. The value is absent if the mistakes left
/// nothing to go on with.
#[derive(Debug)]
pub struct Checked<T> {
    /// The result, if there is one.
    pub value: Option<T>,
    /// Everything noticed, in the order of [`sort`].
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether one of these must be mended before anything is written.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Orders diagnostics by file and place, and drops exact repetitions, so that the report does not
/// depend on the order of the work.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.place, a.severity, a.code, &a.message).cmp(&(&b.place, b.severity, b.code, &b.message))
    });
    diagnostics.dedup();
}
