//! Typing errors: which word of the hub was meant.

use crate::read::Opened;

/// How many errors a word may have, by its length in letters: none up to 3, one up to 7, two above.
fn allowed(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The hub's word nearest to one that the hub has not. Words with the same first letter come before all
/// others, then fewer errors, then more pages, then the alphabet. Most errors leave the first letter
/// alone, and then a single file of the vocabulary is enough; else the hub's most frequent words are tried.
pub(crate) fn correct(opened: &Opened<'_>, word: &str) -> Option<String> {
    let most = allowed(word.len());
    if most == 0 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let files = &opened.core.vocabulary;
    let own = files.partition_point(|(start, _)| start.as_str() <= &word[..1]).saturating_sub(1);
    let near = best(&opened.vocabulary(own), word, most, true);
    if near.is_some() {
        return near.map(|(.., word)| word);
    }
    best(&opened.common(), word, most, false).map(|(.., word)| word)
}

/// The best candidate of one file: errors, how far its pages are from the most possible, the word.
fn best(
    candidates: &[(String, u32)],
    word: &str,
    most: usize,
    same_letter: bool,
) -> Option<(usize, u32, String)> {
    candidates
        .iter()
        .filter(|(candidate, _)| (candidate.as_bytes()[0] == word.as_bytes()[0]) == same_letter)
        .filter_map(|(candidate, pages)| {
            let errors = distance(word.as_bytes(), candidate.as_bytes(), most)?;
            Some((errors, u32::MAX - pages, candidate.clone()))
        })
        .min()
}

/// The Damerau-Levenshtein distance (optimal string alignment: letters put in, left out, replaced, and
/// neighbours swapped), or `None` above `most`.
pub(crate) fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        let mut least = i;
        for j in 1..=b.len() {
            let same = a[i - 1] == b[j - 1];
            let mut cost = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + usize::from(!same));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&cost| cost <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_counted() {
        let d = |a: &str, b: &str| distance(a.as_bytes(), b.as_bytes(), 2);
        assert_eq!(d("accomodations", "accommodations"), Some(1));
        assert_eq!(d("evalaution", "evaluation"), Some(1));
        assert_eq!(d("rvaluation", "evaluation"), Some(1));
        assert_eq!(d("same", "same"), Some(0));
        assert_eq!(d("school", "meeting"), None);
        assert_eq!(distance(b"", b"ab", 2), Some(2));
    }
}
