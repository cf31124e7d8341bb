//! New hubs and new files: `init` and `new`.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use wellread_content::{KEYS, Key};
use wellread_model::{Kind, Slug};

use crate::Outcome;

macro_rules! starter {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../starter/", $name)))),*]
    };
}

/// The files of a new hub.
const STARTER: &[(&str, &str)] = starter![
    "site.toml",
    "README.md",
    "content/articles/welcome.md",
    "content/glossary/iep.md",
    "content/glossary/504-plan.md",
    "content/pages/home.md",
    "content/pages/about.md",
    "content/people/team.md",
    "content/resources/idea.md",
    "content/topics/school.md",
];

/// Makes a small hub in a folder that is new or empty.
pub(crate) fn init(folder: &Path, quiet: bool) -> Result<Outcome> {
    if folder.exists() && !folder.is_dir() {
        bail!("{} is a file. Name a new folder.", folder.display());
    }
    if let Ok(mut entries) = fs::read_dir(folder)
        && entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != ".git"))
    {
        bail!("{} is not empty. Name a new folder, such as my-hub.", folder.display());
    }
    for (name, text) in STARTER {
        write_new(&folder.join(name), text)?;
    }
    write_new(&folder.join(".gitignore"), "/public\n")?;
    if !quiet {
        anstream::println!(
            "Made a small hub in {0}.\n\nNow go there and build it:\n  cd {0}\n  wellread build\n\n\
             README.md in that folder says how to go on.",
            folder.display()
        );
    }
    Ok(Outcome::Done)
}

/// Makes a file of a kind, with every key that it can have.
pub(crate) fn new(root: &Path, kind: Kind, title: &str, quiet: bool) -> Result<Outcome> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(slug) = Slug::new(&title) else {
        bail!("the title \"{title}\" has no letter or digit to make a file name of");
    };
    let name = format!("content/{}/{slug}.md", kind.folder());
    let file = root.join(&name);
    let folder = root.join(format!("content/{}/{slug}", kind.folder()));
    if folder.join("index.md").exists() {
        bail!("content/{}/{slug}/index.md is there already; it was not changed", kind.folder());
    }
    let template = template(kind, &title);
    write_new(&file, &template)?;
    if !quiet {
        anstream::println!("Made {name}. Open it in your editor and write.");
        if template.contains("\ndraft: true") {
            anstream::println!("It is a draft; `wellread serve --drafts` shows it.");
        }
    }
    Ok(Outcome::Done)
}

/// Writes a file that is not there yet.
fn write_new(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    match fs::File::create_new(file) {
        Ok(mut new) => new
            .write_all(text.as_bytes())
            .with_context(|| format!("cannot write {}", file.display())),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already; it was not changed", file.display())
        }
        Err(error) => Err(error).with_context(|| format!("cannot write {}", file.display())),
    }
}

fn template(kind: Kind, title: &str) -> String {
    let keys: &[Key] = KEYS.iter().find(|(one, _)| *one == kind).map_or(&[], |(_, keys)| keys);
    let mut text = String::from("---\n");
    let quoted = format!("\"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""));
    for (index, key) in keys.iter().enumerate() {
        let line = match key.name {
            _ if index == 0 => format!("{}: {quoted}", key.name),
            // What is not finished is not published by accident.
            "draft" | "url" if kind != Kind::Person => format!("{}: {}", key.name, key.example),
            name => format!("# {name}: {}", key.example),
        };
        let about =
            if key.name == "draft" { "delete this line when it is ready" } else { key.about };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line:<44} # {about}");
    }
    text.push_str("---\n\n");
    text.push_str(match kind {
        Kind::Term => "Write the short definition here: one or two plain sentences.\n\nMore about it, if it helps.\n",
        Kind::Article => "Write the first paragraph here.\n\n## A question that families ask\n\nThe answer.\n",
        Kind::Resource => "Write here what families can expect from it.\n",
        Kind::Topic | Kind::Person | Kind::Page => "Write here.\n",
    });
    text
}
