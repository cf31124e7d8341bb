//! How to serve a hub.

use std::path::PathBuf;

/// The port that is tried first.
pub const FIRST_PORT: u16 = 4000;

/// How to serve a hub.
#[derive(Debug, Clone, Default)]
pub struct ServeOptions {
    /// The hub's folder.
    pub root: PathBuf,
    /// The files and folders directly in it that a build reads, by name. They are watched with all
    /// that is in them, except for folders named `.git`.
    pub watch: Vec<String>,
    /// The port to listen on, or `None` for [`FIRST_PORT`] or the next that is free.
    pub port: Option<u16>,
    /// Whether other devices in the same network may connect.
    pub lan: bool,
    /// Whether to compare sizes and times of files instead of relying on the system's events.
    pub poll: bool,
}
