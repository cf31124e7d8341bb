//! Lines that were meant as headings or definitions, and stay text.

use super::finding::StrayMarkup;
use super::text_block::{BlockSource, TextBlock};

/// Reports the first line that was most likely meant as a heading, and the first that was meant as
/// a definition.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    definition(block, source, found);
    let is_alone = block.lines().nth(1).is_none();
    for (start, line) in block.lines() {
        let words = line.trim_start_matches('#');
        let signs = line.len() - words.len();
        if signs == 0 || !is_heading(words, signs, is_alone) {
            continue;
        }
        let begin = start + signs;
        let written = source.line(&(begin..start + line.len()), true);
        let written = written.trim_start_matches('#').trim();
        let message = if signs > 6 {
            "A heading has at most six # signs."
        } else {
            "There is no space between the # of this heading and its words."
        };
        // The title of the page is the only heading of the first level.
        let help = format!("Write  {} {written}", "#".repeat(signs.clamp(2, 6)));
        found.push(StrayMarkup::new(
            "heading-stays-text",
            start..start + line.len(),
            message,
            help,
        ));
        return;
    }
}

/// Reports the first line that begins with a colon and words.
fn definition(block: &TextBlock<'_>, source: &BlockSource<'_, '_>, found: &mut Vec<StrayMarkup>) {
    let is_meant = |line: &str| line.strip_prefix(':').is_some_and(is_definition);
    let mut lines = block.lines();
    let meant = lines.find(|(start, line)| is_meant(line) && source.begins_line(*start));
    let Some((start, line)) = meant else { return };
    let written = source.line(&(start + 1..start + line.len()), true);
    let message = "There is no space between the colon of this definition and its words.";
    let help = format!("Write  : {written}");
    found.push(StrayMarkup::new("definition-stays-text", start..start + line.len(), message, help));
}

/// Whether what follows a colon was meant as a definition: words, and neither a face (`:D`), a time
/// (`:30`) nor the name of one (`:smile:`).
fn is_definition(after: &str) -> bool {
    let first = after.split_whitespace().next().unwrap_or_default();
    let letters = first.chars().take_while(|c| c.is_alphabetic()).count();
    let has_words = after.split_whitespace().nth(1).is_some();
    let is_word = letters > 1 || matches!(first, "A" | "a" | "I" | "Y" | "y");
    has_words && is_word && !first.contains(':')
}

/// Whether words after this many `#` were meant as a heading.
pub(in crate::markdown) fn is_heading(words: &str, signs: usize, is_alone: bool) -> bool {
    let Some(first) = words.chars().next() else { return false };
    // A no-break space, which looks like a space and does not count as one.
    if first.is_whitespace() || signs > 6 {
        return words.contains(char::is_alphanumeric);
    }
    if signs > 1 {
        return first.is_alphabetic() || "\"“'‘¿¡*_".contains(first);
    }
    // `#IEP` is a hashtag, and so are several on one line. A heading has several words and is no
    // sentence.
    let is_sentence = words.ends_with(['.', '!', ',', ';', ':']);
    let has_words = words.split_whitespace().nth(1).is_some();
    is_alone && first.is_uppercase() && has_words && !is_sentence && !words.contains('#')
}
