//! A naive second implementation of the search, to compare the real one with: it tries every form
//! at every character, straight from the rules and without regard to speed. The two share nothing
//! but the detection of addresses.

use std::ops::Range;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use wellread_model::{Case, Plural};

use crate::address::{Addresses, is_cut};
use crate::{Form, Language, Match, TermTrie};

/// A character as it is compared, and the byte range of the text that it stands for.
#[derive(Debug, Clone)]
struct Seen {
    c: char,
    /// Whether it is a Han character or a mark on one.
    is_han: bool,
    place: Range<usize>,
}

const INVISIBLE: &str = "\u{ad}\u{200b}\u{200d}\u{200f}";

/// The text as a reader sees it: in NFC, with one kind of apostrophe, hyphen, quote and space.
fn seen(text: &str) -> Vec<Seen> {
    let mut letters: Vec<(String, Range<usize>)> = Vec::new();
    for (start, c) in text.char_indices().filter(|(_, c)| !INVISIBLE.contains(*c)) {
        let end = start + c.len_utf8();
        match letters.last_mut() {
            Some((letter, place)) if is_combining_mark(c) && letter.chars().all(is_word) => {
                letter.push(c);
                place.end = end;
            }
            _ => letters.push((c.to_string(), start..end)),
        }
    }
    let mut seen: Vec<Seen> = Vec::new();
    for (letter, place) in letters {
        for c in letter.nfc() {
            let c = match c {
                '’' | '‘' => '\'',
                '\u{2010}' | '\u{2011}' => '-',
                '“' | '”' => '"',
                c if c.is_whitespace() => ' ',
                c => c,
            };
            match seen.last_mut() {
                Some(last) if c == ' ' && last.c == ' ' => last.place.end = place.end,
                _ => {
                    let on_han =
                        is_combining_mark(c) && seen.last().is_some_and(|seen| seen.is_han);
                    seen.push(Seen { c, is_han: is_han(c) || on_han, place: place.clone() });
                }
            }
        }
    }
    seen
}

