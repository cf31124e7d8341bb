//! What is wrong with front matter, in words for people who do not know that it is YAML.
//!
//! A YAML parser says where it could not go on and which token it expected. That is rarely where
//! the author went wrong, and never in the author's words. Nearly all cases are a handful of lines
//! that need quotes; those are recognized here, and the line is shown as it should be:
//!
//! - a value that contains a colon (`title: IEPs: an overview`),
//! - a value that begins with a character of YAML's own (`title: *New*`, `title: @home`),
//! - a list without its closing bracket (`topics: [school`),
//! - a tab as indentation.
//!
//! To explain another case, add it to [`explain`], and a file with it to
//! `tests/cases/front-matter`.

use wellread_model::{Diagnostic, Place, SourcePath, Span};

use crate::formats::double_quoted;
use crate::offset::offset_of;

/// Says what is wrong with front matter. `offset` is where `yaml` begins in the file, in bytes.
pub(crate) fn explain(
    error: &serde_saphyr::Error,
    yaml: &str,
    offset: usize,
    path: &SourcePath,
) -> Diagnostic {
    let at = error.location().map_or(0, |location| {
        offset_of(yaml, location.line() as usize, location.column() as usize)
    });
    let line_start = yaml[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = yaml[line_start..].lines().next().unwrap_or("");
    let place = Place::at(path.clone(), Span::point(at).shifted(offset));
    // The parser stops after the cause: the last suspicious line up to there.
    let suspect = yaml[..at].lines().chain(std::iter::once(line)).filter_map(suspect).next_back();
    let (message, help) = match suspect {
        Some(suspect) if suspect.holds_colon => (
            "The value of this line contains a colon, so the line cannot be understood.".to_owned(),
            format!("Put quotes around the value:  {}", suspect.quoted()),
        ),
        _ if line.contains('\t') => (
            "This line is indented with a tab, which is not allowed here.".to_owned(),
            "Use spaces in place of the tab.".to_owned(),
        ),
        Some(Suspect { key, value, .. }) if value.starts_with('[') && !value.contains(']') => (
            "A list begins here, and its closing bracket is missing.".to_owned(),
            format!("Close it:  {key}: {}]", value.trim_end_matches(',')),
        ),
        Some(suspect) => (
            "The value of this line begins with a character that has a meaning of its own here."
                .to_owned(),
            format!("Put quotes around the value:  {}", suspect.quoted()),
        ),
        None => {
            // Better than nothing: the parser's own words, without its drawing of the line.
            let why = error.without_snippet().to_string();
            let why = why.split(" at line ").next().unwrap_or(&why).trim_end_matches('.');
            (
                format!("The lines between the --- marks cannot be understood here: {why}."),
                "Write one `key: value` on each line. Put quotes around a value that contains a \
                 colon, a # or quotes."
                    .to_owned(),
            )
        }
    };
    Diagnostic::error("front-matter-syntax", place, message).help(help)
}

/// A line whose value seems to need quotes.
struct Suspect<'a> {
    /// Whether it needs them because of a colon in it, the commonest error of all.
    holds_colon: bool,
    key: &'a str,
    value: &'a str,
}

impl Suspect<'_> {
    /// The line with quotes around its value.
    fn quoted(&self) -> String {
        format!("{}: {}", self.key, double_quoted(self.value))
    }
}

/// A line that a YAML parser would stumble over, as far as that can be told without parsing it.
fn suspect(line: &str) -> Option<Suspect<'_>> {
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    // What begins with one of these is not plain text to YAML, or is quoted already.
    let is_plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
    let holds_colon = is_plain && (value.contains(": ") || value.ends_with(':'));
    // The indicators of YAML that a title may begin with (YAML 1.2.2, section 5.3).
    let has_indicator = value.starts_with(['*', '&', '@', '`', '%', '!', '\'', '[', '{']);
    (holds_colon || has_indicator).then_some(Suspect { holds_colon, key, value })
}
