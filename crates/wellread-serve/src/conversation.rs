//! One connection, from its first byte to its last, on a thread of its own.
//!
//! Everything that a client could draw out has an end: [`IDLE`] for a request to begin, [`HEAD`]
//! for its head to be whole, [`CHUNK_TIME`] for each [`CHUNK`] of a response to be taken. When
//! more clients come than there is room for, `crate::connections` closes the one that has been
//! silent longest, which ends its thread here. Where next: `crate::answer`.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::answer::{Reply, answer};
use crate::connections::{Permit, Phase};
use crate::current::CurrentSite;
use crate::http::request::{self, MAX_HEAD, Method, Refusal, Request};
use crate::http::response::{PROTECTION, Response, ResponseBody};
use crate::wait::{self, PATIENCE, Question};

/// How long a connection may stay without a request.
const IDLE: Duration = Duration::from_secs(20);
/// How long a request may take to arrive, however many bytes at a time.
const HEAD: Duration = Duration::from_secs(5);
/// A part of a response, in bytes, and the time a client has to take it.
const CHUNK: usize = 256 * 1024;
const CHUNK_TIME: Duration = Duration::from_secs(20);
/// How much is still read from a client that is refused in the midst of what it says, and for
/// how long, so that the refusal reaches it: closing with unread bytes would take it back.
const LINGER_BYTES: usize = 256 * 1024;
const LINGER: Duration = Duration::from_millis(500);
/// How often a waiting page is looked after: has it gone away?
const WAIT_SLICE: Duration = Duration::from_millis(500);

/// Serves one connection until either side has enough.
pub(crate) fn converse(stream: &TcpStream, current: &CurrentSite, seat: &Permit) {
    // Whatever fails here, fails for this client alone, and it has no one to tell.
    let _ = stream.set_nodelay(true);
    let local = stream.local_addr().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |addr| addr.ip());
    let mut bytes = Vec::new();
    loop {
        seat.enter(Phase::Silent);
        let request = match read_head(stream, &mut bytes) {
            Ok(Some(head)) => request::parse(&head),
            Ok(None) | Err(HeadError::Gone) => return,
            Err(HeadError::Slow) => {
                let late = Response::text(408, "The request took too long.");
                let _ = send(stream, &late, PROTECTION, false, false);
                return;
            }
            Err(HeadError::TooLarge) => Err(Refusal::TooLarge),
        };
        seat.enter(Phase::Served);
        let request = match request {
            Ok(request) => request,
            Err(refusal) => {
                let response = Response::text(refusal.status(), "This request is not understood.");
                let _ = send(stream, &response, PROTECTION, false, false);
                linger(stream);
                return;
            }
        };
        let (snapshot, _) = current.current();
        let protection = snapshot.site.as_ref().map(|site| Arc::clone(&site.headers));
        let response = match answer(&request, &snapshot, local) {
            Reply::Now(response) => Some(response),
            Reply::Wait(question) => {
                drop(snapshot);
                wait_for_news(stream, current, seat, &question)
            }
        };
        let Some(response) = response else { return };
        let protection = protection.as_deref().unwrap_or(PROTECTION);
        if !finish(stream, &request, &response, protection) {
            return;
        }
    }
}

/// Sends a response; whether the connection goes on.
fn finish(stream: &TcpStream, request: &Request, response: &Response, protection: &str) -> bool {
    let keep_alive = request.keep_alive && request.method != Method::Other;
    let without_body = request.method == Method::Head;
    if send(stream, response, protection, keep_alive, without_body).is_err() {
        return false;
    }
    if !keep_alive {
        linger(stream);
    }
    keep_alive
}

/// Why there is no head.
enum HeadError {
    Gone,
    Slow,
    TooLarge,
}

