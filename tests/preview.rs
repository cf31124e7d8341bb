//! The preview, asked of the real program: whatever is edited, what it serves becomes what a clean
//! build of the same files makes, byte for byte.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::program::{Files, Hub};

/// How long to wait for what must happen. Far longer than it takes on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A preview that is running.
struct Preview {
    program: Child,
    port: u16,
}

impl Preview {
    fn start(hub: &Hub) -> Self {
        let mut program = hub
            .command(&["serve", "--port", "0", "--date", "2026-11-22"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let address =
            lines.find_map(|line| Some(line.unwrap().strip_prefix("The hub is at ")?.to_owned()));
        let address = address.expect("it says where it is");
        let port = address.rsplit(':').next().and_then(|end| end.split('/').next()).unwrap();
        let preview = Self { program, port: port.parse().unwrap() };
        // A full pipe would block it.
        std::thread::spawn(move || lines.for_each(drop));
        preview
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

    /// The first path at which something else is served than there should be.
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
            &format!("title = \"{title}\"\nbase_url = \"https://example.org/\"\n"),
        ),
        Edit::Style(text) => hub.write("themes/default/static/style.css", text),
        Edit::Template(Some(text)) => hub.write(template, text),
        Edit::Template(None) => drop(std::fs::remove_file(hub.path(template))),
    }
}

#[test]
fn a_hub_with_errors_at_its_start_is_shown_as_far_as_it_is_understood() {
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
    hub.article("a", "[x](nowhere.md)");
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(preview.difference(&site, &[]), None);
}

#[test]
fn the_stylesheet_and_the_search_of_an_open_page_are_there_after_they_are_replaced() {
    let hub = Hub::new();
    let preview = Preview::start(&hub);
    let text = |path: &str| String::from_utf8(preview.get(path).1).unwrap();
    let between = |text: &str, start: &str, end: &str| {
        let rest = &text[text.find(start).expect("it is there") + start.len()..];
        rest[..rest.find(end).expect("it is there")].to_owned()
    };
    let sheet = || format!("assets/style.{}.css", between(&text(""), "assets/style.", ".css"));
    let core = || between(&text("search-core.js"), "search-core\", \"", "\"");
    let deadline = Instant::now() + PATIENCE;
    while preview.get("search-core.js").0 != 200 {
        assert!(Instant::now() < deadline, "there is no search index");
        std::thread::sleep(Duration::from_millis(20));
    }
    let (old_sheet, old_core) = (sheet(), core());
    hub.write("themes/default/static/style.css", "a {}");
    hub.article("a", "Other words.");
    while sheet() == old_sheet || core() == old_core {
        assert!(Instant::now() < deadline, "nothing was replaced");
        std::thread::sleep(Duration::from_millis(20));
    }
    for path in [old_sheet, old_core, sheet(), core()] {
        assert_eq!(preview.get(&path).0, 200, "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_preview_becomes_a_clean_build(edits in prop::collection::vec((edit(), any::<bool>()), 3..10)) {
        let hub = Hub::new();
        let preview = Preview::start(&hub);
        for (edit, in_a_hurry) in edits {
            apply(edit, &hub);
            // A hub with errors has no clean build; what it serves must be there all the same.
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
