//! New hubs and new files: `wellread init` and `wellread new`.
//!
//! Both only add: a file that exists is never changed. The files of a new hub are in `starter/`,
//! and are part of the binary. A new page lists every key of its kind with an example, commented
//! out; the list comes from `wellread-content`, which also checks keys, so it is always complete.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use wellread_content::{double_quoted, keys, starter_text};
use wellread_model::portable::{FileOrFolder, name_problem};
use wellread_model::{Kind, Slug};

use crate::outcome::Outcome;
use crate::publish::{Disk, NewFiles, refuse_links};
use crate::streams;

/// Embeds files of `starter/` by name.
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
    "content/letters/ask-for-a-meeting.md",
    "content/pages/home.md",
    "content/pages/about.md",
    "content/people/team.md",
    "content/resources/idea.md",
    "content/topics/school.md",
];

/// Those of them that are run.
const PREVIEWS: &[(&str, &str)] = starter!["Preview.cmd", "Preview.command"];

/// How git keeps the files of a hub. Files with the line breaks of one system are other files on
/// another, and images with other bytes are broken. This is no file in `starter/`, where it would
/// apply to Wellread's own repository.
const GIT_ATTRIBUTES: &str = "\
* text=auto eol=lf
*.png binary
*.jpg binary
*.jpeg binary
*.gif binary
*.webp binary
*.avif binary
*.ico binary
*.woff2 binary
*.pdf binary
*.mp4 binary
*.mp3 binary
*.zip binary
*.docx binary
*.xlsx binary
";

/// Makes a small hub in a folder that is new or empty.
///
/// # Errors
/// If the folder holds anything, or the machine fails.
pub(crate) fn init(folder: &Path, quiet: bool) -> Result<Outcome> {
    if folder.exists() && !folder.is_dir() {
        bail!("{} is a file. Name a new folder, such as {}.", folder.display(), free_name());
    }
    // A hub is carried from one system to another.
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if !folder.exists()
        && let Some(problem) = name_problem(name)
    {
        let problem = problem.message(FileOrFolder::Folder, name);
        bail!("{problem}\nName another folder, such as {}.", free_name());
    }
    // A repository may have been created first. A folder that cannot be listed is either new or
    // will fail below with a better reason.
    if let Ok(mut entries) = fs::read_dir(folder)
        && entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != ".git"))
    {
        let name = if is_current(folder) {
            "This folder".to_owned()
        } else {
            format!("The folder {}", folder.display())
        };
        bail!("{name} is not empty. Name a new folder, such as {}.", free_name());
    }
    let disk = Disk::new();
    let mut files = NewFiles::new(&disk);
    for (name, text) in STARTER {
        files.add(&folder.join(name), text)?;
    }
    // The preview by a double click, on Windows and on a Mac.
    for (name, text) in PREVIEWS {
        files.add_program(&folder.join(name), text)?;
    }
    // Not a file in `starter/` either. `.wellread` is where builds prepare a site.
    files.add(&folder.join(".gitignore"), "/public\n/.wellread\n")?;
    files.add(&folder.join(".gitattributes"), GIT_ATTRIBUTES)?;
    files.finish();
    if !quiet && is_current(folder) {
        streams::out(
            "Made a small hub in this folder.\n\nNow build it:\n  wellread build\n\n\
             README.md says what to do next.\n",
        )?;
    } else if !quiet {
        streams::out(&format!(
            "Made a small hub in {}.\n\nNow go there and build it:\n  cd {}\n  wellread build\n\n\
             README.md in that folder says what to do next.\n",
            folder.display(),
            shell_argument(&folder.display().to_string())
        ))?;
    }
    Ok(Outcome::Done)
}

