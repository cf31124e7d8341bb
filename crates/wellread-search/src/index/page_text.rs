//! The files with the text of pages, from which the runtime takes excerpts and checks phrases.

use std::borrow::Cow;

use crate::format::file::IndexFile;
use crate::format::records::{PageText, TextSection};
use crate::input::Page;

/// Text beyond this many bytes of a page is searched, but not stored for excerpts and phrases: a
/// reader should not wait for a book before the first excerpt appears.
const STORED_TEXT: usize = 32_000;

/// The characters of the hash in the file's name. There is no number in it, so the hash has to tell
/// all pages of a hub apart; two pages with the same text share a file.
const TEXT_HASH: usize = 10;

/// A page's text. `buffer` is a scratch buffer.
pub(super) fn text_file(page: &Page<'_>, buffer: &mut Vec<u8>) -> IndexFile {
    let mut left = STORED_TEXT;
    let sections = page.sections.iter().map(|section| {
        // The limit is for the page as a whole; sections beyond it are there, empty, so that
        // results can still link to them.
        let text = &section.text[..section.text.floor_char_boundary(left)];
        left -= text.len();
        TextSection {
            heading: Cow::Borrowed(section.heading),
            anchor: Cow::Borrowed(section.anchor),
            text: Cow::Borrowed(text),
        }
    });
    let mut sections: Vec<TextSection<'_>> = sections.collect();
    if !page.facts.is_empty() {
        sections.push(TextSection {
            heading: Cow::Borrowed(""),
            anchor: Cow::Borrowed(""),
            text: Cow::Owned(page.facts.join(" · ")),
        });
    }
    let text =
        PageText { sections, names: page.names.iter().copied().map(Cow::Borrowed).collect() };
    IndexFile::with_buffer("t", TEXT_HASH, &text, buffer)
}
