//! Why there is no preview.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::options::FIRST_PORT;

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// The requested port is unavailable.
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// No port is available, from [`FIRST_PORT`] on.
    NoPort(io::Error),
    /// The hub's folder cannot be read.
    Root {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused to start a thread.
    Thread(io::Error),
    /// The first build failed, with the message of its failure.
    FirstBuild(String),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port { port, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "another program is using port {port}")
            }
            Self::Port { port, .. } => write!(f, "port {port} cannot be used"),
            Self::NoPort(_) => write!(f, "no port from {FIRST_PORT} up can be used"),
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
