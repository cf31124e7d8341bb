//! Completions of short prefixes whose words are spread over many shards.
//!
//! A prefix that lies in one or two shards is completed from these. For the others this file names the
//! most frequent stems, so that typing two letters never loads a dozen shards.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::shard::VocabularyWord;

/// The shards that a prefix may span before it is listed here.
pub(crate) const SPAN: usize = 2;

/// The stems that are listed for a prefix, the most frequent first.
const LISTED: usize = 4;

/// The longest prefix that is listed, in characters; longer ones complete what their first shards hold.
const LONGEST: usize = 5;

/// The prefixes that span more than [`SPAN`] shards, each with its stems. `keys` are the first prefixes
/// of the shards, sorted.
pub(crate) fn starts<'a>(
    keys: &[String],
    words: impl Iterator<Item = VocabularyWord<'a>>,
) -> BTreeMap<String, String> {
    let mut lists: FxHashMap<&str, Vec<(&str, u32)>> = FxHashMap::default();
    for key in keys.iter().filter(|key| !key.starts_with('=')) {
        for prefix in prefixes(key) {
            if span(keys, prefix).len() > SPAN {
                lists.entry(prefix).or_default();
            }
        }
    }
    for entry in words {
        for prefix in prefixes(entry.word) {
            let Some(list) = lists.get_mut(prefix) else { continue };
            let before = |&(stem, pages): &(&str, u32)| {
                pages > entry.pages || pages == entry.pages && stem < entry.stem
            };
            if list.len() == LISTED && list.last().is_some_and(before)
                || list.iter().any(|(stem, _)| *stem == entry.stem)
            {
                continue;
            }
            list.insert(list.partition_point(before), (entry.stem, entry.pages));
            list.truncate(LISTED);
        }
    }
    let joined = |list: Vec<(&str, u32)>| {
        list.into_iter().map(|(stem, _)| stem).collect::<Vec<_>>().join(" ")
    };
    lists.into_iter().map(|(prefix, list)| (prefix.to_owned(), joined(list))).collect()
}

/// The beginnings of a word of two characters to [`LONGEST`].
fn prefixes(word: &str) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.skip(1).take(LONGEST - 1).map(|end| &word[..end])
}

/// The numbers of the shards that can hold stems with a prefix.
pub(crate) fn span(keys: &[String], prefix: &str) -> std::ops::Range<usize> {
    let first = shard_of(keys, prefix);
    let end =
        first + 1 + keys[first + 1..].iter().take_while(|key| key.starts_with(prefix)).count();
    first..end
}

/// The number of the shard that holds a stem: the last whose first prefix is not above it.
pub(crate) fn shard_of(keys: &[String], stem: &str) -> usize {
    keys.partition_point(|key| key.as_str() <= stem).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_prefix_lists_its_frequent_stems() {
        let keys: Vec<String> = ["", "ma", "med", "meet", "men", "mo"].map(String::from).to_vec();
        let word = |word, pages| VocabularyWord { word, stem: word, pages };
        let words = [
            word("meet", 9),
            word("meal", 1),
            word("medic", 30),
            word("mental", 12),
            word("mesh", 2),
        ];
        let lists = starts(&keys, words.into_iter());
        assert_eq!(lists.get("me").map(String::as_str), Some("medic mental meet mesh"));
        assert!(!lists.contains_key("mo"));
        assert_eq!(shard_of(&keys, "meeting"), 3);
        assert_eq!(span(&keys, "me"), 1..5);
    }
}
