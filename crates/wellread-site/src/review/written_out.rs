//! Which words in all caps need no explanation: those that everyone knows, those that are words
//! said loudly, and those that the same text writes out.

use wellread_model::is_state_code;
use wellread_model::words::rank;

/// What everyone knows: times of the day, "OK", the time zones of the United States and its name in
/// Spanish (EE. UU.), what is next to files, and what has no other name in everyday life. `TBD` and
/// `TODO` are reported as what is unfinished.
const KNOWN_BY_ALL: [&str; 43] = [
    "AKDT", "AKST", "AM", "ATM", "CDT", "COVID", "CST", "DNA", "DVD", "EDT", "EE", "EST", "EU",
    "FAQ", "GB", "GMT", "GPS", "HIV", "HST", "HTML", "KB", "MB", "MDT", "MST", "NYC", "OK", "PDF",
    "PDT", "PM", "PST", "Q&A", "SMS", "SOS", "TBD", "TODO", "TV", "UK", "UN", "URL", "USA", "UTC",
    "UU", "ZIP",
];

/// The quarters of a city in an address: `1625 Massachusetts Ave NW`.
const QUARTERS: [&str; 4] = ["NE", "NW", "SE", "SW"];

/// What may follow the words of an abbreviation without a letter in it: `Parent Training and
/// Information Centers (PTI)`, `Amendments Act of 2008 (ADAAA)`. Numbers may, too.
const LEFT_OUT: [&str; 14] = [
    "act",
    "association",
    "center",
    "centers",
    "centre",
    "disorder",
    "grant",
    "of",
    "plan",
    "program",
    "programs",
    "system",
    "systems",
    "test",
];

/// How many letters an abbreviation has at least if its words are not in parentheses. With fewer,
/// any words might have them: "PT: please tell us".
const LEAST_WITHOUT_PARENTHESES: usize = 3;

/// What is between the words of an abbreviation and itself: "individualized education program, or
/// IEP".
const NAMED_AFTER: [&str; 9] =
    [", or", ", or the", " –", " —", " -", ", called", ", called the", ", o", ", también llamado"];

/// What is between an abbreviation and its words: "IEP: individualized education program".
const EXPLAINED_BY: [&str; 14] = [
    ": ",
    "– ",
    "— ",
    "- ",
    "= ",
    ", or ",
    ", or the ",
    ", the ",
    "stands for ",
    "is short for ",
    "means ",
    "significa ",
    "quiere decir ",
    ", o ",
];

/// Words within a name that its abbreviation seldom has a letter for.
const SMALL_WORDS: [&str; 16] = [
    "a", "an", "and", "de", "del", "for", "in", "la", "las", "los", "of", "on", "the", "to",
    "with", "y",
];

/// Whether everyone knows an abbreviation. "5PM" is one, too, and so are "PDFs".
pub(super) fn is_known_by_all(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let one = word.strip_suffix('s').unwrap_or(word);
    KNOWN_BY_ALL.contains(&word) || KNOWN_BY_ALL.contains(&one)
}

/// Whether the words next to an abbreviation say what it is: a time zone after a time of day (9
/// p.m. ET), a state in a postal address (Denver, CO 80202) or after a city and a comma, a quarter
/// of a city after a street, Washington, DC, and PO Box. Alone, they may mean something else: a PT
/// is a physical therapist.
pub(super) fn is_clear_in_context(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].trim_end_matches([' ', '\u{a0}', '(', ',']);
    let after = text[at + word.len()..].trim_start_matches([' ', '\u{a0}']);
    match word {
        "AKT" | "CT" | "ET" | "HT" | "MT" | "PT" if ends_with_time(before) => true,
        "DC" if before.ends_with("Washington") => true,
        "PO" if after.starts_with("Box") => true,
        _ if is_state_code(word) && ends_with_city(&text[..at], word) => true,
        _ if QUARTERS.contains(&word) && ends_with_street(before) => true,
        _ => {
            let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            word.len() == 2 && digits == 5
        }
    }
}

