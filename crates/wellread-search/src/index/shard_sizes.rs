//! How large word shards are: a reader waits for all of a shard to see what one word finds, and
//! hosts limit the number of files.
//!
//! The two pull against each other, and a change of a size makes all shards new, which readers then
//! load again. So sizes grow in steps.

use super::files::FEW_PAGES;

/// The smallest shard, in bytes: half of it compressed are less than a round trip.
const SMALLEST: usize = 8_000;

/// The largest shard, in bytes: a reader waits for all of it to see what one word finds.
const LARGEST: usize = 24_000;

/// A shard is never smaller than what this many pages have in the entries of chunks, which are
/// about twice as long as the shards made of them. Hosts limit files, so the number of shards has
/// to stay below a twelfth of that of the pages. In a small hub the other bound counts.
const PAGES: usize = 8;

/// The part of a shard that makes a stem frequent: one that fills half of it.
const FREQUENT: usize = 2;

/// How stems are put into shards.
#[derive(Debug, Clone, Copy, Hash)]
pub(super) struct ShardSizes {
    /// The bytes that a shard is filled up to. A piece that cannot be cut may be larger.
    pub(super) target: usize,
    /// The bytes from which on a stem has a shard of its own: it is in many pages, and in many
    /// queries, which then need not load its neighbors.
    pub(super) frequent: usize,
}

impl ShardSizes {
    /// The sizes for an index of this many bytes. In steps, so that the growth of a hub changes all
    /// its shards only a few times.
    ///
    /// `bytes` are those of the entries of all chunks.
    pub(super) fn for_index(bytes: usize, pages: usize) -> Self {
        let wanted = bytes / pages.max(1) * PAGES;
        let step = SMALLEST / 8;
        let target = wanted.next_multiple_of(step).clamp(SMALLEST, LARGEST);
        let target = if pages < FEW_PAGES { SMALLEST } else { target };
        Self { target, frequent: target / FREQUENT }
    }
}
