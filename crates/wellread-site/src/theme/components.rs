//! Components of a hub's own templates that cannot stand next to those of the other templates: one
//! that is defined twice, one that a copy of a file lacks, a part that asks for too much.
//!
//! Tera refuses most of them too, but at the template that uses a component or at none at all.

use std::collections::BTreeMap;
use std::ops::Range;

use wellread_model::{Diagnostic, Place, Span};

use super::embedded::DEFAULT_THEME;
use super::template_text::{TemplateSource, blank_all};

/// A component where it is defined.
struct Definition {
    name: String,
    /// Where the name is, in bytes.
    range: Range<usize>,
    /// What is in its parentheses, one by one.
    arguments: Vec<String>,
}

/// Checks the templates of a theme, by name.
///
/// # Errors
/// The first problem of the first template that has one.
pub(super) fn check(templates: &BTreeMap<String, TemplateSource>) -> Result<(), Box<Diagnostic>> {
    let defined: BTreeMap<&str, Vec<Definition>> =
        templates.iter().map(|(file, source)| (&file[..], definitions(&source.text))).collect();
    // By component, the first file that defines it, those of the default theme before the hub's.
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for of_hub in [false, true] {
        let files = defined.iter().filter(|(file, _)| templates[**file].origin.is_some() == of_hub);
        for (file, one) in files.flat_map(|(file, all)| all.iter().map(move |one| (*file, one))) {
            owners.entry(&one.name).or_insert(file);
        }
    }
    for (file, source) in templates {
        let Some(path) = &source.origin else { continue };
        for one in &defined[&file[..]] {
            let problem = match owners[&one.name[..]] {
                owner if owner != file => Some((
                    format!("The component `{}` is also defined in {owner}.", one.name),
                    format!(
                        "Give this one another name. To change the other, copy its file with \
                         `wellread theme copy {owner}`, and change it there."
                    ),
                )),
                _ => one.problem_as_part(),
            };
            if let Some((message, help)) = problem {
                let place = Place::at(path.clone(), Span::from(one.range.clone()));
                return Err(Box::new(Diagnostic::error("template", place, message).help(help)));
            }
        }
        let missing = missing(file, &owners, templates);
        if let [first, others @ ..] = &missing[..] {
            let others = match others.len() {
                0 => String::new(),
                count => format!(", and {count} more"),
            };
            let message = format!("This file has to define the component `{first}`{others}.");
            let help = format!(
                "Other templates use what the default theme's {file} defines. Rename your file, \
                 run `wellread theme copy {file}`, and make your changes in the new copy."
            );
            let place = Place::file(path.clone());
            return Err(Box::new(Diagnostic::error("template", place, message).help(help)));
        }
    }
    Ok(())
}

impl Definition {
    /// Why this cannot be a part, which is rendered without being called; with a suggestion. `None`
    /// for other components.
    fn problem_as_part(&self) -> Option<(String, String)> {
        let key = self.name.strip_prefix("part.").filter(|key| *key != "word")?;
        if key == "words" {
            let message = "`parts.words` is the list of the words on a page.".to_owned();
            let help = "Give this part another name. How one word is shown is in `part.word`.";
            return Some((message, help.to_owned()));
        }
        let known = ["@site", "@build", "@page"];
        let is_given = |one: &&String| known.contains(&one.as_str()) || one.contains('=');
        let asked = self.arguments.iter().find(|one| !is_given(one))?;
        let help = "A part is rendered once for many pages and gets `@site`, `@build` and `@page`; \
                    of a page it knows the language and the direction. Leave out all else.";
        Some((format!("A part does not get `{asked}`."), help.to_owned()))
    }
}

/// The components that a hub's copy of a file of the default theme lacks, though templates use
/// them.
fn missing(
    file: &str,
    owners: &BTreeMap<&str, &str>,
    templates: &BTreeMap<String, TemplateSource>,
) -> Vec<String> {
    let original = DEFAULT_THEME
        .iter()
        .find(|(name, _)| name.strip_prefix("templates/").is_some_and(|name| name == file));
    let text = original.map_or_else(Default::default, |(_, bytes)| String::from_utf8_lossy(bytes));
    let is_used = |name: &str| {
        let used = name.replacen("part.", "parts.", 1);
        let mut texts = templates.values().map(|source| &source.text);
        used == name || texts.any(|text| text.contains(&used))
    };
    let all = definitions(&text).into_iter().map(|one| one.name);
    all.filter(|name| !owners.contains_key(&name[..]) && is_used(name)).collect()
}

/// The components that a template defines, in order.
fn definitions(text: &str) -> Vec<Definition> {
    let mut text = text.to_owned();
    blank_all(&mut text, "{#", "#}");
    let mut found = Vec::new();
    for (at, tag) in text.match_indices("component ") {
        let before = text[..at].trim_end().trim_end_matches('-');
        let start = at + tag.len();
        let name: &str = text[start..].split(['(', ' ', '%', '\n']).next().unwrap_or_default();
        if !before.ends_with("{%") || name.is_empty() {
            continue;
        }
        let range = start..start + name.len();
        let rest = text[range.end..].strip_prefix('(').unwrap_or_default();
        // A default may hold anything; those of parts need not be understood.
        let inside = rest.split_once(')').map_or("", |(inside, _)| inside);
        let arguments = inside.split(',').map(|one| one.trim().to_owned());
        let arguments = arguments.filter(|one| !one.is_empty()).collect();
        found.push(Definition { name: name.to_owned(), range, arguments });
    }
    found
}
