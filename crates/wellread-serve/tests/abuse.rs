//! Slow, half, huge and many: whatever one client does, the others are served.

mod support;

use std::io::{Read as _, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use support::{Answer, Preview};

/// One test at a time: each wants most of the file descriptors that a process may have.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn preview() -> Preview {
    Preview::start(&[("index.html", "<head></head>Home")])
}

/// Other clients are served meanwhile. The bound only tells "at once" from "after the abuser's time
/// is up", which takes five seconds or more, so that a busy machine cannot exceed it by chance; hence
/// also the median.
fn serves_others(preview: &Preview) {
    let mut times: Vec<Duration> = (0..11)
        .map(|_| {
            let started = Instant::now();
            assert_eq!(preview.get("/").status, 200);
            started.elapsed()
        })
        .collect();
    times.sort();
    assert!(times[5] < Duration::from_secs(2), "{times:?}");
}

#[test]
fn a_thousand_idle_connections() {
    let _alone = alone();
    let preview = preview();
    let mut idle = Vec::new();
    for number in 0..1000 {
        match std::net::TcpStream::connect(("127.0.0.1", preview.port)) {
            Ok(stream) => idle.push(stream),
            // No more file descriptors for this process; the server has closed these anyway.
            Err(_) => drop(idle.drain(..idle.len() / 2)),
        }
        if number % 100 == 0 {
            serves_others(&preview);
        }
    }
    serves_others(&preview);
    // The oldest had to go, the newest are still there.
    let mut end = [0];
    assert_eq!(idle[0].read(&mut end).unwrap(), 0);
    let newest = idle.last_mut().unwrap();
    newest.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    newest.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
    assert_eq!(Answer::read(newest).status, 200);
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
fn a_request_a_byte_at_a_time_is_cut_off() {
    let _alone = alone();
    let preview = preview();
    let mut slow = preview.connect();
    let started = Instant::now();
    let head = "GET / HTTP/1.1\r\nHost: localhost\r\nX: ".bytes().chain(std::iter::repeat(b'x'));
    for byte in head {
        std::thread::sleep(Duration::from_millis(100));
        if slow.write_all(&[byte]).is_err() || started.elapsed() > Duration::from_millis(5500) {
            break;
        }
    }
    serves_others(&preview);
    assert_eq!(Answer::read(&mut slow).status, 408);
}

#[test]
fn huge_heads() {
    let _alone = alone();
    let preview = preview();
    let huge = |head: String| preview.raw(&head).status;
    assert_eq!(huge(format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}", "x".repeat(100_000))), 431);
    assert_eq!(huge(format!("GET /{} HTTP/1.1\r\n", "x".repeat(100_000))), 431);
    let fields = "X: y\r\n".repeat(200);
    assert_eq!(huge(format!("GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n")), 431);
    // One that never ends is not kept in memory, and not listened to for long.
    let mut endless = preview.connect();
    let megabyte = vec![b'x'; 1 << 20];
    let sent = (0..200).take_while(|_| endless.write_all(&megabyte).is_ok()).count();
    assert!(sent < 100, "{sent} MB were taken");
    serves_others(&preview);
}

#[test]
fn what_is_not_http() {
    let _alone = alone();
    let preview = preview();
    for bytes in
        ["\x16\x03\x01\x02\r\n\r\n", "\0\0\0\0\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n", "\r\n\r\n"]
    {
        assert!(preview.raw(bytes).status >= 400, "{bytes:?}");
    }
    serves_others(&preview);
}

#[test]
fn clients_that_do_not_read() {
    let _alone = alone();
    let large = "x".repeat(20_000_000);
    let preview = Preview::start(&[("index.html", "Home"), ("large.txt", &large)]);
    let stuck: Vec<_> = (0..30)
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
fn clients_that_wait_for_news_keep_nobody_out() {
    let _alone = alone();
    let preview = preview();
    let (page, styles) = preview.marks("/");
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
    // Those for whom there is no room are told when to come back.
    let refused = Answer::read(waiting.last_mut().unwrap());
    assert_eq!((refused.status, refused.text().as_str()), (200, "{\"retry\":1}"));
    // Pages that were left make room.
    waiting.clear();
    support::write(&preview.file("index.html"), "<head></head>Changed");
    let deadline = Instant::now() + support::PATIENCE;
    let marks = (page, styles);
    let answer = loop {
        let answer = preview.wait("/", &marks, "none").text();
        if !answer.contains("retry") || Instant::now() > deadline {
            break answer;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(answer, "{\"reload\":true}");
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
    type Kept = Arc<Mutex<Vec<Weak<[u8]>>>>;
    let (builds, kept) = (Arc::new(AtomicU64::new(0)), Kept::default());
    let (counted, keeping) = (Arc::clone(&builds), Arc::clone(&kept));
    let preview = Preview::with(
        &[],
        |_| {},
        move |_| {
            let number = counted.fetch_add(1, Ordering::Relaxed);
            let mut files = support::files(&[]);
            let page: Arc<[u8]> = format!("{number} {}", "x".repeat(1_000_000)).into_bytes().into();
            let mut kept = keeping.lock().unwrap();
            // A weak reference keeps the memory of what it refers to.
            kept.retain(|page| page.strong_count() > 0);
            kept.push(Arc::downgrade(&page));
            files.insert("index.html".to_owned(), page.into());
            Ok(wellread_serve::Rebuilt { files: Some(files), ..Default::default() })
        },
    );
    let before = resident();
    for number in 0..20 {
        support::write(&preview.file("a"), &number.to_string());
        preview.until(|event| matches!(event, wellread_serve::Event::Built { .. }));
        assert_eq!(preview.get("/").status, 200);
    }
    assert!(builds.load(Ordering::Relaxed) > 20);
    let alive = || kept.lock().unwrap().iter().filter(|page| page.strong_count() > 0).count();
    // The thread that answered last may not have let go of its site yet.
    let deadline = Instant::now() + support::PATIENCE;
    while alive() > 2 {
        assert!(Instant::now() < deadline, "{} old sites are still there", alive());
        std::thread::sleep(Duration::from_millis(10));
    }
    let grown = resident().saturating_sub(before);
    assert!(grown < 20_000_000, "{grown} bytes more");
}
