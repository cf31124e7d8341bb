//! What a page in the browser is told, and what is served while a build runs.

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use support::{Preview, copy, write};
use wellread_serve::{
    Building, Event, Rebuilt, RenderFn, ServeError, ServeOptions, ServedFile, ServedFiles, Stop,
    serve_until,
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
fn a_page_that_changed_is_told_at_once_and_others_are_not() {
    let preview = preview();
    let (home, other) = (preview.marks("/"), preview.marks("/other/"));
    let changed_too = AtomicBool::new(false);
    thread::scope(|scope| {
        let told = scope.spawn(|| preview.wait("/", &home, "none").text());
        let not_told = scope.spawn(|| {
            let text = preview.wait("/other/", &other, "none").text();
            (text, changed_too.load(Ordering::Relaxed))
        });
        // Both are most likely waiting when the file is saved; if not, less is tested, nothing fails.
        thread::sleep(Duration::from_millis(300));
        write(&preview.file("index.html"), &PAGE.replace("Text", "New"));
        assert_eq!(told.join().unwrap(), r#"{"reload":true}"#);
        thread::sleep(Duration::from_millis(300));
        changed_too.store(true, Ordering::Relaxed);
        write(&preview.file("other/index.html"), "Changed too");
        let (text, after_its_change) = not_told.join().unwrap();
        assert_eq!(text, r#"{"reload":true}"#);
        assert!(after_its_change, "it was told of another page's change");
    });
}

#[test]
fn a_new_stylesheet_is_swapped() {
    let preview = preview();
    let old = preview.marks("/");
    std::fs::remove_file(preview.file("style.aaaa1111.css")).unwrap();
    write(&preview.file("style.bbbb2222.css"), "b{}");
    write(&preview.file("index.html"), &PAGE.replace("aaaa1111", "bbbb2222"));
    preview.shows("/", "bbbb2222");
    let new = preview.marks("/");
    assert_eq!(old.0, new.0);
    let told = preview.wait("/", &old, "none").text();
    let links = r#""links":[["/style.css","/style.bbbb2222.css"]]"#;
    assert_eq!(told, format!(r#"{{"styles":{{"id":"{}",{links}}}}}"#, new.1));
}

#[test]
fn a_page_that_went_or_came() {
    let preview = preview();
    write(&preview.file("404.html"), "Not here");
    preview.shows("/new/", "Not here");
    let (there, missing) = (preview.marks("/other/"), preview.marks("/new/"));
    std::fs::remove_file(preview.file("other/index.html")).unwrap();
    preview.shows("/other/", "Not here");
    assert_eq!(preview.wait("/other/", &there, "none").text(), r#"{"reload":true}"#);
    write(&preview.file("new/index.html"), "New");
    preview.shows("/new/", "New");
    assert_eq!(preview.wait("/new/", &missing, "none").text(), r#"{"reload":true}"#);
}

#[test]
fn mistakes_are_shown_and_gone_when_mended() {
    let preview = preview();
    let marks = preview.marks("/");
    write(&preview.file("other/index.html"), "MISTAKE \"here\" </script>");
    let told = preview.wait("/", &marks, "none").text();
    assert!(told.starts_with(r#"{"problems":{"id":""#), "{told}");
    assert!(told.contains(r#""block":true"#));
    assert!(told.contains(r#""message":"There is an <error> here","file":"content/other/index.html","line":1,"column":1,"length":7"#));
    assert!(told.contains(r#""text":"MISTAKE \"here\" </script>""#));
    // The last good site stays, all of it.
    assert!(preview.get("/other/").text().starts_with("Other"));
    assert!(preview.get("/").text().contains("Text"));
    let id = told.split('"').nth(5).unwrap();
    write(&preview.file("other/index.html"), "Other");
    let told = preview.wait("/", &marks, id).text();
    assert_eq!(told, r#"{"problems":{"id":"none","block":false,"list":[]}}"#);
}

#[test]
fn a_hub_that_starts_with_mistakes_is_shown_once_mended() {
    let preview = Preview::start(&[("index.html", "MISTAKE")]);
    for path in ["/", "/any/page/"] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 503);
        assert!(answer.text().contains("nothing to show yet"));
    }
    let marks = preview.marks("/");
    assert!(preview.wait("/", &marks, "none").text().contains("There is an <error> here"));
    write(&preview.file("index.html"), "Mended");
    preview.shows("/", "Mended");
    assert_eq!(preview.wait("/", &marks, "none").text(), r#"{"reload":true}"#);
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
            let rebuilt = copy(content, "/");
            if building.load(Ordering::Relaxed) {
                building.store(false, Ordering::Relaxed);
                drop(gate.lock().unwrap());
            }
            Ok(rebuilt)
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

/// A site of promises that counts how often one is kept.
fn lazy_files(content: &Path, kept: &Arc<AtomicUsize>) -> ServedFiles {
    let files = copy(content, "/").files.expect("the content has no mistake");
    let paths: Vec<String> = files.keys().cloned().collect();
    let kept = Arc::clone(kept);
    let make: RenderFn = Arc::new(move |path| {
        kept.fetch_add(1, Ordering::Relaxed);
        files.get(path)?.bytes(path)
    });
    paths.into_iter().map(|path| (path, ServedFile::Lazy(Arc::clone(&make)))).collect()
}

#[test]
fn a_page_is_shown_before_the_build_has_come_to_its_end() {
    let kept = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&kept);
    let gate = Arc::new(Mutex::new(()));
    let closed = Arc::clone(&gate);
    let preview = Preview::building(
        &[("index.html", "Old"), ("other/index.html", "Other")],
        |_| {},
        move |content, building| {
            let whole = copy(content, "/");
            building.show(Rebuilt { files: Some(lazy_files(content, &counted)), ..whole.clone() });
            drop(closed.lock().unwrap());
            Ok(Some(whole))
        },
    );
    let marks = preview.marks("/");
    let hold = gate.lock().unwrap();
    let before = kept.load(Ordering::Relaxed);
    write(&preview.file("index.html"), "New");
    // The page is told of it, and is there, though the build has not ended.
    assert_eq!(preview.wait("/", &marks, "none").text(), r#"{"reload":true}"#);
    assert!(preview.get("/").text().starts_with("New"));
    assert!(kept.load(Ordering::Relaxed) > before);
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
            // Longer than anyone waits for the build that replaces this one.
            let deadline = Instant::now() + 2 * support::PATIENCE;
            while text.starts_with(b"Slow") && Instant::now() < deadline {
                if building.interruption().is_due() {
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
fn what_an_open_page_still_needs_is_there_and_the_hubs_headers_are_sent() {
    let preview = Preview::with(
        &[("index.html", "Home"), ("style.aaaa1111.css", "new")],
        |_| {},
        |content| {
            let older = [("style.bbbb2222.css", "old"), ("style.aaaa1111.css", "older")];
            let headers = vec![("X-Frame-Options", "DENY".to_owned())];
            Ok(Rebuilt { older: support::files(&older), headers, ..copy(content, "/") })
        },
    );
    assert_eq!(preview.get("/style.bbbb2222.css").text(), "old");
    assert_eq!(preview.get("/style.aaaa1111.css").text(), "new");
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
            let rebuilt = copy(content, "/");
            let text = std::fs::read_to_string(content.join("index.html")).unwrap_or_default();
            assert!(!text.contains("panic"), "as the test wants it");
            if text.contains("fail") { Err("the disk is full".to_owned()) } else { Ok(rebuilt) }
        },
    );
    let marks = preview.marks("/");
    for (text, message) in [("fail", "the disk is full"), ("panic", "a fault in Wellread itself")] {
        write(&preview.file("index.html"), text);
        let event = preview.until(|event| matches!(event, Event::Failed { .. }));
        let Event::Failed { message: said, .. } = event else { unreachable!() };
        assert!(said.contains(message));
        assert!(preview.get("/").text().starts_with("Fine"));
        assert!(preview.wait("/", &marks, "none").text().contains(message));
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
    preview.until(|event| matches!(event, Event::Failed { .. }));
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
                if building.interruption().is_due() {
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
    let build = |_: &Building<'_>| {
        Ok::<_, String>(Some(Rebuilt { base_path: "/".into(), ..Rebuilt::default() }))
    };
    let error = serve_until(&options, &Stop::new(), build, |_| {}).unwrap_err();
    assert!(matches!(error, ServeError::Port { port: refused, .. } if refused == port), "{error}");
    assert_eq!(error.to_string(), format!("another program is using port {port}"));
    let mut idle = first.connect();
    first.end().unwrap();
    assert_eq!(std::io::Read::read(&mut idle, &mut [0]).unwrap_or(0), 0);
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn the_next_port_is_taken_when_the_first_is_not_free() {
    let occupied = std::net::TcpListener::bind(("127.0.0.1", wellread_serve::FIRST_PORT));
    let folder = tempfile::tempdir().unwrap();
    let options = ServeOptions { root: folder.path().to_owned(), ..ServeOptions::default() };
    let stop = Stop::new();
    let mut urls = Vec::new();
    let build = |_: &Building<'_>| {
        Ok::<_, String>(Some(Rebuilt { base_path: "/h/".into(), ..Rebuilt::default() }))
    };
    let report = |event| {
        if let Event::Listening { url, taken, lan_url } = event {
            assert_eq!((taken, lan_url), (Some(wellread_serve::FIRST_PORT), None));
            urls.push(url);
        }
        stop.stop();
    };
    serve_until(&options, &stop, build, report).unwrap();
    assert!(urls[0].starts_with("http://127.0.0.1:40") && urls[0].ends_with("/h/"), "{urls:?}");
    drop(occupied);
}

#[test]
fn other_devices_reach_it_when_they_may() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    let options = ServeOptions { root, port: Some(0), lan: true, ..ServeOptions::default() };
    let stop = Stop::new();
    let page = |_: &Building<'_>| {
        Ok::<_, String>(Some(Rebuilt {
            files: Some(support::files(&[("index.html", "Home")])),
            base_path: "/".into(),
            ..Rebuilt::default()
        }))
    };
    let mut asked = false;
    serve_until(&options, &stop, page, |event| {
        let Event::Listening { url, lan_url, .. } = event else { return stop.stop() };
        // A machine without a network has no address to offer.
        for url in [Some(url), lan_url].into_iter().flatten() {
            let host = url.trim_start_matches("http://").trim_end_matches('/');
            let status = |name: &str| {
                let mut stream = std::net::TcpStream::connect(host).unwrap();
                let head = format!("GET / HTTP/1.0\r\nHost: {name}\r\n\r\n");
                std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
                support::Answer::read(&mut stream).status
            };
            assert_eq!((status(host), status("evil.example")), (200, 403), "{host}");
            asked = true;
        }
    })
    .unwrap();
    assert!(asked);
}
