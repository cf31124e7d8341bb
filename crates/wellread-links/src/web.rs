//! What is asked of a host, and what comes back: plain values, without any connection.

use std::time::Duration;

use crate::address::WebAddress;

/// How much is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestKind {
    /// Whether the page is there (`HEAD`).
    Headers,
    /// The page, as far as its title (`GET`).
    Title,
    /// The whole file, for `robots.txt` (`GET`).
    Rules,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebRequest {
    /// Of which address.
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
    /// The number of its status, such as 404.
    pub status: u16,
    /// Where it redirects to, as it is written.
    pub location: Option<String>,
    /// For how long no one should ask again.
    pub retry_after: Option<Duration>,
    /// Whether the server wants proof that a person asks.
    pub is_challenge: bool,
    /// Whether it may be a page, which has a title.
    pub may_be_page: bool,
    /// The title of the page, if it was asked for.
    pub title: Option<String>,
    /// The text of the file, if that was asked for.
    pub text: Option<String>,
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WebFailure {
    /// No host has this name.
    NoSuchHost,
    /// The name cannot be looked up now.
    NoLookup,
    /// No connection, or it broke.
    NoConnection,
    /// It took too long.
    Timeout,
    /// What came back is no answer of a web server.
    Garbled,
    /// The host is on the computer or in the network of whoever asks, so it was not asked.
    Private,
    /// The certificate is no longer valid, or not yet.
    CertificateExpired,
    /// The certificate is for other names.
    CertificateName,
    /// The certificate is signed by no one whom this computer trusts.
    CertificateIssuer,
    /// The certificate or the encryption is wrong in another way.
    Certificate,
}
