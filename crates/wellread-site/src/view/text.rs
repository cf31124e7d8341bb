//! Measures and excerpts of text: how long it takes to read, where to shorten it, what an acronym
//! stands for. Everything here works on plain text and knows no page.

use wellread_model::{Entry, beginning};

use crate::markdown::Body;

/// Reading speed in words per minute. Brysbaert (2019) finds 238 for English nonfiction; readers of
/// a hub are often worried or read in a second language, so the estimate is a little slower.
const WORDS_PER_MINUTE: usize = 230;

/// Reading time in minutes, rounded up, at least one.
pub(super) fn minutes(body: &Body) -> usize {
    body.words_in_text.div_ceil(WORDS_PER_MINUTE).max(1)
}

/// What an acronym stands for: its longest other name of several words. `None` for a term that is
/// no acronym, or that has no such name.
pub(crate) fn full_name(entry: &Entry) -> Option<&str> {
    let name = entry.title();
    // Two upper-case letters, so that "PsyD" is one and "Aide" is not.
    let is_acronym = name.chars().filter(|c| c.is_uppercase()).count() >= 2
        && !name.contains(char::is_whitespace);
    entry
        .document
        .aliases()
        .iter()
        .map(|alias| alias.value.as_str())
        .filter(|alias| is_acronym && alias.contains(char::is_whitespace))
        .max_by_key(|alias| alias.chars().count())
}

/// The beginning of a text, cut between words: at most `limit` characters and an ellipsis. A text
/// that fits is returned as it is; a first word that doesn't fit is cut.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let cut = beginning(text, limit);
    if cut.len() == text.len() {
        return text.to_owned();
    }
    // "…plan,…" would look like an error of the author.
    format!("{}…", cut.trim_end_matches([' ', ',', ';', ':', '.']))
}

/// The first sentence of a text. What ends within the first words is an abbreviation, such as
/// `Dr.`.
pub(super) fn first_sentence(text: &str) -> &str {
    /// The length, in bytes, from which on a mark ends a sentence.
    const SHORTEST: usize = 25;
    let ends = text.match_indices(['.', '?', '!', '。', '؟']).find(|(at, mark)| {
        let after = text[at + mark.len()..].trim_start_matches(['”', '"', '’', ')']);
        let mut next = after.chars();
        // Before a lower-case letter the sentence goes on: `vs. the other`.
        *at >= SHORTEST
            && next.next().is_none_or(|c| c.is_whitespace() || *mark == "。")
            && !next.next().is_some_and(char::is_lowercase)
    });
    let end = ends.map_or(text.len(), |(at, mark)| {
        let rest = &text[at + mark.len()..];
        text.len() - rest.trim_start_matches(['”', '"', '’', ')']).len()
    });
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_ends_with_its_mark() {
        for (text, first) in [
            ("They help families with plans. And more.", "They help families with plans."),
            ("Dr. Lee sees children and teens. Call.", "Dr. Lee sees children and teens."),
            (
                "Help for children vs. adults in Denver. Call.",
                "Help for children vs. adults in Denver.",
            ),
            ("Is your child under five years? Call.", "Is your child under five years?"),
            (
                "A line for parents (and “anyone else.”) More.",
                "A line for parents (and “anyone else.”)",
            ),
            ("34.5 of 100 families ask for this", "34.5 of 100 families ask for this"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), first);
        }
    }

    #[test]
    fn text_is_cut_at_words() {
        assert_eq!(shorten("one two", 10), "one two");
        assert_eq!(shorten("one two, three", 10), "one two…");
        assert_eq!(shorten("ééééé", 3), "ééé…");
        assert_eq!(shorten("", 3), "");
        assert_eq!(shorten("éé éé", 5), "éé éé");
        assert_eq!(shorten("one. two", 6), "one…");
    }

    #[test]
    fn reading_time_is_rounded_up() {
        let read = |words| minutes(&Body { words_in_text: words, ..Body::default() });
        let expected = [(0, 1), (1, 1), (230, 1), (231, 2), (460, 2), (461, 3)];
        for (words, minutes) in expected {
            assert_eq!(read(words), minutes, "{words}");
        }
    }

    #[test]
    fn acronyms_have_a_full_name() {
        let name = |title: &str, aliases: &str| {
            let text = format!("---\nterm: {title}\naliases: {aliases}\n---\n\nX.\n");
            let views = crate::view::views_of(&[("content/glossary/t.md", &text)]);
            let (_, entry) = views.library.iter().next().unwrap();
            full_name(entry).map(str::to_owned)
        };
        let full = "Individualized Education Program";
        assert_eq!(name("IEP", &format!("[IEP plan, {full}, IEPs]")).as_deref(), Some(full));
        assert_eq!(name("PsyD", "[Doctor of Psychology]").as_deref(), Some("Doctor of Psychology"));
        assert_eq!(name("IEP", "[plan]"), None);
        assert_eq!(name("IEP", "[]"), None);
        assert_eq!(name("Aide", "[helper in class]"), None);
        assert_eq!(name("IEP Team", "[people who write the plan]"), None);
    }
}
