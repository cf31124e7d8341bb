//! One request over HTTP.
//!
//! Redirects are not followed here, so that each of them passes all rules. No cookie is stored, no
//! proxy of the environment is used (behind one, no address could be checked), and nothing is read
//! beyond what is asked for.

use std::io::{self, Read as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::CertificateError;
use ureq::http::{HeaderMap, Response};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error};

use super::lookup::{CheckedNames, LocalHosts, LookupFailure, system_names};
use crate::title::page_title;
use crate::web::{RequestKind, WebAnswer, WebFailure, WebReply, WebRequest};

/// How long a request may take in all.
///
/// Longer than a reader waits. A server that takes more is as good as silent.
const LIMIT: Duration = Duration::from_secs(20);

/// How much of a page is read in search of its title, in bytes.
///
/// Some pages have their styles and scripts in front of it. What is beyond is not worth its
/// transfer.
const TITLE_BYTES: u64 = 128 * 1024;

/// How much of a `robots.txt` is read (RFC 9309, section 2.5), in bytes.
const RULES_BYTES: u64 = 512 * 1024;

/// How requests are made.
#[derive(Debug, Clone, Default)]
pub struct TransportOptions {
    /// The address of the hub, by which hosts see who asks. Owners of a host who wonder at the
    /// requests find someone to write to.
    pub hub: String,
    /// Whether computers in the own network may be asked, for tests. The program offers it as
    /// `--allow-local`.
    pub allow_local: bool,
    /// Certificates to trust in place of those of the system, in DER, for tests. `None` takes those
    /// of the system, so that what browsers on this machine trust is trusted here.
    pub trusted: Option<Vec<Vec<u8>>>,
    /// How long a request may take, if not twenty seconds.
    pub limit: Option<Duration>,
}

/// Makes requests. Clones share what is costly. It has no state between requests: no cookies, no
/// open connections; only which hosts are in the own network is known from one to the next.
#[derive(Debug, Clone)]
pub struct Transport {
    agent: Agent,
    /// Whether there is any certificate to trust.
    has_certificates: bool,
    /// The hosts that were found in the own network.
    local: LocalHosts,
}

impl Transport {
    /// A transport with the certificates of the system. Those that cannot be read are left out.
    #[must_use]
    pub fn new(options: &TransportOptions) -> Self {
        // The system's list and not one inside the program, which would be out of date within a
        // year.
        let trusted = match &options.trusted {
            Some(trusted) => {
                trusted.iter().map(|der| Certificate::from_der(der).to_owned()).collect()
            }
            None => system_certificates(),
        };
        let has_certificates = !trusted.is_empty();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(trusted)))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let limit = options.limit.unwrap_or(LIMIT);
        let config = Agent::config_builder()
            // For this program, 404 is an answer.
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(user_agent(&options.hub))
            // A browser's own header: some servers refuse programs that accept anything.
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            // Nothing is decompressed, so that no short answer becomes a long one.
            .accept_encoding("")
            // Waiting two seconds for a host, no connection stays open.
            .max_idle_connections(0)
            .timeout_global(Some(limit))
            .timeout_resolve(Some(limit))
            .max_response_header_size(64 * 1024)
            .tls_config(tls)
            .build();
        let (allow_local, local) = (options.allow_local, LocalHosts::default());
        let names = CheckedNames { names: system_names, allow_local, local: local.clone() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), names);
        Self { agent, has_certificates, local }
    }

    /// Whether it trusts anyone. Without certificates, every encrypted connection fails.
    #[must_use]
    pub const fn has_certificates(&self) -> bool {
        self.has_certificates
    }

    /// Makes one request, and waits for what comes back.
    ///
    /// Blocks, for twenty seconds at most. Redirects come back as answers.
    #[must_use]
    pub fn ask(&self, request: &WebRequest) -> WebReply {
        let url = request.address.to_string();
        let sent = match request.asked {
            RequestKind::Headers => self.agent.head(&url).call(),
            RequestKind::Title | RequestKind::Robots => self.agent.get(&url).call(),
        };
        match sent {
            Ok(response) => WebReply::Answer(WebAnswer {
                is_local: self.local.has(request.address.host()),
                ..answer(response, request.asked)
            }),
            Err(error) => WebReply::Failure(failure(&error)),
        }
    }
}

/// Who asks. Hosts that block unknown programs can see that it is one, and whose.
fn user_agent(hub: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    // A header is ASCII.
    let hub: String = hub.chars().filter(char::is_ascii_graphic).collect();
    format!("Mozilla/5.0 (compatible; Wellread/{version}; link check of {hub})")
}

/// Where a system has several stores, what can be read of them.
fn system_certificates() -> Vec<Certificate<'static>> {
    let found = rustls_native_certs::load_native_certs();
    found.certs.iter().map(|one| Certificate::from_der(one).to_owned()).collect()
}

/// The clock of the machine: a host may name a time of day.
#[expect(clippy::disallowed_methods, reason = "the one place that needs the time of day")]
fn clock() -> SystemTime {
    SystemTime::now()
}

