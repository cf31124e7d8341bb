//! Native file events through `notify`.
//!
//! Where next: [`super`], for why they are not enough.

use std::path::Path;
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Scope;
use super::signal::{ChangeSignal, Unreliable};

/// Watches the root and the folders in it that count, and rings the signal until dropped.
///
/// # Errors
/// If the system refuses, for instance because it allows too few watches.
pub(crate) fn watch(
    scope: &Scope,
    signal: &Arc<ChangeSignal>,
) -> notify::Result<RecommendedWatcher> {
    let (events_scope, events_inbox) = (scope.clone(), Arc::clone(signal));
    let handle = move |event: notify::Result<notify::Event>| match event {
        Ok(event) => note(&event, &events_scope, &events_inbox),
        Err(error) => events_inbox.distrust(Unreliable::Failed(reason(&error))),
    };
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handle, config)?;
    watcher.watch(scope.root(), RecursiveMode::NonRecursive)?;
    for path in scope.tops().filter(|path| path.is_dir()) {
        // The hub may keep its content elsewhere, behind a symbolic link.
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

/// Notes an event, if it may mean a change.
fn note(event: &notify::Event, scope: &Scope, signal: &ChangeSignal) {
    let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
    if matches!(event.kind, EventKind::Access(_)) && event.kind != written {
        // Reading is no change; and the build reads.
        return;
    }
    if !event.paths.is_empty() && !event.paths.iter().any(|path| scope.covers(path)) {
        return;
    }
    let moved = !matches!(
        event.kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
    );
    let top = event.paths.is_empty() || event.paths.iter().any(|path| scope.is_top(path));
    signal.native(event.need_rescan() || (moved && top));
}
