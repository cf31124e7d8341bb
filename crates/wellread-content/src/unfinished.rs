//! What someone meant to write later and forgot: marks such as `TBD`, and brackets around words to
//! fill in. Families would read them.
//!
//! They are in bodies, which the site reads, and in front matter and settings; so that the same
//! words count everywhere, both ask here. Only what no one writes on purpose is found: `TODO` is a
//! word of Spanish, `XXX` is a number, and brackets are also how editors mark their own words.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// When a mark counts.
#[derive(Clone, Copy)]
enum MarkRule {
    /// Wherever no letter is before it.
    Always,
    /// As filler text, wherever it is.
    Filler,
    /// As a word of its own, unless a name follows: `TBD Center`.
    Word,
    /// As a word at the beginning or the end of a line: in Spanish, `TODO` is a word, also in
    /// English hubs.
    LineEdge,
    /// As a word that is no number: `Title XXX`.
    Number,
    /// Alone among spaces. French has a space before each question mark.
    Alone,
    /// As all that a line says. A sentence may well say that a class is coming soon.
    WholeLine,
}

/// The marks, longer ones before their own beginnings.
const MARKS: [(&str, MarkRule); 27] = [
    ("TODO:", MarkRule::Always),
    ("TODO(", MarkRule::Always),
    ("TODO", MarkRule::LineEdge),
    ("FIXME", MarkRule::Word),
    ("TBD", MarkRule::Word),
    ("TKTK", MarkRule::Always),
    ("TK TK", MarkRule::Always),
    ("XXX-XXX", MarkRule::Always),
    ("xxx-xxx", MarkRule::Always),
    ("-XXXX", MarkRule::Always),
    ("-xxxx", MarkRule::Always),
    ("XXXX", MarkRule::Word),
    ("XXX", MarkRule::Number),
    ("xxx", MarkRule::Word),
    ("???", MarkRule::Alone),
    ("Lorem ipsum", MarkRule::Filler),
    ("lorem ipsum", MarkRule::Filler),
    ("Lorem Ipsum", MarkRule::Filler),
    ("LOREM IPSUM", MarkRule::Filler),
    ("Anytown", MarkRule::Word),
    ("Coming soon", MarkRule::WholeLine),
    ("Coming Soon", MarkRule::WholeLine),
    ("COMING SOON", MarkRule::WholeLine),
    ("Under construction", MarkRule::WholeLine),
    ("Under Construction", MarkRule::WholeLine),
    ("Próximamente", MarkRule::WholeLine),
    ("En construcción", MarkRule::WholeLine),
];

/// Finds the marks in one pass over a text: every block of a hub is looked at.
static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // The first match is asked for, which lets the library skip what no pattern begins with.
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).clone();
    builder.build(MARKS.map(|(mark, _)| mark)).expect("a few short patterns")
});

/// What a number in Roman numerals is written after.
const NUMBERED: [&str; 16] = [
    "title",
    "chapter",
    "part",
    "section",
    "article",
    "volume",
    "bowl",
    "book",
    "act",
    "annex",
    "capítulo",
    "título",
    "parte",
    "artículo",
    "tomo",
    "siglo",
];

/// The beginnings of what is to be filled in, in square brackets.
const BEGINNINGS: [&str; 15] = [
    "insert ",
    "enter ",
    "fill in",
    "add ",
    "replace ",
    "todo",
    "tbd",
    "tk",
    "to come",
    "to be ",
    "coming soon",
    "name of your",
    "placeholder",
    "citation needed",
    "xxx",
];

/// What `[your …]` asks for, and what stands alone in brackets where it is missing: `[NAME]`,
/// `[Phone]`.
const OWN: [&str; 26] = [
    "name",
    "names",
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
    "date",
    "time",
    "place",
    "link",
    "url",
    "photo",
    "picture",
    "image",
    "amount",
    "school",
    "text",
];

/// What stands in brackets for something missing even in lower case. Editors seldom add these words
/// to someone else's sentence.
const MISSING: [&str; 6] =
    ["link", "url", "website", "phone number", "email address", "web address"];

/// How long such a note is at most, in bytes.
const LONGEST: usize = 100;

/// Where the first mark of something unfinished is. `language` is the primary tag of the text's
/// language if that is known.
///
/// # Examples
/// ```
/// use wellread_content::unfinished_mark;
///
/// assert_eq!(unfinished_mark("The cost is TBD.", Some("en")), Some(12..15));
/// assert_eq!(unfinished_mark("Es gratis para TODO el mundo.", Some("es")), None);
/// ```
#[must_use]
pub fn unfinished_mark(text: &str, language: Option<&str>) -> Option<Range<usize>> {
    let mut found =
        FINDER.find_iter(text).map(|found| (MARKS[found.pattern().as_usize()].1, found));
    let (_, mark) = found.find(|(rule, found)| counts(*rule, text, found.range(), language))?;
    Some(mark.range())
}

