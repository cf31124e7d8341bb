//! The files of the word shards.

use rayon::prelude::*;

use super::bucket::{Bucket, ShardPiece};
use super::files::numbered;
use crate::format::constants::HASH;
use crate::format::file::IndexFile;
use crate::format::shard::ShardParts;

/// A hub of this many pages is large.
const LARGE_HUB: usize = 3_000;

/// The bytes of a word shard in a small hub. A search loads one for each word, and the words around
/// it come along for nothing, so the first search wants small shards.
const SMALL_SHARD: usize = 8_000;

/// The bytes of a word shard in a large hub, where small ones would be so many that their keys in
/// the core cost more than they save.
const LARGE_SHARD: usize = 16_000;

/// The bytes of a word shard in a hub of `pages` pages.
pub(super) fn shard_size(pages: usize) -> usize {
    if pages < LARGE_HUB { SMALL_SHARD } else { LARGE_SHARD }
}

/// The word shards in the core: the lowest prefix of each, and their hashes in a row.
pub(super) struct ShardNames {
    pub(super) keys: Vec<String>,
    pub(super) hashes: String,
}

/// Joins neighboring pieces into shards of up to `target` bytes and appends their files.
pub(super) fn shards<'a>(
    buckets: impl Iterator<Item = &'a Bucket>,
    target: usize,
    files: &mut Vec<IndexFile>,
) -> ShardNames {
    let groups = groups(buckets.flat_map(|bucket| &bucket.pieces), target);
    let made: Vec<IndexFile> = groups
        .par_iter()
        .enumerate()
        .map(|(number, group)| {
            let mut data = ShardParts::default();
            for piece in &group.pieces {
                data.iter_mut().zip(&piece.parts).for_each(|(all, part)| all.push_str(part));
            }
            IndexFile::of(&format!("w{number}-"), HASH, &data)
        })
        .collect();
    let mut keys: Vec<String> = groups.iter().map(PieceGroup::start).collect();
    if let Some(first) = keys.first_mut() {
        // The first shard answers for everything below the second.
        first.clear();
    }
    ShardNames { keys, hashes: numbered(made, files) }
}

/// The pieces of one shard.
struct PieceGroup<'a> {
    pieces: Vec<&'a ShardPiece>,
    size: usize,
}

impl PieceGroup<'_> {
    /// The lowest prefix that belongs to the shard.
    fn start(&self) -> String {
        self.pieces.first().map(|piece| piece.start.clone()).unwrap_or_default()
    }
}

/// Puts neighboring pieces together, each group as full as the target allows.
fn groups<'a>(pieces: impl Iterator<Item = &'a ShardPiece>, target: usize) -> Vec<PieceGroup<'a>> {
    let mut groups: Vec<PieceGroup<'_>> = Vec::new();
    for piece in pieces {
        let size = piece.size();
        let new_letter =
            |last: &&ShardPiece| last.start.chars().next() != piece.start.chars().next();
        match groups.last_mut() {
            // A shard that is half full ends with its letter: growth of one letter then moves no
            // border in the next, and fewer files change.
            Some(group)
                if group.size + size <= target
                    && !(group.size > target / 2
                        && group.pieces.last().is_some_and(new_letter)) =>
            {
                group.size += size;
                group.pieces.push(piece);
            }
            _ => groups.push(PieceGroup { pieces: vec![piece], size }),
        }
    }
    groups
}
