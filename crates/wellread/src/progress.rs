//! A progress line for commands that run longer than a second.
//!
//! It is one line on standard error that rewrites itself, such as `Building … 3 s`, and is gone
//! before the command prints its result. Pipes and log files get none of it.

use std::io::IsTerminal as _;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::streams::err_if_possible;

/// How long a command may take before the line appears. Most builds are over by then, and a line
/// that only flashes up would look like an error.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line is rewritten. Often enough that the seconds look even.
const REFRESH: Duration = Duration::from_millis(200);

/// The progress of a command. Dropping it clears the line, so drop it before printing anything
/// else.
#[derive(Debug)]
pub(crate) struct Progress {
    /// `None` if nothing is to be shown.
    display: Option<Display>,
}

/// The thread that owns the line. A thread of its own, because the work itself has no moment at
/// which it could look at the clock.
#[derive(Debug)]
struct Display {
    /// Takes the name of each phase. Closing it ends the thread.
    phases: Sender<&'static str>,
    thread: JoinHandle<()>,
}

impl Progress {
    /// Starts with the name of the first phase. Shows nothing if `quiet`, or if standard error is
    /// not a terminal.
    pub(crate) fn start(quiet: bool, phase: &'static str) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self { display: None };
        }
        let (phases, received) = channel();
        let start = Instant::now();
        let thread = std::thread::spawn(move || {
            let (mut phase, mut shown) = (phase, false);
            loop {
                // Waiting for the next phase is also the pause between two updates.
                let wait = if shown { REFRESH } else { PATIENCE.saturating_sub(start.elapsed()) };
                match received.recv_timeout(wait) {
                    Ok(next) => phase = next,
                    Err(RecvTimeoutError::Timeout) => {
                        shown = true;
                        // A terminal that cannot be written to is not a reason to stop a build.
                        let seconds = start.elapsed().as_secs();
                        err_if_possible(&format!("\r{phase} … {seconds} s"));
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            if shown {
                // Blanks over the longest line that there can be.
                err_if_possible(&format!("\r{:40}\r", ""));
            }
        });
        Self { display: Some(Display { phases, thread }) }
    }

    /// Names what the command does from here on.
    pub(crate) fn phase(&self, phase: &'static str) {
        if let Some(display) = &self.display {
            // The thread ends only when the sender is dropped, so there is always a receiver.
            let _ = display.phases.send(phase);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(Display { phases, thread }) = self.display.take() {
            drop(phases);
            // Wait until the line is cleared. A panic in there has been printed already.
            let _ = thread.join();
        }
    }
}
