//! How a command ended, and its exit status.

use std::process::ExitCode;

/// How a command ended, if the machine didn't fail.
///
/// Errors in the content are an outcome rather than an `Err`: reporting them is what the command
/// was for, and it has already done so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything is done.
    Done,
    /// There are errors in the content.
    ContentErrors,
    /// Something in the hub needs a person, and the command was asked to fail then.
    NeedsSomeone,
    /// The arguments were wrong, and how they must be has been printed.
    WrongUsage,
}

impl From<Outcome> for ExitCode {
    /// The numbers are part of the contract with scripts; `docs/commands.md` lists them.
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::ContentErrors | Outcome::NeedsSomeone => Self::from(1),
            Outcome::WrongUsage => Self::from(2),
        }
    }
}
