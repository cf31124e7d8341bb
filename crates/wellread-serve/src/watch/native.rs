//! Native file events through `notify`.
//!
//! Where next: [`super`], for why they are not enough.

use std::path::Path;
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Scope;
use super::signal::{ChangeSignal, WatchFault};

/// Watches the root and the folders in it that count, and raises the signal until dropped.
///
/// # Errors
/// If the system refuses, for instance because it allows too few watches.
pub(crate) fn watch(
    scope: &Scope,
    signal: &Arc<ChangeSignal>,
) -> notify::Result<RecommendedWatcher> {
    let (watched, raised) = (scope.clone(), Arc::clone(signal));
    let handle = move |event: notify::Result<notify::Event>| match event {
        Ok(event) => handle_event(&event, &watched, &raised),
        Err(error) => raised.report_fault(WatchFault::Refused(reason(&error))),
    };
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handle, config)?;
    watcher.watch(scope.root(), RecursiveMode::NonRecursive)?;
    for path in scope.tops().filter(|path| path.is_dir()) {
        // The content may lie elsewhere, behind a symbolic link.
        let folder = if path.is_symlink() { path.canonicalize() } else { Ok(path.clone()) };
        match folder
            .map_err(notify::Error::io)
            .and_then(|folder| watcher.watch(&folder, RecursiveMode::Recursive))
        {
            Err(error) if has_vanished(&error, &path) => {}
            other => other?,
        }
    }
    Ok(watcher)
}

/// Why there are no events, in words.
pub(crate) fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => error.to_string(),
        notify::ErrorKind::MaxFilesWatch => {
            "this system watches no more files for a program".to_owned()
        }
        _ => "this system cannot watch the folder".to_owned(),
    }
}

/// Whether a folder could not be watched only because it went away meanwhile, of which the watch
/// on the root tells.
fn has_vanished(error: &notify::Error, path: &Path) -> bool {
    matches!(error.kind, notify::ErrorKind::PathNotFound) || !path.exists()
}

/// Raises the signal, if the event may mean a change.
fn handle_event(event: &notify::Event, scope: &Scope, signal: &ChangeSignal) {
    let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
    if matches!(event.kind, EventKind::Access(_)) && event.kind != written {
        // Reading is no change, and the build reads: counting it would start builds without end.
        return;
    }
    if !event.paths.is_empty() && !event.paths.iter().any(|path| scope.covers(path)) {
        return;
    }
    // Only what comes or goes at the top can take a watch with it, and there only if it is a folder,
    // which not every system says.
    let moved = !matches!(
        event.kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
    );
    let top = event.paths.is_empty() || event.paths.iter().any(|path| scope.is_top(path));
    signal.native_event(event.need_rescan() || (moved && top));
}
