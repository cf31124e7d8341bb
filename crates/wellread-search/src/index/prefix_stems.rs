//! Completions of short prefixes whose words are spread over many shards.
//!
//! A prefix that lies in one or two shards is completed from these. For the others the core names
//! the most frequent stems, so that typing two letters never loads a dozen shards.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::vocabulary::VocabularyWord;
use crate::format::shard::ShardKeys;
use crate::language::bare;
use crate::text::is_phone_word;

/// The stems that are listed for a prefix, the most frequent first. Each may load a shard.
const LISTED: usize = 2;

/// The longest prefix that is listed, in characters. So long a prefix hardly spans more than its
/// first shards, from which the others are completed.
const LONGEST: usize = 5;

/// What the core says about a prefix.
#[derive(Default)]
struct PrefixStems<'a> {
    /// The most frequent stems, each with its number of pages.
    stems: Vec<(&'a str, u32)>,
    /// Whether the prefix is a stem itself.
    is_stem: bool,
}

/// The prefixes that more shards have than are read, each with its stems.
///
/// The value is a list with spaces between stems, as the core has it. It begins with a space if
/// nothing is filed under the prefix itself, so that its shard need not be loaded for two letters
/// that are no word yet. `is_filed` says whether something may be besides the words of pages.
pub(super) fn prefix_stems<'a>(
    keys: &ShardKeys,
    words: impl Iterator<Item = VocabularyWord<'a>>,
    is_filed: impl Fn(&str) -> bool,
) -> BTreeMap<String, String> {
    let mut lists: FxHashMap<&str, PrefixStems<'_>> = FxHashMap::default();
    // A prefix can only span shards if one of them begins with it.
    let mut last = "";
    for key in keys.ranges.iter().chain(&keys.frequent) {
        // Neighbors share most prefixes, and one is looked at once.
        for prefix in prefixes(key).filter(|prefix| !last.starts_with(prefix)) {
            if keys.is_wide(prefix) {
                lists.entry(prefix).or_default();
            }
        }
        last = key;
    }
    // The lists are short, so insertion in order is cheaper than sorting all candidates.
    for entry in words {
        // A word need not begin with its stem: that of `cry` is `cri`.
        if let Some(listed) = lists.get_mut(entry.stem) {
            listed.is_stem = true;
        }
        if is_phone_word(bare(entry.word)) {
            continue;
        }
        for prefix in prefixes(entry.word) {
            // Where a prefix is not wide, no longer one is.
            let Some(PrefixStems { stems: list, .. }) = lists.get_mut(prefix) else { break };
            let before = |&(stem, pages): &(&str, u32)| {
                pages > entry.pages || pages == entry.pages && stem < entry.stem
            };
            // Several words of one stem count once, under the first.
            if list.len() == LISTED && list.last().is_some_and(before)
                || list.iter().any(|(stem, _)| *stem == entry.stem)
            {
                continue;
            }
            list.insert(list.partition_point(before), (entry.stem, entry.pages));
            list.truncate(LISTED);
        }
    }
    let joined = |(prefix, PrefixStems { stems, is_stem }): (&str, PrefixStems<'_>)| {
        let absent = (!is_stem && !is_filed(prefix)).then_some("");
        let stems = stems.into_iter().map(|(stem, _)| stem);
        (prefix.to_owned(), absent.into_iter().chain(stems).collect::<Vec<_>>().join(" "))
    };
    lists.into_iter().map(joined).collect()
}

/// The prefixes of a word, from two characters (nothing is completed before the second) to
/// [`LONGEST`].
fn prefixes(word: &str) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.skip(1).take(LONGEST - 1).map(|end| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_prefix_lists_its_frequent_stems() {
        let keys = ShardKeys::read(" ma med meet men mo", "");
        let word = |word, pages| VocabularyWord { word, stem: word, pages };
        let words = [
            word("meet", 9),
            word("meal", 1),
            word("medic", 30),
            word("mental", 12),
            word("mesh", 2),
        ];
        let list = |more: Option<VocabularyWord<'static>>, filed| {
            let mut lists =
                prefix_stems(&keys, words.into_iter().chain(more), |prefix| prefix == filed);
            assert!(!lists.contains_key("mo"));
            lists.remove("me")
        };
        assert_eq!(list(None, "").as_deref(), Some(" medic mental"));
        // A word of pages, or what only the glossary has.
        assert_eq!(list(Some(word("me", 1)), "").as_deref(), Some("medic mental"));
        assert_eq!(list(None, "me").as_deref(), Some("medic mental"));
        // A word that does not begin with its stem.
        let other = VocabularyWord { word: "my", stem: "me", pages: 1 };
        assert_eq!(list(Some(other), "").as_deref(), Some("medic mental"));
    }
}
