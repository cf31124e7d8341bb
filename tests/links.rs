//! `wellread audit --links`: the real program against a server on this computer. What needs no
//! socket is tested in `wellread-links`, where a year of runs takes seconds.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::support::program::Hub;

/// A server with files, of which one has moved and one is missing.
struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    is_closed: Arc<AtomicBool>,
    /// A file that someone saves while the server is asked, and its text.
    saved_meanwhile: Arc<Mutex<Option<(PathBuf, String)>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            requests: Arc::default(),
            is_closed: Arc::default(),
            saved_meanwhile: Arc::default(),
        };
        let (requests, is_closed) = (Arc::clone(&server.requests), Arc::clone(&server.is_closed));
        let saved_meanwhile = Arc::clone(&server.saved_meanwhile);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let (mut head, mut byte) = (String::new(), [0]);
                while !head.ends_with("\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
                    head.push(char::from(byte[0]));
                }
                // To the client, a connection that ends at once is a host that does not answer.
                if is_closed.load(Ordering::SeqCst) {
                    continue;
                }
                let line = head.lines().next().unwrap_or_default().to_owned();
                let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
                requests.lock().unwrap().push(line);
                if let Some((path, text)) = saved_meanwhile.lock().unwrap().take() {
                    fs::write(path, text).unwrap();
                }
                let (status, header) = match path.as_str() {
                    "/file" | "/new" => ("200 OK", "Content-Type: application/pdf"),
                    "/closed?a=1&b=2" => ("403 Forbidden", "Content-Type: text/html"),
                    "/old" => ("301 Moved Permanently", "Location: /new"),
                    _ => ("404 Not Found", "Content-Type: text/html"),
                };
                let answer = format!("HTTP/1.1 {status}\r\n{header}\r\nContent-Length: 0\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        server
    }

    /// An address that pages may hold. As systems read numbers, it leads to this computer, but no
    /// preview is found there.
    fn url(&self, path: &str) -> String {
        format!("http://0177.0.0.1:{}{path}", self.address.port())
    }

    fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.requests.lock().unwrap())
    }
}

const STATE: &str = "link-checks.json";

#[test]
fn links_are_checked_stored_and_fixed() {
    let (server, hub) = (Server::start(), Hub::new());
    let (file, old, gone) = (server.url("/file"), server.url("/old"), server.url("/gone"));
    let new = server.url("/new");
    hub.article(
        "links",
        &format!("[File]({file}), <{old}#part>, `{old}`.\n\n[Gone][g].\n\n[g]: {gone}"),
    );
    let resource =
        format!("---\ntitle: R\nurl: \"{old}\" # theirs\nchecked: 2026-11-01\n---\nHelp.\n");
    hub.write("content/resources/r.md", &resource);
    let audit = |day: &str, more: &[&str]| {
        let mut arguments = vec!["audit", "--links", "--allow-local", "--date", day];
        arguments.extend(more);
        let output = hub.run(&arguments);
        let out = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), out, String::from_utf8(output.stderr).unwrap())
    };

    // A new link that leads to nothing is reported at once, with its place.
    let (code, out, err) = audit("2026-11-22", &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("Leads to nothing: 1 link"), "{out}");
    assert!(out.contains(&format!("  {gone}\n    in content/articles/links.md:6:1\n")), "{out}");
    assert!(out.contains("Has a new address: 2 links"), "{out}");
    assert!(out.contains(&format!("Write {new}#part ")), "{out}");
    // The parts are the whole: `/old#part` and `/old` are two links to one page.
    let counts = "4 links: 1 works, 3 need you.\n3 pages were asked for today.";
    assert!(out.contains(counts), "{out}");
    let requests = server.take_requests();
    assert_eq!(requests.iter().filter(|line| line.contains("/robots.txt")).count(), 1);
    assert_eq!(requests.iter().filter(|line| line.contains("/old")).count(), 1);
    let state = fs::read_to_string(hub.path(STATE)).unwrap();
    assert!(state.contains("\"kind\": \"gone\",\n      \"reason\": \"404\""), "{state}");
    assert!(state.ends_with("}\n"));

    // The same day asks nothing again, and what has moved is written where it is.
    let (code, out, _) = audit("2026-11-22", &["--fix"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("Wrote the new addresses of 2 links in 2 files."), "{out}");
    assert!(out.contains("None was due today."), "{out}");
    assert!(!out.contains("Has a new address"), "{out}");
    assert_eq!(server.take_requests(), Vec::<String>::new());
    let article = fs::read_to_string(hub.path("content/articles/links.md")).unwrap();
    assert!(article.contains(&format!("[File]({file}), <{new}#part>, `{old}`.")), "{article}");
    let written = fs::read_to_string(hub.path("content/resources/r.md")).unwrap();
    assert_eq!(written, resource.replace(&old, &new));

    // JSON is for programs, and nothing else is on its stream.
    let (code, out, _) = audit("2026-11-22", &["--format", "json"]);
    assert_eq!(code, Some(0));
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{out}");
    assert_eq!((&rows[0]["kind"], &rows[0]["url"]), (&"gone".into(), &gone.as_str().into()));
    assert_eq!(rows[0]["places"][0]["line"], 6);

    // The whole list has what is known, and asks for nothing.
    server.take_requests();
    let list = hub.run(&["audit", "--kind", "link", "--format", "json", "--date", "2026-11-22"]);
    let rows: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows}");
    assert_eq!((&rows[0]["kind"], &rows[0]["line"]), (&"link".into(), &6.into()));
    assert!(rows[0]["about"].as_str().unwrap().starts_with(&gone), "{rows}");
    assert_eq!(server.take_requests(), Vec::<String>::new());

    // Without a network, what is known stays.
    let state = fs::read_to_string(hub.path(STATE)).unwrap();
    server.is_closed.store(true, Ordering::SeqCst);
    let (code, out, err) = audit("2026-12-22", &["--format", "json"]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("No network"), "{err}");
    assert_eq!(fs::read_to_string(hub.path(STATE)).unwrap(), state);

    // A merge that went wrong is reported, and the file is left as it is.
    let conflict = format!("<<<<<<< HEAD\n{state}");
    hub.write(STATE, &conflict);
    let (code, _, err) = audit("2026-12-23", &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("line 1 begins with <<<<<<<"), "{err}");
    assert_eq!(fs::read_to_string(hub.path(STATE)).unwrap(), conflict);
}

