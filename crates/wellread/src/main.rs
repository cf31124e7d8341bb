//! The `wellread` program: arguments in, a command run, reports and files out.
//!
//! It connects the libraries and holds no logic of the domain. What makes a site is in
//! `wellread-site`; here is what a library must not have: the clock, the terminal and the output
//! folder. From top to bottom, each layer knows only those below:
//!
//! 1. [`commands`] runs what [`arguments`] describes.
//! 2. [`preview`] rebuilds for the local server, [`starter`] writes new hubs and files, and [`manual`]
//!    prints `docs/`.
//! 3. [`publish`] is the only writer of a site, [`report`] shows errors and warnings, and
//!    [`progress`] shows that a long build is alive.
//!
//! Start with `commands::build_site`, which is `wellread build`.

mod arguments;
mod browser;
mod commands;
mod manual;
mod outcome;
mod preview;
mod progress;
mod publish;
mod report;
mod starter;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

/// Runs one command. The exit code is 0 if all went well, 1 if the content has errors, and 2 if the
/// command was used wrongly or the machine failed.
fn main() -> ExitCode {
    // Wrong arguments, `--help` and `--version` end the program in here, with 2 for wrong arguments.
    let arguments = Arguments::parse();
    match commands::run(&arguments) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            report::failure(&error);
            ExitCode::from(2)
        }
    }
}
