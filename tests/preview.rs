//! The preview of the real program: whatever is edited, what it serves becomes, byte for byte, what
//! a clean build of the same files writes.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::support::program::{Files, Hub};

/// How long to wait for what must happen. Only a failing test waits that long, so that a slow
/// machine fails none.
const PATIENCE: Duration = Duration::from_secs(120);

/// A preview that is running.
struct Preview {
    program: Child,
    port: u16,
    /// What it prints, line by line.
    lines: Receiver<String>,
}

impl Preview {
    fn start(hub: &Hub) -> Self {
        Self::start_with(hub, &[])
    }

    fn start_with(hub: &Hub, arguments: &[&str]) -> Self {
        let (printed, lines) = channel();
        let mut program = hub
            .command(&[&["serve", "--port", "0", "--date", "2026-11-22"], arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Both pipes are always read: a full one would stop the program.
        let (stdout, stderr) = (program.stdout.take().unwrap(), program.stderr.take().unwrap());
        let errors = printed.clone();
        std::thread::spawn(move || pass_on(BufReader::new(stdout), &printed));
        std::thread::spawn(move || pass_on(BufReader::new(stderr), &errors));
        let mut preview = Self { program, port: 0, lines };
        let line = preview.prints("The hub is at ");
        let port = line.rsplit(':').next().and_then(|end| end.split('/').next()).unwrap();
        preview.port = port.parse().unwrap();
        preview
    }

    /// Waits for a line with these words, and returns it.
    fn prints(&self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("it never printed `{words}`"));
            if line.contains(words) {
                return line;
            }
        }
    }

