//! The sentences in new files, until staff replace them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use wellread_model::Kind;

/// Sentences of the first hub that `wellread init` makes.
pub const EXAMPLE_SENTENCES: [&str; 2] = [
    "Write here who you are, who reviews the articles, and how often.",
    "This is an example. Replace it with an article of your own, or delete the file.",
];

/// The body of a new file of this kind, in Markdown.
///
/// # Examples
/// ```
/// use wellread_content::{is_starter_sentence, starter_text};
/// use wellread_model::Kind;
///
/// assert_eq!(starter_text(Kind::Page), "Write here.\n");
/// assert!(is_starter_sentence("Write here."));
/// assert!(!is_starter_sentence("Write here, and read there."));
/// ```
#[must_use]
pub const fn starter_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => {
            "Write the short definition here: one or two plain sentences.\n\n\
             More about it, if it helps.\n"
        }
        Kind::Article => {
            "Write the first paragraph here.\n\n## A question that families ask\n\nThe answer.\n"
        }
        Kind::Resource => "Write here what families can expect from it.\n",
        Kind::Letter => {
            "Write here when to send this letter, and to whom.\n\n\
             ## The letter\n\n\
             {{your name}}\n{{your address}}\n\n\
             {{date}}\n\n\
             Dear {{Mr.|Ms.|Mx.}} {{name of the principal}},\n\n\
             Write the letter here, with a blank for each thing that differs.\n\n\
             Sincerely,\n\n\
             ***\n\n\
             {{your name}}\n\n\
             ## After you send it\n\n\
             Write here what happens next.\n"
        }
        Kind::Topic | Kind::Person | Kind::Page => "Write here.\n",
        Kind::Packet => "Write here what a family can do with these pages, or nothing.\n",
    }
}

/// Whether a line of text is one that no one has replaced yet.
#[must_use]
pub fn is_starter_sentence(line: &str) -> bool {
    let line = line.trim();
    // Most lines are whole paragraphs.
    line.len() <= LONGEST && STARTER_SENTENCES.contains(line)
}

/// No such line is longer, in bytes.
const LONGEST: usize = 100;

/// All of them, by which every line of every block is looked up.
static STARTER_SENTENCES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let kinds = [Kind::Term, Kind::Article, Kind::Resource, Kind::Page, Kind::Packet];
    // Once the heading has been changed, the author has started writing.
    let starters = kinds.into_iter().flat_map(|kind| starter_text(kind).lines());
    // The remaining lines occur in every letter: `Sincerely,`.
    let letter = starter_text(Kind::Letter).lines().filter(|line| line.starts_with("Write "));
    let lines = starters.chain(letter).map(|line| line.trim_start_matches(['#', ' ']));
    lines.chain(EXAMPLE_SENTENCES).filter(|line| !line.is_empty()).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_is_too_long_to_be_found() {
        let lines = Kind::ALL.into_iter().flat_map(|kind| starter_text(kind).lines());
        for line in lines.chain(EXAMPLE_SENTENCES) {
            assert!(line.len() <= LONGEST, "{line}");
        }
    }
}
