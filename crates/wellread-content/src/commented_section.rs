//! Sections of `site.toml` whose names are commented out, while the settings below them are not.
//!
//! The settings then belong to the section above, which has no such keys or has them already. Those
//! who delete the # of each line but the first one get one message about that line.

use wellread_model::{Diagnostic, Place, SourcePath, Span};

/// The sections of `site.toml`, as they are written.
pub(crate) const SECTIONS: [&str; 12] = [
    "[theme]",
    "[contact]",
    "[[crisis]]",
    "[notice]",
    "[terms]",
    "[review]",
    "[packets]",
    "[reading]",
    "[search]",
    "[deploy]",
    "[offline]",
    "[check]",
];

/// How many lines a section has at most between its name and the settings in question.
const MOST_LINES: usize = 20;

/// The line above `at` that is the name of a section as a comment, as its index and the name, if
/// the settings below it begin at once and no other section does in between.
pub(crate) fn commented_section<'a>(
    line: impl Fn(usize) -> Option<&'a str>,
    at: usize,
) -> Option<(usize, &'static str)> {
    if line(at)?.trim_start().starts_with('[') {
        return None;
    }
    for index in (at.saturating_sub(MOST_LINES)..at).rev() {
        let text = line(index)?.trim();
        if text.starts_with('[') {
            return None;
        }
        let Some(comment) = text.strip_prefix('#') else { continue };
        let name = comment.trim_start_matches('#').trim();
        if let Some(section) = SECTIONS.iter().find(|section| **section == name) {
            // In a template, all of the section is a comment.
            let below = line(index + 1)?.trim();
            let is_setting = below.contains('=') && !below.starts_with('#');
            return is_setting.then_some((index, *section));
        }
    }
    None
}

/// What is wrong with such a section, and what to do.
pub(crate) fn words(section: &str, line: usize) -> (String, String) {
    let message = format!(
        "Line {}, `{section}`, begins with #, so it is a comment and the settings below it are not in \
         that section.",
        line + 1
    );
    (message, format!("Delete the # in line {}:  {section}", line + 1))
}

/// Puts one error in the place of all those about settings below such a name. `before` is how many
/// diagnostics there were before those of this file.
pub(crate) fn explain(
    text: &str,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
    before: usize,
) {
    let lines: Vec<&str> = text.lines().collect();
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let section = |one: &Diagnostic| {
        let is_here = one.place.as_ref().is_some_and(|place| place.file == *path);
        let at = starts.partition_point(|&start| start <= one.start()).checked_sub(1)?;
        commented_section(|index| lines.get(index).copied(), at).filter(|_| is_here)
    };
    let own = diagnostics.split_off(before.min(diagnostics.len()));
    // Only a key in the wrong place shows that it is a section, and other errors follow from that.
    let sections: std::collections::BTreeSet<(usize, &str)> =
        own.iter().filter(|one| one.code == "unknown-key").filter_map(section).collect();
    diagnostics.extend(
        own.into_iter().filter(|one| section(one).is_none_or(|it| !sections.contains(&it))),
    );
    for (line, name) in sections {
        let (message, help) = words(name, line);
        let place = Place::at(path.clone(), Span::point(starts[line]));
        diagnostics.push(Diagnostic::error("unknown-key", place, message).help(help));
    }
}
