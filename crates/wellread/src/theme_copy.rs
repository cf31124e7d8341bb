//! `wellread theme copy`: a file of the default theme in the folder of the hub, to be changed
//! there.
//!
//! A template begins with a comment that says what it may use. The comment comes from
//! `docs/theming.md`, which a test compares with what templates get.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use wellread_content::{Sources, scan, theme_name};
use wellread_model::nearest;
use wellread_site::DEFAULT_THEME;

use crate::manual;
use crate::outcome::Outcome;
use crate::publish::{Disk, NewFiles, refuse_links};
use crate::streams;

/// Copies a file of the default theme into the theme of the hub.
///
/// # Errors
/// If there is no such file, the hub has it already, or the machine fails.
pub(crate) fn copy(root: &Path, name: &str, quiet: bool) -> Result<Outcome> {
    let (path, bytes) = find(name)?;
    // The search is one file made of parts, and no one reads it in order to change it.
    let text = std::str::from_utf8(bytes)
        .with_context(|| format!("{path} is not text: put your own file in its place"))?;
    let sources = scan(root, &Sources::default())?;
    let theme = theme_name(&sources);
    let text = match path.strip_prefix("templates/") {
        Some(file) => format!("{}{text}", comment(file, text)),
        None => text.to_owned(),
    };
    let target = format!("themes/{theme}/{path}");
    refuse_links(root, &target)?;
    let disk = Disk::new();
    let mut files = NewFiles::new(&disk);
    files.add(&root.join(&target), &text)?;
    files.finish();
    if !quiet {
        streams::out(&format!(
            "Made {target}. Change it while `wellread serve` runs; without the file, the hub is as \
             before.\n`wellread help theming` says more.\n"
        ))?;
    }
    Ok(Outcome::Done)
}

/// The file of the default theme that a name means: `home`, `home.html` or `templates/home.html`.
fn find(name: &str) -> Result<(&'static str, &'static [u8])> {
    let short = |path: &'static str| path.rsplit('/').next().unwrap_or(path);
    let is_meant = |path: &'static str| {
        path == name || short(path) == name || short(path).strip_suffix(".html") == Some(name)
    };
    if let Some(found) = DEFAULT_THEME.iter().find(|(path, _)| is_meant(path)) {
        return Ok(*found);
    }
    let names = || DEFAULT_THEME.iter().map(|(path, _)| short(path));
    let bare = names().map(|name| name.strip_suffix(".html").unwrap_or(name));
    let help = match nearest(name, bare) {
        Some(near) => format!("Did you mean {near}?"),
        None => format!("There are: {}.", names().collect::<Vec<_>>().join(", ")),
    };
    bail!("the theme has no file {name}.\n{help}")
}

/// The comment at the top of a copied template.
fn comment(file: &str, text: &str) -> String {
    let mut lines = vec![
        format!(
            "The template {file} of Wellread {}, copied so that you can change it.",
            env!("CARGO_PKG_VERSION")
        ),
        String::new(),
    ];
    if text.contains("{% component") {
        lines.push(
            "Change components here, and leave the others in: other templates use them. Each gets"
                .to_owned(),
        );
        lines.push(
            "what is in its parentheses and nothing else. `wellread help theming` has more."
                .to_owned(),
        );
    } else {
        lines.extend(what_a_page_gets(file));
    }
    // Remove anything that would end the comment.
    let text = lines.join("\n").replace("#}", "# }");
    format!("{{#-\n{text}\n-#}}\n")
}

/// What the template of a page may use, line by line.
fn what_a_page_gets(file: &str) -> Vec<String> {
    let kind = file.strip_suffix(".html").unwrap_or(file);
    let mut lines = vec![
        "It gets site, page, build and parts. A field without a value is `none`: ask with"
            .to_owned(),
        "{% if page.summary %} … {% endif %} before you use it.".to_owned(),
        String::new(),
        format!("site: {}.", fields("### `site`").join(", ")),
        format!("page: {}.", fields("### `page`, on every page").join(", ")),
    ];
    if let Some(row) = row("### What each kind adds", kind) {
        lines.push(format!("page of this kind: {}.", row.replace('`', "")));
    }
    lines.push(String::new());
    lines.push(
        "To change only a part, delete all but that part of a block, and begin with".to_owned(),
    );
    lines.push(format!(
        "{{% extends \"default/{file}\" %}}. `wellread help theming` has all of this in full."
    ));
    lines
}

/// The names of the fields in a table of the manual.
fn fields(section: &str) -> Vec<String> {
    rows(section).flat_map(|(names, _)| code_spans(&names)).collect()
}

/// What a table of the manual says of a name.
fn row(section: &str, name: &str) -> Option<String> {
    rows(section)
        .find(|(names, _)| code_spans(names).iter().any(|one| one == name))
        .map(|(_, about)| about)
}

fn rows(section: &str) -> impl Iterator<Item = (String, String)> {
    let page = manual::page("theming").unwrap_or_default();
    let (_, rest) = page.split_once(section).unwrap_or_default();
    let rest = rest.split("\n#").next().unwrap_or_default();
    rest.lines().filter(|line| line.starts_with("| `")).filter_map(|line| {
        let (names, about) = line.trim_matches('|').split_once(" | ")?;
        Some((names.trim().to_owned(), about.trim().to_owned()))
    })
}

fn code_spans(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comment_says_what_the_template_may_use() {
        let comment = comment("article.html", "");
        for words in
            ["site: title, description", "extra", "subtitle, authors", "default/article.html"]
        {
            assert!(comment.contains(words), "{words}: {comment}");
        }
        assert_eq!(comment.matches("#}").count(), 1);
    }

    #[test]
    fn a_file_is_found_by_its_short_name() {
        for name in ["home", "home.html", "templates/home.html"] {
            assert_eq!(find(name).unwrap().0, "templates/home.html");
        }
        assert_eq!(find("style.css").unwrap().0, "static/style.css");
        assert!(find("hoome").unwrap_err().to_string().ends_with("Did you mean home?"));
    }
}
