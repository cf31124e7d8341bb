//! The network as it is: a thread for each request that is under way, and the clock of the machine.
//!
//! Threads and not an event loop: there are at most eight of them, they mostly wait, and the
//! machine's lookup of names blocks in any case.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::transport::Transport;
use crate::run::{LinkProgress, Network};
use crate::web::{WebReply, WebRequest};

/// How often it is looked whether the run was stopped.
///
/// Short enough that Ctrl-C seems immediate, long enough to cost nothing.
const LOOK: Duration = Duration::from_millis(100);

/// Shows how far a run is, as often as it likes.
type ProgressListener = Box<dyn FnMut(&dyn Fn() -> LinkProgress)>;

/// Asks hosts over the network. Replies come back through one channel, in the order in which hosts
/// answer.
pub struct LiveNetwork {
    transport: Transport,
    start: Instant,
    sender: Sender<(String, WebReply)>,
    receiver: Receiver<(String, WebReply)>,
    stopped: Arc<AtomicBool>,
    show: ProgressListener,
}

impl LiveNetwork {
    /// A network whose clock begins now. It stops when `stopped` is set; requests that are under
    /// way are left to themselves.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the clock of the machine is what this is for")]
    pub fn new(transport: Transport, stopped: Arc<AtomicBool>, show: ProgressListener) -> Self {
        let (sender, receiver) = channel();
        Self { transport, start: Instant::now(), sender, receiver, stopped, show }
    }
}

impl Network for LiveNetwork {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn start(&mut self, host: &str, request: WebRequest) {
        let (transport, sender, host) =
            (self.transport.clone(), self.sender.clone(), host.to_owned());
        std::thread::spawn(move || {
            let reply = transport.ask(&request);
            // If the run was stopped, no one waits for it now.
            let _ = sender.send((host, reply));
        });
    }

    fn wait(&mut self, until: Option<Duration>) -> Option<(String, WebReply)> {
        // In short steps, so that Ctrl-C is noticed while hosts are slow.
        let left = until.map_or(LOOK, |until| until.saturating_sub(self.now()).min(LOOK));
        self.receiver.recv_timeout(left).ok()
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn show(&mut self, progress: &dyn Fn() -> LinkProgress) {
        (self.show)(progress);
    }
}

impl std::fmt::Debug for LiveNetwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveNetwork").field("transport", &self.transport).finish_non_exhaustive()
    }
}
