//! Requests against servers on this computer, with every kind of answer.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]
#![expect(clippy::disallowed_types, reason = "the servers of this test listen on this computer")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{CertificateParams, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use wellread_links::{
    LinkChecks, LinkKind, LinkRunEnd, LiveNetwork, RequestKind, Transport, TransportOptions,
    WebAddress, WebAnswer, WebFailure, WebReply, WebRequest, check_links,
};

/// A server that answers each path with the bytes that a function makes of it.
struct Server {
    address: SocketAddr,
    /// The heads of all requests.
    heads: Arc<Mutex<Vec<String>>>,
    /// How many connections there were, also those without a request.
    connections: Arc<AtomicUsize>,
}

type Pages = fn(&str) -> Vec<u8>;

impl Server {
    fn start(pages: Pages, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            heads: Arc::default(),
            connections: Arc::default(),
        };
        let (heads, connections) = (Arc::clone(&server.heads), Arc::clone(&server.connections));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (stream, heads, tls) = (stream.unwrap(), Arc::clone(&heads), tls.clone());
                std::thread::spawn(move || match tls {
                    Some(config) => {
                        let connection = rustls::ServerConnection::new(config).unwrap();
                        answer(&mut rustls::StreamOwned::new(connection, stream), pages, &heads);
                    }
                    None => answer(&mut { stream }, pages, &heads),
                });
            }
        });
        server
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn answer(stream: &mut (impl Read + Write), pages: Pages, heads: &Mutex<Vec<String>>) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        // A client that ends the connection early has no request.
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    heads.lock().unwrap().push(head);
    if path == "/slow" {
        std::thread::sleep(Duration::from_secs(3));
    }
    let bytes = pages(&path);
    let _ = stream.write_all(&bytes);
    let _ = stream.flush();
    if path == "/endless" {
        let block = [b'x'; 64 * 1024];
        // It ends when the client has hung up; a client that reads on would never end.
        while stream.write_all(&block).is_ok() {}
    }
}

fn page(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}\r\n{body}").into_bytes()
}

fn pages(path: &str) -> Vec<u8> {
    const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";
    match path {
        "/" => page("200 OK", HTML, "<html><title>Front page</title>"),
        "/page" => page("200 OK", HTML, "<title>A &amp; B</title>"),
        "/file.pdf" => page("200 OK", "Content-Type: application/pdf\r\n", "%PDF"),
        "/no-type" => page("200 OK", "", "<title>Untyped</title>"),
        "/endless" => format!("HTTP/1.1 200 OK\r\n{HTML}\r\n<title>Endless</title>").into_bytes(),
        "/moved" => page("301 Moved", "Location: /page\r\n", ""),
        "/found" => page("302 Found", "Location: http://169.254.169.254/secrets\r\n", ""),
        "/nowhere" => page("301 Moved", "", ""),
        "/gone" => page("410 Gone", HTML, "<title>Gone</title>"),
        "/often" => page("429 Too Many Requests", "Retry-After: 90\r\n", ""),
        "/no" => page("999 Request denied", "", ""),
        "/challenge" => page("403 Forbidden", "CF-Mitigated: challenge\r\n", ""),
        "/garbled" => b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(),
        "/empty" => Vec::new(),
        "/robots.txt" => page("200 OK", "", "User-agent: Wellread\nDisallow: /private\n"),
        _ => page("404 Not Found", HTML, "<title>No</title>"),
    }
}

fn transport(trusted: Vec<Vec<u8>>) -> Transport {
    Transport::new(&TransportOptions {
        hub: "https://hub.example/".to_owned(),
        allow_local: true,
        trusted: Some(trusted),
        limit: Some(Duration::from_secs(1)),
    })
}

fn ask(transport: &Transport, url: &str, asked: RequestKind) -> WebReply {
    transport.ask(&WebRequest { address: WebAddress::parse(url).unwrap(), asked })
}

