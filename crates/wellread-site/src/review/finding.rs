//! One line of the review, and what it is about.

use std::cmp::Reverse;

use wellread_model::{Entry, Locator, Place, Position, SourcePath, Span};

/// Turns places in the files of a hub into lines and columns.
pub(super) type Places<'a> = Locator<'a, Box<dyn Fn(&SourcePath) -> Option<&'a str> + 'a>>;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A term was linked automatically.
    Linked,
    /// A form of a term has no link, for a reason.
    PassedOver,
    /// No page links to a term.
    NeverUsed,
    /// Two terms claim a name, or one term has it twice.
    DefinedTwice,
    /// An acronym is on several pages and has no glossary entry.
    Unexplained,
    /// A definition is long.
    Long,
    /// A definition uses its own term, directly or through another definition.
    Circular,
    /// A definition uses an acronym that has no glossary entry.
    UsesUnexplained,
}

impl FindingKind {
    /// The name in JSON and CSV. Scripts of clinics may filter by it, so it never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::PassedOver => "passed-over",
            Self::NeverUsed => "never-used",
            Self::DefinedTwice => "defined-twice",
            Self::Unexplained => "unexplained",
            Self::Long => "long-definition",
            Self::Circular => "circular-definition",
            Self::UsesUnexplained => "uses-unexplained",
        }
    }
}

/// One line of the review. Findings sort by kind, then by the number of pages, then by term and
/// place: the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// For an acronym without an entry, how many pages use it; 0 for all else.
    pub pages: Reverse<usize>,
    /// The title of the term, or the acronym without an entry.
    pub term: String,
    /// The file of the term; empty for an acronym without an entry.
    pub term_file: String,
    /// The file that the finding is about.
    pub file: String,
    /// The line in `file`, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The sentence with the words between » and «, or a description of the problem.
    pub text: String,
    /// What to write, and where, to change it.
    pub change: String,
    /// For an acronym without an entry, the files that use it, in the order of pages; empty for all
    /// else.
    pub(crate) files: Vec<String>,
    /// Where an automatic link leads; empty for all else.
    pub(super) target: String,
}

impl Finding {
    /// A finding in the file of an entry. It is about the entry's term if `term` is its title.
    pub(super) fn new(
        kind: FindingKind,
        entry: &Entry,
        term: &str,
        at: Position,
        text: String,
        change: String,
    ) -> Self {
        let file = entry.document.source.as_str().to_owned();
        // An article may have the acronym for its title.
        let is_its_term = entry.term().is_some() && entry.title() == term;
        let term_file = if is_its_term { file.clone() } else { String::new() };
        let (line, column) = (at.line, at.column);
        Self {
            kind,
            pages: Reverse(0),
            term: term.to_owned(),
            term_file,
            file,
            line,
            column,
            text,
            change,
            files: Vec::new(),
            target: String::new(),
        }
    }
}

/// Where a span of an entry's file begins.
pub(super) fn position(places: &mut Places<'_>, entry: &Entry, span: Span) -> Position {
    let place = Place::at(entry.document.source.clone(), span);
    // An entry was read from a text, so its file is one.
    places.position(&place).unwrap_or(Position { line: 1, column: 1 })
}
