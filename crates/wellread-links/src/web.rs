//! What is asked of a host, and what comes back: plain values, without any connection.
//!
//! This is the border between the rules and the sockets: everything on this side can be tested
//! without a network, and whatever implements [`Network`](crate::Network) needs to know no rule.

use std::time::Duration;

use crate::address::WebAddress;

/// How much is asked for. A polite program asks for no more than it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestKind {
    /// Whether the page is there (`HEAD`). Some servers answer `HEAD` wrongly, so only a good
    /// answer to it counts.
    Headers,
    /// The page, as far as its title (`GET`). At most 128 KiB are read.
    Title,
    /// The whole file, for `robots.txt` (`GET`). At most 512 KiB are read, as much as the standard
    /// asks crawlers to read.
    Robots,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebRequest {
    /// The address.
    pub address: WebAddress,
    /// How much of it.
    pub asked: RequestKind,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebReply {
    /// An answer of a web server.
    Answer(WebAnswer),
    /// None.
    Failure(WebFailure),
}

/// An answer of a web server, as much of it as is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebAnswer {
    /// The number of its status, such as 404. From 100 to 999, as HTTP has them.
    pub status: u16,
    /// Where it redirects to, as it is written. It may be relative, and may not be an address at
    /// all.
    pub location: Option<String>,
    /// For how long no one should ask again. `None` if the server named no time, or one that cannot
    /// be read. Zero for a time that is past.
    pub retry_after: Option<Duration>,
    /// Whether the server wants proof that a person asks. Told by headers that two large providers
    /// of such challenges send; others are recognized by their titles.
    pub is_challenge: bool,
    /// Whether it may be a page, which has a title. Verdict by its declared type; a server that
    /// declares none may send one.
    pub may_be_page: bool,
    /// The title of the page, if it was asked for. `None` as well if the page has none in its first
    /// 128 KiB.
    pub title: Option<String>,
    /// Whether it came from this computer or its own network, which says nothing about the web.
    pub is_local: bool,
    /// The text of the file, if that was asked for. Cut off at 512 KiB, and with replacement
    /// characters for what is not UTF-8.
    pub text: Option<String>,
}

/// Why no answer came. The steps of a connection in their order: the name, the connection, the
/// certificate, the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WebFailure {
    /// No host has this name. The only failure that is proof: it is the name system's own answer.
    NoSuchHost,
    /// The name cannot be looked up now. The name system did not answer, or said something that
    /// cannot be distinguished from that.
    NoLookup,
    /// No connection, or it broke.
    NoConnection,
    /// It took too long. Twenty seconds for all of a request, from the lookup on.
    Timeout,
    /// What came back is no answer of a web server.
    Garbled,
    /// The host is on the computer or in the network of whoever asks, so it was not asked. One
    /// private address among several is enough.
    Private,
    /// The certificate is no longer valid, or not yet. A wrong clock of this computer looks the
    /// same; then no certificate is right, which `run` notices.
    CertificateExpired,
    /// The certificate is for other names.
    CertificateName,
    /// The certificate is signed by no one whom this computer trusts. Often an intermediate
    /// certificate is missing, which some browsers fetch by themselves.
    CertificateIssuer,
    /// The certificate or the encryption is wrong in another way.
    Certificate,
}
