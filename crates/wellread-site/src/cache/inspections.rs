//! What is inside files, by their content: an unchanged image is inspected and cleaned once.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use wellread_content::SourceFile;
use wellread_model::SourcePath;

use crate::image::{Inspection, inspect};

/// The published bytes of a file, made when they are first asked for.
type FileCell = Arc<OnceLock<Arc<[u8]>>>;

/// The inspected files of the last build by path.
#[derive(Debug, Default)]
pub(crate) struct Inspections(BTreeMap<SourcePath, InspectedFile>);

/// A file that was inspected.
#[derive(Debug, Clone)]
pub(crate) struct InspectedFile {
    /// The hash of its content.
    hash: u64,
    /// What is inside.
    pub(crate) inspection: Arc<Inspection>,
    /// What is published of it, once that has been asked for. `None` if it isn't cached.
    pub(crate) cell: Option<FileCell>,
}

impl Inspections {
    /// Inspects files, in parallel; those that have not changed only once. With `caches_bytes`,
    /// what is published of an image is made only once, too.
    pub(crate) fn inspect(
        &mut self,
        files: BTreeMap<SourcePath, SourceFile>,
        caches_bytes: bool,
    ) -> &BTreeMap<SourcePath, InspectedFile> {
        let inspected = files.into_par_iter().map(|(path, source)| {
            let known = self.0.get(&path).filter(|known| known.hash == source.hash);
            let file = known.cloned().unwrap_or_else(|| InspectedFile {
                hash: source.hash,
                inspection: Arc::new(inspect(source.bytes())),
                cell: caches_bytes.then(FileCell::default),
            });
            (path, file)
        });
        self.0 = inspected.collect();
        &self.0
    }
}
