//! The live preview: watches a hub's folder, has it built again when something changes, and serves
//! the result from memory to browsers on this machine, which it tells of changes.
//!
//! It knows nothing of Markdown, templates or sites: the caller's function builds, and what comes
//! out is files by path, some of them as a promise that is kept when somebody asks for the file. So
//! the page that somebody looks at is shown before all others are made. It never writes to the
//! hub, and it never keeps a browser waiting for a build: each request is answered from one
//! immutable snapshot.
//!
//! **Threads.** The thread that calls [`serve`] builds and reports, so neither function needs to
//! be `Send`. Beside it live one thread that accepts connections, one for each connection (their
//! number is bounded), one that compares sizes and times of files, and that of `notify`. They share
//! three things, each behind one lock that is never held during work: the snapshot of the moment
//! (`stage`), the list of connections (`connections`), and the note that something may have changed
//! (`watch::signal`). No thread ever holds two of these locks.
//!
//! Where to read next: `run` for the loop; `watch` for how changes are noticed; `connections`,
//! `conversation` and `answer` for how requests are served; `page`, `wait` and `client/` for how a
//! page in the browser learns of changes.

mod answer;
mod browser;
mod connections;
mod conversation;
mod current;
mod fingerprint;
mod http;
mod json;
mod listen;
mod run;
mod snapshot;
mod wait;
mod watch;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use wellread_model::Located;

pub use crate::listen::FIRST_PORT;
pub use crate::run::{Building, Interruption, serve, serve_until};
pub use crate::snapshot::{RenderFn, ServedFile, ServedFiles};
use crate::watch::signal::ChangeSignal;

/// How to serve a hub.
#[derive(Debug, Clone, Default)]
pub struct ServeOptions {
    /// The hub's folder.
    pub root: PathBuf,
    /// The files and folders directly in it that a build reads, by name. They are watched with all
    /// that is in them, but for folders named `.git`.
    pub watch: Vec<String>,
    /// The port to listen on, or `None` for [`FIRST_PORT`] or the next that is free.
    pub port: Option<u16>,
    /// Whether other devices in the same network may connect.
    pub lan: bool,
    /// Whether to open the browser.
    pub open: bool,
    /// Whether to compare sizes and times of files instead of relying on the system's events.
    pub poll: bool,
}

/// What a build hands over.
#[derive(Debug, Clone, Default)]
pub struct Rebuilt {
    /// The whole site, or `None` if mistakes keep it from being built: then what is shown stays.
    /// Files that did not change had best be the same `Arc` as before.
    pub files: Option<ServedFiles>,
    /// Files of earlier sites that a page may still ask for that was loaded then. They are served
    /// where `files` has nothing at their paths.
    pub older: ServedFiles,
    /// The fields that a host of the hub should send with every response, as names and values.
    pub headers: Vec<(&'static str, String)>,
    /// Everything noticed, errors and warnings, in the order in which it is to be shown.
    pub problems: Vec<Located>,
    /// The path of the hub's address, with a slash at both ends: `/` or `/hub/`. Pages are served
    /// below it.
    pub base_path: String,
}

/// What happened, for the terminal. Reported on the thread that called [`serve`], in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The preview can be opened. Comes when there is something to show, before the report of the
    /// first build, and again when the path of the hub's address has changed.
    Listening {
        /// The address for this machine.
        url: String,
        /// The address for a phone in the same network, if one was asked for and could be found.
        lan_url: Option<String>,
        /// The port that was taken, so that another had to do.
        taken: Option<u16>,
    },
    /// A build has come to an end that differs from the one before, and browsers show it.
    Built {
        /// How long it took until browsers could show it.
        time: Duration,
        /// The output paths that are new or have other bytes, sorted; all of them at first.
        changed: Vec<String>,
        /// The output paths that are gone, sorted.
        removed: Vec<String>,
        /// See [`Rebuilt::problems`].
        problems: Vec<Located>,
        /// Whether there is a new site, if only in part; otherwise mistakes keep the one before in its
        /// place.
        is_new: bool,
    },
    /// The machine failed in a build, or the build panicked. The last good site stays.
    Failed {
        /// What the failure said.
        message: String,
        /// Whether it is tried again every second; otherwise the next change does that.
        is_tried_again: bool,
    },
    /// The system's events cannot be relied upon here, so that files are compared twice a second.
    Polling {
        /// Why, if the system said so; otherwise a change was found of which no event had told.
        reason: Option<String>,
    },
    /// The browser could not be opened.
    NotOpened {
        /// What the system said.
        message: String,
    },
}

/// Ends a preview from another thread; clones end the same one.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    signal: Arc<ChangeSignal>,
}

impl Stop {
    /// Makes a handle for [`serve_until`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the preview as soon as a build that is under way has ended; at once if none has begun.
    pub fn stop(&self) {
        self.signal.stop();
    }
}

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// The port that was asked for cannot be had.
    Port {
        /// The port.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// No port at all could be had, [`FIRST_PORT`] being the first that was tried.
    NoPort(io::Error),
    /// The hub's folder cannot be read.
    Root {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The system gave no thread to work with.
    Thread(io::Error),
    /// The machine failed in the first build, in the words of its error.
    FirstBuild(String),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port { port, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "another program is using port {port}")
            }
            Self::Port { port, .. } => write!(f, "port {port} cannot be used"),
            Self::NoPort(_) => write!(f, "no port from {FIRST_PORT} upwards can be used"),
            Self::Root { path, .. } => write!(f, "the folder {} cannot be read", path.display()),
            Self::Thread(_) => write!(f, "the system cannot start another thread"),
            Self::FirstBuild(message) => write!(f, "{message}"),
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Port { source, .. } | Self::Root { source, .. } => Some(source),
            Self::NoPort(source) | Self::Thread(source) => Some(source),
            Self::FirstBuild(_) => None,
        }
    }
}
