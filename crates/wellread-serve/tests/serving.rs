//! What a browser gets: pages, files, parts of files, redirects, refusals.

mod support;

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::{Preview, copy};
use wellread_serve::{RenderFn, ServedFile};

const HUB: &[(&str, &str)] = &[
    ("index.html", "<head><title>Home</title></head>Home"),
    ("404.html", "<head></head>Not here"),
    ("articles/iep/index.html", "<head></head>IEP"),
    ("files/a b.txt", "0123456789"),
    ("files/学.svg", "<svg/>"),
    ("files/re\u{301}sume\u{301}.pdf", "pdf"),
    ("style.1a2b3c4d.css", "a{}"),
];

fn preview() -> Preview {
    Preview::start(HUB)
}

fn based() -> Preview {
    Preview::with(HUB, |_| {}, |content| Ok(copy(content, "/hub/")))
}

#[test]
fn pages_come_with_the_script_and_are_not_cached() {
    let preview = preview();
    let answer = preview.get("/");
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("<script type=\"module\" src=\"/__wellread/client.js\""));
    assert_eq!(answer.field("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.field("cache-control"), Some("no-store"));
    assert_eq!(answer.field("content-length"), Some(&*answer.body.len().to_string()));
    assert!(answer.field("content-security-policy").unwrap().starts_with("default-src 'self';"));
    assert_eq!(answer.field("x-content-type-options"), Some("nosniff"));
    for own in ["client.js", "overlay.js", "overlay.css"] {
        assert_eq!(preview.get(&format!("/__wellread/{own}")).status, 200, "{own}");
    }
    assert_eq!(preview.get("/__wellread/other").status, 404);
}

#[test]
fn head_is_get_without_a_body() {
    let preview = preview();
    let (get, head) = (preview.get("/"), preview.ask("HEAD", "/", &[]));
    assert_eq!(head.head, get.head);
    assert!(head.body.is_empty());
}

#[test]
fn a_connection_is_closed_after_its_response() {
    use std::io::Write as _;
    let preview = preview();
    let mut stream = preview.connect();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert_eq!(support::Answer::read_one(&mut stream).field("connection"), Some("close"));
}

#[test]
fn other_methods_are_refused() {
    let preview = preview();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"] {
        let answer = preview.ask(method, "/", &["Content-Length: 0"]);
        assert_eq!((answer.status, answer.field("allow")), (405, Some("GET, HEAD")), "{method}");
    }
}

#[test]
fn what_is_known_is_not_sent_again() {
    let preview = preview();
    let first = preview.get("/style.1a2b3c4d.css");
    assert_eq!(first.field("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(first.field("cache-control"), Some("no-cache"));
    let tag = first.field("etag").unwrap();
    for known in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let field = format!("If-None-Match: {known}");
        let again = preview.ask("GET", "/style.1a2b3c4d.css", &[&field]);
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(again.field("etag"), Some(tag));
    }
    let other = preview.ask("GET", "/style.1a2b3c4d.css", &["If-None-Match: \"x\""]);
    assert_eq!(other.status, 200);
}

#[test]
fn parts_of_files() {
    let preview = preview();
    let part = |range: &str| preview.ask("GET", "/files/a%20b.txt", &[range]);
    let answer = part("Range: bytes=2-4");
    assert_eq!((answer.status, answer.text().as_str()), (206, "234"));
    assert_eq!(answer.field("content-range"), Some("bytes 2-4/10"));
    assert_eq!(answer.field("content-length"), Some("3"));
    assert_eq!(part("Range: bytes=-2").text(), "89");
    let beyond = part("Range: bytes=10-");
    assert_eq!((beyond.status, beyond.field("content-range")), (416, Some("bytes */10")));
    assert_eq!(part("Range: bytes=0-1,3-4").status, 200);
    let file = "/files/a%20b.txt";
    let stale = preview.ask("GET", file, &["Range: bytes=2-4", "If-Range: \"old\""]);
    assert_eq!(stale.status, 200);
}

#[test]
fn names_in_every_writing() {
    let preview = preview();
    for path in ["/files/%E5%AD%A6.svg", "/files/%e5%ad%a6.svg", "/files/r%C3%A9sum%C3%A9.pdf"] {
        assert_eq!(preview.get(path).status, 200, "{path}");
    }
    assert_eq!(preview.get("/files/re%CC%81sume%CC%81.pdf").status, 200);
}

#[test]
fn folders_get_their_slash_and_keep_the_query() {
    let preview = preview();
    let answer = preview.get("/articles/iep?q=a%20b");
    assert_eq!(answer.status, 308);
    assert_eq!(answer.field("location"), Some("/articles/iep/?q=a%20b"));
    assert_eq!(answer.field("cache-control"), Some("no-store"));
    assert_eq!(preview.get("/articles/iep/?q=1").status, 200);
}

#[test]
fn a_missing_page_is_reported_in_the_hubs_own_words() {
    let preview = preview();
    let answer = preview.get("/no/such/page/");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("Not here") && answer.text().contains("client.js"));
}

