//! The parts of HTTP that tiny_http leaves to its user (RFC 9110): requests in, responses out.
//!
//! tiny_http owns the sockets and parses the head of each request. What it does not know is here,
//! as plain values and pure functions: which name a target spells ([`target`]), which bytes of a
//! file were asked for ([`range`]), what a file holds ([`content_type`]), and how a response is
//! written ([`response`]). Never here: files, sites, threads.

pub(crate) mod content_type;
pub(crate) mod range;
pub(crate) mod response;
pub(crate) mod target;

/// A digest of bytes, for entity tags and comparisons, the same on every machine. It does not
/// withstand forgery, which here would only fool the forger.
pub(crate) fn digest(bytes: &[u8]) -> String {
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(bytes))
}