/// Reads up to the end of a head and takes it out of `bytes`, which keep what came after it.
/// `None` if nothing came.
fn read_head(stream: &TcpStream, bytes: &mut Vec<u8>) -> Result<Option<Vec<u8>>, HeadError> {
    let mut looked = 0;
    let mut deadline = Instant::now() + if bytes.is_empty() { IDLE } else { HEAD };
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = request::end_of_head(bytes, looked) {
            let rest = bytes.split_off(end);
            return Ok(Some(std::mem::replace(bytes, rest)));
        }
        looked = bytes.len();
        if looked > MAX_HEAD {
            return Err(HeadError::TooLarge);
        }
        let slow = if looked == 0 { HeadError::Gone } else { HeadError::Slow };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(slow);
        }
        stream.set_read_timeout(Some(left)).map_err(|_| HeadError::Gone)?;
        match { stream }.read(&mut buffer) {
            Ok(0) if looked == 0 => return Ok(None),
            Ok(0) => return Err(HeadError::Gone),
            Ok(count) => {
                if looked == 0 {
                    deadline = Instant::now() + HEAD;
                }
                bytes.extend_from_slice(&buffer[..count]);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if is_timeout(&error) => return Err(slow),
            Err(_) => return Err(HeadError::Gone),
        }
    }
}

/// Sends a response within its time.
fn send(
    stream: &TcpStream,
    response: &Response,
    protection: &str,
    keep_alive: bool,
    without_body: bool,
) -> io::Result<()> {
    let mut head = response.head(keep_alive, protection);
    let body = if without_body { &[] } else { response.body.bytes() };
    // One packet for what is small.
    let first = body.len().min(CHUNK);
    head.extend_from_slice(&body[..first]);
    send_chunk(stream, &head)?;
    for chunk in body[first..].chunks(CHUNK) {
        send_chunk(stream, chunk)?;
    }
    Ok(())
}

fn send_chunk(stream: &TcpStream, mut chunk: &[u8]) -> io::Result<()> {
    let deadline = Instant::now() + CHUNK_TIME;
    while !chunk.is_empty() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        match { stream }.write(chunk) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => chunk = &chunk[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads what a client has still to say, for a moment, after the last response to it.
fn linger(stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Write);
    let deadline = Instant::now() + LINGER;
    let (mut read, mut buffer) = (0, [0; 4096]);
    while read < LINGER_BYTES {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return;
        }
        match { stream }.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => read += count,
        }
    }
}

/// Holds an answer back until there is one; `None` if nobody is there any more to hear it.
fn wait_for_news(
    stream: &TcpStream,
    current: &CurrentSite,
    seat: &Permit,
    question: &Question,
) -> Option<Response> {
    let deadline = Instant::now() + PATIENCE;
    let mut waiting = None;
    loop {
        let (snapshot, generation) = current.current();
        if let Some(news) = wait::news(question, &snapshot) {
            return Some(news);
        }
        drop(snapshot);
        if waiting.is_none() {
            let Some(place) = seat.wait() else { return Some(wait::too_many()) };
            waiting = Some(place);
        }
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Some(wait::nothing());
            }
            current.wait(generation, left.min(WAIT_SLICE));
            if current.is_closed() || has_gone(stream) {
                return None;
            }
            if current.current().1 != generation {
                break;
            }
        }
    }
}

/// Whether a client that is being answered has closed its side.
fn has_gone(stream: &TcpStream) -> bool {
    let mut byte = [0];
    let look = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut byte));
    let back = stream.set_nonblocking(false);
    let gone = match look {
        Ok(count) => count == 0,
        Err(error) => !is_timeout(&error),
    };
    gone || back.is_err()
}

/// Both names that systems have for "not within this time".
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Tells a client that there is no room, without waiting for it.
pub(crate) fn turn_away(stream: &TcpStream) {
    let mut refusal = Response::text(503, "").with("Retry-After", "1");
    refusal.body = ResponseBody::Made(Vec::new());
    let _ = stream.set_nonblocking(true);
    let _ = { stream }.write(&refusal.head(false, PROTECTION));
}
