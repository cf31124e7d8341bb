//! Slow, half, huge and many: whatever one client does, the others are served.
//!
//! The bounds of the preview are tested here, and so are the two things that it does not bound: the
//! length of a head and the age of a connection (see `SECURITY.md`).

mod support;

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use support::{Answer, PATIENCE, Preview};

/// One test at a time: each wants most of the file descriptors that a process may have.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn preview() -> Preview {
    Preview::start(&[("index.html", "<head></head>Home")])
}

fn serves_others(preview: &Preview) {
    for _ in 0..5 {
        assert_eq!(preview.get("/").status, 200);
    }
}

#[test]
fn a_thousand_idle_connections() {
    let _alone = alone();
    let preview = preview();
    let mut idle = Vec::new();
    for number in 0..1000 {
        match TcpStream::connect(("127.0.0.1", preview.port)) {
            Ok(stream) => idle.push(stream),
            // No more file descriptors for this process, which is the server's too.
            Err(_) => drop(idle.drain(..idle.len() / 2)),
        }
        if number % 100 == 0 {
            serves_others(&preview);
        }
    }
    serves_others(&preview);
    let newest = idle.last_mut().unwrap();
    newest.set_read_timeout(Some(PATIENCE)).unwrap();
    newest.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
    assert_eq!(Answer::read(newest).status, 200);
}

#[test]
fn many_connections_at_once_that_are_held() {
    let _alone = alone();
    let preview = preview();
    for _ in 0..5 {
        let mut held: Vec<_> = (0..6).map(|_| preview.connect()).collect();
        for stream in &mut held {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        }
        // No client waits until another has closed its connection.
        for stream in &mut held {
            assert_eq!(Answer::read_one(stream).status, 200);
        }
    }
}

#[test]
fn a_thousand_idle_two_hundred_waiting_and_a_hundred_that_do_not_read() {
    let _alone = alone();
    let large = "x".repeat(20_000_000);
    let preview = Preview::start(&[("index.html", "<head></head>Home"), ("large.txt", &large)]);
    let alone = preview.times(400);
    let (page, styles) = preview.fingerprint("/");
    let wait = format!("/__wellread/wait?path=/&page={page}&styles={styles}&problems=none");
    let share = support::affordable(1300);
    let mut held = Vec::new();
    for (number, target) in [(1000, None), (200, Some(&*wait)), (100, Some("/large.txt"))] {
        for _ in 0..number * share / 1300 {
            let mut stream = preview.connect();
            if let Some(target) = target {
                write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            }
            held.push(stream);
        }
        serves_others(&preview);
    }
    // Until the last of those that do not read have filled their buffers.
    for _ in 0..20 {
        if preview.times(40)[20] < alone[200] * 5 {
            break;
        }
    }
    let times = preview.times(400);
    // A request that is stranded waits for seconds. How long the others take depends on the
    // machine.
    let limit = Duration::from_secs(2).max(alone[396] * 10);
    assert!(times[396] < limit, "one in a hundred took {:?}, alone {:?}", times[396], alone[396]);
    // Those that wait are answered, and the others do not prevent the end.
    let waiting: Vec<TcpStream> = held.drain(1000 * share / 1300..1200 * share / 1300).collect();
    preview.end().unwrap();
    for mut stream in waiting {
        assert!(matches!(
            &*Answer::read_one(&mut stream).text(),
            "{\"retry\":0}" | "{\"retry\":1}"
        ));
    }
}

#[test]
fn no_page_waits_for_connections_that_send_nothing() {
    let _alone = alone();
    let preview = preview();
    for round in 0..20 {
        let silent: Vec<_> = (0..40).map(|_| preview.connect()).collect();
        let started = Instant::now();
        assert_eq!(preview.get("/").status, 200);
        // Far longer than the time between two rounds of pulses, on any machine.
        assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
        drop(silent);
        // Now and then, threads have become idle meanwhile.
        std::thread::sleep(Duration::from_millis(50 * (round % 4)));
    }
}

/// Runs a test again, alone in a process that may open few files.
#[cfg(unix)]
#[test]
fn after_running_out_of_file_descriptors_others_are_served_again() {
    let _alone = alone();
    let inner = std::process::Command::new("sh")
        .args(["-c", "ulimit -n 150 && exec \"$0\" --exact run_out_of_file_descriptors"])
        .arg(std::env::current_exe().unwrap())
        .env("WELLREAD_FEW_FILES", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&inner.stdout);
    assert!(inner.status.success() && said.contains("1 passed"), "{said}");
}

