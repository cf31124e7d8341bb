//! A preview of a small hub in a temporary folder, and a client that speaks to it byte by byte.
//!
//! The hub's "build" copies what is in `content/`; a file that says `MISTAKE` is one.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::allow_attributes,
    reason = "helpers of tests, which fail by panicking; no test program uses all of them"
)]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use wellread_model::{Diagnostic, Located, Place, SourcePath, Span};
use wellread_serve::{
    Building, Event, Rebuilt, ServeError, ServeOptions, ServedFiles, Stop, serve_until,
};

/// How long to wait for what must happen. Only a failing test waits that long, so that a slow machine
/// fails none.
pub const PATIENCE: Duration = Duration::from_secs(120);

pub struct Preview {
    pub hub: PathBuf,
    pub port: u16,
    events: Mutex<Receiver<Event>>,
    seen: Mutex<Vec<Event>>,
    stop: Stop,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
    _folder: tempfile::TempDir,
}

impl Preview {
    /// Starts with these files in `content/`.
    pub fn start(files: &[(&str, &str)]) -> Self {
        Self::with(files, |_| {}, |content| Ok(copy(content, "/")))
    }

    pub fn with(
        files: &[(&str, &str)],
        set: impl FnOnce(&mut ServeOptions),
        build: impl Fn(&Path) -> Result<Rebuilt, String> + Send + 'static,
    ) -> Self {
        Self::building(files, set, move |content, _| build(content).map(Some))
    }

    /// Starts with a build that knows of its own progress.
    pub fn building(
        files: &[(&str, &str)],
        set: impl FnOnce(&mut ServeOptions),
        build: impl Fn(&Path, &Building<'_>) -> Result<Option<Rebuilt>, String> + Send + 'static,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hub = folder.path().join("hub");
        std::fs::create_dir_all(hub.join("content")).unwrap();
        for (path, text) in files {
            write(&hub.join("content").join(path), text);
        }
        let mut options =
            ServeOptions { root: hub.clone(), port: Some(0), ..ServeOptions::default() };
        options.watch.extend(["content", "a"].map(str::to_owned));
        set(&mut options);
        let (sender, events) = channel();
        let stop = Stop::new();
        let (stopping, content) = (stop.clone(), hub.join("content"));
        let thread = std::thread::spawn(move || {
            let report = |event| _ = sender.send(event);
            serve_until(&options, &stopping, |building| build(&content, building), report)
        });
        let mut preview = Self {
            hub,
            port: 0,
            events: Mutex::new(events),
            seen: Mutex::default(),
            stop,
            thread: Some(thread),
            _folder: folder,
        };
        let listening = preview.until(|event| matches!(event, Event::Listening { .. }));
        let Event::Listening { url, .. } = listening else { unreachable!() };
        let port = url.split(':').nth(2).unwrap().split('/').next().unwrap();
        preview.port = port.parse().unwrap();
        preview.until(|event| matches!(event, Event::Built { .. }));
        preview
    }

    /// The next event that is like this; fails after [`PATIENCE`].
    pub fn until(&self, wanted: impl Fn(&Event) -> bool) -> Event {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let event = self.events.lock().unwrap().recv_timeout(left).unwrap_or_else(|error| {
                panic!("{error}; there came {:?}", self.seen.lock().unwrap());
            });
            self.seen.lock().unwrap().push(event.clone());
            if wanted(&event) {
                return event;
            }
        }
    }

    /// Waits until what is served at a path contains a text.
    pub fn shows(&self, path: &str, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let body = self.get(path).text();
            if body.contains(text) {
                return;
            }
            assert!(Instant::now() < deadline, "{path} is still {body}; wanted {text}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// No report within this time.
    pub fn is_quiet(&self, time: Duration) {
        if let Ok(event) = self.events.lock().unwrap().recv_timeout(time) {
            panic!("unexpected: {event:?}");
        }
    }

    pub fn file(&self, path: &str) -> PathBuf {
        self.hub.join("content").join(path)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, fields: &[&str]) -> Answer {
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        let fields: String = fields.iter().map(|field| format!("{field}\r\n")).collect();
        self.raw(&format!("{method} {path} HTTP/1.1\r\n{host}{fields}Connection: close\r\n\r\n"))
    }

    /// Sends these bytes and reads until the end.
    pub fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        // A refusal may come before everything is sent.
        let _ = stream.write_all(request.as_bytes());
        Answer::read(&mut stream)
    }

    /// The marks that the preview's script finds on a page.
    pub fn marks(&self, path: &str) -> (String, String) {
        let text = self.get(path).text();
        let value = |name: &str| {
            let start =
                text.find(name).unwrap_or_else(|| panic!("no script in {text}")) + name.len();
            text[start..].split('"').next().unwrap().to_owned()
        };
        (value("data-page=\""), value("data-styles=\""))
    }

    /// Asks what is new, as a page does that shows these marks and problems.
    pub fn wait(&self, path: &str, marks: &(String, String), problems: &str) -> Answer {
        let (page, styles) = marks;
        let query = format!("path={path}&page={page}&styles={styles}&problems={problems}");
        self.get(&format!("/__wellread/wait?{query}"))
    }

    /// Ends the preview and returns what it returned.
    pub fn end(mut self) -> Result<(), ServeError> {
        self.stop.stop();
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(std::thread::panicking() || ended.is_ok());
        }
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(&bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: bytes.split_off(end + 4) }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// Writes a file, with the folders it needs.
pub fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// What is in the folder, as a build of it.
pub fn copy(content: &Path, base_path: &str) -> Rebuilt {
    let mut files = ServedFiles::new();
    collect(content, "", &mut files);
    let problems: Vec<Located> = files
        .iter()
        .filter_map(|(path, file)| {
            let text = String::from_utf8_lossy(&file.bytes(path)?).into_owned();
            text.contains("MISTAKE").then(|| error(path, &text))
        })
        .collect();
    let files = problems.is_empty().then_some(files);
    let policy = "default-src 'self'; base-uri 'self'".to_owned();
    let headers =
        vec![("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff".to_owned())];
    Rebuilt { files, headers, problems, base_path: base_path.to_owned(), ..Rebuilt::default() }
}

fn collect(folder: &Path, prefix: &str, files: &mut ServedFiles) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if let Ok(bytes) = std::fs::read(entry.path()) {
            files.insert(name, bytes.into());
        }
    }
}

fn error(path: &str, text: &str) -> Located {
    let place = Place::at(SourcePath::new(&format!("content/{path}")), Span::new(0, 7));
    Diagnostic::error("error-here", place, "There is an <error> here")
        .help("Fix it")
        .located(|_| Some(text))
}

pub fn files(list: &[(&str, &str)]) -> ServedFiles {
    let list = list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into()));
    list.collect::<BTreeMap<_, _>>()
}
