//! Which words in all caps need no explanation: those that everyone knows, those that are words
//! said loudly, and those that the same text writes out.

use wellread_model::words::rank;

/// What everyone knows: times of the day, "OK", the time zones of the United States and its name in
/// Spanish (EE. UU.), and what is next to files.
const KNOWN_BY_ALL: [&str; 24] = [
    "AKDT", "AKST", "AM", "CDT", "CST", "EDT", "EE", "EST", "GB", "GMT", "HST", "KB", "MB", "MDT",
    "MST", "OK", "PDF", "PDT", "PM", "PST", "Q&A", "USA", "UTC", "UU",
];

/// Whether everyone knows an abbreviation. "5PM" is one, too.
pub(super) fn is_known_by_all(word: &str) -> bool {
    KNOWN_BY_ALL.contains(&word.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Whether the words next to an abbreviation say what it is: a time zone after a time of day (9
/// p.m. ET), a state in a postal address (Denver, CO 80202), Washington, DC, and PO Box. Alone,
/// they may mean something else: a PT is a physical therapist.
pub(super) fn is_clear_in_context(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].trim_end_matches([' ', '\u{a0}', '(', ',']);
    let after = text[at + word.len()..].trim_start_matches([' ', '\u{a0}']);
    match word {
        "AKT" | "CT" | "ET" | "HT" | "MT" | "PT" if ends_with_time(before) => true,
        "DC" if before.ends_with("Washington") => true,
        "PO" if after.starts_with("Box") => true,
        _ => {
            let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            word.len() == 2 && digits == 5
        }
    }
}

/// Whether a text ends with a time of day: "9 p.m.", "9:30am", "noon", "9:30".
fn ends_with_time(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    let half = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    matches!(half, "a.m." | "p.m." | "am" | "pm" | "noon" | "midnight")
        || (half.is_empty() && (word.contains(':') || matches!(word.len(), 1 | 2)))
}

/// Whether a word in all caps is an everyday word said loudly, such as "PLEASE" or "NOT". So are
/// abbreviations that spell a word, such as IDEA; a list of all abbreviations has to keep them.
pub(crate) fn is_emphasis(word: &str, language: &str) -> bool {
    rank(language, &word.to_lowercase()).is_some()
}

/// Whether a text writes an abbreviation out somewhere: "PTSD (post-traumatic stress disorder)" or
/// "post-traumatic stress disorder (PTSD)". The words have its letters as their first ones.
pub(super) fn is_written_out(text: &str, word: &str) -> bool {
    let letters: Vec<char> =
        word.chars().filter(|c| *c != '&').flat_map(char::to_lowercase).collect();
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        is_after(before, &letters) || is_before(after, &letters)
    })
}

/// Whether the text before an abbreviation in parentheses ends with its words.
fn is_after(before: &str, letters: &[char]) -> bool {
    let before = before.trim_end_matches(['"', '“', '*', ' ']);
    let Some(before) = before.strip_suffix('(') else { return false };
    let line = before.rsplit('\n').next().unwrap_or_default();
    let mut left = letters.iter().rev().peekable();
    let mut words = initials(line.rsplit(is_between), letters);
    // The nearest word has the last letter: "to" in "what to do (OT)" is not among them.
    let Some(first) = words.next() else { return false };
    if left.next() != Some(&first) {
        return false;
    }
    for initial in words {
        left.next_if_eq(&&initial);
    }
    left.peek().is_none()
}

/// Whether the text after an abbreviation begins with its words in parentheses.
fn is_before(after: &str, letters: &[char]) -> bool {
    let after = after.strip_prefix('s').unwrap_or(after).trim_start_matches(['"', '”', '*', ' ']);
    let inside = after.strip_prefix('(').and_then(|rest| rest.split([')', '\n']).next());
    let Some(inside) = inside else { return false };
    let mut left = letters.iter().peekable();
    for initial in initials(inside.split(is_between), letters) {
        left.next_if_eq(&&initial);
    }
    left.peek().is_none()
}

/// Whether a character separates words. Apostrophes are part of them.
fn is_between(c: char) -> bool {
    !c.is_alphanumeric() && c != '\'' && c != '’'
}

/// The first letters of some words, in lower case. So many words can belong to an abbreviation:
/// small ones such as "of" have no letter in it.
fn initials<'a>(
    words: impl Iterator<Item = &'a str>,
    letters: &[char],
) -> impl Iterator<Item = char> {
    let initial = |word: &str| word.chars().flat_map(char::to_lowercase).next();
    words.filter_map(initial).take(2 * letters.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_is_written_out_before_or_after_it() {
        for (text, word) in [
            ("PTSD (post-traumatic stress disorder) is", "PTSD"),
            ("It is post-traumatic stress disorder (PTSD).", "PTSD"),
            ("Ask the Colorado Department of Education (“CDE”).", "CDE"),
            ("SLPs (speech-language pathologists) help.", "SLP"),
            ("The SLP. Later: a speech-language pathologist (SLP).", "SLP"),
            ("El trastorno por déficit de atención (TDA)", "TDA"),
            ("Vocational Rehabilitation and Employment (VR&E)", "VR&E"),
        ] {
            assert!(is_written_out(text, word), "{text}");
        }
        for (text, word) in [
            ("PTSD (see below) and more", "PTSD"),
            ("PTSD post-traumatic stress disorder", "PTSD"),
            ("stress disorder (PTSD)", "PTSD"),
            ("on occasion, tell us (OT)", "OT"),
            ("occupational therapy\nSee (OT)", "OT"),
            ("PTSD", "PTSD"),
        ] {
            assert!(!is_written_out(text, word), "{text}");
        }
    }

    #[test]
    fn the_words_next_to_an_abbreviation_may_say_what_it_is() {
        let is_clear =
            |text: &str, word: &str| is_clear_in_context(text, text.find(word).unwrap(), word);
        for (text, word) in [
            ("from 8:00 a.m. to 9:00 p.m. (ET).", "ET"),
            ("at 9:30am PT", "PT"),
            ("until noon, MT", "MT"),
            ("at 10:15 CT", "CT"),
            ("Denver, CO 80202", "CO"),
            ("Hartford, CT\u{a0}06103-1234", "CT"),
            ("in Washington, DC, in May", "DC"),
            ("PO Box 12", "PO"),
        ] {
            assert!(is_clear(text, word), "{text}");
        }
        for (text, word) in [
            ("Ask the PT", "PT"),
            ("I have PT at 9", "PT"),
            ("Section 504 PT", "PT"),
            ("The program CT", "CT"),
            ("OT 123", "OT"),
            ("The DC meets", "DC"),
            ("A PO is sent", "PO"),
            ("ET", "ET"),
        ] {
            assert!(!is_clear(text, word), "{text}");
        }
    }

    #[test]
    fn known_and_loud_words_need_no_explanation() {
        assert!(["AM", "5PM", "OK", "MST", "20KB"].into_iter().all(is_known_by_all));
        assert!(!["IEP", "PMT", "504"].into_iter().any(is_known_by_all));
        assert!(["PLEASE", "NOT", "IS"].into_iter().all(|word| is_emphasis(word, "en")));
        assert!(!is_emphasis("PLEASE", "es") && !is_emphasis("PTSD", "en"));
    }
}