#[test]
fn nothing_outside_the_site_is_reached() {
    let preview = preview();
    support::write(&preview.hub.join("secret.txt"), "SECRET");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/files/../../secret.txt",
        "/./../secret.txt",
        "/%252e%252e/secret.txt",
        "//secret.txt",
        "/files/%00",
        "/%c0%ae%c0%ae/secret.txt",
        "/..\\secret.txt",
        "/files//../../secret.txt",
        "/C:/secret.txt",
        "/~/secret.txt",
        "/files/a%20b.txt/../../../secret.txt",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("SECRET"), "{path}");
    }
}

#[test]
fn pages_are_served_below_the_base_path() {
    let preview = based();
    let root = preview.get("/");
    assert_eq!((root.status, root.field("location")), (308, Some("/hub/")));
    assert_eq!(preview.get("/hub").field("location"), Some("/hub/"));
    assert!(preview.get("/hub/").text().contains("Home"));
    assert_eq!(preview.get("/hub/articles/iep").field("location"), Some("/hub/articles/iep/"));
    assert_eq!(preview.get("/articles/iep/").status, 404);
    assert_eq!(preview.get("/__wellread/client.js").status, 200);
}

#[test]
fn strangers_names_for_this_machine_are_refused() {
    let preview = preview();
    let status = |head: &str| preview.raw(&format!("{head}\r\nConnection: close\r\n\r\n")).status;
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:4000"] {
        assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: {host}")), 200, "{host}");
    }
    for host in
        ["evil.example", "localhost.evil.example:4000", "192.168.0.1", "127.0.0.1.evil.example"]
    {
        assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: {host}")), 403, "{host}");
    }
    // What only a proxy is asked for is nothing on this site.
    assert_eq!(status("GET http://evil.example/ HTTP/1.1\r\nHost: localhost"), 404);
    assert_eq!(status("GET /__wellread/wait?a HTTP/1.1\r\nHost: evil.example"), 403);
    for broken in ["GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example"] {
        assert_eq!(status(broken), 400, "{broken}");
    }
}

#[test]
fn a_client_that_waits_or_does_not_read_holds_on_to_no_old_site() {
    let sites = Arc::new(Mutex::new(Vec::new()));
    let built = Arc::clone(&sites);
    // Longer than what the system takes for a client that does not read.
    let large = "x".repeat(20_000_000);
    let content = [("index.html", "<head></head>Home"), ("large.txt", &large), ("news.txt", "0")];
    let preview = Preview::with(
        &content,
        |_| {},
        move |content| {
            let mut build = copy(content, "/");
            let site = Arc::new(());
            built.lock().unwrap().push(Arc::downgrade(&site));
            let render: RenderFn = Arc::new(move |_| {
                let _part_of_the_site = &site;
                None
            });
            let files = build.files.as_mut().unwrap();
            files.insert("lazy.html".to_owned(), ServedFile::Lazy(render));
            Ok(build)
        },
    );
    let (page, styles) = preview.fingerprint("/");
    let wait = format!("/__wellread/wait?path=/&page={page}&styles={styles}&problems=none");
    let mut held = Vec::new();
    for target in [&*wait, "/large.txt"] {
        let mut stream = preview.connect();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        held.push(stream);
    }
    // Both responses are under way: the first bytes of one have come, and the other came before it.
    held[1].read_exact(&mut [0; 16]).unwrap();
    support::write(&preview.file("news.txt"), "1");
    preview.shows("/news.txt", "1");
    let deadline = Instant::now() + support::PATIENCE;
    while sites.lock().unwrap()[0].upgrade().is_some() {
        assert!(Instant::now() < deadline, "the first site is still held");
        std::thread::sleep(Duration::from_millis(10));
    }
}