fn is_word(c: char) -> bool {
    (c.is_alphanumeric() || c == '_' || is_combining_mark(c)) && c != '²'
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether two neighbors belong to one word.
fn same_word(a: &Seen, b: &Seen) -> bool {
    let is_joined = is_combining_mark(b.c) || (!a.is_han && !b.is_han);
    is_word(a.c) && is_word(b.c) && is_joined
}

/// The characters of a form, each with whether its case matters. `None` is a gap between two words.
type Pattern = Vec<Option<(char, bool)>>;

/// The form as a pattern, and how many of its words must match exactly.
fn pattern(text: &str, case: Case) -> (Pattern, usize) {
    let letters: String = seen(text).iter().map(|seen| seen.c).collect();
    let mut pattern = Pattern::new();
    let mut words = 0;
    for (index, word) in letters.trim().split([' ', '-']).enumerate() {
        let upper_case = word.chars().filter(|c| c.is_uppercase()).count();
        let is_exact = match case {
            Case::Auto => upper_case >= 2,
            Case::Exact => true,
            Case::Any => false,
        };
        if is_exact {
            let letters = seen(word);
            let starts = |at: usize| at == 0 || !same_word(&letters[at - 1], &letters[at]);
            words += (0..letters.len()).filter(|&at| is_word(letters[at].c) && starts(at)).count();
        }
        if index > 0 {
            pattern.push(None);
        }
        pattern.extend(word.chars().map(|c| Some((c, is_exact))));
    }
    (pattern, words)
}

/// Where the pattern ends in the text if it starts at `start`.
fn matches(text: &[Seen], start: usize, pattern: &Pattern) -> Option<usize> {
    let sigma = |c: char| if c == 'ς' { 'σ' } else { c };
    let mut at = start;
    for step in pattern {
        let c = text.get(at)?.c;
        let fits = match step {
            Some((wanted, true)) => c == *wanted,
            Some((wanted, false)) => {
                c.to_lowercase().map(sigma).eq(wanted.to_lowercase().map(sigma))
            }
            None => c == ' ' || joins(text, at),
        };
        if !fits {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Whether there is a hyphen at `at` that joins what is on both sides.
fn joins(text: &[Seen], at: usize) -> bool {
    let is_solid = |at: Option<usize>| {
        at.and_then(|at| text.get(at)).is_some_and(|seen| !" -".contains(seen.c))
    };
    text[at].c == '-' && is_solid(at.checked_sub(1)) && is_solid(Some(at + 1))
}

/// The word that ends before `end`, if one does.
fn word_before(text: &[Seen], end: usize) -> Option<Range<usize>> {
    let mut start = end.checked_sub(1).filter(|&at| is_word(text[at].c))?;
    while start > 0 && same_word(&text[start - 1], &text[start]) {
        start -= 1;
    }
    Some(start..end)
}

/// The word that starts at `start`, if one does.
fn word_after(text: &[Seen], start: usize) -> Option<Range<usize>> {
    let mut end = start + 1;
    text.get(start).filter(|seen| is_word(seen.c))?;
    while end < text.len() && same_word(&text[end - 1], &text[end]) {
        end += 1;
    }
    Some(start..end)
}

fn is_digit(text: &[Seen], at: usize) -> bool {
    text.get(at).is_some_and(|seen| seen.c.is_ascii_digit())
}

fn may_start(text: &[Seen], start: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return true };
    let (c, first) = (text[before].c, text[start].c);
    let word = word_before(text, before);
    match c {
        ' ' => true,
        '-' => !joins(text, before),
        c if is_word(c) => is_word(first) && !same_word(&text[before], &text[start]),
        '\'' | '.' | '&' => word.is_none(),
        '@' | '#' | '\\' => false,
        '$' => !is_digit(text, start),
        ',' | ':' => !(word.is_some() && is_digit(text, before - 1) && is_digit(text, start)),
        ')' => {
            let end = if before > 0 && joins(text, before - 1) { before - 1 } else { before };
            let prefix = word_before(text, end).filter(|word| !is_digit(text, word.start));
            !prefix.is_some_and(|word| word.start > 0 && text[word.start - 1].c == '(')
        }
        _ => true,
    }
}

fn may_end(text: &[Seen], end: usize) -> bool {
    let Some(next) = text.get(end) else { return true };
    let last = text[end - 1].c;
    let word = word_after(text, end + 1);
    if is_area_code(text, end) {
        return false;
    }
    match next.c {
        ' ' => true,
        '-' if joins(text, end) => !(last.is_ascii_digit() && is_digit(text, end + 1)),
        c if is_word(c) => is_word(last) && !same_word(&text[end - 1], next),
        '\'' => word.is_none_or(|word| {
            let word: String = text[word].iter().map(|seen| seen.c.to_ascii_lowercase()).collect();
            ["s", "d", "ll", "m", "re", "ve"].contains(&word.as_str())
        }),
        '.' | '&' | '@' | '\\' => word.is_none(),
        ',' | ':' => !(last.is_ascii_digit() && is_digit(text, end + 1)),
        '%' => !last.is_ascii_digit(),
        '+' => last != '+' && text.get(end + 1).is_none_or(|seen| seen.c != '+'),
        '#' => is_digit(text, end + 1),
        _ => true,
    }
}

/// Whether three digits end here and the rest of a telephone number follows.
fn is_area_code(text: &[Seen], end: usize) -> bool {
    let digits = |word: Option<Range<usize>>, count: usize| {
        word.filter(|word| word.len() == count && word.clone().all(|at| is_digit(text, at)))
    };
    let skip = |at: usize, what: &str| {
        at + usize::from(text.get(at).is_some_and(|seen| what.contains(seen.c)))
    };
    let gap = |at: usize| {
        if at < text.len() && (text[at].c == ' ' || joins(text, at)) { at + 1 } else { at }
    };
    digits(word_before(text, end), 3).is_some_and(|_| {
        let exchange = gap(skip(gap(end), ")"));
        digits(word_after(text, exchange), 3)
            .is_some_and(|word| digits(word_after(text, gap(word.end)), 4).is_some())
    })
}

/// The plurals of the forms below.
fn plurals(form: &str) -> Vec<String> {
    match form.chars().next_back() {
        Some('y') => vec![format!("{}ies", &form[..form.len() - 1])],
        Some('s') => vec![format!("{form}es")],
        Some(')') => vec![format!("{}s)", &form[..form.len() - 1])],
        Some(c) if is_han(c) || "ς'-".contains(c) => Vec::new(),
        _ => vec![format!("{form}s")],
    }
}

fn find(forms: &[Form<'_>], text: &str, refused: &[u32]) -> Vec<Match> {
    let letters = seen(text);
    let mut patterns = Vec::new();
    for (index, form) in (0..).zip(forms) {
        let (written, exact) = pattern(form.text, form.case);
        // The rank of a plural is like that of its form; its `s` is not upper case.
        patterns.push((form, index, false, exact, written));
        if *form.plural == Plural::Regular {
            for plural in plurals(form.text) {
                let (written, exact) = pattern(&plural, form.case);
                patterns.push((form, index, true, exact, written));
            }
        }
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let best = patterns
            .iter()
            .filter(|(form, ..)| !refused.contains(&form.entry))
            .filter_map(|&(form, index, is_plural, exact, ref written)| {
                let end = matches(&letters, at, written)?;
                let place = letters[at].place.start..letters[end - 1].place.end;
                let is_lone = written.len() == 1 && is_han(letters[at].c);
                let is_han_at = |at: Option<&Seen>| at.is_some_and(|seen| seen.is_han);
                let allowed = may_start(&letters, at)
                    && may_end(&letters, end)
                    && !(is_lone
                        && (is_han_at(letters[..at].last()) || is_han_at(letters.get(end))))
                    && !is_cut(&mut Addresses::default(), text, place.start, place.end);
                let rank = (end, !is_plural, exact, u32::MAX - form.entry, u32::MAX - index);
                let found =
                    Match { start: place.start, end: place.end, entry: form.entry, form: index };
                allowed.then_some((rank, found))
            })
            .max_by_key(|(rank, _)| *rank);
        match best {
            Some((rank, best)) => {
                found.push(best);
                at = rank.0;
            }
            None => at += 1,
        }
    }
    found
}

const WORDS: &[&str] = &[
    "IEP",
    "iep",
    "plan",
    "team",
    "a",
    "b",
    "é",
    "résumé",
    "504",
    "PT/OT",
    "Q&A",
    "I.E.P.",
    "C++",
    "parents'",
    "(b)",
    "计划",
    "评",
    "IDEA",
    "idea",
    "Plan",
    "x.org",
    "disability",
    "ß",
    "İ",
    "ος",
];
const JOINTS: &[&str] = &[
    " ",
    " ",
    " ",
    "-",
    "-",
    "",
    "",
    "\u{2011}",
    "\u{a0}",
    "\n",
    "  ",
    "/",
    ".",
    ". ",
    ", ",
    ",",
    "'",
    "’s ",
    "’",
    "s ",
    "S ",
    "s’ ",
    "–",
    "—",
    "--",
    " - ",
    "(",
    ")",
    "(s)",
    ") ",
    "@",
    "#",
    "$",
    "%",
    "&",
    "+",
    "++",
    ":",
    "://",
    "\\",
    "_",
    "²",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{200f}",
    "\u{301}",
    "“",
    "”",
    "\"",
    "1",
    "e\u{301}",
    "📄",
    "…",
    "ies ",
    "的",
    " 555-0100 ",
    "-555-0100",
    "'ll ",
    "'t ",
];

fn words() -> impl Strategy<Value = String> {
    let one = (prop::sample::select(WORDS), prop::sample::select(JOINTS));
    prop::collection::vec(one, 0..12)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, joint)| [word, joint]).collect())
}

fn glossary() -> impl Strategy<Value = Vec<(String, u32, Case, bool)>> {
    let text = (prop::collection::vec(prop::sample::select(WORDS), 1..4), any::<bool>())
        .prop_map(|(words, hyphen)| words.join(if hyphen { "-" } else { " " }));
    let case = prop::sample::select(&[Case::Auto, Case::Auto, Case::Exact, Case::Any][..]);
    prop::collection::vec((text, 0..4_u32, case, any::<bool>()), 1..8)
}

fn forms(glossary: &[(String, u32, Case, bool)]) -> Vec<Form<'_>> {
    let form = |(text, entry, case, plural): &'_ (String, u32, Case, bool)| {
        (*entry, *case, *plural, text.len())
    };
    glossary
        .iter()
        .map(|entry| {
            let (number, case, plural, _) = form(entry);
            let plural = if plural { &Plural::Regular } else { &Plural::None };
            Form { case, plural, ..Form::new(&entry.0, number) }
        })
        .collect()
}