/// Whether a text ends with the name of a city before a state: "Boulder, CO", "in Rochester MN".
/// Without a comma it has to be in a sentence or after another name, and the code may not be what
/// people have after their names.
fn ends_with_city(text: &str, state: &str) -> bool {
    const DEGREES: [&str; 6] = ["DC", "MA", "MD", "MS", "ND", "PA"];
    let text = text.trim_end();
    let name = text.strip_suffix(',');
    let (before, word) = split_last_word(name.unwrap_or(text));
    let mut letters = word.chars();
    let is_name = letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase);
    let is_inside = || {
        let before = before.strip_suffix(' ').unwrap_or_default();
        before.ends_with(char::is_alphabetic) && !DEGREES.contains(&state)
    };
    is_name && (name.is_some() || is_inside())
}

/// The last word of a text, and what is before it.
fn split_last_word(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches(char::is_alphabetic).len())
}

/// Whether a text ends with a street as addresses have it: "Massachusetts Ave.", "12th Street".
fn ends_with_street(text: &str) -> bool {
    const STREETS: [&str; 12] = [
        "ave",
        "avenue",
        "blvd",
        "boulevard",
        "dr",
        "drive",
        "place",
        "pl",
        "rd",
        "road",
        "st",
        "street",
    ];
    let text = text.trim_end_matches('.');
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    STREETS.contains(&&*word.to_lowercase())
}

/// Whether a text ends with a time of day: "9 p.m.", "9:30am", "noon", "9:30", "9–5".
fn ends_with_time(text: &str) -> bool {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—');
    let word = text.rsplit(is_between).next().unwrap_or_default().to_lowercase();
    let half = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    matches!(half, "a.m." | "p.m." | "am" | "pm" | "noon" | "midnight")
        || (half.is_empty() && (word.contains(':') || matches!(word.len(), 1 | 2)))
}

/// Whether a word in all caps is an everyday word said loudly, such as "PLEASE" or "NOT". So are
/// abbreviations that spell a word, such as IDEA; a list of all abbreviations has to keep them.
pub(crate) fn is_emphasis(word: &str, language: &str) -> bool {
    rank(language, &word.to_lowercase()).is_some()
}

/// Whether a block of text writes an abbreviation out somewhere: "PTSD (post-traumatic stress
/// disorder)", "post-traumatic stress disorder (PTSD)", "post-traumatic stress disorder, or PTSD",
/// "PTSD: post-traumatic stress disorder". The words have its letters as their first ones.
pub(super) fn is_written_out(text: &str, word: &str) -> bool {
    let letters: Vec<char> =
        word.chars().filter(|c| *c != '&').flat_map(char::to_lowercase).collect();
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        is_after(before, &letters) || is_before(after, &letters)
    })
}

/// The end of the text before a word: so much of it is looked at, however many words there are.
pub(super) fn nearest(before: &str) -> &str {
    /// In bytes. The words of an abbreviation are seldom longer, nor are addresses.
    const NEAR: usize = 300;
    &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..]
}

/// Whether the text before an abbreviation in parentheses ends with its words.
fn is_after(before: &str, letters: &[char]) -> bool {
    let before = nearest(before).trim_end_matches(['"', '“', '*', ' ']);
    // Spanish texts also write "Plan (Registered Disability Savings Plan, RDSP)".
    let inside = || {
        let inside = before.strip_suffix(',')?;
        (inside.rfind('(') > inside.rfind(')')).then_some(inside)
    };
    let aside = || {
        let is_long = letters.len() >= LEAST_WITHOUT_PARENTHESES;
        is_long.then(|| NAMED_AFTER.iter().find_map(|sign| before.strip_suffix(sign))).flatten()
    };
    let Some(before) = before.strip_suffix('(').or_else(inside).or_else(aside) else {
        return false;
    };
    let mut left = letters.iter().rev().peekable();
    let is_left_out = |word: &&str| {
        let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
        is_number || LEFT_OUT.contains(&&*word.to_lowercase())
    };
    let mut words = before.rsplit(is_between).filter(|word| !word.is_empty()).peekable();
    let has_last = |word: &&str| word.to_lowercase().chars().next() == letters.last().copied();
    while words.next_if(|word| !has_last(word) && is_left_out(word)).is_some() {}
    let mut words = initials(words, letters);
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
    let Some(inside) = inside else { return is_explained_by(after, letters) };
    let mut left = letters.iter().peekable();
    for initial in initials(inside.split(is_between), letters) {
        left.next_if_eq(&&initial);
    }
    left.peek().is_none()
}

