//! From lines and columns back to places, for findings that have only these.
//!
//! Reviews have places as people read them, by line and column; items have places in bytes, as all
//! diagnostics do, so that one [`wellread_model::Locator`] shows them everywhere.

use std::collections::BTreeMap;

use wellread_content::Sources;
use wellread_model::{Place, SourcePath, Span};

/// Finds places by their lines and columns. The lines of each file are found once.
pub(super) struct Offsets<'a> {
    sources: &'a Sources,
    /// Where the lines of files begin. The first number of each is 0; all are bytes.
    lines: BTreeMap<String, Vec<usize>>,
}

impl<'a> Offsets<'a> {
    pub(super) const fn new(sources: &'a Sources) -> Self {
        Self { sources, lines: BTreeMap::new() }
    }

    /// The place of a line and a column, both from 1.
    ///
    /// Columns count characters. What is not in the file, such as a line that was deleted
    /// meanwhile, is its beginning.
    pub(super) fn place(&mut self, file: &str, line: usize, column: usize) -> Place {
        let path = SourcePath::new(file);
        let text = self.sources.text(&path).unwrap_or_default();
        let lines = self.lines.entry(file.to_owned()).or_insert_with(|| {
            let ends = text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let start = line.checked_sub(1).and_then(|index| lines.get(index)).copied().unwrap_or(0);
        let before = text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8);
        Place::at(path, Span::point(start + before.sum::<usize>()))
    }
}