    /// The status and the body of what is at a path. The preview's own script is taken out.
    fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let path: String = path
            .bytes()
            .map(|byte| match byte {
                b'/' => "/".to_owned(),
                byte => format!("%{byte:02x}"),
            })
            .collect();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let status = String::from_utf8_lossy(&answer[9..12]).parse().unwrap();
        let mut body = answer.split_off(end + 4);
        let script = b"<script type=\"module\" src=\"/__wellread/client.js\"";
        if let Some(at) = body.windows(script.len()).position(|part| part == script) {
            let length = body[at..].windows(9).position(|nine| nine == b"</script>").unwrap();
            body.drain(at..at + length + 9);
        }
        (status, body)
    }

    /// The first path at which the preview serves something other than `site`, or still serves one
    /// of the pages that are `gone`.
    fn difference(&self, site: &Files, gone: &[&str]) -> Option<String> {
        let differs =
            |(path, bytes): (&String, &Vec<u8>)| (self.get(path).1 != *bytes).then(|| path.clone());
        let remains = |path: &&str| self.get(path).0 != 404;
        site.iter()
            .find_map(differs)
            .or_else(|| Some(gone.iter().copied().find(remains)?.to_owned()))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Sends each line on until the receiver is gone.
fn pass_on(lines: impl BufRead, printed: &Sender<String>) {
    for line in lines.lines().map_while(Result::ok) {
        // A test that is over reads no more, but the program may still print.
        let _ = printed.send(line);
    }
}

/// One edit.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Article(&'static str),
    Term(&'static str, &'static str),
    Rename,
    Delete,
    Static(&'static str),
    Settings(&'static str),
    Style(&'static str),
    Template(Option<&'static str>),
}

fn edit() -> impl Strategy<Value = Edit> {
    use Edit::{Article, Delete, Rename, Settings, Static, Style, Template, Term};
    let term = ["{{ page.title }}{{ page.body }}", "<p>{{ page.nothing.at_all }}", "{% if"];
    prop_oneof![
        prop::sample::select(vec![
            "The IEP and an aide.",
            "See [b](b.md).",
            "[[helper]]",
            "[x](gone.md)"
        ])
        .prop_map(Article),
        (
            prop::sample::select(vec!["[]", "[aide]", "[helper, aide]"]),
            prop::sample::select(vec!["A plan.", "Another."])
        )
            .prop_map(|(aliases, definition)| Term(aliases, definition)),
        Just(Rename),
        Just(Delete),
        prop::sample::select(vec!["one", "two"]).prop_map(Static),
        prop::sample::select(vec!["Hub", "Other hub"]).prop_map(Settings),
        prop::sample::select(vec!["a {}", "b {}"]).prop_map(Style),
        prop::sample::select(vec![None, Some(term[0]), Some(term[1]), Some(term[2])])
            .prop_map(Template),
    ]
}

fn apply(edit: Edit, hub: &Hub) {
    let template = "themes/default/templates/term.html";
    match edit {
        Edit::Article(text) => hub.article("a", text),
        Edit::Term(aliases, definition) => hub.write(
            "content/glossary/iep.md",
            &format!("---\nterm: IEP\naliases: {aliases}\n---\n{definition}\n"),
        ),
        Edit::Rename => {
            hub.article("c", "To be renamed.");
            std::fs::rename(hub.path("content/articles/c.md"), hub.path("content/articles/d.md"))
                .unwrap();
        }
        Edit::Delete => drop(std::fs::remove_file(hub.path("content/articles/d.md"))),
        Edit::Static(text) => hub.write("static/a b ü.txt", text),
        Edit::Settings(title) => hub.write(
            "site.toml",
            &format!("title = \"{title}\"\nbase_url = \"https://hub.test/\"\n"),
        ),
        Edit::Style(text) => hub.write("themes/default/static/style.css", text),
        Edit::Template(Some(text)) => hub.write(template, text),
        Edit::Template(None) => drop(std::fs::remove_file(hub.path(template))),
    }
}

#[test]
fn a_hub_that_starts_with_errors_is_shown_as_far_as_it_is_understood() {
    let hub = Hub::new();
    hub.article("a", "[x](nowhere.md)");
    hub.write("content/articles/broken.md", "no front matter");
    let preview = Preview::start(&hub);
    for path in ["", "articles/a/", "articles/b/", "glossary/iep/"] {
        assert_eq!(preview.get(path).0, 200, "{path}");
    }
    hub.article("a", "Fixed.");
    hub.remove("content/articles/broken.md");
    let site = hub.clean_site();
    let deadline = Instant::now() + PATIENCE;
    while let Some(path) = preview.difference(&site, &["articles/broken/"]) {
        assert!(Instant::now() < deadline, "{path} is not that of a clean build");
        std::thread::sleep(Duration::from_millis(50));
    }
    // From now on an error leaves everything as it is.
    hub.article("a", "[x](elsewhere.md)");
    preview.prints("elsewhere.md");
    assert_eq!(preview.difference(&site, &[]), None);
}

#[test]
fn the_preview_lists_what_needs_a_person_and_no_build_does() {
    let hub = Hub::new();
    hub.build();
    assert!(!hub.path("public/_audit").exists());
    let preview = Preview::start(&hub);
    assert!(preview.prints("What needs a person: ").trim_end().ends_with("/_audit/"));
    let (status, page) = preview.get("_audit/");
    let page = String::from_utf8(page).unwrap();
    assert_eq!(status, 200);
    assert!(page.contains("Crisis lines to verify") && page.contains("site.toml:4:1"), "{page}");
    assert!(page.contains("<a href=\"/articles/a/\">"), "{page}");
    assert_eq!(preview.get("__wellread/audit.css").0, 200);
    // What another command has found out meanwhile is there as well, without a change of the hub.
    let gone = r#"{ "version": 1, "hosts": {}, "links": { "https://gone.test/x": { "kind": "gone",
        "reason": "404", "failing": { "since": "2026-11-20", "last": "2026-11-21", "days": 2 },
        "first_seen": "2026-01-01", "last_good": "2026-11-01", "last_tried": "2026-11-21" } } }"#;
    hub.write("link-checks.json", gone);
    let page = || String::from_utf8(preview.get("_audit/").1).unwrap();
    assert!(!page().contains("gone.test"));
    hub.article("c", "See [this](https://gone.test/x).");
    let deadline = Instant::now() + PATIENCE;
    while !page().contains("https://gone.test/x: The server says that there is no such page (404).")
    {
        assert!(Instant::now() < deadline, "{}", page());
        std::thread::sleep(Duration::from_millis(50));
    }
    hub.write("link-checks.json", "<<<<<<< HEAD");
    assert!(page().contains("git could not merge link-checks.json"), "{}", page());
    hub.remove("link-checks.json");
    assert!(!page().contains("gone.test"), "{}", page());
    // It is about the files as they are now.
    let text = std::fs::read_to_string(hub.path("site.toml")).unwrap();
    hub.write("site.toml", &format!("{text}checked = 2026-11-01\n"));
    let deadline = Instant::now() + PATIENCE;
    while String::from_utf8(preview.get("_audit/").1).unwrap().contains("Crisis lines to verify") {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_page_that_is_open_follows_its_file_to_another_name() {
    let hub = Hub::new();
    let preview = Preview::start_with(&hub, &["--drafts"]);
    let rename = |from: &str, to: &str| {
        let file = |slug: &str| hub.path(&format!("content/articles/{slug}.md"));
        std::fs::rename(file(from), file(to)).unwrap();
    };
    let location = |slug: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
        write!(stream, "GET /articles/{slug}/ HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let line = answer.lines().find_map(|line| line.strip_prefix("Location: "));
        line.map_or_else(|| answer[9..12].to_owned(), str::to_owned)
    };
    let leads = |slug: &str, wanted: &str| {
        let deadline = Instant::now() + PATIENCE;
        while location(slug) != wanted {
            assert!(Instant::now() < deadline, "{slug} leads to {}", location(slug));
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    rename("a", "c");
    leads("a", "/articles/c/");
    rename("c", "d");
    leads("c", "/articles/d/");
    leads("a", "/articles/d/");
    // Back to where it was; and what is only gone leads nowhere.
    rename("d", "a");
    leads("d", "/articles/a/");
    leads("a", "200");
    hub.article("new", "Its own text.");
    leads("new", "200");
    hub.remove("content/articles/new.md");
    leads("new", "404");
    // A program that saves under another name in two steps, seconds apart; a draft.
    let draft = "---\ntitle: A draft\ndraft: true\n---\nUnfinished.\n";
    hub.write("content/articles/e.md", draft);
    leads("e", "200");
    hub.remove("content/articles/e.md");
    leads("e", "404");
    hub.write("content/articles/f.md", draft);
    leads("e", "/articles/f/");
}

#[test]
fn that_all_is_fixed_is_printed_unless_the_preview_is_quiet() {
    for (arguments, is_said) in [(&[][..], true), (&["--quiet"], false)] {
        let hub = Hub::new();
        // Without the warning about an address that is an example.
        hub.write("site.toml", "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n");
        let preview = Preview::start_with(&hub, arguments);
        hub.article("a", "[x](elsewhere.md)");
        preview.prints("elsewhere.md");
        hub.article("a", "Text.");
        if is_said {
            // A page is shown before the build has ended, so it does not tell when this is printed.
            preview.prints("All problems fixed.");
            continue;
        }
        let deadline = Instant::now() + PATIENCE;
        while !String::from_utf8_lossy(&preview.get("articles/a/").1).contains("Text.") {
            assert!(Instant::now() < deadline, "it is not fixed");
            std::thread::sleep(Duration::from_millis(50));
        }
        hub.article("a", "[x](nowhere.md)");
        let mut printed = Vec::new();
        while !printed.iter().any(|line: &String| line.contains("nowhere.md")) {
            printed.push(preview.lines.recv_timeout(PATIENCE).unwrap());
        }
        assert!(!printed.iter().any(|line| line == "All problems fixed."), "{printed:?}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_answers_the_pages_that_wait_and_ends_the_program() {
    let hub = Hub::new();
    let mut preview = Preview::start(&hub);
    let home = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    stream.write_all(home.as_bytes()).unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    let mark = |name: &str| page.split(name).nth(1).unwrap().split('"').next().unwrap();
    let marks = format!("page={}&styles={}", mark("data-page=\""), mark("data-styles=\""));
    // A hub of a test has warnings, of which the page does not know yet.
    let ask = |problems: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
        let target = format!("/__wellread/wait?path=/&{marks}&problems={problems}");
        write!(stream, "GET {target} HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        stream
    };
    let read = |mut stream: TcpStream| {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split("\r\n\r\n").nth(1).unwrap().to_owned()
    };
    let known = read(ask("unknown"));
    let id = known.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let waiting = [ask(&id), ask(&id), ask(&id)];
    // An answer that comes is one that was asked for later.
    assert_eq!(preview.get("articles/a/").0, 200);
    std::thread::sleep(Duration::from_millis(300));
    let pid = preview.program.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let started = Instant::now();
    for stream in waiting {
        assert_eq!(read(stream), "{\"retry\":0}");
    }
    assert_eq!(preview.program.wait().unwrap().code(), Some(0));
    // A page that is not told that the preview ends waits for 25 seconds.
    assert!(started.elapsed() < Duration::from_secs(20));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_preview_becomes_a_clean_build(edits in prop::collection::vec((edit(), any::<bool>()), 3..10)) {
        let hub = Hub::new();
        let preview = Preview::start(&hub);
        for (edit, in_a_hurry) in edits {
            apply(edit, &hub);
            // A hub with errors has no clean build, but the preview must go on serving.
            let is_whole = hub.run(&["check", "--date", "2026-11-22"]).status.success();
            if !is_whole || in_a_hurry {
                prop_assert_eq!(preview.get("glossary/").0, 200);
                continue;
            }
            let site = hub.clean_site();
            let gone: Vec<&str> = ["articles/c/", "articles/d/"]
                .into_iter()
                .filter(|path| !site.contains_key(&format!("{path}index.html")))
                .collect();
            let deadline = Instant::now() + PATIENCE;
            while let Some(path) = preview.difference(&site, &gone) {
                prop_assert!(Instant::now() < deadline, "{} is not that of a clean build", path);
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}