/// Takes from a response what the rules ask for. The body of a bad status is never read.
fn answer(mut response: Response<Body>, asked: RequestKind) -> WebAnswer {
    let status = response.status().as_u16();
    let headers = response.headers();
    let text =
        |name: &str| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let kind = text("content-type").unwrap_or_default().to_ascii_lowercase();
    let mut answer = WebAnswer {
        status,
        location: text("location").map(|it| it.into_owned()),
        retry_after: text("retry-after").and_then(|it| retry_after(&it, clock())),
        is_challenge: is_challenge(headers),
        may_be_page: kind.is_empty() || kind.contains("html"),
        ..WebAnswer::default()
    };
    // The page of an error has a title, too, which says nothing about the address.
    let is_good = (200..300).contains(&status);
    match asked {
        RequestKind::Title if is_good && answer.may_be_page => {
            answer.title = title(response.body_mut().as_reader());
        }
        RequestKind::Robots if is_good => {
            let mut bytes = Vec::new();
            // What was read before a failure is what there is.
            let _ = response.body_mut().as_reader().take(RULES_BYTES).read_to_end(&mut bytes);
            answer.text = Some(String::from_utf8_lossy(&bytes).into_owned());
        }
        _ => {}
    }
    answer
}

/// Reads a page as far as its title, and not further.
fn title(reader: impl io::Read) -> Option<String> {
    let mut reader = reader.take(TITLE_BYTES);
    let (mut bytes, mut piece) = (Vec::new(), [0; 8 * 1024]);
    loop {
        let length = match reader.read(&mut piece) {
            Ok(0) | Err(_) => break,
            Ok(length) => length,
        };
        // The end may come in two pieces.
        let from = bytes.len().saturating_sub("</title".len());
        bytes.extend_from_slice(&piece[..length]);
        let lower = bytes[from..].to_ascii_lowercase();
        if lower.windows("</title".len()).any(|window| window == b"</title") {
            break;
        }
    }
    page_title(&String::from_utf8_lossy(&bytes))
}

/// How long a host wants to be left alone: seconds, or a date (RFC 9110, section 10.2.3).
fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_second();
    let now = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
    Some(Duration::from_secs(u64::try_from(until).ok()?.saturating_sub(now)))
}

/// Whether a server says in a header that it wants proof that a person asks. These are the headers
/// of Cloudflare and of Amazon's firewall for web servers.
fn is_challenge(headers: &HeaderMap) -> bool {
    let is = |name: &str, word: &[u8]| {
        headers.get(name).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(word))
    };
    is("cf-mitigated", b"challenge")
        || is("x-amzn-waf-action", b"challenge")
        || is("x-amzn-waf-action", b"captcha")
}

/// What is not known here is garbled: something came back, and it was no answer.
fn failure(error: &Error) -> WebFailure {
    match error {
        Error::Timeout(_) => WebFailure::Timeout,
        Error::HostNotFound => WebFailure::NoSuchHost,
        Error::Rustls(error) => failure_of_tls(error),
        Error::Tls(_) => WebFailure::Certificate,
        Error::Io(error) => failure_of_io(error),
        Error::ConnectionFailed => WebFailure::NoConnection,
        _ => WebFailure::Garbled,
    }
}

/// The client wraps errors of the lookup and of encryption in errors of input and output, sometimes
/// twice, so they are unwrapped first.
fn failure_of_io(error: &io::Error) -> WebFailure {
    if let Some(inner) = error.get_ref() {
        if let Some(LookupFailure(failure)) = inner.downcast_ref() {
            return *failure;
        }
        if let Some(error) = inner.downcast_ref::<rustls::Error>() {
            return failure_of_tls(error);
        }
        if let Some(error) = inner.downcast_ref::<Error>() {
            return failure(error);
        }
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => WebFailure::Timeout,
        _ => WebFailure::NoConnection,
    }
}

/// Tells apart what staff can tell the owner of a site: lapsed, wrong name, unknown signer.
fn failure_of_tls(error: &rustls::Error) -> WebFailure {
    let rustls::Error::InvalidCertificate(error) = error else {
        // An alert of the server, or a protocol that is too old.
        return WebFailure::Certificate;
    };
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => WebFailure::CertificateExpired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            WebFailure::CertificateName
        }
        CertificateError::UnknownIssuer => WebFailure::CertificateIssuer,
        _ => WebFailure::Certificate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_seconds_or_dates() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_420);
        for (text, wanted) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(60)),
            ("Wed, 21 Oct 2015 07:20:00 GMT", Some(0)),
            ("-5", None),
            ("soon", None),
        ] {
            assert_eq!(retry_after(text, now), wanted.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn hosts_see_who_asks() {
        let agent = user_agent("https://hub.example.org/\r\nX: y");
        assert!(agent.ends_with("link check of https://hub.example.org/X:y)"), "{agent}");
    }

    #[test]
    fn no_more_is_read_than_the_title() {
        struct Counted(usize);
        impl io::Read for Counted {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let page = b"<title>A title</title>";
                self.0 += 1;
                assert_eq!(self.0, 1, "the rest of the page was read");
                buffer[..page.len()].copy_from_slice(page);
                Ok(page.len())
            }
        }
        assert_eq!(title(Counted(0)).as_deref(), Some("A title"));
        let split = io::Cursor::new(b"<title>A</ti").chain(io::Cursor::new(b"tle>"));
        assert_eq!(title(split).as_deref(), Some("A"));
        assert_eq!(title(io::repeat(b' ')), None);
    }
}
