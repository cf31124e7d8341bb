//! Completions of short prefixes whose words are spread over many shards.
//!
//! A prefix that lies in one or two shards is completed from these. For the others this file names the
//! most frequent stems, so that typing two letters never loads a dozen shards.

use std::collections::BTreeMap;

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
    words: impl Iterator<Item = &'a VocabularyWord>,
) -> BTreeMap<String, String> {
    let mut lists: BTreeMap<String, Vec<(&str, u32)>> = BTreeMap::new();
    for key in keys {
        let ends = key.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1).take(LONGEST - 1);
        for end in ends {
            let prefix = &key[..end];
            if !key.starts_with('=') && span(keys, prefix).len() > SPAN {
                lists.entry(prefix.to_owned()).or_default();
            }
        }
    }
    for entry in words {
        let ends =
            entry.word.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1).take(LONGEST - 1);
        for end in ends {
            if let Some(list) = lists.get_mut(&entry.word[..end])
                && !list.iter().any(|(stem, _)| *stem == &*entry.stem)
            {
                let at = list.partition_point(|(stem, pages)| {
                    (u32::MAX - pages, *stem) < (u32::MAX - entry.pages, &*entry.stem)
                });
                list.insert(at, (&entry.stem, entry.pages));
                list.truncate(LISTED);
            }
        }
    }
    lists
        .into_iter()
        .map(|(prefix, list)| {
            (prefix, list.into_iter().map(|(stem, _)| stem).collect::<Vec<_>>().join(" "))
        })
        .collect()
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
        let word =
            |word: &str, pages| VocabularyWord { word: word.into(), stem: word.into(), pages };
        let words = [
            word("meet", 9),
            word("meal", 1),
            word("medic", 30),
            word("mental", 12),
            word("mesh", 2),
        ];
        let lists = starts(&keys, words.iter());
        assert_eq!(lists.get("me").map(String::as_str), Some("medic mental meet mesh"));
        assert!(!lists.contains_key("mo"));
        assert_eq!(shard_of(&keys, "meeting"), 3);
        assert_eq!(span(&keys, "me"), 1..5);
    }
}
