//! What is wrong with a file of settings that its parser cannot read, in words for people who do
//! not know what a parser is.
//!
//! A parser says where it could not go on and which sign it expected. That is rarely where the
//! author went wrong, and never in the author's words. So its words are not shown. Instead, the
//! line and those before it are rewritten in the ways that authors most often mean. The message
//! suggests the first rewrite that parses, or else the one with which the parser gets furthest. So
//! a suggestion never fails to help; the few errors without one get their own message.
//!
//! [`yaml`] and [`toml`] know the ways of their format. To explain another error, add a way there,
//! and a case to `tests/cases/front-matter` or `tests/cases/hub`.

pub(crate) mod toml;
pub(crate) mod yaml;

/// The most lines before the parser's that are looked at. Quotes that never end are noticed at the
/// end of the file; front matter is rarely longer than this.
const MAX_LINES: usize = 40;
/// The longest text for which ways are tried, in bytes. Each is read by the parser as a whole.
const MAX_TEXT: usize = 64 * 1024;

/// One way in which a line may have been meant.
pub(super) struct Repair {
    /// What is wrong with the line as it is, in one sentence.
    message: &'static str,
    /// What to do, without the line.
    advice: &'static str,
    /// The line as it was meant; `None` to remove it.
    line: Option<String>,
    /// Whether the spaces in front of the line are what is missing, so that they are shown.
    shows_indent: bool,
}

impl Repair {
    /// A way to write a line.
    fn new(message: &'static str, advice: &'static str, line: impl Into<String>) -> Self {
        Self { message, advice, line: Some(line.into()), shows_indent: false }
    }

    /// The same with another line, made of its own.
    fn rewritten(self, write: impl Fn(&str) -> String) -> Self {
        Self { line: self.line.as_deref().map(write), ..self }
    }

    /// What to do where no line is written.
    const fn removal(message: &'static str, advice: &'static str) -> Self {
        Self { message, advice, line: None, shows_indent: false }
    }

    /// The help of a message: what to do, and the line to write.
    fn help(&self) -> String {
        match &self.line {
            Some(lines) if lines.contains('\n') => format!("{}\n{lines}", self.advice),
            Some(line) if self.shows_indent => format!("{}\n{line}", self.advice),
            Some(line) => format!("{}  {}", self.advice, line.trim()),
            None => self.advice.to_owned(),
        }
    }
}

/// How far a parser gets in a text that was written anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ParseProgress {
    /// It reads all of it.
    Whole,
    /// It gets further than before.
    Further,
    /// It gets no further.
    None,
}

/// Finds the line that was meant otherwise, and how. `at` is the index of the line at which the
/// parser stopped, `repairs` gives the ways for a line and the one before it, and `read` asks the
/// parser.
pub(super) fn find_repair(
    text: &str,
    at: usize,
    repairs: impl Fn(&str, Option<&str>) -> Vec<Repair>,
    read: impl Fn(&str) -> ParseProgress,
) -> Option<(usize, Repair)> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let at = at.min(lines.len().checked_sub(1)?);
    // From the parser's line up, since most errors are in it and the others shortly before it. Some
    // parsers name the line before the one that they cannot read.
    let below = (at + 1 < lines.len()).then_some(at + 1);
    let order = [at].into_iter().chain(below).chain((at.saturating_sub(MAX_LINES)..at).rev());
    let mut second_best = None;
    for index in order {
        let before = index.checked_sub(1).map(|before| lines[before]);
        for repair in repairs(lines[index], before) {
            let mut repaired = lines.clone();
            // An empty line, where one is to be removed: those below must not move.
            repaired[index] = repair.line.as_deref().unwrap_or("");
            match read(&(repaired.join("\n") + "\n")) {
                ParseProgress::Whole => return Some((index, repair)),
                ParseProgress::Further if second_best.is_none() => {
                    second_best = Some((index, repair))
                }
                ParseProgress::Further | ParseProgress::None => {}
            }
        }
    }
    // With two errors in a file, no way for one line makes it whole.
    second_best
}

/// A value without the quotation marks around it, straight or curly. The closing one may be
/// missing; without an opening one, one at the end belongs to the text.
fn without_quotes(value: &str) -> &str {
    const QUOTES: [char; 7] = ['"', '\'', '“', '”', '„', '‘', '’'];
    let Some(inner) = value.strip_prefix(QUOTES) else { return value };
    inner.strip_suffix(QUOTES).unwrap_or(inner)
}

/// The ways to write a value that begins with a straight quotation mark and that no parser can
/// read, likelier ones first. The line of each is only the text that was meant, without quotes.
fn quoted_ways(value: &str) -> Vec<Repair> {
    const AROUND: &str = "Put the quotes around all of it:";
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Vec::new();
    };
    let without_all = value.replace(quote, "");
    let Some(second) = value[1..].find(quote).map(|at| at + 1) else {
        let message = "The closing quotation mark of this value is missing.";
        return vec![Repair::new(message, "Close it:", without_quotes(value))];
    };
    if !value.ends_with(quote) {
        let message = "Something follows the closing quotation mark of this value.";
        // The author wants to see these marks.
        return vec![
            Repair::new(message, AROUND, value),
            Repair::new(message, AROUND, without_all),
        ];
    }
    let message =
        "Quotation marks or backslashes inside this value need a backslash in front of each.";
    // In `"Yes" and "No"`, the second one closes a word; in `"He said "no" to me"`, it opens one.
    let closes = value[second + 1..].starts_with([' ', ',', '.', ';', ':', '!', '?']);
    let own = without_quotes(value);
    let meant = if closes && !value[..second].ends_with(' ') { value } else { own };
    vec![Repair::new(message, "Write", meant), Repair::new(message, AROUND, without_all)]
}

/// Whether a text is in quotation marks of a word processor.
fn has_curly_quotes(value: &str) -> bool {
    within_curly_quotes(value).is_some()
}

/// What is between a pair of curly quotation marks that enclose all of a text. Word processors
/// make them of straight ones, so around a whole value they are quotes of the format.
pub(crate) fn within_curly_quotes(value: &str) -> Option<&str> {
    const PAIRS: [(char, char); 4] = [('“', '”'), ('”', '”'), ('„', '“'), ('‘', '’')];
    let enclosed = |(open, close)| value.strip_prefix(open)?.strip_suffix(close);
    PAIRS.into_iter().find_map(enclosed).filter(|inner| !inner.contains(['“', '”', '„', '‘']))
}

/// The index of the line that a byte is in.
fn line_of(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count()
}

/// The byte at which a line begins.
fn line_start(text: &str, index: usize) -> usize {
    text.split_inclusive('\n').take(index).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_repaired_only_if_that_helps() {
        let bang = |line: &str, _: Option<&str>| {
            let way = Repair::new("", "Write it so:", line.replace('!', "?"));
            vec![Repair::new("", "No:", "!"), way]
        };
        let read = |text: &str| match text.matches('!').count() {
            0 => ParseProgress::Whole,
            1 => ParseProgress::Further,
            _ => ParseProgress::None,
        };
        let find = |text, at| find_repair(text, at, bang, read).map(|(at, way)| (at, way.help()));
        assert_eq!(find("a\nb!\nc\n", 2), Some((1, "Write it so:  b?".to_owned())));
        assert_eq!(find("a!\nb!\n", 0), Some((0, "Write it so:  a?".to_owned())));
        assert_eq!(find("!\n!\n!\n", 1), None);
        assert_eq!(find("", 0), None);
    }
}
