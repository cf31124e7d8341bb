//! A sign of life on the terminal for work that takes longer than a second.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long work may take before it shows itself.
const PATIENCE: Duration = Duration::from_secs(1);

/// Work that shows itself when it takes long. Dropping it clears the line.
#[derive(Debug)]
pub(crate) struct Progress {
    work: Option<(Sender<&'static str>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins. Nothing is shown if standard error is not a terminal.
    pub(crate) fn start(quiet: bool, stage: &'static str) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self { work: None };
        }
        let (sender, stages) = channel();
        let start = Instant::now();
        let thread = std::thread::spawn(move || {
            let (mut stage, mut shown) = (stage, false);
            loop {
                let wait = if shown {
                    Duration::from_millis(200)
                } else {
                    PATIENCE.saturating_sub(start.elapsed())
                };
                match stages.recv_timeout(wait) {
                    Ok(next) => stage = next,
                    Err(RecvTimeoutError::Timeout) => {
                        shown = true;
                        anstream::eprint!("\r{stage} … {} s", start.elapsed().as_secs());
                        let _ = std::io::stderr().flush();
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            if shown {
                anstream::eprint!("\r{:40}\r", "");
            }
        });
        Self { work: Some((sender, thread)) }
    }

    /// Names what is being done now.
    pub(crate) fn stage(&self, stage: &'static str) {
        if let Some((sender, _)) = &self.work {
            // The thread ends only when the sender is gone.
            let _ = sender.send(stage);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.work.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}
