//! Watcher, local server, reload.
