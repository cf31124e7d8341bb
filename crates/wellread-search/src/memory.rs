//! What is remembered from one index to the next: the results of pure stages under the hash of their
//! inputs. It changes how long [`index`](crate::index) takes and never what it returns.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chunk::Chunk;
use crate::shard::Bucket;

/// Results of earlier runs. A new one is empty; whatever a run does not use is forgotten after it.
#[derive(Default)]
pub struct Memory {
    pub(crate) chunks: BTreeMap<u128, Arc<Chunk>>,
    pub(crate) buckets: BTreeMap<u128, Arc<Bucket>>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory")
            .field("chunks", &self.chunks.len())
            .field("buckets", &self.buckets.len())
            .finish()
    }
}
