//! How the text of a term writes its names: a name with an upper-case letter inside sentences is a
//! proper name, such as that of a program called Solutions.
//!
//! Markdown is read only as far as it takes to know where sentences begin.

use std::collections::BTreeMap;

use wellread_model::{LetterCaseUse, Spanned};

/// How much of a text is read, in bytes. What a name is like shows in a definition, so that the
/// work for a term with many names stays small.
const READ: usize = 4_000;

/// How many names of a term are looked for.
const NAMES: usize = 24;

/// The names that begin with an upper-case letter and that the text writes so inside sentences.
pub(crate) fn capitalized<'a>(
    names: impl Iterator<Item = &'a Spanned<String>>,
    text: &str,
) -> BTreeMap<String, LetterCaseUse> {
    let mut end = text.len().min(READ);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let names = names.map(|name| name.value.trim()).take(NAMES);
    let case_use = |name: &str| {
        // Acronyms are recognized by their own upper-case letters.
        let is_title_case = |word: &str| {
            word.starts_with(char::is_uppercase) && !word.chars().skip(1).any(char::is_uppercase)
        };
        if !name.split(' ').all(is_title_case) {
            return None;
        }
        let is_inside = |at: &usize| is_inside_sentence(&text[..*at]);
        words(text, name).find(is_inside)?;
        let has_lower = words(text, &name.to_lowercase()).next().is_some();
        Some(if has_lower { LetterCaseUse::Sometimes } else { LetterCaseUse::Always })
    };
    names.filter_map(|name| Some((name.to_owned(), case_use(name)?))).collect()
}

/// Where a name is in a text as whole words.
fn words<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
    text.match_indices(name).map(|(at, _)| at).filter(move |&at| {
        let after = &text[at + name.len()..];
        !text[..at].ends_with(joins)
            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// Whether what follows `before` is inside a sentence of running text, and is not only named by
/// an indefinite article: in `a Plan is`, the upper-case letter is a habit.
fn is_inside_sentence(before: &str) -> bool {
    let line = before.rsplit("\n\n").next().unwrap_or(before);
    let is_heading = line.lines().next_back().is_some_and(|line| line.starts_with('#'));
    let words = line.trim_end_matches(|c: char| c.is_whitespace() || "*_\"'“‘([«".contains(c));
    let last = words.rsplit(char::is_whitespace).next().unwrap_or(words);
    let is_article = ["a", "an", "un", "una"].contains(&&*last.to_lowercase());
    // List markers and quotation markers end without a letter too, so a word after one starts a
    // sentence.
    let is_start = !last.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | ')'));
    let is_number = last.ends_with(')') && words.trim_start() == last;
    !is_heading && !is_article && !is_start && !is_number
}

#[cfg(test)]
mod tests {
    use wellread_model::Span;

    use super::*;

    fn letter_case_use(name: &str, text: &str) -> Option<LetterCaseUse> {
        let name = Spanned::new(name.to_owned(), Span::point(0));
        capitalized(std::iter::once(&name), text).into_values().next()
    }

    #[test]
    fn a_name_has_its_capital_inside_sentences() {
        let always = Some(LetterCaseUse::Always);
        assert_eq!(letter_case_use("Solutions", "Our Solutions program helps."), always);
        assert_eq!(letter_case_use("Solutions", "The program **Solutions** helps."), always);
        assert_eq!(letter_case_use("March", "The day of March, a walk"), always);
        assert_eq!(letter_case_use("Head Start", "Families in Head Start"), always);
        assert_eq!(
            letter_case_use("Will", "In the Will you will say"),
            Some(LetterCaseUse::Sometimes)
        );
    }

    #[test]
    fn a_capital_elsewhere_says_nothing() {
        for text in [
            "Solutions help.",
            "Yes. Solutions help.",
            "- Solutions help",
            "## Our Solutions\n",
            "1) Solutions help",
            "A Solutions program",
            "“Solutions”",
            "the solutions",
            "PreSolutions, the Solutionsx",
            "",
        ] {
            assert_eq!(letter_case_use("Solutions", text), None, "{text}");
        }
        assert_eq!(letter_case_use("plan", "the plan"), None);
        assert_eq!(letter_case_use("Support plan", "our Support plan"), None);
    }
}
