//! A preview of a small hub in a temporary folder, and a client that speaks to it byte by byte.
//!
//! The hub's "build" copies what is in `content/`; a file that says `ERROR` is one.

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
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use wellread_model::{Diagnostic, Located, Locator, Place, SourcePath, Span};
use wellread_serve::{
    BuildFailure, BuiltSite, Event, Interruption, PreviewServer, ServeError, ServeOptions,
    ServedFile, ServedFiles, Wakeup,
};

/// How long to wait for what must happen. Far longer than it takes on any machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What a build of these tests returns.
#[derive(Debug, Clone, Default)]
pub struct TestBuild {
    /// None if errors prevent it.
    pub files: Option<ServedFiles>,
    pub headers: Vec<(&'static str, String)>,
    pub base_path: String,
    pub problems: Vec<Located>,
}

impl TestBuild {
    fn site(self) -> (Option<BuiltSite>, Vec<Located>) {
        let Self { files, headers, base_path, problems } = self;
        let built = |files| BuiltSite {
            files: Arc::new(files),
            headers,
            base_path,
            moved: BTreeMap::new(),
            own_pages: ServedFiles::default(),
        };
        (files.map(built), problems)
    }
}

/// A build that is under way.
pub struct Building<'a> {
    server: &'a mut PreviewServer,
    interruption: Interruption,
    events: &'a Sender<Event>,
}

impl Building<'_> {
    /// Shows a site before the build has come to its end.
    pub fn show(&mut self, build: TestBuild) {
        let (site, problems) = build.site();
        self.server.show_early(site.expect("tests show sites without errors"), &problems);
        send(self.events, self.server);
    }

    pub fn is_outdated(&self) -> bool {
        self.interruption.is_due()
    }
}

