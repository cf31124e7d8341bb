//! Keeps tiny_http going with pulses: short connections of the preview to itself.
//!
//! tiny_http 0.12 serves each connection on a thread of a pool. It puts a new one into the pool's
//! queue if a thread is idle, and starts another thread if none is. But a thread counts as idle
//! until it has woken up, so when several connections come at once, more of them go into the queue
//! than threads take out. The rest is stranded until some other connection ends, and a browser or
//! an idle client may hold one open for minutes.
//!
//! As long as anything is stranded, no thread is idle: it would have taken it. So a pulse gets a
//! new thread, ends at once, and the thread goes on to the first connection in the queue. The next
//! pulse rescues the second, until one is served by a thread that was idle: then nothing is
//! stranded. Such a round of pulses follows each request, since the connection that it came on may
//! have left others behind, and goes on by itself, since connections that send nothing cannot be
//! noticed.
//!
//! The second fault is that tiny_http's accept loop ends for good when the process runs out of file
//! descriptors or threads. A pulse without an answer shows that, and the caller starts another.

use std::io::{ErrorKind, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

/// How long a request may be stranded at most behind connections that send nothing: while requests
/// come and for [`BUSY`] after the last, and in quieter times, when a round should cost nothing.
const BUSY_INTERVAL: Duration = Duration::from_millis(20);
const QUIET_INTERVAL: Duration = Duration::from_millis(200);
const BUSY: Duration = Duration::from_secs(10);
/// The pause after a round, so that many requests at once are followed by few rounds.
const PAUSE: Duration = Duration::from_millis(5);
/// The longest round. The limit matters only when other threads are started without end.
const MAX_PULSES: usize = 500;
/// How long the answer to a pulse is waited for. It may be stranded itself, and the next helps. If
/// that has no answer either, each of the next [`MAX_DOUBLINGS`] is waited for twice as long, since
/// all of them are a burden for an accept loop to come.
const PULSE_PATIENCE: Duration = Duration::from_millis(20);
const MAX_DOUBLINGS: u32 = 5;
/// How long no pulse is answered before the accept loop counts as ended. One that was only slow
/// goes on next to the new one, which does no harm.
const RESTART_PATIENCE: Duration = Duration::from_secs(2);

/// Sends pulses to a port of this machine until the preview `is_over`. `requests` receives a
/// message for each request; `restart` is called when connections are no longer accepted.
pub(crate) fn send_pulses(
    port: u16,
    requests: &Receiver<()>,
    is_over: impl Fn() -> bool,
    mut restart: impl FnMut(),
) {
    let mut last_request = None;
    let mut last_answer = Instant::now();
    let mut unanswered = 0;
    let mut started = threads_started();
    loop {
        let is_busy = last_request.is_some_and(|last: Instant| last.elapsed() < BUSY);
        let interval = if is_busy { BUSY_INTERVAL } else { QUIET_INTERVAL };
        if requests.recv_timeout(interval).is_ok() {
            while requests.try_recv().is_ok() {}
            last_request = Some(Instant::now());
        }
        if is_over() {
            return;
        }
        for _ in 0..MAX_PULSES {
            let is_answered = is_answered(port, PULSE_PATIENCE * 2_u32.pow(unanswered));
            if is_answered {
                last_answer = Instant::now();
            }
            unanswered = if is_answered { 0 } else { (unanswered + 1).min(MAX_DOUBLINGS) };
            // Counting starts one thread of its own, so a difference of one means that no other was
            // started.
            let before = std::mem::replace(&mut started, threads_started());
            let found_idle_thread = started == before.map(|before| before + 1);
            if is_answered && found_idle_thread || last_answer.elapsed() > RESTART_PATIENCE {
                break;
            }
        }
        if last_answer.elapsed() > RESTART_PATIENCE {
            restart();
            last_answer = Instant::now();
        }
        thread::sleep(PAUSE);
    }
}

/// Opens a connection and closes it when it has a thread. tiny_http answers an empty line itself
/// (status 400), so this does not depend on our own threads, which may all be busy.
fn is_answered(port: u16, patience: Duration) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = match TcpStream::connect_timeout(&address, patience) {
        Ok(stream) => stream,
        // There is no descriptor left to ask with, so nothing can be learned. A timeout means that
        // connections have not been taken for so long that the system queues no more of them.
        Err(error) => return error.kind() != ErrorKind::TimedOut,
    };
    let asked = stream
        .set_read_timeout(Some(patience))
        .and_then(|()| stream.write_all(b"\r\n"))
        // The answer is left unread. A connection that is closed so is over at once; any other
        // would occupy one of the system's ports for a minute.
        .and_then(|()| stream.peek(&mut [0]));
    asked.is_ok_and(|count| count > 0)
}

/// How many threads this process has started, as the standard library counts them.
fn threads_started() -> Option<u64> {
    // Threads are numbered in the order in which they are started, but only a new thread shows how
    // far the numbers have come, and only by the name of its id: `ThreadId(7)`.
    let marker = thread::Builder::new().spawn(|| {}).ok()?;
    let name = format!("{:?}", marker.thread().id());
    name.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::mpsc::channel;

    #[test]
    fn a_round_goes_on_until_a_thread_was_idle() {
        const STRANDED: usize = 40;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = AtomicUsize::new(0);
        let rounds = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                for stream in listener.incoming().map(Result::unwrap) {
                    let number = served.fetch_add(1, Ordering::Relaxed);
                    if number < STRANDED {
                        // As tiny_http's pool does while no thread is idle.
                        thread::spawn(|| {}).join().unwrap();
                    }
                    if (&stream).read(&mut [0; 2]).is_ok_and(|count| count == 0) {
                        return;
                    }
                    let _ = (&stream).write_all(b"HTTP/1.1 400 Bad Request\r\n");
                }
            });
            let (_requests, received) = channel();
            let is_over = || {
                rounds.fetch_add(1, Ordering::Relaxed);
                served.load(Ordering::Relaxed) > STRANDED
            };
            send_pulses(port, &received, is_over, || {});
            // One is enough, unless the machine halts for seconds.
            assert!(rounds.load(Ordering::Relaxed) < STRANDED / 4);
            // Tests besides this one start threads, too, but not without end.
            assert!(served.load(Ordering::Relaxed) < MAX_PULSES);
            drop(TcpStream::connect((Ipv4Addr::LOCALHOST, port)));
        });
    }

    #[test]
    fn connections_that_are_not_accepted_are_noticed() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (_requests, received) = channel();
        let is_over = AtomicBool::new(false);
        send_pulses(
            port,
            &received,
            || is_over.load(Ordering::Relaxed),
            || is_over.store(true, Ordering::Relaxed),
        );
        assert!(is_over.into_inner());
    }
}