/// Whether a text goes on with the words of an abbreviation, outside of parentheses: all of them
/// follow each other, so that no sentence is taken for them that only begins with its letters.
fn is_explained_by(after: &str, letters: &[char]) -> bool {
    let words = EXPLAINED_BY.iter().find_map(|sign| after.strip_prefix(sign));
    let Some(words) = words.filter(|_| letters.len() >= LEAST_WITHOUT_PARENTHESES) else {
        return false;
    };
    let words = words.split(is_between).filter(|word| !word.is_empty());
    let words = words.filter(|word| !SMALL_WORDS.contains(&&*word.to_lowercase()));
    let mut initials = initials(words, letters);
    letters.iter().all(|letter| initials.next().as_ref() == Some(letter))
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
            ("Uniform Federal\nAccessibility Standards Board (UFASB)", "UFASB"),
            ("Parent Training and Information Centers (PTIs)", "PTI"),
            ("the ADA Amendments Act of 2008 (AA)", "AA"),
            ("Specially Adapted Housing Grant (SAH)", "SAH"),
            ("Plan (Registered Disability Savings Plan, RDSP)", "RDSP"),
            ("Vocational Rehabilitation and Employment (VR&E)", "VR&E"),
            ("an individualized education program, or IEP, says", "IEP"),
            ("NDIS – National Disability Insurance Scheme", "NDIS"),
            ("NDIS: the National Disability Insurance Scheme pays", "NDIS"),
            ("IEP stands for “individualized education program”.", "IEP"),
            ("FAPE = free appropriate public education", "FAPE"),
            ("The LRE, or least restrictive environment, is", "LRE"),
            ("LREs, the least restrictive environments, are", "LRE"),
            ("National Disability Insurance Scheme – NDIS", "NDIS"),
        ] {
            assert!(is_written_out(text, word), "{text}");
        }
        for (text, word) in [
            ("PTSD (see below) and more", "PTSD"),
            ("PTSD post-traumatic stress disorder", "PTSD"),
            ("stress disorder (PTSD)", "PTSD"),
            ("on occasion, tell us (OT)", "OT"),
            ("occupational therapy\nSee (OT)", "OT"),
            ("PT: please tell us", "PT"),
            ("on time, or OT", "OT"),
            ("IEP: it explains everyone's part", "IEP"),
            ("IEP – every parent agrees", "IEP"),
            ("Ask about an IEP, or the school's plan", "IEP"),
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
            ("an office in Boulder, CO, and", "CO"),
            ("10am-10pm ET", "ET"),
            ("offices in Rochester MN and", "MN"),
            ("the Mayo Clinic Rochester MN", "MN"),
            ("open 9–5 CT", "CT"),
            ("1625 Massachusetts Ave. NW, Washington", "NW"),
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
            ("for speech, OT and more", "OT"),
            ("with speech, PA and more", "PA"),
            ("The NW meets", "NW"),
            ("The DC meets", "DC"),
            ("Ask Dana Reyes MD", "MD"),
            ("in May. Ask OT", "OT"),
            ("Ask CO", "CO"),
            ("A PO is sent", "PO"),
            ("ET", "ET"),
        ] {
            assert!(!is_clear(text, word), "{text}");
        }
    }

    #[test]
    fn known_and_loud_words_need_no_explanation() {
        assert!(["AM", "5PM", "OK", "MST", "20KB", "PDFs", "HIV"].into_iter().all(is_known_by_all));
        assert!(!["IEP", "PMT", "504"].into_iter().any(is_known_by_all));
        assert!(["PLEASE", "NOT", "IS"].into_iter().all(|word| is_emphasis(word, "en")));
        assert!(!is_emphasis("PLEASE", "es") && !is_emphasis("PTSD", "en"));
    }
}
