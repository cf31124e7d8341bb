//! Builds into a folder that holds an older site, compared with builds into an empty one: after any
//! edits, the files, the record and the messages must be the same.

use std::fs;
use std::path::Path;

use crate::files_below;
use crate::support::program::{Files, Hub, all, read_all};
use crate::support::random::Random;

/// How many builds there are, each after a few edits.
const BUILDS: usize = 120;

/// Texts in which terms, links and markup come and go.
const TEXTS: [&str; 7] = [
    "The IEP team meets. A plan, an IEP and more.",
    "See [[iep]] and [the home page](/), then the *504* plan.",
    "A footnote[^1].\n\n[^1]: Of the IEP.\n\n## A question?\n\nText.",
    "## Another heading {#own}\n\nAn evaluation, [b](b.md#own) or [b](b.md).",
    "**IEP** and `IEP` and [[!IEP]].\n\n| a | b |\n|---|---|\n| IEP | plan |",
    "Plain.",
    "Ask the Talk Line, or TTL. The Plan is our Plan; to plan, the new plan.",
];

/// A hub under random edits.
struct Editor {
    hub: Hub,
    random: Random,
    day: &'static str,
    drafts: bool,
}

impl Editor {
    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.random.below(of.len())]
    }

    /// Makes one edit, and says which.
    fn edit(&mut self) -> String {
        let number = self.random.below(1000);
        let slug = self.one(&["a", "b", "c", "d", "e"]);
        let file = format!("content/articles/{slug}.md");
        let (text, other) = (self.one(&TEXTS), self.one(&TEXTS));
        match self.random.below(20) {
            0..4 => {
                self.hub.article(slug, &format!("{text}\n\n{other} {number}"));
                format!("text of {slug}")
            }
            4 => {
                let line = self.one(&["draft: true", "published: 2027-01-01", "topics: [rights]"]);
                self.hub.write(&file, &format!("---\ntitle: The {slug}\n{line}\n---\n{text}\n"));
                format!("{line} in {slug}")
            }
            5 => {
                let _ = fs::remove_file(self.hub.path(&file));
                format!("without {slug}")
            }
            6 => {
                let to = format!("content/articles/moved-{}.md", self.random.below(3));
                let from = self.one(&["", "redirect_from: [/articles/a/, /old/]\n"]);
                let _ = fs::remove_file(self.hub.path(&file));
                self.hub.write(&to, &format!("---\ntitle: Moved\n{from}---\n{text}\n"));
                format!("{slug} is now {to}")
            }
            7 | 8 => {
                let term = self.one(&["iep", "plan", "evaluation"]);
                let alias = self.one(&["meeting", "team", "504", "[]", "IEP team"]);
                let line = if alias == "[]" {
                    "see_also: [iep]".to_owned()
                } else {
                    format!("aliases: [{alias}]")
                };
                let rule = self.one(&[
                    "",
                    "auto_link: true",
                    "auto_link: false",
                    "not_in: [new plan, IEP team]",
                    "only_topics: [rights]",
                    "not_topics: [rights]",
                ]);
                let name = if number.is_multiple_of(3) { "Plan" } else { term };
                let term_file = format!("content/glossary/{term}.md");
                self.hub.write(
                    &term_file,
                    &format!("---\nterm: {name}\n{line}\n{rule}\n---\nAbout {number}. {text}\n"),
                );
                format!("term {term}, {line}, {rule}")
            }
            9 => {
                let term = self.one(&["plan", "evaluation"]);
                let _ = fs::remove_file(self.hub.path(&format!("content/glossary/{term}.md")));
                format!("without term {term}")
            }
            10 => {
                let (kind, rest) = [
                    ("pages/about", "title: About"),
                    ("packets/pack", "title: Pack\npages: [glossary/iep, articles/a]"),
                    ("packets/pack", "title: Pack\naudience: [Parents]\npages: [glossary/iep]"),
                    ("topics/rights", "title: Rights"),
                    ("people/ana", "name: Ana"),
                    ("resources/line", "title: Talk Line\nurl: https://line.example/"),
                    ("resources/line", "title: Line\naliases: [TTL]\nphone: 303-555-0100"),
                    ("resources/line", "title: Plan\norganization: Talk Line\nphone: 303-555-0100"),
                ][self.random.below(8)];
                self.hub
                    .write(&format!("content/{kind}.md"), &format!("---\n{rest}\n---\n{text}\n"));
                kind.to_owned()
            }
            11 => {
                let template = self.one(&["404", "term", "article"]);
                let file = format!("themes/default/templates/{template}.html");
                let base =
                    "{% extends \"base.html\" %}{% block content %}<h1>{{ page.title }}</h1>";
                match number % 3 {
                    0 => self.hub.write(&file, &format!("{base}<p>{number}</p>{{% endblock %}}\n")),
                    _ => _ = fs::remove_file(self.hub.path(&file)),
                }
                format!("template {template}")
            }
            12 => {
                self.hub.write("themes/default/static/custom.css", &format!("/* {number} */\n"));
                "style".to_owned()
            }
            13 => {
                let extra = self.one(&[
                    "",
                    "[terms]\nlink = \"section\"",
                    "[offline]\nenabled = true",
                    "[deploy]\nhost = \"netlify\"",
                    "[deploy]\nhost = \"github-pages\"",
                ]);
                let base = self.one(&["https://example.org/", "https://example.org/a/b/"]);
                let language = self.one(&["en", "es"]);
                let settings = format!(
                    "title = \"Hub\"\nbase_url = \"{base}\"\nlanguage = \"{language}\"\n{extra}\n"
                );
                self.hub.write("site.toml", &settings);
                format!("{base} {language} {extra}")
            }
            14 | 15 => {
                let old = self.hub.path("static/thing");
                let _ = fs::remove_file(&old).or_else(|_| fs::remove_dir_all(&old));
                let new = self.one(&[
                    "static/thing",
                    "static/thing/a",
                    "static/thing/a/b",
                    "static/other",
                ]);
                self.hub.write(new, &format!("{number}"));
                new.to_owned()
            }
            16 => {
                let path = self.hub.path(&file);
                if let Ok(text) = fs::read_to_string(&path) {
                    let bare = text.replace("\r\n", "\n");
                    let marked = format!("\u{feff}{}", bare.trim_start_matches('\u{feff}'));
                    let other =
                        if number.is_multiple_of(2) { bare.replace('\n', "\r\n") } else { marked };
                    fs::write(&path, other).unwrap();
                }
                format!("line ends of {slug}")
            }
            17 => {
                self.day = self.one(&["2026-11-22", "2024-01-01", "2027-06-30"]);
                format!("day {}", self.day)
            }
            18 => {
                self.drafts = !self.drafts;
                format!("drafts {}", self.drafts)
            }
            _ => self.damage(),
        }
    }

    /// Begins anew, so that errors do not stay.
    fn start_over(&mut self) {
        for folder in ["content", "static", "themes"] {
            let _ = fs::remove_dir_all(self.hub.path(folder));
        }
        let new = Hub::new();
        for file in files_below(new.folder.path(), "") {
            let name = file.strip_prefix(new.folder.path()).unwrap().to_str().unwrap();
            self.hub.write(name, &fs::read_to_string(&file).unwrap());
        }
    }

    /// Damages a file of the output, or removes it.
    fn damage(&mut self) -> String {
        let files = read_all(&self.hub.path("public"));
        let paths: Vec<&String> = files.keys().collect();
        let path = format!("public/{}", paths[self.random.below(paths.len())]);
        if self.random.below(2) == 0 {
            self.hub.remove(&path);
        } else {
            self.hub.write(&path, "damage");
        }
        format!("damaged {path}")
    }

    /// Builds into a folder: the exit code and the messages.
    fn build(&self, output: &str) -> (Option<i32>, String) {
        let arguments = [
            "build",
            "--format",
            "json",
            "--date",
            self.day,
            "--output",
            output,
            "--allow-removals",
        ];
        let mut command = self.hub.command(&arguments);
        if self.drafts {
            command.arg("--drafts");
        }
        let output = command.output().unwrap();
        assert_ne!(output.status.code(), Some(2), "{}", all(&output));
        // What only a build that follows another can say.
        let mut problems: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        problems.retain(|problem| problem["code"] != "lost-address");
        (output.status.code(), serde_json::to_string_pretty(&problems).unwrap())
    }
}

