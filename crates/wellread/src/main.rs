//! The command line: arguments, reports, writing. No logic of the domain.
//!
//! [`arguments`] says what can be asked for, `commands` does it, `publish` is the only writer of
//! the output, `report` shows what must be mended.

mod arguments;
mod browser;
mod commands;
mod preview;
mod progress;
mod publish;
mod record;
mod report;
mod starter;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

/// How a command ended. The numbers are part of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything is done.
    Done,
    /// Something in the content must be mended.
    ContentErrors,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(&arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::ContentErrors) => ExitCode::from(1),
        Err(error) => {
            report::failure(&error);
            ExitCode::from(2)
        }
    }
}
