//! Why the preview could not start.

use std::fmt;
use std::io;

use crate::build_failure::BuildFailure;

/// Why the preview could not start.
#[derive(Debug)]
pub enum ServeError {
    /// The requested port is unavailable.
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The machine failed in another way.
    Machine {
        /// What cannot be done: `the folder … cannot be read`.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// The first build failed.
    FirstBuild(BuildFailure),
}

impl ServeError {
    pub(crate) fn machine(what: impl Into<String>, source: io::Error) -> Self {
        Self::Machine { what: what.into(), source }
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port { port, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "another program is using port {port}")
            }
            Self::Port { port, .. } => write!(f, "port {port} cannot be used"),
            Self::Machine { what, .. } => f.write_str(what),
            Self::FirstBuild(failure) => write!(f, "{failure}"),
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Port { source, .. } | Self::Machine { source, .. } => Some(source),
            Self::FirstBuild(_) => None,
        }
    }
}
