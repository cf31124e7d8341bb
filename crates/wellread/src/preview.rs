//! The preview: the build function again for every change, and its result to the server.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use wellread_content::{ScanError, Sources, scan};
use wellread_model::Checked;
use wellread_serve::{Event, Files, Options, Rebuilt};
use wellread_site::{Content, Memory, build};

use crate::Outcome;
use crate::arguments::Day;
use crate::{commands, report};

/// What the server needs to know.
pub(crate) fn options(
    root: PathBuf,
    port: Option<u16>,
    lan: bool,
    open: bool,
    poll: bool,
) -> Options {
    let ignore = vec![root.join("public"), root.join("target"), root.join("node_modules")];
    Options { root, ignore, port, lan, open, poll }
}

/// Serves the hub until it is stopped.
pub(crate) fn serve(options: &Options, day: &Day, quiet: bool) -> Result<Outcome> {
    let mut sources = Sources::default();
    let mut memory = Memory::for_rebuilding();
    let mut files = Files::new();
    let mut base_path = "/".to_owned();
    let rebuild = || -> Result<Rebuilt, ScanError> {
        sources = scan(&options.root, &sources)?;
        // A file with the same bytes stays the same file, so that nobody compares it again.
        let keep = |path: &str, content: Content| match files.get(path) {
            Some(old) if content.is(old) => Arc::clone(old),
            _ => content.into_shared(),
        };
        let Checked { value, diagnostics } =
            build(&sources, commands::options(day), &mut memory, &keep);
        let problems = report::locate(&diagnostics, &sources);
        // A hub with mistakes stays where it was.
        let Some(output) = value else {
            return Ok(Rebuilt { files: None, problems, base_path: base_path.clone() });
        };
        base_path = output.base_path;
        files.clone_from(&output.files);
        Ok(Rebuilt { files: Some(output.files), problems, base_path: base_path.clone() })
    };
    wellread_serve::serve(options, rebuild, |event| tell(&event, quiet))?;
    Ok(Outcome::Done)
}

fn tell(event: &Event, quiet: bool) {
    match event {
        Event::Built { time, changed, removed, problems } => {
            if !problems.is_empty() {
                report::show(problems);
            }
            if !quiet {
                anstream::println!(
                    "Built in {:.0} ms: {} files changed, {} removed.",
                    time.as_secs_f64() * 1000.0,
                    changed.len(),
                    removed.len()
                );
            }
        }
        Event::Failed { message } => anstream::eprintln!("wellread: {message}"),
        Event::Listening { url, lan_url, taken } => {
            if let Some(port) = taken {
                anstream::println!("Port {port} is taken, so another one is used.");
            }
            anstream::println!("The hub is at {url}");
            if let Some(lan) = lan_url {
                anstream::println!("On a phone in the same network: {lan}");
            }
            anstream::println!("Save a file and see the change. Ctrl-C ends it.");
        }
        Event::Polling { reason } => {
            let why = reason.as_deref().unwrap_or("this folder tells of no changes");
            anstream::println!("Looking for changes twice a second, because {why}.");
        }
        Event::NotOpened { message } => {
            anstream::eprintln!("The browser could not be opened: {message}")
        }
    }
}
