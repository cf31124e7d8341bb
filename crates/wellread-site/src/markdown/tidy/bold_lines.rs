//! Lines that are only bold, which were headings in a word processor. Looked for on request: a bold
//! line may also be a note.

use pulldown_cmark::HeadingLevel;

use super::edits::Edit;
use super::parts::{Line, LineKind, Parts};

/// How long a heading is at most, in characters.
const LONGEST: usize = 120;

pub(super) fn find(parts: &Parts<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    // Bold lines below a heading are one level deeper.
    let mut level = 2;
    for (index, line) in parts.lines.iter().enumerate() {
        if line.kind == LineKind::Heading {
            let signs = parts.words(line).bytes().take_while(|&byte| byte == b'#').count();
            level =
                if signs == 0 { level } else { (signs + 1).clamp(2, HeadingLevel::H6 as usize) };
        }
        let before = index.checked_sub(1).map(|before| &parts.lines[before]);
        let begins = before.is_none_or(|line| line.kind != LineKind::Text);
        let Some(words) = words(parts, line).filter(|_| begins) else { continue };
        let below = parts.lines.get(index + 1).filter(|line| line.kind == LineKind::Text);
        let gap = if below.is_some() { parts.line_break() } else { "" };
        let heading = format!("{} {words}{gap}", "#".repeat(level));
        edits.push(Edit::new(line.start..line.end, heading));
    }
    edits
}

/// The words of a line that is only bold.
fn words<'t>(parts: &Parts<'t>, line: &Line) -> Option<&'t str> {
    // In a quotation or a list, a bold line is something else.
    let is_plain = line.kind == LineKind::Text
        && !line.is_in_list
        && parts.prefix(line).bytes().all(|byte| byte == b' ')
        && !parts.is_untouchable(&(line.words..line.end));
    let text = parts.words(line).trim_end().trim_end_matches('\\').trim_end();
    let marks = [("**", "**"), ("__", "__"), ("<strong>", "</strong>"), ("<b>", "</b>")];
    let (inside, sign) = marks
        .into_iter()
        .find_map(|(open, close)| Some((text.strip_prefix(open)?.strip_suffix(close)?, open)))?;
    let is_heading = is_plain
        && inside.contains(char::is_alphabetic)
        && !inside.starts_with([' ', '*', '_'])
        && !inside.ends_with([' ', '*', '_', '.', ',', ';'])
        && !inside.contains(sign)
        && !inside.contains("<b")
        && inside.chars().count() <= LONGEST;
    is_heading.then_some(inside)
}
