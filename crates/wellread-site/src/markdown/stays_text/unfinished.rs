//! Unfinished text: remarks to oneself, words to fill in, sentences of a template.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use wellread_content::is_starter_sentence;

use super::stray_markup::StrayMarkup;
use super::text_block::{BlockSource, MASK, TextBlock};

/// Marks of what is missing. `TODO` alone is a word of Spanish.
const MARKS: [&str; 9] =
    ["TODO:", "TODO(", "FIXME:", "TKTK", "TK TK", "XXX-XXX", "xxx-xxx", "-XXXX", "-xxxx"];

/// What designers fill empty pages with.
const FILLERS: [&str; 4] = ["Lorem ipsum", "lorem ipsum", "Lorem Ipsum", "LOREM IPSUM"];

/// Finds marks and fillers in one pass over a text: every block of a hub is looked at.
static MARKS_AND_FILLERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // The first match is asked for, which lets the library skip what no pattern begins with.
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).clone();
    builder.build(MARKS.into_iter().chain(FILLERS)).expect("a few short patterns")
});

/// The beginnings of what is to be filled in, in square brackets.
const BEGINNINGS: [&str; 12] = [
    "insert ",
    "enter ",
    "fill in",
    "add ",
    "replace ",
    "todo",
    "tbd",
    "tktk",
    "to come",
    "your name",
    "name of your",
    "placeholder",
];

/// What `[your …]` asks for.
const OWN: [&str; 14] = [
    "name",
    "clinic",
    "practice",
    "phone",
    "number",
    "email",
    "address",
    "logo",
    "title",
    "website",
    "organization",
    "city",
    "state",
    "contact",
];

/// How long such a remark is at most, in bytes.
const LONGEST: usize = 100;

/// A quick look at whether there may be something of the kind without any sign of markup.
pub(super) fn may_be_unfinished(text: &str) -> bool {
    mark(text).is_some() || text.lines().any(is_starter_sentence)
}

/// Reports the first thing in the block that is not written yet.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let text = block.text;
    let sentence = || {
        let mut lines = block.lines();
        let (start, line) = lines.find(|(_, line)| is_starter_sentence(line))?;
        Some(start..start + line.trim_end().len())
    };
    if let Some(range) = sentence() {
        let message = "This sentence is from the template of the file.";
        let help = "Write your own in its place, or delete it.";
        found.push(StrayMarkup::new("unfinished-text", range, message, help));
        return;
    }
    // A letter that families copy is a quotation, and its brackets are theirs to fill in.
    let is_letter = source.first_line().trim_start().starts_with('>');
    let fill_in = || bracket(text).filter(|_| !is_letter);
    let range = mark(text).map(|start| {
        let line = text[start..].lines().next().unwrap_or_default();
        let end = line.find(|c: char| ".;".contains(c)).unwrap_or(line.len());
        start..start + end
    });
    if let Some(range) = range.or_else(fill_in) {
        let message = "Something is still to be written here, and families would read this.";
        let help =
            "Write it, or delete this remark. A remark that no one is to see:  %% ask Dana %%";
        found.push(StrayMarkup::new("unfinished-text", range, message, help));
    }
}

/// Where the first mark is.
fn mark(text: &str) -> Option<usize> {
    let is_free = |at: usize| !text[..at].ends_with(char::is_alphabetic);
    MARKS_AND_FILLERS
        .find_iter(text)
        .find(|found| found.pattern().as_usize() >= MARKS.len() || is_free(found.start()))
        .map(|found| found.start())
}

/// The first brackets around words to fill in.
fn bracket(text: &str) -> Option<std::ops::Range<usize>> {
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|at| from + at) {
        from = open + 1;
        let near = &text[from..text.floor_char_boundary((from + LONGEST).min(text.len()))];
        let Some(length) = near.find([']', '[', '\n']) else { continue };
        let after = &near[length..];
        let is_alone = after.starts_with(']') && !after[1..].starts_with(['(', '[', ']', ':']);
        let is_first = !text[..open].ends_with(['[', '^', '\\']);
        if is_alone && is_first && is_to_fill_in(&near[..length]) {
            return Some(open..from + length + 1);
        }
    }
    None
}

/// Whether words in square brackets ask to be replaced.
fn is_to_fill_in(words: &str) -> bool {
    let words = words.trim();
    let is_text = !words.chars().any(|c| u32::from(c) == u32::from(MASK));
    let lower = words.to_lowercase();
    let own = lower.strip_prefix("your ").is_some_and(|rest| {
        rest.split_whitespace().any(|word| OWN.contains(&word.trim_end_matches("'s")))
    });
    // `[YOUR NAME]`, `[CLINIC PHONE]`: two words, so that no abbreviation is meant.
    let is_shouted = words.split_whitespace().count() > 1
        && words.chars().any(char::is_uppercase)
        && words.chars().all(|c| c.is_uppercase() || c.is_whitespace() || "'’/_-".contains(c));
    is_text
        && (own
            || is_shouted
            || BEGINNINGS.into_iter().any(|begin| lower.starts_with(begin))
            || lower.ends_with(" here")
            || lower.ends_with(" goes here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_told_from_words() {
        for text in [
            "Call [insert phone number here].",
            "Dear [YOUR NAME],",
            "Write to [your clinic's email].",
            "[Name here]",
            "[TBD]",
            "[add a picture]",
        ] {
            assert!(bracket(text).is_some(), "{text}");
        }
        for text in [
            "TODO: ask Dana",
            "Lorem ipsum dolor sit amet",
            "It costs TKTK dollars",
            "Call XXX-XXX-XXXX",
            "Call 303-555-xxxx",
        ] {
            assert!(mark(text).is_some(), "{text}");
        }
        for text in [
            "She said \"[your child] was tired\" and [sic].",
            "[the child] [IEP] [1] [IEP TEAM](x)",
            "[x] and [ ] and [^here]",
            "Es gratis para TODO el mundo, y todo.",
            "A mask such as XXX-XX-1234, Super Bowl XXX, size XXXL",
            "[[add a page]] and [laughs]",
        ] {
            assert!(bracket(text).is_none() && mark(text).is_none(), "{text}");
        }
    }
}