#[cfg(unix)]
#[test]
fn run_out_of_file_descriptors() {
    use std::io::Read as _;
    if std::env::var_os("WELLREAD_FEW_FILES").is_none() {
        return;
    }
    let preview = preview();
    for _ in 0..2 {
        let mut idle = Vec::new();
        while let Ok(stream) = TcpStream::connect(("127.0.0.1", preview.port)) {
            idle.push(stream);
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(idle.len() > 5);
        std::thread::sleep(Duration::from_millis(100));
        drop(idle);
        // The accept loop may have ended; the preview finds out and starts another.
        let deadline = Instant::now() + PATIENCE;
        while !TcpStream::connect(("127.0.0.1", preview.port)).is_ok_and(|mut stream| {
            stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
            let sent = stream.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
            sent.is_ok() && stream.read(&mut [0]).is_ok_and(|count| count > 0)
        }) {
            assert!(Instant::now() < deadline, "no client is served");
        }
    }
}

#[test]
fn half_requests() {
    let _alone = alone();
    let preview = preview();
    let mut half: Vec<_> = (0..300)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();
            stream
        })
        .collect();
    serves_others(&preview);
    half.truncate(0);
    serves_others(&preview);
}

#[test]
fn a_slow_request_is_waited_for() {
    let _alone = alone();
    let preview = preview();
    let mut slow = preview.connect();
    for byte in b"GET / HTTP/1.0\r\nHost: localhost\r\n" {
        slow.write_all(&[*byte]).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    serves_others(&preview);
    slow.write_all(b"\r\n").unwrap();
    assert_eq!(Answer::read(&mut slow).status, 200);
}

#[test]
fn long_heads_are_read() {
    let _alone = alone();
    let preview = preview();
    let long = "x".repeat(100_000);
    let status = |head: String| preview.raw(&format!("{head}Connection: close\r\n\r\n")).status;
    assert_eq!(status(format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {long}\r\n")), 200);
    assert_eq!(status(format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n")), 404);
    let fields = "X: y\r\n".repeat(200);
    assert_eq!(status(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{fields}")), 200);
    // One that never ends takes memory for as long as it lasts, and others are served.
    let mut endless = preview.connect();
    let megabyte = vec![b'x'; 1 << 20];
    for _ in 0..5 {
        endless.write_all(&megabyte).unwrap();
        serves_others(&preview);
    }
}

#[test]
fn what_is_not_http() {
    let _alone = alone();
    let preview = preview();
    for bytes in ["\x16\x03\x01\x02\r\n\r\n", "\0\0\0\0\r\n\r\n", "\r\n\r\n", "GET\r\n"] {
        assert_eq!(preview.raw(bytes).status, 400, "{bytes:?}");
    }
    // tiny_http gives no answer to these, and waits.
    let mut unanswered = preview.connect();
    unanswered.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
    serves_others(&preview);
}

#[test]
fn bodies_that_are_only_claimed() {
    let _alone = alone();
    let preview = preview();
    for length in ["2000", "99999999999999", "18446744073709551615"] {
        let mut stream = preview.connect();
        let head =
            format!("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        serves_others(&preview);
        drop(stream);
        serves_others(&preview);
    }
    let body = "x".repeat(2000);
    let head = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2000";
    assert_eq!(preview.raw(&format!("{head}\r\n\r\n{body}")).status, 405);
}

#[test]
fn clients_that_do_not_read() {
    let _alone = alone();
    let large = "x".repeat(20_000_000);
    let preview = Preview::start(&[("index.html", "Home"), ("large.txt", &large)]);
    let stuck: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(b"GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            stream
        })
        .collect();
    std::thread::sleep(Duration::from_millis(100));
    serves_others(&preview);
    drop(stuck);
}

#[test]
fn a_client_that_asks_for_many_things_at_once_gets_one() {
    let _alone = alone();
    let large = "x".repeat(20_000_000);
    let preview = Preview::start(&[("index.html", "Home"), ("large.txt", &large)]);
    let ask = "GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut greedy = preview.connect();
    greedy.write_all(ask.repeat(1000).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    serves_others(&preview);
    assert_eq!(Answer::read_one(&mut greedy).body.len(), large.len());
}

#[test]
fn more_responses_than_there_may_be_wait_for_their_turn() {
    let _alone = alone();
    // As many as there may be; see `connections`.
    if support::affordable(260) < 260 {
        return;
    }
    let large = "x".repeat(20_000_000);
    let preview = Preview::start(&[("index.html", "Home"), ("large.txt", &large)]);
    let ask = |target: &str| {
        let mut stream = preview.connect();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        stream
    };
    let mut stuck: Vec<TcpStream> = (0..256)
        .map(|_| {
            let stream = ask("/large.txt");
            stream.peek(&mut [0]).unwrap();
            stream
        })
        .collect();
    let mut next = ask("/");
    next.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    assert!(next.peek(&mut [0]).is_err());
    stuck.pop();
    next.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(Answer::read_one(&mut next).status, 200);
}

#[test]
fn clients_that_wait_for_news_leave_others_served() {
    let _alone = alone();
    let preview = preview();
    let (page, styles) = preview.fingerprint("/");
    let question = format!(
        "GET /__wellread/wait?path=/&page={page}&styles={styles}&problems=none HTTP/1.1\r\n\
         Host: localhost\r\nConnection: close\r\n\r\n"
    );
    let mut waiting: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(question.as_bytes()).unwrap();
            stream
        })
        .collect();
    serves_others(&preview);
    // All but four of one device get the time at which to come back, as the later ones come.
    let deadline = Instant::now() + PATIENCE;
    let is_answered = |stream: &mut TcpStream| {
        stream.set_read_timeout(Some(Duration::from_millis(5))).unwrap();
        stream.peek(&mut [0]).is_ok()
    };
    for refused in 0..96 {
        let mut stream = loop {
            match waiting.iter_mut().position(is_answered) {
                Some(answered) => break waiting.swap_remove(answered),
                None => assert!(Instant::now() < deadline, "only {refused} were refused"),
            }
        };
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        assert_eq!(Answer::read(&mut stream).text(), "{\"retry\":1}");
    }
    assert!(!waiting.iter_mut().any(is_answered));
    // Pages that were left make room.
    for _ in 0..10 {
        preview.connect().write_all(question.as_bytes()).unwrap();
    }
    support::write(&preview.file("index.html"), "<head></head>Changed");
    let page = (page, styles);
    let news = loop {
        // One of those ten may be taken later than this one.
        let news = preview.wait("/", &page, "none").text();
        if news != "{\"retry\":1}" {
            break news;
        }
    };
    assert_eq!(news, "{\"reload\":true}");
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_flat() {
    let _alone = alone();
    fn resident() -> usize {
        let status = std::fs::read_to_string("/proc/self/statm").unwrap();
        status.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
    }
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::{Arc, Weak};
    type Pages = Arc<Mutex<Vec<Weak<[u8]>>>>;
    let (builds, pages) = (Arc::new(AtomicU64::new(0)), Pages::default());
    let (counted, recorded) = (Arc::clone(&builds), Arc::clone(&pages));
    let preview = Preview::with(
        &[],
        |_| {},
        move |_| {
            let number = counted.fetch_add(1, Ordering::Relaxed);
            let mut files = support::files(&[]);
            let page: Arc<[u8]> = format!("{number} {}", "x".repeat(1_000_000)).into_bytes().into();
            let mut pages = recorded.lock().unwrap();
            // A weak reference prevents the memory of what it refers to from being freed.
            pages.retain(|page| page.strong_count() > 0);
            pages.push(Arc::downgrade(&page));
            files.insert("index.html".to_owned(), page.into());
            Ok(support::TestBuild { files: Some(files), ..Default::default() })
        },
    );
    let build_and_get = |number: i32| {
        support::write(&preview.file("a"), &number.to_string());
        preview.until(|event| matches!(event, wellread_serve::Event::Built { .. }));
        assert_eq!(preview.get("/").status, 200);
    };
    // Each thread that responds may take some memory that the system then reuses.
    (0..30).for_each(build_and_get);
    let before = resident();
    (30..60).for_each(build_and_get);
    assert!(builds.load(Ordering::Relaxed) > 60);
    let alive = pages.lock().unwrap().iter().filter(|page| page.strong_count() > 0).count();
    assert!(alive <= 2, "{alive} old sites are still there");
    let grown = resident().saturating_sub(before);
    assert!(grown < 20_000_000, "{grown} bytes more");
}
