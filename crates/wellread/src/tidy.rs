//! `wellread tidy`: shows what word processors and web pages have left behind in files of Markdown,
//! and writes the files without it.
//!
//! What is removed is decided in `wellread-site`. Here files are read, changes are shown line by
//! line, and nothing is written unless it is asked for, and only once every file could be read.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use wellread_content::trusts_html;
use wellread_model::count;
use wellread_model::media::has_extension;
use wellread_site::{Leftover, Tidied, TidyChange, TidyOptions, tidy};

use crate::arguments::Arguments;
use crate::outcome::Outcome;
use crate::publish::{Disk, path_text, read_file, read_text, write_text};
use crate::streams;

/// How many lines are shown of one change, before and after it.
const SHOWN: usize = 12;

/// How many characters are shown of a line.
const LONGEST: usize = 300;

/// The ends of the names of files that can be tidied.
const EXTENSIONS: &[&str] = &["md", "markdown", "txt"];

/// A file and what is left of it.
struct TidiedFile {
    path: PathBuf,
    before: String,
    after: Tidied,
}

/// Runs `wellread tidy`.
///
/// # Errors
/// If a file cannot be tidied, or the machine fails.
pub(crate) fn run(
    arguments: &Arguments,
    files: &[PathBuf],
    headings: bool,
    write: bool,
) -> Result<Outcome> {
    let tidied: Vec<TidiedFile> =
        files.iter().map(|file| read(arguments, file, headings)).collect::<Result<_>>()?;
    let changed = || tidied.iter().filter(|file| !file.after.changes.is_empty());
    if !arguments.quiet {
        let shown: String = changed().map(changes_in_words).collect();
        streams::out(&shown)?;
    }
    if write {
        let disk = Disk::new();
        for file in changed() {
            write_text(&disk, &file.path, &file.after.text)?;
        }
    }
    if !arguments.quiet {
        let changes = changed().map(|file| file.after.changes.len()).sum();
        streams::out(&summary(changes, changed().count(), write))?;
    }
    Ok(Outcome::Done)
}

/// The last line: what was done, and what to do next.
fn summary(changes: usize, files: usize, write: bool) -> String {
    let (changes, files) = (count(changes, "change"), count(files, "file"));
    match (&*files, write) {
        ("0 files", _) => "There is nothing to tidy.\n".to_owned(),
        (_, true) => format!("Wrote {files} with {changes}.\n"),
        (_, false) => {
            format!("{changes} in {files}. Nothing was written. To write them, add --write.\n")
        }
    }
}

/// The name of the first file in a folder that can be tidied.
fn first_file_in(folder: &Path) -> Option<OsString> {
    let names = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.file_name());
    names.filter(|name| has_extension(&name.to_string_lossy(), EXTENSIONS)).min()
}

/// Reads a file, named from the current folder or from that of the hub.
fn read(arguments: &Arguments, file: &Path, headings: bool) -> Result<TidiedFile> {
    let in_hub = || arguments.hub_folder().ok().map(|root| root.join(file));
    let path = match fs::exists(file) {
        Ok(false) => in_hub().filter(|path| path.exists()).unwrap_or_else(|| file.to_owned()),
        _ => file.to_owned(),
    };
    let name = path_text(file);
    if path.is_dir() {
        // A file that is there and not *.md, which no terminal of Windows replaces by names.
        let example = first_file_in(&path).map(|first| path_text(&file.join(first)));
        let example = example.map_or_else(|| ".".to_owned(), |path| format!(", such as: {path}"));
        bail!("{name} is a folder. Name the files in it{example}");
    }
    if !has_extension(&path.to_string_lossy(), EXTENSIONS) {
        bail!("{name} is not Markdown: the names of files that can be tidied end in .md.");
    }
    let before = read_text(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("there is no file {name}"),
        ErrorKind::InvalidData => {
            anyhow::anyhow!("{name} is not saved as UTF-8. Save it again with this encoding.")
        }
        _ => anyhow::Error::new(error).context(format!("cannot read {name}")),
    })?;
    let options = TidyOptions { headings, trusted_html: is_trusted(&path)? };
    let after = tidy(&before, options);
    Ok(TidiedFile { path, before, after })
}

