//! The parts of HTTP that tiny_http leaves to its user (RFC 9110): requests in, responses out.
//!
//! tiny_http owns the sockets and parses the head of each request. What it does not know is here,
//! as plain values and pure functions: which host a request means, which name its path spells,
//! which bytes of a file were asked for, and how a response is laid out. Never here: files, sites,
//! threads. Read [`request`] first, then [`target`]; [`response`] writes the answer, [`range`] and
//! [`content_type`] serve it.

pub(crate) mod content_type;
pub(crate) mod range;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod target;
