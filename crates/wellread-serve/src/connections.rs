//! Accepts connections, gives each a thread, and keeps their number down.
//!
//! At most [`MAX_CONNECTIONS`] have a seat. When another comes, the one that has been silent
//! longest loses its seat; a browser opens a new connection when it needs one, and a client that
//! only holds connections open holds nothing. Accepting never ends because of an error: running
//! out of file descriptors or threads costs the connection at hand.
//! Where next: [`crate::conversation`].

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::conversation::{converse, turn_away};
use crate::current::CurrentSite;
use crate::wait::{MAX_WAITING, MAX_WAITING_PER_DEVICE};

/// How many connections are held at once. A process on macOS may have 256 files open unless its
/// shell says otherwise, and the build needs some of them.
const MAX_CONNECTIONS: usize = if cfg!(target_os = "macos") { 96 } else { 256 };
/// How many threads may be on their way out besides.
const MAX_LEAVING: usize = 32;
/// The stack of a connection's thread, in bytes: as much as other threads have, since a page that is
/// promised is made on it. What is not used takes no memory.
const STACK: usize = 2 * 1024 * 1024;

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Nothing, or it has not yet said all that it wants.
    Silent,
    /// It is being answered.
    Served,
    /// It waits for news.
    Waiting,
}

/// All connections of a server.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    seats: Mutex<Permits>,
    threads: AtomicUsize,
}

#[derive(Debug, Default)]
struct Permits {
    next: u64,
    taken: BTreeMap<u64, Taken>,
}

/// What is known of a connection that has a seat.
#[derive(Debug)]
struct Taken {
    stream: Arc<TcpStream>,
    peer: Option<IpAddr>,
    phase: Phase,
    /// When the phase began.
    since: Instant,
}

/// A connection's place among the others; given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    connections: Arc<Connections>,
    number: u64,
}

/// A seat's right to wait; given back when dropped.
#[derive(Debug)]
pub(crate) struct Waiting<'a>(&'a Permit);

impl Permits {
    /// Closes the connection that has been silent longest, or served longest where none is silent.
    fn free_one(&mut self) {
        let order = |(_, taken): &(&u64, &Taken)| (taken.phase, taken.since);
        let longest = self.taken.iter().min_by_key(order).map(|(number, _)| *number);
        if let Some(taken) = longest.and_then(|number| self.taken.remove(&number)) {
            let _ = taken.stream.shutdown(Shutdown::Both);
        }
    }
}

impl Connections {
    /// A panic under this lock could only have come before or after a change of the map.
    fn seats(&self) -> MutexGuard<'_, Permits> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seats a connection, if need be in place of another.
    fn seat(self: &Arc<Self>, stream: &Arc<TcpStream>) -> Permit {
        let mut seats = self.seats();
        if seats.taken.len() >= MAX_CONNECTIONS {
            seats.free_one();
        }
        let number = seats.next;
        seats.next += 1;
        let peer = stream.peer_addr().ok().map(|address| address.ip());
        let (stream, since) = (Arc::clone(stream), Instant::now());
        seats.taken.insert(number, Taken { stream, peer, phase: Phase::Silent, since });
        Permit { connections: Arc::clone(self), number }
    }

    /// Closes every connection.
    pub(crate) fn close_all(&self) {
        for taken in self.seats().taken.values() {
            let _ = taken.stream.shutdown(Shutdown::Both);
        }
    }

    /// Waits until no connection has a thread any more, at most for `time`.
    pub(crate) fn drain(&self, time: Duration) {
        let deadline = Instant::now() + time;
        while self.threads.load(Ordering::Acquire) > 0 && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Permit {
    /// Notes what the connection does from now on.
    pub(crate) fn enter(&self, phase: Phase) {
        if let Some(taken) = self.connections.seats().taken.get_mut(&self.number) {
            (taken.phase, taken.since) = (phase, Instant::now());
        }
    }

    /// Lets the connection wait, unless too many do.
    pub(crate) fn wait(&self) -> Option<Waiting<'_>> {
        let mut seats = self.connections.seats();
        let peer = seats.taken.get(&self.number)?.peer;
        let waiting = |same_device: bool| {
            let all = seats.taken.values().filter(|taken| taken.phase == Phase::Waiting);
            all.filter(|taken| !same_device || taken.peer == peer).count()
        };
        if waiting(false) >= MAX_WAITING || waiting(true) >= MAX_WAITING_PER_DEVICE {
            return None;
        }
        seats.taken.get_mut(&self.number)?.phase = Phase::Waiting;
        Some(Waiting(self))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.enter(Phase::Served);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.connections.seats().taken.remove(&self.number);
    }
}

/// Counts a thread as long as it lives, whichever way it ends.
struct Counted(Arc<Connections>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.threads.fetch_sub(1, Ordering::Release);
    }
}

/// Accepts connections until the stage is closed and one more connection has come.
pub(crate) fn accept(
    listener: &TcpListener,
    stage: &Arc<CurrentSite>,
    connections: &Arc<Connections>,
) {
    loop {
        let accepted = listener.accept();
        if stage.is_closed() {
            return;
        }
        match accepted {
            Ok((stream, _)) => welcome(stream, stage, connections),
            // Out of file descriptors, most likely.
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                connections.seats().free_one();
                thread::sleep(Duration::from_millis(10));
            }
            Err(_) => {}
        }
    }
}

/// Gives a connection a seat and a thread.
fn welcome(stream: TcpStream, stage: &Arc<CurrentSite>, connections: &Arc<Connections>) {
    let stream = Arc::new(stream);
    let crowded = || connections.threads.load(Ordering::Acquire) >= MAX_CONNECTIONS + MAX_LEAVING;
    // Threads whose connections lost their seats end within microseconds of being scheduled.
    for _ in 0..50 {
        if !crowded() {
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    if crowded() {
        turn_away(&stream);
        return;
    }
    let seat = connections.seat(&stream);
    connections.threads.fetch_add(1, Ordering::AcqRel);
    let counted = Counted(Arc::clone(connections));
    let stage = Arc::clone(stage);
    let conversation = move || {
        let _counted = counted;
        converse(&stream, &stage, &seat);
        // A client that was left without an answer should learn it now and not when the last
        // reference to its socket goes.
        let _ = stream.shutdown(Shutdown::Both);
    };
    // Without a thread the closure is dropped, and with it the seat and the connection.
    drop(
        thread::Builder::new().name("connection".to_owned()).stack_size(STACK).spawn(conversation),
    );
}