/// Whether a mark announces something, as "Coming soon" does. A heading may say so above a list of
/// what is to come.
#[must_use]
pub fn is_announcement(found: &str) -> bool {
    MARKS.iter().any(|(mark, rule)| matches!(rule, MarkRule::WholeLine) && found.starts_with(mark))
}

/// Whether a mark counts where it is.
fn counts(rule: MarkRule, text: &str, at: Range<usize>, language: Option<&str>) -> bool {
    let (before, after) = (&text[..at.start], &text[at.end..]);
    let joins = |c: char| c.is_alphanumeric() || "-_@/".contains(c);
    let is_word = || {
        // `xxx.org` is an address, and the period after a sentence is not one.
        let mut next = after.chars();
        let joined = match next.next() {
            Some('.') => next.next().is_some_and(char::is_alphanumeric),
            other => other.is_some_and(joins),
        };
        !before.ends_with(joins) && !joined
    };
    match rule {
        MarkRule::Filler => true,
        MarkRule::Always => !before.ends_with(char::is_alphabetic),
        MarkRule::Word => is_word() && !begins_with_name(after),
        MarkRule::Number => is_word() && !begins_with_name(after) && !is_numbered(before),
        MarkRule::LineEdge => {
            // Up to the next word alone: many marks may share one long line.
            let word_before =
                || before.chars().rev().take_while(|&c| c != '\n').any(char::is_alphanumeric);
            let word_after = || after.chars().take_while(|&c| c != '\n').any(char::is_alphanumeric);
            let is_edge = || !word_after() || (language.is_some() && !word_before());
            let is_word_of_language = language.is_some_and(|one| ["es", "pt", "gl"].contains(&one));
            // `[!TODO]` was to be a callout.
            let is_callout = before.ends_with("[!");
            is_word() && !is_word_of_language && !is_callout && is_edge()
        }
        MarkRule::WholeLine => {
            let is_letter = |c: char| c.is_alphanumeric();
            !before.chars().rev().take_while(|&c| c != '\n').any(is_letter)
                && !after.chars().take_while(|&c| c != '\n').any(is_letter)
        }
        MarkRule::Alone => {
            // In a long row of question marks, only the first three come to the last condition,
            // which looks at all of them.
            language != Some("fr")
                && !before.ends_with(|c: char| c.is_alphanumeric() || "!?)…".contains(c))
                && !after.trim_start_matches('?').starts_with(char::is_alphanumeric)
        }
    }
}

