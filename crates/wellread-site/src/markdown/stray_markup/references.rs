//! Brackets that refer to a line elsewhere, and such lines: `[the plan][plan]`, `[plan]: plan.pdf`,
//! `[1]: Smith, 2020`. What Markdown did not understand of them stays text.

use std::collections::BTreeSet;
use std::ops::Range;

use super::address::is_address;
use super::destination::{destination, split_title};
use super::finding::{LINK_STAYS_TEXT as CODE, StrayMarkup};
use super::text_block::{BlockSource, TextBlock};

/// A line that was meant to say where a link leads, or what a footnote says: `[plan]: my plan.pdf`,
/// `[1]: Smith, 2020`, `[^one two]: Smith`.
pub(super) fn definition(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
) -> Option<StrayMarkup> {
    let text = block.text;
    let is_at_start = text[..pair.start].is_empty() || text[..pair.start].ends_with('\n');
    let rest = text[pair.end..].strip_prefix(':').filter(|_| is_at_start)?;
    let line = rest.lines().next().unwrap_or_default();
    let whole = pair.start..pair.end + 1 + line.len();
    let address = source.line(&(pair.end + 1..whole.end), false);
    let address = address.trim();
    let number = &text[pair.start + 1..pair.end - 1];
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && !address.is_empty() && !is_address(address) {
        let message = "The name of a footnote begins with ^.";
        let help = format!(
            "Write  [^{number}]: {address}  here, and  [^{number}]  where it is referred to."
        );
        return Some(StrayMarkup::new("other-markup", whole, message, help));
    }
    let label = source.between(pair.start, pair.end - 1);
    if text[pair.start..].starts_with("[^") && label.contains(char::is_whitespace) {
        let better = label.split_whitespace().collect::<Vec<_>>().join("-");
        let message = "The name of a footnote has no spaces.";
        let help = format!("Write  [{better}]  here and where it is referred to.");
        return Some(StrayMarkup::new(CODE, whole, message, help));
    }
    let is_meant = is_address(address) || is_address(split_title(address).0);
    if !is_meant || !address.contains(char::is_whitespace) {
        return None;
    }
    let meant = destination(address);
    let help = format!("{}  [{label}]: {}", meant.how, meant.written);
    Some(StrayMarkup::new(CODE, whole, meant.message, help))
}

/// How many numbers of footnotes are looked for on a page.
const MOST_NUMBERS: u16 = 200;

/// The numbers in brackets that a page refers to, as Word writes those of its footnotes: `Ask.[1]`.
#[derive(Debug, Default)]
pub(super) struct WordNumbers {
    /// The numbers in brackets so far, to which lines below may belong.
    referred: BTreeSet<u16>,
    /// Whether such a line has been reported on this page.
    is_reported: bool,
}

impl WordNumbers {
    /// Reports the first line that begins with a number that was referred to: `[1] A letter helps.`
    pub(super) fn find(
        &mut self,
        block: &TextBlock<'_>,
        source: &BlockSource<'_, '_>,
        found: &mut Vec<StrayMarkup>,
    ) {
        let text = block.text;
        for (at, _) in text.match_indices('[') {
            let inside = &text[at + 1..];
            let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
            let after = inside[digits..].strip_prefix(']');
            let number = inside[..digits].parse().ok().filter(|&number| number <= MOST_NUMBERS);
            let (Some(after), Some(number)) = (after, number) else { continue };
            let before = &text[..at];
            if before.is_empty() || before.ends_with('\n') {
                if self.is_reported {
                    continue;
                }
                let line = after.lines().next().unwrap_or_default();
                let has_words = line.starts_with([' ', '\t']) && !line.trim().is_empty();
                if !has_words || !self.referred.contains(&number) {
                    continue;
                }
                self.is_reported = true;
                let start = at + digits + 2;
                let words = source.line(&(start..start + line.len()), true);
                let message = "Word's footnotes do not work here: this number is not a link.";
                let help = format!(
                    "Write  [^{number}]: {words}  here, below an empty line, and  [^{number}]  where \
                     it is referred to."
                );
                found.push(StrayMarkup::new("other-markup", at..start + line.len(), message, help));
            } else if before.ends_with(|c: char| !c.is_whitespace() && !"[]!^".contains(c))
                && !after.starts_with(['(', '[', ':'])
            {
                self.referred.insert(number);
            }
        }
    }
}

/// `[the plan][plan]` without a line that begins with `[plan]:`.
pub(super) fn reference(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
    pairs: &[Range<usize>],
) -> Option<StrayMarkup> {
    let text = block.text;
    let at = pairs.binary_search_by_key(&pair.end, |other| other.start).ok()?;
    let second = &pairs[at];
    let is_label = |range: &Range<usize>| {
        let inside = text[range.start + 1..range.end - 1].trim();
        // `[1][2]` are the numbers of sources.
        !inside.is_empty() && !inside.starts_with('^') && inside.contains(char::is_alphabetic)
    };
    // `list[one][two]` is a program's.
    let is_in_word = text[..pair.start].ends_with(char::is_alphanumeric);
    if is_in_word || !is_label(pair) || !is_label(second) {
        return None;
    }
    let whole = pair.start..second.end;
    let (words, label) =
        (source.between(pair.start, pair.end - 1), source.between(second.start, second.end - 1));
    if is_address(&label) {
        let message = "The address of a link stands in round brackets.";
        return Some(StrayMarkup::new(CODE, whole, message, format!("Write  [{words}]({label})")));
    }
    if is_remark(&words, &label) {
        return None;
    }
    let message = format!("No line says where [{label}] leads.");
    let help = format!(
        "Write the address of the link in round brackets, such as  \
         [{words}](https://example.org/)  If brackets are meant, write \\[ for each."
    );
    // It may also be two notes in a row, so it can be accepted.
    Some(StrayMarkup::new("unknown-reference", whole, message, help))
}

/// Whether two brackets in a row are a source and a note: `[Smith, 2020][sic]`.
fn is_remark(words: &str, label: &str) -> bool {
    let label = label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_editors = ["sic", "emphasis", "italics", "citation", "note", "translat", "original"]
        .into_iter()
        .any(|begin| label.starts_with(begin));
    // A year, or pages, at the end.
    let is_source = |text: &str| {
        let last = text.rsplit([' ', ',', ':', '–', '-']).next().unwrap_or_default();
        let year = last.trim_end_matches(|c: char| c.is_ascii_lowercase());
        year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) && text.len() > 6
    };
    is_editors || (is_source(words) && is_source(&label))
}
