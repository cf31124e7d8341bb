//! Native file events through `notify`.
//!
//! Folders are watched, never files: editors that save by renaming replace the file, and the watch
//! would go with it. Each folder at the top that a build reads is watched by itself, so that others
//! (the output, `.git`) cost nothing; links in them are not followed, as the build does not follow
//! them out of the hub either. Where next: [`super`], for why events are not enough.

use std::path::Path;
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::signal::ChangeSignal;
use crate::options::ServeOptions;

/// Watches the root and the folders in it that count, and raises the signal until dropped.
///
/// # Errors
/// If the system refuses, for instance because it allows too few watches.
pub(crate) fn watch(
    options: &ServeOptions,
    signal: &Arc<ChangeSignal>,
) -> notify::Result<RecommendedWatcher> {
    let (watched, raised) = (options.clone(), Arc::clone(signal));
    let handle = move |event: notify::Result<notify::Event>| match event {
        Ok(event) => handle_event(&event, &watched, &raised),
        // If the system refuses to watch more, setting the watches anew shows it.
        Err(_) => raised.raise(true),
    };
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handle, config)?;
    watcher.watch(&options.root, RecursiveMode::NonRecursive)?;
    let folders = options.watch.iter().map(|name| options.root.join(name));
    for path in folders.filter(|path| path.is_dir()) {
        // The content may lie elsewhere, behind a symbolic link.
        let folder = if path.is_symlink() { path.canonicalize() } else { Ok(path.clone()) };
        match folder
            .map_err(notify::Error::io)
            .and_then(|folder| watcher.watch(&folder, RecursiveMode::Recursive))
        {
            // It has gone meanwhile, of which the watch on the root tells.
            Err(_) if !path.exists() => {}
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

/// Raises the signal, if the event may mean a change.
fn handle_event(event: &notify::Event, options: &ServeOptions, signal: &ChangeSignal) {
    let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
    if matches!(event.kind, EventKind::Access(_)) && event.kind != written {
        // Reading is not a change, and the build reads: counting it would start builds without end.
        return;
    }
    // Some systems report the case that a name has on disk.
    let is_top = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        path == options.root || options.watch.iter().any(|own| name.eq_ignore_ascii_case(own))
    };
    // No build reads anything else that is directly in the root.
    let counts = |path: &Path| is_top(path) || path.parent() != Some(&options.root);
    if !event.paths.is_empty() && !event.paths.iter().any(|path| counts(path)) {
        return;
    }
    // Only what comes or goes at the top can take a watch with it, and there only if it is a
    // folder, which not every system says. Something else of that name costs setting the watches
    // once more.
    let has_moved = !matches!(
        event.kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
    );
    let is_at_top = event.paths.is_empty() || event.paths.iter().any(|path| is_top(path));
    signal.raise(event.need_rescan() || (has_moved && is_at_top));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::signal::Wakeup;
    use notify::event::{CreateKind, DataChange};
    use std::time::Duration;

    #[test]
    fn what_no_build_reads_is_passed_over() {
        let root = std::path::absolute("hub").unwrap();
        let watch = vec!["site.toml".to_owned(), "content".to_owned()];
        let options = ServeOptions { root, watch, ..ServeOptions::default() };
        let created = EventKind::Create(CreateKind::Any);
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let read = EventKind::Access(AccessKind::Read);
        for (kind, path, rewatch) in [
            (created, "content", Some(true)),
            (created, "Content", Some(true)),
            (created, "content/a.md", Some(false)),
            (written, "site.toml", Some(false)),
            (written, "../elsewhere/a.md", Some(false)),
            (read, "content/a.md", None),
            (created, "public", None),
        ] {
            let signal = ChangeSignal::default();
            let event = notify::Event::new(kind).add_path(options.root.join(path));
            handle_event(&event, &options, &signal);
            let is_raised = signal.next(Duration::from_millis(1)) == Wakeup::Changed;
            assert_eq!(is_raised.then(|| signal.take_rewatch()), rewatch, "{path}");
        }
    }
}