/// A loop like that of the program.
fn serve(
    mut server: PreviewServer,
    content: &Path,
    build: impl Fn(&mut Building<'_>) -> Result<Option<TestBuild>, String>,
    events: &Sender<Event>,
) -> Result<(), ServeError> {
    let (mut seen, mut may_pass) = (Vec::new(), false);
    let mut wakeup = Wakeup::Changed;
    loop {
        let found = read(content);
        let is_different = found != seen;
        seen = found;
        if wakeup == Wakeup::Poll && is_different {
            server.found_change();
        } else if wakeup == Wakeup::Changed || may_pass {
            let interruption = server.begin_build();
            let built = BuildFailure::catch(|| {
                build(&mut Building { server: &mut server, interruption, events })
            });
            may_pass = matches!(built, Err(BuildFailure::Machine(_)));
            match built {
                Ok(Some(built)) => {
                    let (site, problems) = built.site();
                    server.finish_build(site, problems);
                }
                Ok(None) => {}
                Err(failure) => server.fail_build(failure)?,
            }
        }
        send(events, &mut server);
        wakeup = server.wait();
        send(events, &mut server);
        if wakeup == Wakeup::Stopped {
            return Ok(());
        }
    }
}

fn send(events: &Sender<Event>, server: &mut PreviewServer) {
    // A test that has ended no longer listens.
    server.take_events().into_iter().for_each(|event| _ = events.send(event));
}

pub struct Preview {
    pub hub: PathBuf,
    pub port: u16,
    events: Mutex<Receiver<Event>>,
    seen: Mutex<Vec<Event>>,
    stop: Box<dyn Fn() + Send + Sync>,
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
        build: impl Fn(&Path) -> Result<TestBuild, String> + Send + 'static,
    ) -> Self {
        Self::building(files, set, move |content, _| build(content).map(Some))
    }

    /// Starts with a build that knows of its own progress.
    pub fn building(
        files: &[(&str, &str)],
        set: impl FnOnce(&mut ServeOptions),
        build: impl Fn(&Path, &mut Building<'_>) -> Result<Option<TestBuild>, String> + Send + 'static,
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
        let server = PreviewServer::start(&options).unwrap();
        let (stop, content) = (server.stop_handle(), hub.join("content"));
        let thread = std::thread::spawn(move || {
            serve(server, &content, |building| build(&content, building), &sender)
        });
        let mut preview = Self {
            hub,
            port: 0,
            events: Mutex::new(events),
            seen: Mutex::default(),
            stop: Box::new(stop),
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

    /// The fingerprint that the preview's script finds on a page.
    pub fn fingerprint(&self, path: &str) -> (String, String) {
        let text = self.get(path).text();
        let value = |name: &str| {
            let start =
                text.find(name).unwrap_or_else(|| panic!("no script in {text}")) + name.len();
            text[start..].split('"').next().unwrap().to_owned()
        };
        (value("data-page=\""), value("data-styles=\""))
    }

    /// Asks what is new, as a page does that has this fingerprint and shows these problems.
    pub fn wait(&self, path: &str, fingerprint: &(String, String), problems: &str) -> Answer {
        let (page, styles) = fingerprint;
        let query = format!("path={path}&page={page}&styles={styles}&problems={problems}");
        self.get(&format!("/__wellread/wait?{query}"))
    }

    /// How long it takes to get the home page, sorted, while four clients ask at the same time.
    pub fn times(&self, requests: usize) -> Vec<Duration> {
        let times = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..requests / 4 {
                        let started = Instant::now();
                        assert_eq!(self.get("/").status, 200);
                        times.lock().unwrap().push(started.elapsed());
                    }
                });
            }
        });
        let mut times = times.into_inner().unwrap();
        times.sort();
        times
    }

    /// Ends the preview and returns what it returned.
    pub fn end(mut self) -> Result<(), ServeError> {
        (self.stop)();
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        (self.stop)();
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
    /// Reads one response of known length, whether or not the connection is closed after it.
    pub fn read_one(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n > 0) {
            bytes.push(byte[0]);
        }
        let mut answer = Self::parse(bytes);
        let length = answer.field("content-length").unwrap().parse().unwrap();
        answer.body = vec![0; length];
        stream.read_exact(&mut answer.body).unwrap();
        answer
    }

    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Self::parse(bytes)
    }

    fn parse(mut bytes: Vec<u8>) -> Self {
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

/// How many of these connections a process can hold that is the client and the server of each.
pub fn affordable(wanted: usize) -> usize {
    // Each takes three file descriptors, and some are needed for others.
    let probes =
        (0..3 * wanted + 200).map_while(|_| std::net::UdpSocket::bind(("127.0.0.1", 0)).ok());
    let open = probes.collect::<Vec<_>>().len();
    (open.saturating_sub(200) / 3).min(wanted)
}

/// Writes a file, with the folders it needs.
pub fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// What is in the folder, as a build of it.
pub fn copy(content: &Path, base_path: &str) -> TestBuild {
    let mut files = ServedFiles::new();
    for (name, bytes) in read(content) {
        // As `style.1a2b3c4d.css`.
        let is_digest = |part: &str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
        let is_hashed = name.split('.').any(is_digest);
        let file = if is_hashed { ServedFile::Hashed(bytes.into()) } else { bytes.into() };
        files.insert(SourcePath::new(&name).as_str().to_owned(), file);
    }
    let problems: Vec<Located> = files
        .iter()
        .filter_map(|(path, file)| {
            let text = String::from_utf8_lossy(&file.bytes(path)?).into_owned();
            text.contains("ERROR").then(|| error(path, &text))
        })
        .collect();
    let files = problems.is_empty().then_some(files);
    let policy = "default-src 'self'; base-uri 'self'".to_owned();
    let headers =
        vec![("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff".to_owned())];
    TestBuild { files, headers, problems, base_path: base_path.to_owned() }
}

/// The names and contents of all files below a folder, sorted.
fn read(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    collect(folder, "", &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if let Ok(bytes) = std::fs::read(entry.path()) {
            files.push((name, bytes));
        }
    }
}

fn error(path: &str, text: &str) -> Located {
    let place = Place::at(SourcePath::new(&format!("content/{path}")), Span::new(0, 5));
    let diagnostic = Diagnostic::error("unknown-key", place, "There is an <error> here");
    Locator::new(|_| Some(text)).locate(&diagnostic.help("Fix it."))
}

pub fn files(list: &[(&str, &str)]) -> ServedFiles {
    let list = list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into()));
    list.collect::<BTreeMap<_, _>>()
}
