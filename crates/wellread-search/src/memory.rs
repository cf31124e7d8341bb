//! What is remembered from one index to the next: the results of pure stages under the hash of their
//! inputs. It changes how long [`index`](crate::index) takes and never what it returns.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::chunk::Chunk;
use crate::shard::Bucket;

/// Results of earlier runs. A new one is empty; whatever a run does not use is forgotten after it.
#[derive(Default)]
pub struct Memory {
    pub(crate) chunks: BTreeMap<u128, Arc<ChunkRuns>>,
    pub(crate) buckets: BTreeMap<u128, Arc<Bucket>>,
}

/// A chunk with its entries cut into buckets.
pub(crate) struct ChunkRuns {
    pub(crate) chunk: Chunk,
    /// For each bucket its prefix, its entries and the hash of these; in order.
    pub(crate) runs: Vec<(String, Range<usize>, u128)>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory")
            .field("chunks", &self.chunks.len())
            .field("buckets", &self.buckets.len())
            .finish()
    }
}
