//! The HTTP server: connections through tiny_http, each request to a response.
//!
//! tiny_http accepts connections, each on a thread of its pool, and hands over requests whose heads
//! it has parsed. From there on the bounds are ours: a bounded number of responses, a bounded
//! number of pages that wait. What tiny_http does not bound, and nobody can from outside, is the
//! length of a head and the age and number of connections; `SECURITY.md` says so, and so does the
//! help text of `--lan`. Where next: `crate::answer`; `crate::pulse`, for what keeps tiny_http
//! going.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tiny_http::{Method, Request};

use crate::answer::answer;
use crate::current::{CurrentSite, WaitEnd};
use crate::error::ServeError;
use crate::news;
use crate::pulse::send_pulses;
use crate::snapshot::Snapshot;

/// How many responses may be under way, those of waiting pages included. A browser has six, and a
/// video that it has paused may hold one for as long as its page is open; this leaves room for a
/// family's worth of both.
const MAX_RESPONSES: usize = 256;
/// How often to see whether a response has ended, where that has to be waited for.
const TURN: Duration = Duration::from_millis(5);
/// How long the end of the preview waits for responses that are under way: a client that does not
/// read must not prevent it.
const CLOSE_PATIENCE: Duration = Duration::from_millis(500);
/// The longest body of a request that tiny_http is left to read, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// A running server; ends when dropped.
#[derive(Debug)]
pub(crate) struct HttpServer {
    state: Arc<ServerState>,
    pulse: Option<JoinHandle<()>>,
}

/// What the server's threads share.
#[derive(Debug)]
struct ServerState {
    /// The socket, of which each of tiny_http's accept loops gets a clone.
    listener: TcpListener,
    /// Whether other devices may connect.
    lan: bool,
    current: Arc<CurrentSite>,
    /// Each response under way holds a clone.
    under_way: Arc<()>,
    /// Tells the thread that sends pulses of each request.
    requests: Sender<()>,
}

impl HttpServer {
    /// Begins to serve what is current.
    ///
    /// # Errors
    /// If the system refuses a thread or a second handle to the socket.
    pub(crate) fn start(
        listener: TcpListener,
        port: u16,
        lan: bool,
        current: Arc<CurrentSite>,
    ) -> Result<Self, ServeError> {
        let (requests, received) = channel();
        let under_way = Arc::new(());
        let state = Arc::new(ServerState { listener, lan, current, under_way, requests });
        let no_thread =
            |source| ServeError::machine("the system cannot start another thread", source);
        start_accepting(&state).map_err(no_thread)?;
        // From here on, dropping the server ends what was started.
        let mut server = Self { state: Arc::clone(&state), pulse: None };
        let pulse = move || {
            let is_over = || state.current.is_closed();
            // If there are no descriptors left for a new loop either, a later pulse shows it.
            send_pulses(port, &received, is_over, || _ = start_accepting(&state));
        };
        let thread = thread::Builder::new().name("pulse".to_owned()).spawn(pulse);
        server.pulse = Some(thread.map_err(no_thread)?);
        Ok(server)
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.state.current.close();
        // Wakes the thread. If it has gone already, there is nothing to wake.
        let _ = self.state.requests.send(());
        // A thread that panicked has ended, which is all that matters here.
        drop(self.pulse.take().map(JoinHandle::join));
        let deadline = Instant::now() + CLOSE_PATIENCE;
        while Arc::strong_count(&self.state.under_way) > 1 && Instant::now() < deadline {
            thread::sleep(TURN);
        }
    }
}

/// Starts an accept loop, and a thread that takes its requests.
fn start_accepting(state: &Arc<ServerState>) -> io::Result<()> {
    let listener = state.listener.try_clone()?;
    let server = tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?;
    let state = Arc::clone(state);
    thread::Builder::new().name("receive".to_owned()).spawn(move || receive(&server, &state))?;
    Ok(())
}

/// Takes the requests of one accept loop, and responds to each on a thread of its own.
fn receive(server: &tiny_http::Server, state: &Arc<ServerState>) {
    let mut has_received = false;
    loop {
        match server.recv_timeout(CLOSE_PATIENCE) {
            // tiny_http allocates a buffer for the whole rest of a body that is not read, before it drops
            // it: the length that a client only claims could end the process for want of memory.
            // Leaking the request costs one of its threads; no browser sends such a body.
            Ok(Some(request)) if request.body_length().is_some_and(|length| length > MAX_BODY) => {
                std::mem::forget(request);
            }
            Ok(Some(request)) => {
                has_received = true;
                let _ = state.requests.send(());
                let responding = Arc::clone(state);
                run_bounded(&state.under_way, move || respond(&responding, request));
            }
            Ok(None) if state.current.is_closed() => return,
            // The accept loop has ended before it could accept anything.
            Err(_) if !has_received => return,
            // If it has ended since, the connections that it accepted may yet send more.
            Ok(None) | Err(_) => {}
        }
    }
}

/// Runs `respond` on a thread of its own, as soon as fewer than [`MAX_RESPONSES`] are under way: a
/// client may take as long as it likes to read its response, and tiny_http sets no limit to that.
/// Waiting is all that can be done where too many are, since to refuse a request takes a response.
fn run_bounded(under_way: &Arc<()>, respond: impl FnOnce() + Send + 'static) {
    while Arc::strong_count(under_way) > MAX_RESPONSES {
        thread::sleep(TURN);
    }
    // Given back when dropped, so also by a panic.
    let response = Arc::clone(under_way);
    let work = move || {
        respond();
        drop(response);
    };
    // If the system has no thread left, the closure is dropped, and the request with it; tiny_http
    // then answers with status 500.
    drop(thread::Builder::new().name("respond".to_owned()).spawn(work));
}

/// Responds to a request, which may have to wait for its answer.
fn respond(state: &ServerState, request: Request) {
    let ask = |snapshot: &Snapshot| answer(&request, snapshot, state.lan);
    let response = ask(&state.current.snapshot()).unwrap_or_else(|| {
        let device = request.remote_addr().map(SocketAddr::ip);
        state.current.wait(device, ask).unwrap_or_else(|end| match end {
            WaitEnd::Over => news::nothing(),
            WaitEnd::Crowded => news::retry_later(),
        })
    });
    let head_only = *request.method() == Method::Head;
    let snapshot = state.current.snapshot();
    // An error means that the client has gone, so that nobody is left to tell.
    let _ = response.write_to(request.into_writer(), snapshot.headers(), head_only);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn the_next_response_waits_until_one_is_done() {
        let under_way = Arc::new(());
        let (release, held) = channel::<()>();
        let held = Arc::new(Mutex::new(held));
        for _ in 0..MAX_RESPONSES {
            let held = Arc::clone(&held);
            run_bounded(&under_way, move || _ = held.lock().unwrap().recv());
        }
        let (done, is_done) = channel();
        let last = Arc::clone(&held);
        // A thread's clone of the counter would count as a response.
        thread::scope(|scope| {
            scope.spawn(|| run_bounded(&under_way, move || done.send(drop(last)).unwrap()));
            assert!(is_done.recv_timeout(Duration::from_millis(50)).is_err());
            release.send(()).unwrap();
            is_done.recv_timeout(Duration::from_secs(30)).unwrap();
        });
    }
}
