//! What a body is rendered from: its entry, and everything outside its own file that it may refer
//! to.
//!
//! The cache of bodies relies on this list being complete: whatever rendering reads is reached from
//! here, so a body whose inputs are unchanged needn't be rendered again.

use wellread_content::Sources;
use wellread_model::{Document, Entry, EntryId, Library, LinkScope};
use wellread_terms::TermTrie;

use crate::interface_text::InterfaceText;

/// Everything outside the document itself that rendering reads.
#[derive(Debug, Clone, Copy)]
pub struct RenderContext<'a> {
    /// All entries, for links.
    pub library: &'a Library,
    /// All files, for images.
    pub sources: &'a Sources,
    /// The terms to link. Their entries are numbers of [`EntryId`].
    pub terms: &'a TermTrie,
    /// The interface text.
    pub text: &'a InterfaceText,
}

/// The entry whose body is rendered, and how.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The place of the entry in the library.
    pub id: EntryId,
    /// The entry.
    pub entry: &'a Entry,
    /// How often its terms are linked.
    pub scope: LinkScope,
}

impl<'a> Subject<'a> {
    /// The body of the entry at this place in the library.
    pub(crate) fn new(index: usize, entry: &'a Entry, library: &Library) -> Self {
        let id = EntryId(u32::try_from(index).unwrap_or(u32::MAX));
        let scope = entry.document.link_terms.unwrap_or(library.settings.link_terms);
        Self { id, entry, scope }
    }
}

/// The subject and its context together: what every part of the writer reads and none changes. It
/// is two references and a number, so it is handed on by value.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyInput<'a> {
    /// Whose body it is.
    pub(super) subject: Subject<'a>,
    /// Everything outside its file that its rendering reads.
    pub(super) context: &'a RenderContext<'a>,
}

impl<'a> BodyInput<'a> {
    /// The document that is being rendered.
    pub(super) fn document(self) -> &'a Document {
        &self.subject.entry.document
    }

    /// All entries.
    pub(super) const fn library(self) -> &'a Library {
        self.context.library
    }

    /// A text of the interface, in the reader's language.
    pub(super) fn text(self, key: &'a str) -> &'a str {
        self.context.text.get(key)
    }
}
