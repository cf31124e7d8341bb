//! The last stage: all files of a site, in parallel.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::iter::Either;
use rayon::prelude::*;
use wellread_model::{Diagnostic, address, sort};
use wellread_search::IndexFile;

use super::Site;
use crate::cache::BuildCache;
use crate::output::{Finished, Output};
use crate::outputs::files::{Content, SiteFile};
use crate::outputs::search;
use crate::stage::Stage;
use crate::view::Views;

/// How many pages a worker thread takes at a time at most. Small, so that no thread is left with a
/// long tail of slow pages while the others have nothing to do.
const PAGES_PER_TASK: usize = 8;

impl Site {
    /// Makes all files and the search index, and passes each to `emit` as [`crate::build()`]
    /// describes.
    ///
    /// `is_outdated` says whether the result is no longer needed, for example because a file has
    /// changed again. It is asked before each page; a search index that has been started is
    /// finished first. Pages rendered before the interruption are cached and reused by the next
    /// call.
    pub fn finish<K: Send>(
        &self,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
        is_outdated: &(dyn Fn() -> bool + Sync),
    ) -> Finished<K> {
        self.finish_from(Vec::new(), cache, emit, is_outdated)
    }

    /// [`Self::finish`] for a site that is finished once. The HTML of a body is dropped with the page
    /// that shows it, unless another page or the cache needs it too: a quarter of all that a large
    /// site holds in memory.
    pub(crate) fn finish_once<K: Send>(
        mut self,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
    ) -> Finished<K> {
        let html = self.views.take_html();
        self.finish_from(html, cache, emit, &|| false)
    }

    /// `html` has that of the bodies from which it was taken, at the places of their entries.
    fn finish_from<K: Send>(
        &self,
        html: Vec<Option<String>>,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
        is_outdated: &(dyn Fn() -> bool + Sync),
    ) -> Finished<K> {
        // Pages and index need nothing of each other, and the index alone doesn't occupy all cores:
        // it ends with one thread that joins what the others collected.
        let stages = cache.listener.clone();
        stages.tell(Stage::Rendering);
        let ((emitted, mut errors), index) = rayon::join(
            || stages.ending(Stage::PagesDone, self.emit_files(html, emit, is_outdated)),
            || stages.ending(Stage::IndexDone, self.emit_index(cache, emit)),
        );
        // Asked before the errors are looked at: the errors of an outdated site are of no use, and
        // some pages may be missing from them.
        if is_outdated() {
            return Finished::Interrupted;
        }
        if !errors.is_empty() {
            sort(&mut errors);
            return Finished::Failed(errors);
        }
        let mut files: BTreeMap<String, K> = emitted.into_iter().collect();
        files.extend(index);
        Finished::Complete(Output {
            files,
            pages: self.specs.len(),
            base_path: self.views.base.clone(),
            validity: self.validity,
            hidden: self.hidden().to_vec(),
            publication: self.publication().clone(),
        })
    }

    /// Emits every file but the search index; returns the results and the errors in templates, both
    /// in no particular order. One broken template doesn't stop the others, so that all errors are
    /// reported at once.
    fn emit_files<K: Send>(
        &self,
        mut html: Vec<Option<String>>,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
        is_outdated: &(dyn Fn() -> bool + Sync),
    ) -> (Vec<(String, K)>, Vec<Diagnostic>) {
        let emit_file = |(path, html): (&str, Option<String>)| {
            let made = if is_outdated() { None } else { self.file_with(path, html.as_deref()) };
            made.map(|made| made.map(|content| (path.to_owned(), emit(path, content))))
        };
        let mut html_of = |path: &str| match self.files.get(path)? {
            SiteFile::Page(spec) => {
                html.get_mut(self.specs[*spec].kind.entry()?.0 as usize)?.take()
            }
            _ => None,
        };
        let files: Vec<_> = self.paths().map(|path| (path, html_of(path))).collect();
        files.into_par_iter().with_max_len(PAGES_PER_TASK).filter_map(emit_file).partition_map(
            |emitted| match emitted {
                Ok(emitted) => Either::Left(emitted),
                Err(error) => Either::Right(*error),
            },
        )
    }

    /// Emits the files of the search index and, last, its core, which names the others. Their names
    /// hold hashes of their content, so the core can't be written before they are.
    fn emit_index<K: Send>(
        &self,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
    ) -> Vec<(String, K)> {
        let (files, paths) = (Mutex::new(Vec::new()), Mutex::new(BTreeSet::new()));
        // A panic cannot leave the list or the set half-updated, so poisoning is ignored.
        let each = |file: IndexFile| {
            let path = format!("{}{}", address::SEARCH_FILES, file.name);
            // A file may come twice, in two threads. Only one of them may emit it.
            if paths.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone()) {
                let emitted = emit(&path, Content::hashed(&file.bytes));
                files.lock().unwrap_or_else(PoisonError::into_inner).push((path, emitted));
            }
        };
        let Views { library, text, bodies, .. } = &self.views;
        let core = search::index(library, text, bodies, &mut cache.search, &each);
        let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let entry = Content::owned(search::entry(&core));
        files.push((address::SEARCH_CORE.to_owned(), emit(address::SEARCH_CORE, entry)));
        files
    }
}
