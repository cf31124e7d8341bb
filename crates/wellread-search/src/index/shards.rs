//! The files of the word shards.

use rayon::prelude::*;

use super::bucket::{Bucket, ShardPiece};
use super::files::numbered;
use super::shard_sizes::ShardSizes;
use crate::constants::HASH;
use crate::format::file::IndexFile;
use crate::format::shard::{ShardKeys, ShardParts};

/// The word shards in the core: which stems each holds, and their hashes in a row.
pub(super) struct ShardNames {
    pub(super) keys: ShardKeys,
    pub(super) hashes: String,
}

/// Joins neighboring pieces into shards of up to the target and appends their files.
pub(super) fn shards<'a>(
    buckets: impl Iterator<Item = &'a Bucket>,
    sizes: ShardSizes,
    files: &mut Vec<IndexFile>,
) -> ShardNames {
    let (mut frequent, pieces): (Vec<&ShardPiece>, Vec<&ShardPiece>) =
        buckets.flat_map(|bucket| &bucket.pieces).partition(|piece| piece.is_frequent);
    // Buckets come in order, but within one, shorter prefixes lie next to longer stems.
    frequent.sort_by(|a, b| a.start.cmp(&b.start));
    let mut groups = groups(pieces.into_iter(), sizes.target);
    if groups.is_empty() && !frequent.is_empty() {
        // The numbers of the others are counted from the shards of ranges, of which a reader
        // expects one at least.
        groups.push(PieceGroup { pieces: Vec::new(), size: 0 });
    }
    let mut ranges: Vec<String> = groups.iter().map(PieceGroup::start).collect();
    if let Some(first) = ranges.first_mut() {
        // The first shard answers for everything below the second.
        first.clear();
    }
    let keys =
        ShardKeys { ranges, frequent: frequent.iter().map(|piece| piece.start.clone()).collect() };
    groups.extend(frequent.into_iter().map(|piece| PieceGroup { pieces: vec![piece], size: 0 }));
    let made: Vec<IndexFile> = groups
        .par_iter()
        .enumerate()
        .map(|(number, group)| {
            let mut data = ShardParts::default();
            for piece in &group.pieces {
                data.iter_mut().zip(&piece.parts).for_each(|(all, part)| all.push_str(part));
            }
            IndexFile::new(&format!("w{number}-"), HASH, &data)
        })
        .collect();
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
