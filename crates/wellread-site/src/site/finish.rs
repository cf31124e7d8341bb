//! The last stage: all files of a site, in parallel.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::iter::Either;
use rayon::prelude::*;
use wellread_model::{Diagnostic, address, sort};
use wellread_search::IndexFile;

use super::Site;
use crate::cache::BuildCache;
use crate::output::{Finished, FinishedFile, Output};
use crate::outputs::files::{Content, SiteFile};
use crate::outputs::search;
use crate::stage::Stage;
use crate::view::Views;

/// How many pages a worker thread takes at a time at most. Small, so that no thread is left with a
/// long tail of slow pages while the others have nothing to do.
const PAGES_PER_TASK: usize = 8;

impl Site {
    /// Makes all files and the search index, and passes each to `emit`, from several threads and in
    /// no particular order. A page is not passed itself but by its hash, and one that has been made
    /// from the same inputs before is not made again: who wants to see it asks [`Self::file`].
    ///
    /// `is_outdated` says whether the result is no longer needed, for example because a file has
    /// changed again. It is asked before each page; a search index that has been started is
    /// finished first. What was found out before the interruption is cached for the next call.
    pub fn finish<K: Send>(
        &self,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, FinishedFile) -> K + Sync),
        is_outdated: &(dyn Fn() -> bool + Sync),
    ) -> Finished<K> {
        let make = |path: &str| match self.files.get(path)? {
            SiteFile::Page(spec) => Some(self.page_hash(*spec).map(FinishedFile::Page)),
            _ => Some(self.file(path)?.map(FinishedFile::Whole)),
        };
        let files = || {
            let paths: Vec<&str> = self.paths().collect();
            paths.into_par_iter().with_max_len(PAGES_PER_TASK).filter_map(|path| {
                let made = if is_outdated() { None } else { make(path) };
                made.map(|made| made.map(|file| (path.to_owned(), emit(path, file))))
            })
        };
        let whole = |path: &str, content| emit(path, FinishedFile::Whole(content));
        self.join(cache, files, &whole, is_outdated)
    }

    /// [`Self::finish`] for a site that is finished once: every page is made and passed. The HTML of
    /// a body is dropped with the page that shows it, unless another page or the cache needs it too:
    /// a quarter of all that a large site holds in memory.
    pub(crate) fn finish_once<K: Send>(
        mut self,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
    ) -> Finished<K> {
        let mut html = self.views.take_html();
        let site = &self;
        let files = || {
            let mut html_of = |path: &str| match site.files.get(path)? {
                SiteFile::Page(spec) => {
                    html.get_mut(site.specs[*spec].kind.entry()?.0 as usize)?.take()
                }
                _ => None,
            };
            let paths: Vec<_> = site.paths().map(|path| (path, html_of(path))).collect();
            paths.into_par_iter().with_max_len(PAGES_PER_TASK).filter_map(|(path, html)| {
                let made = site.file_with(path, html.as_deref());
                made.map(|made| made.map(|content| (path.to_owned(), emit(path, content))))
            })
        };
        site.join(cache, files, emit, &|| false)
    }

    /// Makes the files that `files` lists and, besides them, the search index. One broken template
    /// doesn't stop the others, so that all errors are reported at once.
    fn join<K: Send, F>(
        &self,
        cache: &mut BuildCache,
        files: impl FnOnce() -> F + Send,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
        is_outdated: &(dyn Fn() -> bool + Sync),
    ) -> Finished<K>
    where
        F: ParallelIterator<Item = Result<(String, K), Box<Diagnostic>>>,
    {
        // Pages and index need nothing of each other, and the index alone doesn't occupy all cores:
        // it ends with one thread that joins what the others collected.
        let stages = cache.listener.clone();
        stages.notify(Stage::Rendering);
        let by_result = |made: Result<_, Box<Diagnostic>>| match made {
            Ok(emitted) => Either::Left(emitted),
            Err(error) => Either::Right(*error),
        };
        let ((emitted, mut errors), index): ((Vec<_>, Vec<_>), _) = rayon::join(
            || stages.ending(Stage::PagesDone, files().partition_map(by_result)),
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
        let entry = Content::owned(search::entry(&core, text));
        files.push((address::SEARCH_CORE.to_owned(), emit(address::SEARCH_CORE, entry)));
        files
    }
}