#[test]
fn what_is_saved_while_links_are_checked_is_kept() {
    let (server, hub) = (Server::start(), Hub::new());
    let (old, new) = (server.url("/old"), server.url("/new"));
    hub.article("links", &format!("See [this]({old})."));
    let path = hub.path("content/articles/links.md");
    let saved = fs::read_to_string(&path).unwrap().replace("See", "A sentence of today. See");
    *server.saved_meanwhile.lock().unwrap() = Some((path.clone(), saved.clone()));
    let arguments = ["audit", "--links", "--fix", "--allow-local", "--date", "2026-11-22"];
    assert_eq!(hub.run(&arguments).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&path).unwrap(), saved.replace(&old, &new));

    // A file that has an error by then is left as it is, and what was found out is kept.
    hub.write("content/articles/links.md", &saved);
    let broken = saved.replace("title:", "title");
    *server.saved_meanwhile.lock().unwrap() = Some((path.clone(), broken.clone()));
    fs::remove_file(hub.path(STATE)).unwrap();
    assert_eq!(hub.run(&arguments).status.code(), Some(1));
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
    assert!(fs::read_to_string(hub.path(STATE)).unwrap().contains("\"moved\""));
}

#[test]
fn a_link_that_only_a_person_can_check_is_quiet_once_it_is_confirmed() {
    let (server, hub) = (Server::start(), Hub::new());
    let (closed, gone) = (server.url("/closed?a=1&b=2"), server.url("/gone"));
    hub.article("links", &format!("[File]({closed}#part) and [gone]({gone})."));
    let ask = |day: &str| {
        let output = hub.run(&["audit", "--links", "--allow-local", "--date", day]);
        String::from_utf8(output.stdout).unwrap()
    };
    let listed = |day: &str| -> Vec<serde_json::Value> {
        let arguments = ["audit", "--kind", "link", "--format", "json", "--date", day];
        serde_json::from_slice(&hub.run(&arguments).stdout).unwrap()
    };
    let out = ask("2026-11-22");
    assert!(out.contains("Can be checked only by a person: 1 link"), "{out}");
    let items = listed("2026-11-22");
    let steps: Vec<&str> = items.iter().map(|one| one["step"].as_str().unwrap()).collect();
    assert_eq!(steps.len(), 2);
    // The step works as it is written.
    let step = steps.iter().find(|step| step.contains("--confirm")).unwrap();
    let written = step.rsplit("  wellread audit --confirm ").next().unwrap();
    let url = written.trim_matches('"');
    let confirm = |url: &str| hub.run(&["audit", "--confirm", url, "--date", "2026-11-22"]);
    let output = confirm(url);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("1 link confirmed on 2026-11-22"), "{said}");
    assert_eq!(listed("2026-11-22").len(), 1);
    // A later check finds the same and leaves it so, for a year.
    let out = ask("2026-12-01");
    assert!(out.contains("1 needs you, 1 was checked by a person"), "{out}");
    assert_eq!(listed("2027-11-22").len(), 1);
    assert_eq!(listed("2027-11-23").len(), 2);
    // What needs no opinion, or is no link of the hub, is refused, and nothing is written.
    let before = fs::read_to_string(hub.path(STATE)).unwrap();
    for (url, words) in [
        (gone.as_str(), "the same for every visitor"),
        ("https://nowhere.test/", "has no link https://nowhere.test/"),
    ] {
        hub.refuses(&["audit", "--confirm", url], 2, words);
    }
    assert_eq!(fs::read_to_string(hub.path(STATE)).unwrap(), before);
    hub.refuses(&["audit", "--confirm", url, "--links"], 2, "cannot be used with");
}

#[test]
fn the_own_network_is_not_asked_unless_it_is_allowed() {
    let (server, hub) = (Server::start(), Hub::new());
    hub.article("links", &format!("[File]({})", server.url("/file")));
    let output = hub.run(&["audit", "--links", "--date", "2026-11-22"]);
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert!(out.contains("families cannot reach"), "{out}");
    assert_eq!(server.take_requests(), Vec::<String>::new());
}

#[test]
fn a_build_neither_needs_nor_changes_what_is_known_of_links() {
    let hub = Hub::new();
    hub.build();
    let site = hub.site();
    hub.write(STATE, "garbage");
    hub.build();
    assert!(hub.site() == site);
    assert_eq!(fs::read_to_string(hub.path(STATE)).unwrap(), "garbage");
    hub.refuses(&["audit", "--links"], 2, "link-checks.json cannot be read, and was left as it is");
    hub.refuses(&["audit"], 2, "link-checks.json cannot be read, and was left as it is");
}
