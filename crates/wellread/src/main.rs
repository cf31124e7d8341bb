//! The `wellread` program: arguments in, a command run, reports and files out.
//!
//! It connects the libraries and holds no logic of the domain. What makes a site is in
//! `wellread-site`; here is what a library must not have: the clock, the terminal and the output
//! folder. From top to bottom, each layer knows only those below:
//!
//! 1. [`commands`] runs what [`arguments`] describes; [`double_click`] answers to a start without any.
//! 2. [`preview`] rebuilds for the local server, [`mod@audit`] lists what a hub needs,
//!    [`starter`] writes new hubs and files, [`mod@tidy`] removes what was pasted with a text,
//!    [`theme_copy`] copies files of the theme, `links` checks links, and [`manual`] prints `docs/`.
//! 3. [`publish`] is the only writer of a site, [`report`] shows errors and warnings, and
//!    [`progress`] shows that a long build is alive; [`interrupt`] hears Ctrl-C.
//! 4. [`streams`] is the only place that prints.
//!
//! Start with `commands::build_site`, which is `wellread build`.

mod arguments;
mod audit;
mod browser;
mod commands;
mod double_click;
mod interrupt;
mod last_reviews;
#[cfg(feature = "links")]
mod links;
mod manual;
mod outcome;
mod preview;
mod progress;
mod publish;
mod report;
mod starter;
mod streams;
mod terms;
mod theme_copy;
mod tidy;
mod timings;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

/// Runs one command. The exit code is 0 if all went well, 1 if the content has errors, and 2 if the
/// command was used wrongly or the machine failed.
fn main() -> ExitCode {
    let done = match Arguments::try_parse() {
        _ if double_click::is_one() => double_click::answer(),
        Ok(arguments) => commands::run(&arguments),
        // Wrong arguments, `--help` and `--version`.
        Err(answer) => commands::answer(&answer),
    };
    match done {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            report::failure(&error);
            ExitCode::from(2)
        }
    }
}
