//! As much of HTTP/1.1 as a preview needs (RFC 9110 and 9112): requests in, responses out.
//!
//! The project's own, because tiny_http 0.12 cannot keep what this server promises. Measured with
//! it: one header of 200 MB was kept in memory whole (213 MB resident); 1,000 silent connections
//! held 1,000 threads for as long as they liked, since no timeout can be set; and after the process
//! had once run out of file descriptors its accept loop had ended for good, so that every later
//! connection was refused. None of these can be bounded from outside: it owns the sockets.
//!
//! Never here: files, sites, threads. [`request`] parses a head, [`target`] its path, [`range`] a
//! range; [`response`] writes the answer; [`content_type`] names what it holds.

pub(crate) mod content_type;
pub(crate) mod range;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod target;
