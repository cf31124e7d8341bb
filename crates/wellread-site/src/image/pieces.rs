//! What is published of a file: pieces of it in their order, and the few bytes that replace others.

use std::ops::Range;

/// The pieces of a file that are published.
///
/// They are ranges of the file, so that a large image is copied only when it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pieces(Vec<BytePiece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum BytePiece {
    /// Bytes of the file.
    Same(Range<usize>),
    /// Bytes in place of others.
    New(Vec<u8>),
}

impl Pieces {
    /// Adds a range of the file, which begins where the last one ended or later.
    pub(super) fn push_range(&mut self, range: Range<usize>) {
        match self.0.last_mut() {
            _ if range.is_empty() => {}
            Some(BytePiece::Same(last)) if last.end == range.start => last.end = range.end,
            _ => self.0.push(BytePiece::Same(range)),
        }
    }

    /// Adds bytes in place of a range of the file.
    pub(super) fn replace(&mut self, file: &[u8], range: Range<usize>, new: Vec<u8>) {
        // A file that was cleaned before stays as it is.
        if file.get(range.clone()) == Some(&new) {
            self.push_range(range);
        } else {
            self.0.push(BytePiece::New(new));
        }
    }

    /// Adds pieces that begin where the last one ended or later.
    pub(super) fn append(&mut self, pieces: Self) {
        for piece in pieces.0 {
            match piece {
                BytePiece::Same(range) => self.push_range(range),
                BytePiece::New(bytes) => self.0.push(BytePiece::New(bytes)),
            }
        }
    }

    /// Whether the pieces are the whole file, unchanged.
    pub(super) fn is_all_of(&self, file: &[u8]) -> bool {
        match self.0.as_slice() {
            [] => file.is_empty(),
            [BytePiece::Same(range)] => *range == (0..file.len()),
            _ => false,
        }
    }

    /// How many bytes are published.
    #[must_use]
    pub fn len(&self) -> usize {
        let length = |piece: &BytePiece| match piece {
            BytePiece::Same(range) => range.len(),
            BytePiece::New(bytes) => bytes.len(),
        };
        self.0.iter().map(length).sum()
    }

    /// Whether nothing is published.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The published bytes of the file that the pieces were found in.
    #[must_use]
    pub fn join(&self, file: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len());
        for piece in &self.0 {
            match piece {
                BytePiece::Same(range) => bytes.extend_from_slice(&file[range.clone()]),
                BytePiece::New(new) => bytes.extend_from_slice(new),
            }
        }
        bytes
    }
}
