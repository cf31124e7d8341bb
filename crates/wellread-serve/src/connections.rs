//! The HTTP server: connections through tiny_http, each request to a response.
//!
//! tiny_http accepts connections, each on a thread of its pool, and hands over requests whose heads
//! it has parsed. From there on the bounds are ours: a bounded number of responses, a bounded
//! number of pages that wait. What tiny_http does not bound, and no caller of it can, is the
//! length of a head and the age and number of connections; `SECURITY.md` says so, and so does the
//! help text of `--lan`. Where next: `crate::answer`; `crate::pulse`, for what keeps tiny_http
//! going.

use std::collections::BTreeSet;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::json;
use tiny_http::{Method, Request};

use crate::answer::answer;
use crate::current::CurrentSite;
use crate::error::ServeError;
use crate::http::response::Response;
use crate::pulse::send_pulses;
use crate::snapshot::Snapshot;

/// How many responses may be under way, those of waiting pages included: a client may take as long
/// as it likes to read its own. A browser has six, and a video that it has paused may hold one for
/// as long as its page is open; this leaves room for a family's worth of both.
const MAX_RESPONSES: usize = 256;
/// How often to see whether a response has ended, where that has to be waited for.
const POLL_INTERVAL: Duration = Duration::from_millis(5);
/// How long the end of the preview waits for responses that are under way: a client that does not
/// read must not prevent it.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(500);
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
    /// The connections, by the address of the client, whose response is under way.
    under_way: Mutex<BTreeSet<SocketAddr>>,
    /// Tells the thread that sends pulses of each request.
    requests: Sender<()>,
}

impl ServerState {
    /// A panic cannot leave the set half-updated, so poisoning is ignored.
    fn under_way(&self) -> MutexGuard<'_, BTreeSet<SocketAddr>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
        let under_way = Mutex::default();
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
        let deadline = Instant::now() + CLOSE_TIMEOUT;
        while !self.state.under_way().is_empty() && Instant::now() < deadline {
            thread::sleep(POLL_INTERVAL);
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
        match server.recv_timeout(CLOSE_TIMEOUT) {
            // tiny_http allocates a buffer for the whole rest of a body that is not read, before it
            // drops it: the length that a client only claims could end the process for want of
            // memory. Leaking the request costs one tiny_http thread; no browser sends such a body.
            Ok(Some(request)) if request.body_length().is_some_and(|length| length > MAX_BODY) => {
                std::mem::forget(request);
            }
            Ok(Some(request)) => {
                has_received = true;
                let _ = state.requests.send(());
                begin_response(state, request);
            }
            Ok(None) if state.current.is_closed() => return,
            // The accept loop has ended before it could accept anything.
            Err(_) if !has_received => return,
            // If it has ended since, the connections that it accepted may yet send more.
            Ok(None) | Err(_) => {}
        }
    }
}

/// Responds to a request on a thread of its own, as soon as fewer than [`MAX_RESPONSES`] are under
/// way. Waiting is all that can be done where more are: to refuse a request takes a response.
fn begin_response(state: &Arc<ServerState>, request: Request) {
    let Some(client) = request.remote_addr().copied() else { return };
    while state.under_way().len() >= MAX_RESPONSES {
        thread::sleep(POLL_INTERVAL);
    }
    if !state.under_way().insert(client) {
        // Every response closes its connection. What a client sends before it has one is left
        // without an answer, or one client could have all the responses that there may be. A body
        // would be read before it is dropped, so that is leaked.
        match request.body_length() {
            None | Some(0) => drop(request.into_writer()),
            Some(_) => std::mem::forget(request),
        }
        return;
    }
    let responding = Arc::clone(state);
    let work = move || {
        // A page that panics while it is rendered costs no more than its own response.
        let _ = catch_unwind(AssertUnwindSafe(|| respond(&responding, client, request)));
        responding.under_way().remove(&client);
    };
    if thread::Builder::new().name("respond".to_owned()).spawn(work).is_err() {
        // The system has no thread left. The request was dropped, and tiny_http has answered it
        // with status 500.
        state.under_way().remove(&client);
    }
}

/// Responds to a request, which may have to wait for its answer.
fn respond(state: &ServerState, client: SocketAddr, request: Request) {
    let ask = |snapshot: &Snapshot| answer(&request, snapshot, state.lan);
    // In a statement of its own: a snapshot holds a whole site, and what follows may take as long
    // as the client likes.
    let at_once = ask(&state.current.snapshot());
    let response = at_once.unwrap_or_else(|| {
        let again = |seconds| Response::json(&json!({ "retry": seconds }));
        state.current.wait(client, ask).unwrap_or_else(again)
    });
    let head_only = *request.method() == Method::Head;
    let headers = state.current.snapshot().headers().to_owned();
    // An error means that the client has gone: there is nothing left to answer.
    let _ = response.write_to(request.into_writer(), &headers, head_only);
}