#[test]
fn every_answer_is_read_as_far_as_it_matters() {
    let server = Server::start(pages, None);
    let transport = transport(Vec::new());
    let answer = |path: &str, asked| match ask(&transport, &server.url(path), asked) {
        WebReply::Answer(answer) => answer,
        WebReply::Failure(failure) => panic!("{path}: {failure:?}"),
    };
    let title = |path: &str| answer(path, RequestKind::Title).title;
    assert_eq!(title("/page").as_deref(), Some("A & B"));
    assert_eq!(title("/no-type").as_deref(), Some("Untyped"));
    assert_eq!(title("/endless").as_deref(), Some("Endless"));
    assert_eq!(title("/file.pdf"), None);
    assert_eq!(title("/gone"), None);
    for (path, status) in [("/page", 200), ("/gone", 410), ("/no", 999), ("/other", 404)] {
        assert_eq!(answer(path, RequestKind::Headers).status, status, "{path}");
    }
    assert!(answer("/page", RequestKind::Headers).may_be_page);
    assert!(!answer("/file.pdf", RequestKind::Headers).may_be_page);
    assert!(answer("/challenge", RequestKind::Title).is_challenge);
    let often = answer("/often", RequestKind::Headers);
    assert_eq!((often.status, often.retry_after), (429, Some(Duration::from_secs(90))));
    let robots = answer("/robots.txt", RequestKind::Robots);
    assert_eq!(robots.text.as_deref(), Some("User-agent: Wellread\nDisallow: /private\n"));
    let heads = server.heads.lock().unwrap();
    assert!(heads.iter().all(|head| head.contains("link check of https://hub.example/")));
    assert!(heads.iter().any(|head| head.starts_with("HEAD /page ")));
    assert!(heads.iter().all(|head| !head.to_lowercase().contains("cookie")));
}

#[test]
fn redirects_are_not_followed_unasked() {
    let server = Server::start(pages, None);
    let transport = transport(Vec::new());
    for (path, location) in [
        ("/moved", Some("/page")),
        ("/found", Some("http://169.254.169.254/secrets")),
        ("/nowhere", None),
    ] {
        let WebReply::Answer(WebAnswer { location: found, .. }) =
            ask(&transport, &server.url(path), RequestKind::Title)
        else {
            panic!("{path}")
        };
        assert_eq!(found.as_deref(), location);
    }
    assert_eq!(server.heads.lock().unwrap().len(), 3);
}

#[test]
fn failures_are_distinguished() {
    let server = Server::start(pages, None);
    let transport = transport(Vec::new());
    let failure = |url: &str| match ask(&transport, url, RequestKind::Title) {
        WebReply::Failure(failure) => failure,
        WebReply::Answer(answer) => panic!("{url}: {answer:?}"),
    };
    assert_eq!(failure(&server.url("/slow")), WebFailure::Timeout);
    assert_eq!(failure(&server.url("/garbled")), WebFailure::Garbled);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(failure(&format!("http://{closed}/")), WebFailure::NoConnection);
    let cut = failure(&server.url("/empty"));
    assert!(matches!(cut, WebFailure::NoConnection | WebFailure::Garbled), "{cut:?}");
    // Without a network, the name cannot be looked up at all.
    let name = failure("http://no-such-host.invalid/");
    assert!(matches!(name, WebFailure::NoSuchHost | WebFailure::NoLookup), "{name:?}");
    // What speaks no TLS has no certificate either.
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = plain.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = plain.accept().unwrap();
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    assert_eq!(failure(&format!("https://{address}/")), WebFailure::Certificate);
}

#[test]
fn nothing_of_the_own_network_is_asked() {
    let server = Server::start(pages, None);
    let port = server.address.port();
    let transport = Transport::new(&TransportOptions {
        limit: Some(Duration::from_secs(1)),
        ..TransportOptions::default()
    });
    for host in [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
        // As the system reads numbers.
        "2130706433",
        "0x7f000001",
        "127.1",
        "10.0.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
    ] {
        let reply = ask(&transport, &format!("http://{host}:{port}/"), RequestKind::Title);
        // Not every system reads numbers that are no addresses, or knows IPv6.
        let is_quiet = |failure| {
            matches!(failure, WebFailure::Private | WebFailure::NoSuchHost | WebFailure::NoLookup)
        };
        assert!(matches!(reply, WebReply::Failure(it) if is_quiet(it)), "{host}: {reply:?}");
    }
    let reply = ask(&transport, &server.url("/"), RequestKind::Title);
    assert_eq!(reply, WebReply::Failure(WebFailure::Private));
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}

