//! The files with the text of pages, from which the runtime takes excerpts and checks phrases.
//!
//! Hosts limit the number of files, so the texts of neighboring pages share one. A reader waits for
//! all of such a file to see the excerpt of one page, which pulls the other way: only the files of
//! a small hub can be few and small. So there, files are small and excerpts are taken from them. In
//! a large hub files are large, results show their summary and their sections, which records and
//! shards have, and texts are read for quoted phrases alone. `docs/search.md` has the figures.

use std::borrow::Cow;

use crate::constants::TEXT_HASH;
use crate::format::file::IndexFile;
use crate::format::records::PageText;
use crate::input::Page;

/// Text beyond this many bytes of a page is searched, but not stored for excerpts and phrases: a
/// reader should not wait for a book before the first excerpt appears.
const STORED_TEXT: usize = 32_000;

/// A hub with less text than this is small: its texts fit about a hundred small files.
const SMALL_HUB: usize = 800_000;

/// The bytes at which a file of text is closed in a small hub: about 4 KB compressed.
const SMALL_FILE: usize = 8_000;

/// The bytes at which a file of text is closed in a large hub: about eighty articles.
const LARGE_FILE: usize = 400_000;

/// How the texts of a hub are put into files.
#[derive(Debug, Clone, Copy, Hash)]
pub(super) struct TextPlan {
    /// The bytes at which a file is closed.
    file_size: usize,
    /// Whether the files are small enough to take excerpts from.
    pub(super) has_excerpts: bool,
}

impl TextPlan {
    /// The plan for some pages.
    pub(super) fn for_pages(pages: &[&Page<'_>]) -> Self {
        // Asked page by page, so that no more texts are made than settle it.
        let mut size = 0;
        let has_excerpts = pages.iter().all(|page| {
            size += text_size(&texts(page));
            size < SMALL_HUB
        });
        Self { file_size: if has_excerpts { SMALL_FILE } else { LARGE_FILE }, has_excerpts }
    }
}

/// The texts of some neighboring pages.
pub(super) struct TextFile {
    /// How many pages it is for.
    pub(super) pages: u32,
    pub(super) file: IndexFile,
}

/// The text of each section of a page, whole.
pub(super) fn texts<'a>(page: &Page<'a>) -> PageText<'a> {
    page.sections.iter().map(|section| section.text.text()).collect()
}

/// Files for the texts of a chunk's pages. Files end with their chunk, so that a page that changes
/// leaves the borders of all files of other chunks where they are. `buffer` is a scratch buffer.
pub(super) fn text_files(
    pages: &[PageText<'_>],
    plan: TextPlan,
    buffer: &mut Vec<u8>,
) -> Vec<TextFile> {
    let mut files = Vec::new();
    let (mut group, mut size): (Vec<PageText<'_>>, usize) = (Vec::new(), 0);
    let mut close = |group: &mut Vec<PageText<'_>>| {
        let file = IndexFile::with_buffer("t", TEXT_HASH, group, buffer);
        files.push(TextFile { pages: group.len() as u32, file });
        group.clear();
    };
    let mut left: usize = pages.iter().map(text_size).sum();
    for page in pages {
        let next = text_size(page);
        // A long page after short ones is not worth waiting for with them, and a short end of a
        // chunk is not worth a file.
        if !group.is_empty() && size + next > plan.file_size && left > plan.file_size / 2 {
            close(&mut group);
            size = 0;
        }
        size += next;
        left -= next;
        group.push(stored(page));
    }
    if !group.is_empty() {
        close(&mut group);
    }
    files
}

/// The bytes that are stored of a page.
fn text_size(page: &PageText<'_>) -> usize {
    page.iter().map(|text| text.len()).sum::<usize>().min(STORED_TEXT)
}

/// What is stored of a page's text.
fn stored<'a>(page: &'a PageText<'_>) -> PageText<'a> {
    let mut left = STORED_TEXT;
    let sections = page.iter().map(|text| {
        // The limit is for the page as a whole; sections beyond it are there, empty, because they
        // are numbered.
        let text = &text[..text.floor_char_boundary(left)];
        left -= text.len();
        Cow::Borrowed(text)
    });
    sections.collect()
}
