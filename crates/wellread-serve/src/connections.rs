//! The HTTP server: connections through tiny_http, each request to a response or a held poll.
//!
//! tiny_http accepts connections, each on a thread of its pool, and hands over requests whose heads
//! it has parsed. From there on the bounds are ours: a bounded number of threads that respond, a
//! bounded number of held polls. What tiny_http does not bound, and no caller of it can, is the
//! length of a head and the age and number of connections; `SECURITY.md` says so, and so does the
//! help text of `--lan`.
//!
//! Two faults of tiny_http 0.12 are worked around here. Its accept loop ends for good when the
//! process runs out of file descriptors or threads: [`supervise`] starts another. And its pool may
//! leave a new connection in its queue when more come at once than it has idle threads, until
//! another connection is closed: so responses close their connections (see
//! `crate::http::response`), and [`keep_threads_idle`] has enough of them ready for what a browser
//! does. Where next: `crate::answer`.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::answer::answer;
use crate::current::CurrentSite;
use crate::error::ServeError;
use crate::http::response::Response;
use crate::listen::Listening;
use crate::long_polls::{LongPoll, LongPolls};
use crate::news;
use crate::responders::Responders;
use crate::snapshot::Snapshot;

/// How often to see whether connections are still accepted. As long a hang at most is what a
/// person forgives once; each look is one short connection.
const CHECK_INTERVAL: Duration = Duration::from_secs(2);
/// How many threads of tiny_http's pool are to be idle. Two browsers that load a page open twelve
/// connections at once.
const IDLE_THREADS: usize = 12;
/// How long tiny_http may take to answer before its accept loop counts as ended. One that was only
/// slow goes on beside the new one, which does no harm.
const CHECK_PATIENCE: Duration = Duration::from_secs(5);
/// How often to look for polls that have waited long enough.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How long the end of the preview waits for responses that are under way.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);
/// The longest body of a request that tiny_http is left to read, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// A running server; ends when dropped.
#[derive(Debug)]
pub(crate) struct HttpServer {
    state: Arc<ServerState>,
    threads: Vec<JoinHandle<()>>,
}

/// What the server's threads share.
#[derive(Debug)]
struct ServerState {
    /// The socket, of which each of tiny_http's accept loops gets a clone.
    listener: TcpListener,
    port: u16,
    /// Whether other devices may connect.
    lan: bool,
    current: Arc<CurrentSite>,
    responders: Arc<Responders>,
    polls: LongPolls,
}

impl ServerState {
    /// Responds to a request, or holds it, on a thread of its own.
    fn respond(self: &Arc<Self>, poll: LongPoll) {
        let state = Arc::clone(self);
        self.responders.run(move || respond_or_hold(&state, poll));
    }

    /// Takes out the polls that may have an answer now.
    fn take_due_polls(&self) -> Vec<LongPoll> {
        let generation = self.current.snapshot().generation;
        self.polls.take(|poll| poll.generation != generation || poll.is_over())
    }
}

impl HttpServer {
    /// Begins to serve what is current.
    ///
    /// # Errors
    /// If the system refuses a thread or a second handle to the socket.
    pub(crate) fn start(
        listening: Listening,
        lan: bool,
        current: Arc<CurrentSite>,
    ) -> Result<Self, ServeError> {
        let Listening { listener, port, .. } = listening;
        let (responders, polls) = (Arc::default(), LongPolls::default());
        let state = Arc::new(ServerState { listener, port, lan, current, responders, polls });
        // From here on, dropping the server ends what was started.
        let mut server = Self { state: Arc::clone(&state), threads: Vec::new() };
        let first = start_accepting(&state).map_err(ServeError::Thread)?;
        let supervised = Arc::clone(&state);
        server.spawn("supervise", move || supervise(&supervised, first))?;
        server.spawn("polls", move || answer_polls(&state))?;
        Ok(server)
    }

    fn spawn(
        &mut self,
        name: &str,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), ServeError> {
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
        self.threads.push(thread.map_err(ServeError::Thread)?);
        Ok(())
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.state.current.close();
        for thread in self.threads.drain(..) {
            // A thread that panicked has ended, which is all that matters here.
            let _ = thread.join();
        }
        self.state.responders.close(CLOSE_PATIENCE);
    }
}

/// Starts an accept loop, and a thread that takes its requests.
fn start_accepting(state: &Arc<ServerState>) -> io::Result<Weak<tiny_http::Server>> {
    let listener = state.listener.try_clone()?;
    let server = tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?;
    let server = Arc::new(server);
    let (handle, state) = (Arc::downgrade(&server), Arc::clone(state));
    thread::Builder::new().name("receive".to_owned()).spawn(move || receive(&server, &state))?;
    Ok(handle)
}