/// A server with a certificate of an own authority, and the certificate of the authority.
fn secure_server(change: fn(&mut CertificateParams)) -> (Server, Vec<u8>) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority_certificate = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::from_params(&authority, &authority_key);
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(2100, 1, 1);
    change(&mut params);
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    (Server::start(pages, Some(Arc::new(config))), authority_certificate.der().to_vec())
}

#[test]
fn certificates_are_checked() {
    let reply = |(server, authority): &(Server, Vec<u8>), trust: bool| {
        let transport = transport(if trust { vec![authority.clone()] } else { Vec::new() });
        ask(&transport, &format!("https://{}/page", server.address), RequestKind::Title)
    };
    let good = secure_server(|_| ());
    assert!(matches!(reply(&good, true), WebReply::Answer(WebAnswer { status: 200, .. })));
    let failure = WebReply::Failure;
    assert_eq!(reply(&good, false), failure(WebFailure::CertificateIssuer));
    let lapsed = secure_server(|params| params.not_after = rcgen::date_time_ymd(2020, 1, 1));
    assert_eq!(reply(&lapsed, true), failure(WebFailure::CertificateExpired));
    let early = secure_server(|params| params.not_before = rcgen::date_time_ymd(2099, 1, 1));
    assert_eq!(reply(&early, true), failure(WebFailure::CertificateExpired));
    let other = secure_server(|params| {
        params.subject_alt_names =
            vec![rcgen::SanType::DnsName("other.example".try_into().unwrap())];
    });
    assert_eq!(reply(&other, true), failure(WebFailure::CertificateName));
}

#[test]
fn a_run_over_real_connections() {
    let server = Server::start(pages, None);
    let links: Vec<WebAddress> =
        ["/moved", "/private/a"].map(|path| WebAddress::parse(&server.url(path)).unwrap()).into();
    let stopped = Arc::new(AtomicBool::new(false));
    let mut network =
        LiveNetwork::new(transport(Vec::new()), Arc::clone(&stopped), Box::new(|_| ()));
    let all = links.iter().cloned().collect();
    let today = "2026-11-27".parse().unwrap();
    let run = check_links(&all, &LinkChecks::default(), today, &mut network);
    assert_eq!((run.end, run.asked), (LinkRunEnd::Complete, 2));
    let moved = run.checks.record(&links[0]).unwrap();
    assert_eq!(moved.kind, LinkKind::Moved);
    assert_eq!(moved.leads_to.as_deref(), Some(&*server.url("/page")));
    assert_eq!(moved.title.as_deref(), Some("A & B"));
    assert_eq!(run.checks.record(&links[1]).unwrap().kind, LinkKind::Unclear);
    // robots.txt, HEAD and HEAD of where it leads, and its title.
    let heads = server.heads.lock().unwrap();
    let lines: Vec<&str> = heads.iter().filter_map(|head| head.lines().next()).collect();
    let wanted = ["GET /robots.txt", "HEAD /moved", "HEAD /page", "GET /page"];
    assert_eq!(lines, wanted.map(|line| format!("{line} HTTP/1.1")));
}

#[test]
fn a_stopped_run_does_not_wait_for_answers() {
    let server = Server::start(pages, None);
    let link = WebAddress::parse(&server.url("/slow")).unwrap();
    let stopped = Arc::new(AtomicBool::new(true));
    let mut network = LiveNetwork::new(transport(Vec::new()), stopped, Box::new(|_| ()));
    let today = "2026-11-27".parse().unwrap();
    let run = check_links(&[link].into(), &LinkChecks::default(), today, &mut network);
    assert_eq!((run.end, run.asked, run.left), (LinkRunEnd::Stopped, 0, 1));
    assert_eq!(run.checks, LinkChecks::default());
    drop(TcpStream::connect(server.address));
}