/// Whether a text goes on with a word such as `Center`, with which the words before it are a name.
fn begins_with_name(after: &str) -> bool {
    let Some(next) = after.strip_prefix(' ') else { return false };
    let mut letters = next.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// Whether what follows a text is the number of something.
fn is_numbered(before: &str) -> bool {
    let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_first = before.trim_end().len() == word.len();
    // `Super Bowl XXX`, `Juan XXX`, but not `Call XXX`.
    let is_name = !is_first && word.starts_with(char::is_uppercase);
    is_name || NUMBERED.contains(&&*word.to_lowercase())
}

/// The first square brackets around words to fill in, with the brackets.
///
/// # Examples
/// ```
/// use wellread_content::unfinished_brackets;
///
/// assert_eq!(unfinished_brackets("Call [insert number]."), Some(5..20));
/// assert_eq!(unfinished_brackets("They said [sic] so."), None);
/// ```
#[must_use]
pub fn unfinished_brackets(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    let mut quotes = Quotes::default();
    while let Some(open) = text[from..].find('[').map(|at| from + at) {
        from = open + 1;
        let near = &text[from..text.floor_char_boundary((from + LONGEST).min(text.len()))];
        let Some(length) = near.find([']', '[', '\n']) else { continue };
        let after = &near[length..];
        let is_alone = after.starts_with(']') && !after[1..].starts_with(['(', '[', ']', ':']);
        let is_first = !text[..open].ends_with(['[', '^', '\\']);
        let words = &near[..length];
        if is_alone
            && is_first
            && (is_to_fill_in(words)
                || ((is_missing(words, &after[1..]) || is_own(words))
                    && !quotes.are_open(text, open)))
        {
            return Some(open..from + length + 1);
        }
    }
    None
}

/// Whether words in square brackets ask to be replaced.
fn is_to_fill_in(words: &str) -> bool {
    let words = words.trim();
    // What is code, or was meant as text, comes as control characters.
    let is_text = !words.contains(char::is_control);
    let lower = words.to_lowercase();
    // `[YOUR NAME]`, `[CLINIC PHONE]`: two words, so that no abbreviation is meant.
    let is_shouted = words.split_whitespace().count() > 1
        && words.chars().any(char::is_uppercase)
        && words.chars().all(|c| c.is_uppercase() || c.is_whitespace() || "'’/_-".contains(c));
    is_text
        && (is_shouted
            || BEGINNINGS.into_iter().any(|begin| lower.starts_with(begin))
            || lower.ends_with(" here")
            || lower.ends_with(" goes here")
            || lower.chars().all(|c| "?…._".contains(c))
                && !lower.is_empty()
                && lower != "…"
                && lower != "...")
}

/// Whether words in square brackets ask for the reader's own: `[your name]`. In quotation marks they
/// are for families, such as what to say on the phone.
fn is_own(words: &str) -> bool {
    let lower = words.trim().to_lowercase();
    lower.strip_prefix("your ").is_some_and(|rest| {
        !rest.contains(char::is_control)
            && rest.split_whitespace().any(|word| OWN.contains(&word.trim_end_matches("'s")))
    })
}

/// Whether a word in square brackets names what is missing: `[NAME]`, `[Phone]`, `[link]`. In lower
/// case, most are as likely an editor's own words, and so are all if the sentence goes on after
/// them.
fn is_missing(words: &str, after: &str) -> bool {
    let words = words.trim();
    let lower = words.to_lowercase();
    let goes_on = after.trim_start().starts_with(char::is_alphanumeric);
    (MISSING.contains(&&*lower) && !goes_on)
        || (words.starts_with(char::is_uppercase) && OWN.contains(&&*lower))
}

/// The quotation marks in a text up to some place, counted once however many places are asked for.
#[derive(Default)]
struct Quotes {
    counted: usize,
    opening: usize,
    closing: usize,
    straight: usize,
}

impl Quotes {
    /// Whether a place is inside of a quotation: what families say or write has gaps of their own.
    /// The place is not before that of an earlier call.
    fn are_open(&mut self, text: &str, place: usize) -> bool {
        for sign in text[self.counted..place].chars() {
            match sign {
                '“' => self.opening += 1,
                '”' => self.closing += 1,
                '"' => self.straight += 1,
                _ => {}
            }
        }
        self.counted = place;
        self.opening > self.closing || self.straight % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_distinguished_from_words() {
        for text in [
            "TODO: ask Dana",
            "TODO ask Dana",
            "- TODO",
            "Ask them, TODO.",
            "FIXME",
            "The cost is TBD.",
            "TBD",
            "Hours (TBD)",
            "TBD – ask the office",
            "Lorem ipsum dolor sit amet",
            "It costs TKTK dollars",
            "Call XXX-XXX-XXXX",
            "Call 303-555-xxxx",
            "Call XXX.",
            "It costs $XXX a year.",
            "Write to xxx today.",
            "Dr. XXXX sees children.",
            "???",
            "Call ???",
            "It costs ??? dollars.",
            "Cost: ???",
            "Visit us at 123 Main Street, Anytown.",
            "Fees\n\nComing soon!\n\nHours",
            "Próximamente.",
        ] {
            assert!(unfinished_mark(text, Some("en")).is_some(), "{text}");
        }
        for text in [
            "Es gratis para TODO el mundo, y todo.",
            "A mask such as XXX-XX-1234, Super Bowl XXX, size XXXL",
            "Title XXX and Part XXX of the act, and Juan XXX",
            "The TBD Center and the TODO Group help.",
            "See xxx.org and me@xxx.org",
            "What??? Really!? No???",
            "To do, or not to do: a to-do list",
            "STBDX and TBDs",
            "Anytown High School has a group.",
            "Coming soon: a class for parents",
            "A class is coming soon.",
            "[!TODO]",
        ] {
            assert_eq!(unfinished_mark(text, Some("en")), None, "{text}");
        }
        assert_eq!(unfinished_mark("TODO", Some("es")), None);
        assert_eq!(unfinished_mark("TODO EL DÍA", None), None);
        assert!(unfinished_mark("TODO", None).is_some());
        assert!(unfinished_mark("TODO: llamar", Some("es")).is_some());
        assert_eq!(unfinished_mark("Vraiment ???", Some("fr")), None);
    }

    #[test]
    fn notes_in_brackets_are_distinguished_from_words() {
        for text in [
            "Call [insert phone number here].",
            "Dear [YOUR NAME],",
            "Dr. [NAME] sees you on [DATE].",
            "Call [Phone].",
            "Write to [your clinic's email].",
            "[Name here]",
            "[TBD]",
            "[TK]",
            "[???]",
            "[to be confirmed]",
            "[add a picture]",
            "[citation needed]",
            "Read more at [link].",
            "Call [phone number].",
        ] {
            assert!(unfinished_brackets(text).is_some(), "{text}");
        }
        for text in [
            "She said \"[your child] was tired\" and [sic].",
            "Search for \"[your state] disability rights\", or say: “I am [your name].”",
            "Say: “My name is [Name].” Say: \"I am [NAME].\"",
            "[the child] [IEP] [1] [IEP TEAM](x) [name] [date] […] [...]",
            "[x] and [ ] and [^here]",
            "[[add a page]] and [laughs]",
            "[Names of states](x), [Timely]",
            "The [link] between sleep and mood.",
        ] {
            assert_eq!(unfinished_brackets(text), None, "{text}");
        }
    }
}
