//! The domain of a resource hub: documents, the resolved library, places in source files, and
//! diagnostics.
//!
//! This crate never touches the file system, knows no Markdown and no templates. Everything in it
//! is an immutable value. Start with [`Document`] (one file as its author wrote it), then
//! [`Library`] (all files with their references resolved), then [`Diagnostic`].

mod diagnostic;
mod document;
mod fold;
mod library;
mod name;
mod settings;
mod span;

pub use diagnostic::{Checked, Diagnostic, Located, RelatedPlace, Severity, has_errors, sort};
pub use document::{
    Article, Case, Details, Document, Kind, LinkScope, Person, Plural, Relation, Resource, Term,
};
pub use fold::{SPELLED_OUT, edit_distance, folded_chars, spelled_out};
pub use jiff::civil::Date;
pub use library::{Entry, EntryId, Hidden, Library, Lookup, Relations};
pub use name::{Route, Slug, SourcePath, fold_name, nearest};
pub use settings::{
    Contact, CrisisLine, Host, HtmlPolicy, Offline, PinnedPage, SearchSettings, Settings,
};
pub use span::{LineIndex, Place, Position, Span, Spanned};