/// All files of a folder, the record among them, and its empty folders.
fn everything(folder: &Path) -> Files {
    let name = |file: &Path| file.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    let files = files_below(folder, "").into_iter();
    files.map(|file| (name(&file), fs::read(&file).unwrap())).chain(empty(folder)).collect()
}

fn empty(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let inside: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    if inside.is_empty() {
        return vec![(format!("{} is empty", folder.display()), Vec::new())];
    }
    inside.iter().filter(|path| path.is_dir()).flat_map(|path| empty(path)).collect()
}

#[test]
fn after_any_edits_a_build_equals_one_into_an_empty_folder() {
    let mut editor =
        Editor { hub: Hub::new(), random: Random(11), day: "2026-11-22", drafts: false };
    let mut outcomes = [0, 0];
    let mut edits = Vec::new();
    editor.build("public");
    for _ in 0..BUILDS {
        for _ in 0..=editor.random.below(4) {
            edits.push(editor.edit());
        }
        let public = editor.hub.path("public");
        let before = everything(&public);
        let built = editor.build("public");
        let clean = editor.build("clean");
        // The last edits are those that matter.
        let recent = &edits[edits.len().saturating_sub(12)..];
        assert_eq!(built, clean, "{recent:#?}");
        let after = everything(&public);
        if built.0 == Some(0) {
            let wanted = everything(&editor.hub.path("clean"));
            let paths = after.keys().chain(wanted.keys());
            let differing: Vec<_> =
                paths.filter(|path| after.get(*path) != wanted.get(*path)).collect();
            assert!(differing.is_empty(), "{differing:?} after {recent:#?}");
            fs::remove_dir_all(editor.hub.path("clean")).unwrap();
        } else {
            assert!(after == before, "something was written after {recent:#?}");
            assert!(!editor.hub.path("clean").exists(), "a folder was created");
        }
        assert!(!editor.hub.path(".wellread").exists());
        outcomes[usize::from(built.0 == Some(0))] += 1;
        if built.0 != Some(0) {
            editor.start_over();
            edits.push("all from the start".to_owned());
        }
    }
    // Edits that only ever gave errors, or never, would check half of this.
    assert!(outcomes[0] > BUILDS / 10 && outcomes[1] > BUILDS / 3, "{outcomes:?}");
}
