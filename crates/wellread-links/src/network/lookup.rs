//! Looking up names, so that the addresses that are connected to are those that were checked.
//!
//! The attack that this prevents is called DNS rebinding: a name leads to a public address when it
//! is checked, and to a private one when it is connected to a moment later. Here there is no second
//! lookup.

use std::collections::BTreeSet;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Error, config::Config};

use super::guard::is_public;
use crate::web::WebFailure;

/// How many addresses of a host are tried.
///
/// All of them are checked; only the first few are tried, in the order of the system.
const MOST: usize = 8;

/// A name that could not be looked up, or leads to addresses that may not be reached.
///
/// The HTTP client knows no such error, so it travels through it inside an error of input and
/// output, and is unpacked in `transport`.
#[derive(Debug, Clone, Copy)]
pub(super) struct LookupFailure(pub(super) WebFailure);

impl std::fmt::Display for LookupFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for LookupFailure {}

/// What a name leads to: a function, so that tests need no names of the network.
pub(crate) type Names = fn(&str, u16) -> io::Result<Vec<SocketAddr>>;

/// The names of the system.
pub(crate) fn system_names(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok((host, port).to_socket_addrs()?.collect())
}

/// Looks up names for the HTTP client, which connects to what this returns and to nothing else. So
/// a name cannot lead elsewhere between the check and the connection.
#[derive(Debug)]
pub(super) struct CheckedNames {
    /// Who is asked.
    pub(super) names: Names,
    /// Whether private addresses may be reached: for `--allow-local`, and for tests.
    pub(super) allow_local: bool,
    /// The hosts that were found in the own network.
    pub(super) local: LocalHosts,
}

/// Hosts in the own network, by name. Clones are one list.
#[derive(Debug, Clone, Default)]
pub(super) struct LocalHosts(Arc<Mutex<BTreeSet<String>>>);

impl LocalHosts {
    /// Whether a host was found there.
    pub(super) fn has(&self, host: &str) -> bool {
        // Adding a name cannot leave the set half-changed, so poisoning is ignored.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(without_brackets(host))
    }

    fn add(&self, host: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_owned());
    }
}

/// Addresses of IPv6 come in brackets, which the system's lookup does not take.
fn without_brackets(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

impl Resolver for CheckedNames {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = without_brackets(uri.host().unwrap_or_default());
        let is_secure = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        let found = look_up(self.names, host, port, *timeout.after);
        // Here and not before the request: the client connects to exactly what this returns.
        let addresses = checked(found, self.allow_local)
            .map_err(|failure| Error::Io(io::Error::other(LookupFailure(failure))))?;
        if !addresses.iter().all(|address| is_public(address.ip())) {
            self.local.add(host);
        }
        let mut resolved = self.empty();
        for address in addresses.into_iter().take(MOST) {
            resolved.push(address);
        }
        Ok(resolved)
    }
}

/// The addresses of a name, or why there are none that may be reached. One that may not is reason
/// enough to reach none: a host with a public and a private address is not what it seems.
fn checked(
    found: io::Result<Vec<SocketAddr>>,
    allow_local: bool,
) -> Result<Vec<SocketAddr>, WebFailure> {
    let found = found.map_err(|error| why_unknown(&error))?;
    if found.is_empty() {
        return Err(WebFailure::NoSuchHost);
    }
    if !allow_local && !found.iter().all(|address| is_public(address.ip())) {
        return Err(WebFailure::Private);
    }
    Ok(found)
}

/// Looks up a name in a thread of its own: the system's lookup knows no time limit. A thread that
/// outlives its limit is left behind and ends when the system gives up.
fn look_up(names: Names, host: &str, port: u16, limit: Duration) -> io::Result<Vec<SocketAddr>> {
    let (sender, receiver) = channel();
    let name = host.to_owned();
    std::thread::spawn(move || {
        // If this fails, no one waits for it now.
        let _ = sender.send(names(&name, port));
    });
    receiver.recv_timeout(limit).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// Whether there is no such name, or only no answer about it. Systems tell it in numbers of their
/// own or in words; what is not known for sure is no answer.
fn why_unknown(error: &io::Error) -> WebFailure {
    /// Windows: the name does not exist; it exists and has no address.
    const WINDOWS: [i32; 2] = [11_001, 11_004];
    /// glibc, musl, macOS and the BSDs.
    const WORDS: [&str; 5] = [
        "name or service not known",
        "name does not resolve",
        "nodename nor servname provided",
        "no address associated with",
        "name has no usable address",
    ];
    let text = error.to_string().to_lowercase();
    let is_missing = error.raw_os_error().is_some_and(|code| WINDOWS.contains(&code))
        || WORDS.iter().any(|words| text.contains(words));
    if is_missing { WebFailure::NoSuchHost } else { WebFailure::NoLookup }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_private_address_is_reason_enough() {
        let found = |addresses: &[&str]| {
            Ok(addresses.iter().map(|one| one.parse().unwrap()).collect::<Vec<SocketAddr>>())
        };
        let rebound = ["93.184.215.14:80", "127.0.0.1:80"];
        assert_eq!(checked(found(&rebound), false), Err(WebFailure::Private));
        assert_eq!(checked(found(&["[::ffff:10.0.0.1]:80"]), false), Err(WebFailure::Private));
        assert_eq!(checked(found(&rebound), true).map(|found| found.len()), Ok(2));
        assert_eq!(checked(found(&rebound[..1]), false).map(|found| found.len()), Ok(1));
        assert_eq!(checked(found(&[]), false), Err(WebFailure::NoSuchHost));
    }

    #[test]
    fn no_answer_about_a_name_is_not_that_there_is_none() {
        for (words, wanted) in [
            (
                "failed to lookup address information: Name or service not known",
                WebFailure::NoSuchHost,
            ),
            ("failed to lookup address information: Name does not resolve", WebFailure::NoSuchHost),
            (
                "failed to lookup address information: nodename nor servname provided, or not known",
                WebFailure::NoSuchHost,
            ),
            (
                "failed to lookup address information: Temporary failure in name resolution",
                WebFailure::NoLookup,
            ),
            ("timed out", WebFailure::NoLookup),
        ] {
            assert_eq!(why_unknown(&io::Error::other(words)), wanted, "{words}");
        }
    }
}
