//! The domain of a resource hub: documents, the resolved library, places in source files, and
//! diagnostics.
//!
//! A *hub* is a folder of Markdown that a clinic's staff writes; a *site* is what Wellread makes of
//! it. Everything in this crate is an immutable value. It never touches the file system, and it
//! knows neither Markdown nor templates.
//!
//! The layers, each of which imports only from those above it:
//!
//! - [`url`], [`host`], [`detour`], [`mail`], [`media`], [`marks`] and [`words`]: facts about URLs,
//!   email addresses, file names, characters and frequent words that several crates share.
//! - [`SourcePath`], [`Slug`], [`Route`]: the names of a file, an entry and a page, each of a type
//!   of its own, so that they cannot be mixed up.
//! - [`Span`], [`Place`]: places in files; [`Diagnostic`]: what is wrong at one; [`LineIndex`],
//!   [`Locator`]: places as lines and columns, for those who read about them.
//! - [`address_lines`]: postal addresses as the lines of an envelope; [`with_commas`] and
//!   [`count`]: numbers as people write them.
//! - [`portable`]: which names of files every system can hold.
//! - [`Document`]: one file as its author wrote it, references still as text; [`Settings`]; and
//!   [`address`], where on the site each of them is found.
//! - [`OutsideLink`]: a place that links to another site.
//! - [`Library`]: all files, with their references resolved. Start here to see what a build knows.

mod accept;
pub mod address;
mod alphabet;
mod byte_search;
mod code;
mod contact;
pub mod detour;
mod diagnostic;
mod document;
mod entry;
mod escape;
mod extra;
mod fold;
mod hidden;
pub mod host;
mod kind;
mod language;
mod language_names;
mod library;
mod line_index;
mod located;
pub mod mail;
pub mod marks;
pub mod media;
mod name;
mod nearest;
mod notice;
mod number;
mod outside_link;
mod period;
pub mod portable;
mod postal_address;
mod relation;
mod review;
mod settings;
mod shorten;
mod span;
pub mod url;
pub mod words;

pub use accept::{AcceptScope, Acceptance, accept, retain_for_builds};
pub use alphabet::{alphabetical, first_letter};
pub use byte_search::position_of_byte;
pub use code::{CODES, CodeTreatment, IN_AUDIT, ReportedBy, Severity, reported_by, treatment};
pub use contact::{ContactPoint, PhoneNumber, PhoneUse, national};
pub use diagnostic::{Checked, Diagnostic, RelatedPlace, has_errors, short_title, sort};
pub use document::{
    Article, Case, Details, Document, FormRules, Letter, LetterCaseUse, LinkScope, Location,
    Origin, Packet, Person, Plural, Resource, Term, TermForms,
};
pub use entry::{Entry, EntryId, Relations};
pub use escape::{escape, escape_into, needs_escape};
pub use extra::{ExtraMap, ExtraValue};
pub use fold::{SPELLED_OUT, edit_distance, folded_chars, spelled_out};
pub use hidden::Hidden;
pub use jiff::civil::Date;
pub use kind::Kind;
pub use language::LanguageTag;
pub use library::{Library, Lookup};
pub use line_index::{LineIndex, Position};
pub use located::{Located, Locator, MarkedLine};
pub use name::{Route, Slug, SourcePath, fold_name, signs_in_words};
pub use nearest::{NameIndex, nearest};
pub use notice::Notice;
pub use number::{count, digit_meant, size_in_words, with_commas};
pub use outside_link::OutsideLink;
pub use period::{Period, PeriodUnit};
pub use postal_address::{address_lines, is_state_code};
pub use relation::Relation;
pub use review::{ReadingBand, ReviewSettings};
pub use settings::{
    Contact, CrisisLine, Host, HtmlPolicy, Offline, PinnedPage, SearchSettings, Settings,
};
pub use shorten::{beginning, in_one_line};
pub use span::{Place, Span, Spanned, spanned_texts};
