//! Asking hosts in earnest: which addresses of the network may be reached, one request, and eight
//! of them at a time.
//!
//! This is the only part of Wellread that opens a connection to another host.

pub(crate) mod guard;
mod lookup;
mod threads;
mod transport;

pub use self::threads::LiveNetwork;
pub use self::transport::{Transport, TransportOptions};