/// Sees to it that connections are accepted, until the server is about to end.
fn supervise(state: &Arc<ServerState>, first: Weak<tiny_http::Server>) {
    let mut servers = vec![first];
    loop {
        if is_accepting(state.port) {
            keep_threads_idle(state.port);
        } else if let Ok(server) = start_accepting(state) {
            servers.retain(|server| server.strong_count() > 0);
            servers.push(server);
        }
        // If there are no descriptors left for a new loop either, the next check tries again.
        if state.current.sleep(CHECK_INTERVAL) {
            break;
        }
    }
    for server in servers.iter().filter_map(Weak::upgrade) {
        server.unblock();
    }
}

/// Opens some connections and closes them. Each takes a thread of the pool, which then goes on to a
/// connection that waits in the queue, or else is idle for the five seconds that the pool allows.
fn keep_threads_idle(port: u16) {
    let connect = |_| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok();
    // All open at the same time, since one thread would serve them in turn.
    drop((0..IDLE_THREADS).filter_map(connect).collect::<Vec<_>>());
}

/// Whether a new connection is accepted. tiny_http answers nonsense itself (status 400), so this
/// does not depend on our own threads, which may all be busy.
fn is_accepting(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = match TcpStream::connect_timeout(&address, CHECK_PATIENCE) {
        Ok(stream) => stream,
        // No connection has been taken for so long that the system queues no more of them.
        Err(error) if error.kind() == ErrorKind::TimedOut => return false,
        // There is no descriptor left to ask with, so nothing can be learned.
        Err(_) => return true,
    };
    let asked = stream
        .set_read_timeout(Some(CHECK_PATIENCE))
        .and_then(|()| stream.write_all(b"Are you there?\r\n"));
    asked.is_ok() && stream.read(&mut [0]).is_ok_and(|count| count > 0)
}

/// Takes the requests of one accept loop.
fn receive(server: &tiny_http::Server, state: &Arc<ServerState>) {
    let mut has_received = false;
    loop {
        match server.recv() {
            // tiny_http allocates a buffer for the whole rest of a body that is not read, before it drops
            // it: the length that a client only claims could end the process for want of memory.
            // Leaking the request costs one of its threads; no browser sends such a body.
            Ok(request) if request.body_length().is_some_and(|length| length > MAX_BODY) => {
                std::mem::forget(request);
            }
            Ok(request) => {
                has_received = true;
                state.respond(LongPoll::new(request));
            }
            // The preview ends; or the accept loop has, before it could accept anything.
            Err(_) if state.current.is_closed() || !has_received => return,
            // The accept loop has ended, but the connections that it accepted may send more.
            Err(_) => {}
        }
    }
}

/// Responds to a request, or holds it if it is a poll without news.
fn respond_or_hold(state: &ServerState, poll: LongPoll) {
    let mut polls = vec![poll];
    while let Some(mut poll) = polls.pop() {
        let snapshot = state.current.snapshot();
        let response = answer(&poll.request, &snapshot, state.lan)
            .or_else(|| poll.is_over().then(news::nothing));
        if let Some(response) = response {
            send(poll.request, &response, &snapshot);
            continue;
        }
        poll.generation = snapshot.generation;
        if let Some(evicted) = state.polls.hold(poll) {
            send(evicted.request, &news::retry_later(), &snapshot);
        }
        // A new snapshot may have come since this one was looked at, and `answer_polls` may have
        // been through the list before this request was in it.
        polls.extend(state.take_due_polls());
    }
}

/// Answers held polls as soon as there is news, and all of them before the server ends.
fn answer_polls(state: &Arc<ServerState>) {
    while !state.current.is_closed() {
        let generation = state.current.snapshot().generation;
        for poll in state.take_due_polls() {
            state.respond(poll);
        }
        state.current.wait(generation, POLL_INTERVAL);
    }
    let snapshot = state.current.snapshot();
    for poll in state.polls.take(|_| true) {
        send(poll.request, &news::nothing(), &snapshot);
    }
}

/// Sends a response.
fn send(request: tiny_http::Request, response: &Response, snapshot: &Snapshot) {
    let head_only = *request.method() == tiny_http::Method::Head;
    // An error means that the client has gone: there is nothing left to answer.
    let _ = response.write_to(request.into_writer(), snapshot.headers(), head_only);
}
