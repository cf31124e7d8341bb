//! A build without a result, because the machine failed or the program has a bug.

use std::fmt::{self, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};

use wellread_model::{Diagnostic, Located};

/// Why a build came to no result. Errors in the content are not failures: they are diagnostics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildFailure {
    /// The machine failed, in the words of its error: a disk is full, another program has locked a
    /// file. That may pass without a change of the content, so it is tried again every second.
    Machine(String),
    /// The build panicked: a bug, which the same files would only show again.
    Bug,
}

impl BuildFailure {
    /// Runs a build and turns an error or a panic into a failure. A panic must not cost the person
    /// at the keyboard the preview.
    ///
    /// # Errors
    /// If the build returns an error or panics.
    pub fn catch<T, E: Display>(build: impl FnOnce() -> Result<T, E>) -> Result<T, Self> {
        // What a panic leaves half-done is of the caller's making and stays the caller's affair.
        match catch_unwind(AssertUnwindSafe(build)) {
            // The alternate form of some errors includes their causes.
            Ok(built) => built.map_err(|error| Self::Machine(format!("{error:#}"))),
            Err(_) => Err(Self::Bug),
        }
    }

    /// The same for the browser.
    pub(crate) fn problem(&self) -> Located {
        let mut diagnostic = Diagnostic::error_without_place("build-failed", self.to_string());
        if matches!(self, Self::Machine(_)) {
            diagnostic = diagnostic.help("The preview tries again every second.");
        }
        Located { diagnostic, line: None, related: Vec::new() }
    }
}

impl Display for BuildFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine(message) => f.write_str(message),
            Self::Bug => f.write_str("the build stopped because of a bug in Wellread"),
        }
    }
}
