//! Small questions about text: how long it takes to read, where to shorten it, what an acronym
//! stands for.

use wellread_model::Entry;

use crate::markdown::Body;

/// Reading speed in words per minute. Brysbaert (2019) finds 238 for English nonfiction; readers of
/// a hub are often worried or read in a second language, so the estimate is a little slower.
const WORDS_PER_MINUTE: usize = 230;

/// Reading time in minutes, at least one.
pub(super) fn minutes(body: &Body) -> usize {
    body.words_in_text.div_ceil(WORDS_PER_MINUTE).max(1)
}

/// The longest other name of an acronym.
pub(crate) fn full_name(entry: &Entry) -> Option<&str> {
    let name = entry.title();
    let is_acronym = name.chars().filter(|c| c.is_uppercase()).count() >= 2
        && !name.contains(char::is_whitespace);
    let aliases = entry.term().map_or(&[][..], |term| &term.aliases);
    aliases
        .iter()
        .map(|alias| alias.value.as_str())
        .filter(|alias| is_acronym && alias.contains(char::is_whitespace))
        .max_by_key(|alias| alias.chars().count())
}

/// Text cut at a word, at most `limit` characters long.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_words() {
        assert_eq!(shorten("one two", 10), "one two");
        assert_eq!(shorten("one two, three", 10), "one two…");
        assert_eq!(shorten("ééééé", 3), "ééé…");
    }
}