fn check_places(text: &str, found: &[Match]) {
    let mut last = 0;
    for found in found {
        assert!(last <= found.start && found.start < found.end, "{found:?} in {text:?}");
        assert!(!text[found.start..found.end].trim().is_empty());
        last = found.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_search_follows_the_rules(glossary in glossary(), text in words(), refused in 0..6_u32) {
        let forms = forms(&glossary);
        let (trie, _) = TermTrie::compile(&forms, Language::ENGLISH);
        let mut found = Vec::new();
        trie.find_with(&text, &mut found, |found, _| found.entry != refused);
        check_places(&text, &found);
        prop_assert_eq!(found, find(&forms, &text, &[refused]), "{:?}", text);
    }

    #[test]
    fn no_text_and_no_form_panics(
        glossary in prop::collection::vec((any::<String>(), 0..3_u32, "\\PC{0,3}"), 0..6),
        text in any::<String>(),
        more in "[\\p{M}\\p{L}\u{200b}-\u{200f}.:/@' -]{0,40}",
    ) {
        let plurals: Vec<Plural> =
            glossary.iter().map(|(_, _, plural)| Plural::Forms(vec![plural.clone()])).collect();
        let forms: Vec<Form> = glossary.iter().zip(&plurals).map(|((form, entry, _), plural)| {
            Form { plural, auto_link: Some(true), ..Form::new(form, *entry) }
        }).collect();
        for language in [Language::ENGLISH, Language::SPANISH, Language::OTHER] {
            let (trie, _) = TermTrie::compile(&forms, language);
            let own = glossary.iter().map(|(form, ..)| form.as_str()).collect::<Vec<_>>().join(" ");
            for text in [&text, &more, &own] {
                let mut found = Vec::new();
                trie.find(text, &mut found);
                check_places(text, &found);
            }
        }
    }

    #[test]
    fn a_form_is_found_in_itself(form in "\\PC{1,12}") {
        let forms = [Form { case: Case::Exact, auto_link: Some(true), ..Form::new(&form, 0) }];
        let (trie, problems) = TermTrie::compile(&forms, Language::ENGLISH);
        if problems.is_empty() {
            let mut found = Vec::new();
            trie.find(&form, &mut found);
            let whole = !is_cut(&mut Addresses::default(), &form, 0, form.len());
            prop_assert!(!whole || found.len() == 1, "{:?}", form);
        }
    }
}
