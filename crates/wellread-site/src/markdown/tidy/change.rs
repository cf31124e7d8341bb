//! What a paste leaves behind, and the change that removes it.

use std::collections::BTreeSet;

use wellread_model::Span;

/// What was left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leftover {
    /// Tags and styles of a word processor or a web page.
    Tags,
    /// No-break spaces at the beginning or end of a line.
    NoBreakSpaces,
    /// Parameters by which a link tells where it was copied, or a detour through another host.
    Tracking,
    /// A heading without a space after its `#`.
    HeadingSigns,
    /// A line that is only bold.
    BoldLine,
    /// Bullets or numbers of a word processor.
    List,
    /// Cells with tabs between them.
    TabTable,
    /// More than one empty line.
    BlankLines,
}

impl Leftover {
    /// What it is called in a message.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tags => "tags of another program",
            Self::NoBreakSpaces => "no-break spaces",
            Self::Tracking => "tracking in a link",
            Self::HeadingSigns => "a heading without a space",
            Self::BoldLine => "a bold line in place of a heading",
            Self::List => "a list of a word processor",
            Self::TabTable => "a table with tabs",
            Self::BlankLines => "empty lines",
        }
    }
}

/// One change: what is in place of a part of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TidyChange {
    /// The part of the file, as it was.
    pub span: Span,
    /// What is there now.
    pub replacement: String,
    /// Why.
    pub leftovers: BTreeSet<Leftover>,
}