/// Whether the hub that holds a file trusts the HTML in it.
fn is_trusted(file: &Path) -> Result<bool> {
    let absolute = std::path::absolute(file).context("cannot find the current folder")?;
    let settings = absolute.ancestors().skip(1).map(|folder| folder.join("site.toml"));
    let text = settings.into_iter().find_map(|settings| read_file(&settings).ok());
    Ok(text.is_some_and(trusts_html))
}

/// The changes of a file, as lines that go and lines that come.
fn changes_in_words(file: &TidiedFile) -> String {
    let mut text = format!("{}\n", path_text(&file.path));
    let (mut line, mut counted) = (1, 0);
    for hunk in hunks(&file.before, &file.after.changes) {
        line += file.before[counted..hunk.lines.start].matches('\n').count();
        counted = hunk.lines.start;
        let names: Vec<&str> = hunk.leftovers.iter().map(|leftover| leftover.name()).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  line {line}: {}", names.join(", "));
        push_lines(&mut text, "\u{1b}[31m-\u{1b}[0m", &file.before[hunk.lines]);
        push_lines(&mut text, "\u{1b}[32m+\u{1b}[0m", &hunk.replacement);
    }
    text.push('\n');
    text
}

/// Changes that touch the same lines.
struct Hunk {
    /// The lines as they were, from their first byte to the line break of the last.
    lines: Range<usize>,
    replacement: String,
    leftovers: Vec<Leftover>,
}

fn hunks(before: &str, changes: &[TidyChange]) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut at = 0;
    for change in changes {
        let start = before[..change.span.start].rfind('\n').map_or(0, |end| end + 1);
        let is_whole = change.span.end > start && before[..change.span.end].ends_with('\n');
        let rest = before[change.span.end..].find('\n').map(|end| change.span.end + end + 1);
        let end = if is_whole { change.span.end } else { rest.unwrap_or(before.len()) };
        match hunks.last_mut().filter(|last| last.lines.end > start) {
            Some(last) => {
                // Put the remainder of the hunk back after this change.
                let lines = last.lines.end - at;
                last.replacement.truncate(last.replacement.len() - lines);
                last.replacement.push_str(&before[at..change.span.start]);
                last.lines.end = end.max(last.lines.end);
                last.leftovers.extend(&change.leftovers);
            }
            None => hunks.push(Hunk {
                lines: start..end,
                replacement: before[start..change.span.start].to_owned(),
                leftovers: change.leftovers.iter().copied().collect(),
            }),
        }
        if let Some(last) = hunks.last_mut() {
            last.replacement.push_str(&change.replacement);
            last.replacement.push_str(&before[change.span.end..last.lines.end]);
            last.leftovers.sort_unstable();
            last.leftovers.dedup();
        }
        at = change.span.end;
    }
    hunks
}

fn push_lines(text: &mut String, sign: &str, lines: &str) {
    let is_hidden = |c: char| c.is_control() && c != '\t';
    let all = lines.lines().count();
    for line in lines.lines().take(SHOWN) {
        let end = line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at);
        let more = if end < line.len() { "…" } else { "" };
        let _ = writeln!(text, "    {sign} {}{more}", line[..end].replace(is_hidden, "\u{fffd}"));
    }
    if all > SHOWN {
        let _ = writeln!(text, "    {sign} … and {} more", count(all - SHOWN, "line"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_one_line_are_shown_as_one() {
        let before = "one\ntwo <o:p></o:p>words\u{a0}\n\n\nthree\n• four\n";
        let Tidied { changes, .. } = tidy(before, TidyOptions::default());
        let hunks = hunks(before, &changes);
        let shown: Vec<_> =
            hunks.iter().map(|hunk| (&before[hunk.lines.clone()], &*hunk.replacement)).collect();
        let wanted = [
            ("two <o:p></o:p>words\u{a0}\n", "two words\n"),
            ("\n", ""),
            ("• four\n", "\n- four\n"),
        ];
        assert_eq!(shown, wanted);
    }

    #[test]
    fn long_changes_are_shown_in_part() {
        let mut text = String::new();
        push_lines(&mut text, "+", &"x\n".repeat(SHOWN + 2));
        assert!(text.ends_with("    + … and 2 lines more\n"), "{text}");
    }
}
