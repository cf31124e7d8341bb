//! What a page in the browser receives, and what is served while a build runs.

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use support::{PATIENCE, TestBuild};
use support::{Preview, copy, write};
use wellread_serve::{
    BuildFailure, Event, PreviewServer, RenderFn, ServeError, ServeOptions, ServedFile, ServedFiles,
};

const PAGE: &str = r#"<head><link rel="stylesheet" href="/style.aaaa1111.css"></head>Text"#;

fn preview() -> Preview {
    Preview::start(&[
        ("index.html", PAGE),
        ("other/index.html", "Other"),
        ("style.aaaa1111.css", "a{}"),
    ])
}

#[test]
fn a_page_that_changed_is_notified_at_once_and_others_are_not() {
    let preview = preview();
    let (home, other) = (preview.fingerprint("/"), preview.fingerprint("/other/"));
    thread::scope(|scope| {
        let answer = scope.spawn(|| {
            let answer = preview.wait("/", &home, "none");
            (answer.text(), Instant::now())
        });
        let not_told = scope.spawn(|| {
            let started = Instant::now();
            (preview.wait("/other/", &other, "none").text(), started.elapsed())
        });
        thread::sleep(Duration::from_millis(300));
        let saved = Instant::now();
        write(&preview.file("index.html"), &PAGE.replace("Text", "New"));
        let (text, at) = answer.join().unwrap();
        assert_eq!(text, r#"{"reload":true}"#);
        // Long before the poll would have been answered without news.
        assert!(at - saved < Duration::from_secs(20), "{:?}", at - saved);
        thread::sleep(Duration::from_millis(300));
        write(&preview.file("other/index.html"), "Changed too");
        let (text, took) = not_told.join().unwrap();
        assert_eq!(text, r#"{"reload":true}"#);
        assert!(took > Duration::from_millis(550), "another page's change was news to it");
    });
}

#[test]
fn a_new_stylesheet_is_swapped() {
    let preview = preview();
    let old = preview.fingerprint("/");
    std::fs::remove_file(preview.file("style.aaaa1111.css")).unwrap();
    write(&preview.file("style.bbbb2222.css"), "b{}");
    write(&preview.file("index.html"), &PAGE.replace("aaaa1111", "bbbb2222"));
    preview.shows("/", "bbbb2222");
    let new = preview.fingerprint("/");
    assert_eq!(old.0, new.0);
    let answer = preview.wait("/", &old, "none").text();
    let links = r#""links":[{"href":"/style.bbbb2222.css","stem":"/style.css"}]"#;
    assert_eq!(answer, format!(r#"{{"styles":{{"id":"{}",{links}}}}}"#, new.1));
}

#[test]
fn a_page_that_went_or_came() {
    let preview = preview();
    write(&preview.file("404.html"), "Not here");
    preview.shows("/new/", "Not here");
    let (there, missing) = (preview.fingerprint("/other/"), preview.fingerprint("/new/"));
    std::fs::remove_file(preview.file("other/index.html")).unwrap();
    preview.shows("/other/", "Not here");
    assert_eq!(preview.wait("/other/", &there, "none").text(), r#"{"reload":true}"#);
    write(&preview.file("new/index.html"), "New");
    preview.shows("/new/", "New");
    assert_eq!(preview.wait("/new/", &missing, "none").text(), r#"{"reload":true}"#);
}

#[test]
fn errors_are_shown_and_gone_when_fixed() {
    let preview = preview();
    let fingerprint = preview.fingerprint("/");
    write(&preview.file("other/index.html"), "ERROR \"here\" </script>");
    let answer = preview.wait("/", &fingerprint, "none").text();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let problems = &answer["problems"];
    assert_eq!((&problems["errors"], &problems["warnings"]), (&1.into(), &0.into()));
    let problem = &problems["list"][0];
    assert_eq!(problem["message"], "There is an <error> here");
    assert_eq!(problem["file"], "content/other/index.html");
    assert_eq!(problem["line_text"], "ERROR \"here\" </script>");
    let place = ["line", "column", "length"].map(|key| problem[key].as_u64().unwrap());
    assert_eq!(place, [1, 1, 5]);
    // The last good site stays, all of it.
    assert!(preview.get("/other/").text().starts_with("Other"));
    assert!(preview.get("/").text().contains("Text"));
    let id = problems["id"].as_str().unwrap();
    write(&preview.file("other/index.html"), "Other");
    let answer = preview.wait("/", &fingerprint, id).text();
    assert_eq!(answer, r#"{"problems":{"errors":0,"id":"none","list":[],"warnings":0}}"#);
}

#[test]
fn a_hub_that_starts_with_errors_is_shown_once_fixed() {
    let preview = Preview::start(&[("index.html", "ERROR")]);
    for path in ["/", "/any/page/"] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 503);
        assert!(answer.text().contains("nothing to show yet"));
    }
    let fingerprint = preview.fingerprint("/");
    assert!(preview.wait("/", &fingerprint, "none").text().contains("There is an <error> here"));
    write(&preview.file("index.html"), "Fixed");
    preview.shows("/", "Fixed");
    assert_eq!(preview.wait("/", &fingerprint, "none").text(), r#"{"reload":true}"#);
}

#[test]
fn a_build_keeps_nobody_waiting() {
    let slow = Arc::new(AtomicBool::new(false));
    let (building, built) = (Arc::clone(&slow), Arc::new(Mutex::new(())));
    let gate = Arc::clone(&built);
    let preview = Preview::with(
        &[("index.html", "Old")],
        |_| {},
        move |content| {
            let built = copy(content, "/");
            if building.load(Ordering::Relaxed) {
                building.store(false, Ordering::Relaxed);
                drop(gate.lock().unwrap());
            }
            Ok(built)
        },
    );
    let hold = built.lock().unwrap();
    slow.store(true, Ordering::Relaxed);
    write(&preview.file("index.html"), "New");
    while slow.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(5));
    }
    // The build is under way, and another change comes.
    for _ in 0..20 {
        assert!(preview.get("/").text().starts_with("Old"));
    }
    write(&preview.file("index.html"), "Newest");
    drop(hold);
    preview.shows("/", "Newest");
}

/// A site of lazy files that counts how often one is rendered.
fn lazy_files(content: &Path, rendered: &Arc<AtomicUsize>) -> ServedFiles {
    let files = copy(content, "/").files.expect("the content has no error");
    let paths: Vec<String> = files.keys().cloned().collect();
    let rendered = Arc::clone(rendered);
    let make: RenderFn = Arc::new(move |path| {
        rendered.fetch_add(1, Ordering::Relaxed);
        files.get(path)?.bytes(path)
    });
    paths.into_iter().map(|path| (path, ServedFile::Lazy(Arc::clone(&make)))).collect()
}

#[test]
fn a_page_is_shown_before_the_build_has_come_to_its_end() {
    let rendered = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&rendered);
    let gate = Arc::new(Mutex::new(()));
    let closed = Arc::clone(&gate);
    let preview = Preview::building(
        &[("index.html", "Old"), ("other/index.html", "Other")],
        |_| {},
        move |content, building| {
            let whole = copy(content, "/");
            building
                .show(TestBuild { files: Some(lazy_files(content, &counted)), ..whole.clone() });
            drop(closed.lock().unwrap());
            Ok(Some(whole))
        },
    );
    let fingerprint = preview.fingerprint("/");
    let hold = gate.lock().unwrap();
    let before = rendered.load(Ordering::Relaxed);
    write(&preview.file("index.html"), "New");
    // The page learns of it, and is there, though the build has not ended.
    assert_eq!(preview.wait("/", &fingerprint, "none").text(), r#"{"reload":true}"#);
    assert!(preview.get("/").text().starts_with("New"));
    assert!(rendered.load(Ordering::Relaxed) > before);
    preview.is_quiet(Duration::from_millis(100));
    drop(hold);
    let event = preview.until(|event| matches!(event, Event::Built { .. }));
    let Event::Built { changed, removed, .. } = event else { unreachable!() };
    assert_eq!((changed, removed), (vec!["index.html".to_owned()], vec![]));
    assert!(preview.get("/").text().starts_with("New"));
}

#[test]
fn a_build_that_is_outdated_gives_up_and_the_next_one_tells_of_all() {
    let given_up = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&given_up);
    let preview = Preview::building(
        &[("index.html", "Old"), ("other/index.html", "Other")],
        |_| {},
        move |content, building| {
            let whole = copy(content, "/");
            building.show(whole.clone());
            let text = whole.files.as_ref().unwrap()["index.html"].bytes("index.html").unwrap();
            let deadline = Instant::now() + PATIENCE;
            while text.starts_with(b"Slow") && Instant::now() < deadline {
                if building.is_outdated() {
                    counted.fetch_add(1, Ordering::Relaxed);
                    return Ok(None);
                }
                thread::sleep(Duration::from_millis(5));
            }
            Ok(Some(whole))
        },
    );
    write(&preview.file("other/index.html"), "Slow other");
    preview.until(|event| matches!(event, Event::Built { .. }));
    write(&preview.file("index.html"), "Slow");
    preview.shows("/", "Slow");
    write(&preview.file("index.html"), "Quick");
    let event = preview.until(|event| matches!(event, Event::Built { .. }));
    let Event::Built { changed, removed, .. } = event else { unreachable!() };
    assert_eq!((changed, removed), (vec!["index.html".to_owned()], vec![]));
    assert!(given_up.load(Ordering::Relaxed) > 0);
}

#[test]
fn what_an_open_page_still_needs_is_there() {
    let preview = Preview::start(&[("index.html", "Home"), ("style.aaaa1111.css", "a{}")]);
    for (old, new) in [("aaaa1111", "bbbb2222"), ("bbbb2222", "cccc3333")] {
        std::fs::remove_file(preview.file(&format!("style.{old}.css"))).unwrap();
        write(&preview.file(&format!("style.{new}.css")), "b{}");
        preview.until(|event| match event {
            Event::Built { removed, .. } => removed.iter().any(|path| path.contains(old)),
            _ => false,
        });
    }
    assert_eq!(preview.get("/style.aaaa1111.css").text(), "a{}");
    assert_eq!(preview.get("/style.bbbb2222.css").text(), "b{}");
    assert_eq!(preview.get("/style.dddd4444.css").status, 404);
}

#[test]
fn the_hubs_headers_are_sent_with_everything() {
    let preview = Preview::with(
        &[("index.html", "Home")],
        |_| {},
        |content| {
            let headers = vec![("X-Frame-Options", "DENY".to_owned())];
            Ok(TestBuild { headers, ..copy(content, "/") })
        },
    );
    assert_eq!(preview.get("/").field("x-frame-options"), Some("DENY"));
    assert_eq!(preview.get("/nothing.css").field("x-frame-options"), Some("DENY"));
}

#[test]
fn a_page_that_cannot_be_made_says_so() {
    let preview = Preview::building(
        &[("index.html", "Home")],
        |_| {},
        |content, _| {
            let mut whole = copy(content, "/");
            let broken = ServedFile::Lazy(Arc::new(|_| None));
            whole.files.as_mut().unwrap().insert("broken/index.html".to_owned(), broken);
            Ok(Some(whole))
        },
    );
    assert_eq!(preview.get("/broken/").status, 503);
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn failures_and_panics_are_survived() {
    let preview = Preview::with(
        &[("index.html", "Fine")],
        |_| {},
        |content| {
            let built = copy(content, "/");
            let text = std::fs::read_to_string(content.join("index.html")).unwrap_or_default();
            assert!(!text.contains("panic"), "as the test wants it");
            if text.contains("fail") { Err("the disk is full".to_owned()) } else { Ok(built) }
        },
    );
    let fingerprint = preview.fingerprint("/");
    for (text, message) in [("fail", "the disk is full"), ("panic", "a bug in Wellread")] {
        write(&preview.file("index.html"), text);
        let event = preview.until(|event| matches!(event, Event::Failed(_)));
        let Event::Failed(failure) = event else { unreachable!() };
        assert!(failure.to_string().contains(message));
        assert!(preview.get("/").text().starts_with("Fine"));
        assert!(preview.wait("/", &fingerprint, "none").text().contains(message));
    }
    write(&preview.file("index.html"), "Fine");
    preview.until(|event| matches!(event, Event::Built { .. }));
}

#[test]
fn a_failure_that_goes_by_itself_is_over_without_another_edit() {
    let failing = Arc::new(AtomicBool::new(false));
    let locked = Arc::clone(&failing);
    let preview = Preview::with(
        &[("index.html", "Fine")],
        |_| {},
        move |content| match locked.load(Ordering::Relaxed) {
            true => Err("the file is locked".to_owned()),
            false => Ok(copy(content, "/")),
        },
    );
    failing.store(true, Ordering::Relaxed);
    write(&preview.file("index.html"), "New");
    preview.until(|event| matches!(event, Event::Failed(_)));
    assert!(preview.get("/").text().starts_with("Fine"));
    failing.store(false, Ordering::Relaxed);
    preview.shows("/", "New");
}

#[test]
fn something_that_changes_all_the_time_does_not_keep_the_site_from_being_complete() {
    let preview = Preview::building(
        &[("index.html", "Home"), ("restless", "0")],
        |_| {},
        |content, building| {
            let whole = copy(content, "/");
            building.show(whole.clone());
            let deadline = Instant::now() + Duration::from_millis(300);
            while Instant::now() < deadline {
                if building.is_outdated() {
                    return Ok(None);
                }
                thread::sleep(Duration::from_millis(5));
            }
            Ok(Some(whole))
        },
    );
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                write(&preview.file("restless"), &number.to_string());
                thread::sleep(Duration::from_millis(70));
            }
        });
        preview.until(|event| matches!(event, Event::Built { .. }));
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn the_base_path_may_change() {
    let preview = Preview::with(
        &[("index.html", "Home"), ("base", "/a/")],
        |_| {},
        |content| {
            let base = std::fs::read_to_string(content.join("base")).unwrap_or_default();
            Ok(copy(content, &base))
        },
    );
    assert_eq!(preview.get("/").field("location"), Some("/a/"));
    write(&preview.file("base"), "/b/");
    preview.shows("/b/", "Home");
    assert_eq!(preview.get("/").field("location"), Some("/b/"));
    assert_eq!(preview.get("/a/").status, 404);
}

#[test]
fn reports_say_what_changed() {
    let preview = preview();
    write(&preview.file("index.html"), "Changed");
    let event = preview.until(|event| matches!(event, Event::Built { .. }));
    let Event::Built { changed, removed, problems, .. } = event else { unreachable!() };
    assert_eq!((changed, removed, problems.len()), (vec!["index.html".to_owned()], vec![], 0));
    std::fs::remove_file(preview.file("other/index.html")).unwrap();
    let event = preview.until(|event| matches!(event, Event::Built { .. }));
    let Event::Built { changed, removed, .. } = event else { unreachable!() };
    assert_eq!((changed, removed), (vec![], vec!["other/index.html".to_owned()]));
}

#[test]
fn ports_are_taken_and_released() {
    let first = preview();
    let port = first.port;
    let options =
        ServeOptions { root: first.hub.clone(), port: Some(port), ..ServeOptions::default() };
    let error = PreviewServer::start(&options).unwrap_err();
    assert!(matches!(error, ServeError::Port { port: refused, .. } if refused == port), "{error}");
    assert_eq!(error.to_string(), format!("another program is using port {port}"));
    first.end().unwrap();
    let deadline = Instant::now() + PATIENCE;
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
        assert!(Instant::now() < deadline, "the port is still in use");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn pages_that_wait_are_answered_when_the_preview_ends() {
    let preview = preview();
    let (page, styles) = preview.fingerprint("/");
    let mut stream = preview.connect();
    let question = format!("/__wellread/wait?path=/&page={page}&styles={styles}&problems=none");
    let head = format!("GET {question} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(200));
    preview.end().unwrap();
    let answer = support::Answer::read_one(&mut stream);
    assert_eq!((answer.status, answer.text().as_str()), (200, "{\"retry\":0}"));
}

#[test]
fn a_failure_of_the_first_build_ends_the_preview() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    let options = ServeOptions { root, port: Some(0), ..ServeOptions::default() };
    let mut server = PreviewServer::start(&options).unwrap();
    server.begin_build();
    let failure = BuildFailure::Machine("the disk is full".to_owned());
    assert_eq!(server.fail_build(failure).unwrap_err().to_string(), "the disk is full");
}

/// What is announced with a page at this path.
#[expect(clippy::unwrap_used, reason = "a helper of tests, which fail by panicking")]
fn announced(options: &ServeOptions, base_path: &str) -> (PreviewServer, Vec<Event>) {
    let mut server = PreviewServer::start(options).unwrap();
    server.begin_build();
    let files = Arc::new(support::files(&[("index.html", "Home")]));
    let base_path = base_path.to_owned();
    let site = wellread_serve::BuiltSite { files, base_path, ..Default::default() };
    server.finish_build(Some(site), Vec::new());
    let events = server.take_events();
    (server, events)
}

#[test]
fn the_next_port_is_taken_when_the_first_is_not_free() {
    let occupied = std::net::TcpListener::bind(("127.0.0.1", wellread_serve::FIRST_PORT));
    let folder = tempfile::tempdir().unwrap();
    let options = ServeOptions { root: folder.path().to_owned(), ..ServeOptions::default() };
    let (_server, events) = announced(&options, "/h/");
    let Event::Listening { url, taken, lan_url } = &events[0] else { panic!("{events:?}") };
    assert_eq!((*taken, lan_url), (Some(wellread_serve::FIRST_PORT), &None));
    assert!(url.starts_with("http://127.0.0.1:40") && url.ends_with("/h/"), "{url}");
    drop(occupied);
}

#[test]
fn other_devices_reach_it_when_they_may() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    let options = ServeOptions { root, port: Some(0), lan: true, ..ServeOptions::default() };
    let (_server, events) = announced(&options, "/");
    let Event::Listening { url, lan_url, .. } = &events[0] else { panic!("{events:?}") };
    // A machine without a network has no address to offer.
    for url in [Some(url), lan_url.as_ref()].into_iter().flatten() {
        let host = url.trim_start_matches("http://").trim_end_matches('/');
        let status = |name: &str| {
            let mut stream = std::net::TcpStream::connect(host).unwrap();
            let head = format!("GET / HTTP/1.0\r\nHost: {name}\r\n\r\n");
            std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
            support::Answer::read(&mut stream).status
        };
        assert_eq!((status(host), status("evil.example")), (200, 403), "{host}");
    }
}