/// Makes a file of a kind, with every key that it can have. The file name comes from the title.
///
/// # Errors
/// If the title has no letter or digit, the file exists, or the machine fails.
pub(crate) fn new(root: &Path, kind: Kind, title: &str, quiet: bool) -> Result<Outcome> {
    // A title pasted from elsewhere may hold line breaks, which would end the line in the file.
    let title = wellread_model::in_one_line(title);
    let Some(slug) = Slug::new(&title) else {
        bail!("the title \"{title}\" has no letter or digit to use in a file name");
    };
    // Windows writes a file `nul.md` into nothing, and says that all is well.
    let file_name = format!("{slug}.md");
    if let Some(problem) = name_problem(&file_name) {
        let message = problem.message(FileOrFolder::File, &file_name);
        bail!("{message}\nChoose another title, and correct it in the file afterward.");
    }
    let name = format!("content/{}/{slug}.md", kind.folder());
    refuse_links(root, &name)?;
    let file = root.join(&name);
    // An article with images is a folder with this file in it, and has the same address.
    let folder = root.join(format!("content/{}/{slug}", kind.folder()));
    if folder.join("index.md").exists() {
        bail!("content/{}/{slug}/index.md already exists; it was not changed", kind.folder());
    }
    let template = template(kind, &title);
    let disk = Disk::new();
    let mut files = NewFiles::new(&disk);
    files.add(&file, &template)?;
    files.finish();
    if !quiet {
        streams::out(&format!("Made {name}. Open it in your editor and write.\n"))?;
        if template.contains("\ndraft: true") {
            streams::out("It is a draft; `wellread serve --open --drafts` shows it.\n")?;
        }
    }
    Ok(Outcome::Done)
}

/// Whether it is the folder in which the program was started, however it is written.
fn is_current(folder: &Path) -> bool {
    let here = std::env::current_dir().and_then(fs::canonicalize);
    matches!((fs::canonicalize(folder), here), (Ok(folder), Ok(here)) if folder == here)
}

/// A name for a new hub that nothing has in the current folder.
fn free_name() -> String {
    let names = (2..).map(|number| format!("my-hub-{number}"));
    let mut names = std::iter::once("my-hub".to_owned()).chain(names);
    names.find(|name| !Path::new(name).exists()).expect("no folder holds infinitely many files")
}

/// The path as it must be typed after `cd`.
fn shell_argument(path: &str) -> String {
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path.to_owned() }
}

/// The text of a new file: front matter with every key, and a hint where the text goes.
fn template(kind: Kind, title: &str) -> String {
    let mut text = String::from("---\n");
    // As YAML in double quotes, in which a title cannot mean anything but itself.
    let quoted = double_quoted(title);
    for (index, key) in keys(kind).enumerate() {
        let line = match key.name {
            _ if index == 0 => format!("{}: {quoted}", key.name),
            // Active from the start: a draft is not published by accident, and a resource does not
            // build without its website.
            "draft" | "url" if kind != Kind::Person => format!("{}: {}", key.name, key.example),
            // Without a space, so that removing one character is right.
            name => format!("#{name}: {}", key.example),
        };
        let about = match key.name {
            "draft" if !line.starts_with('#') => "delete this line when it is ready",
            _ => key.about,
        };
        // On a line of its own, since a comment after a value cuts it short. Writing to a string
        // cannot fail.
        let _ = writeln!(text, "# {about}\n{line}");
    }
    text.push_str("---\n\n");
    text.push_str(starter_text(kind));
    text
}

#[cfg(test)]
mod tests {
    use wellread_content::EXAMPLE_SENTENCES;
    use wellread_model::media;

    use super::*;

    #[test]
    fn git_keeps_the_files_of_a_hub_as_it_keeps_those_of_the_repository() {
        let own: Vec<_> = include_str!("../../../.gitattributes").lines().collect();
        for line in GIT_ATTRIBUTES.lines() {
            assert!(own.contains(&line), "{line}");
        }
        let is_binary = |extension: &str| {
            GIT_ATTRIBUTES.lines().any(|line| line == format!("*.{extension} binary"))
        };
        let is_text = |extension| media::TEXT_EXTENSIONS.contains(&extension);
        for extension in media::IMAGE_EXTENSIONS {
            assert_eq!(is_binary(extension), !is_text(extension), "{extension}");
        }
    }

    #[test]
    fn a_new_hub_has_the_sentences_that_a_build_tells_from_others() {
        for sentence in EXAMPLE_SENTENCES {
            assert!(STARTER.iter().any(|(_, text)| text.contains(sentence)), "{sentence}");
        }
    }
}
