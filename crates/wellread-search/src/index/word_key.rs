//! The numbers by which an indexer looks written words up.

/// The longest written word, in bytes, that is looked up as a number.
const SHORT: usize = 16;

/// The bytes of a written word as a number, if they fit one. No word has a zero byte, so the number
/// tells the length too.
///
/// An upper-case letter that begins a word is made lower case, because [`fold`](crate::text::fold)
/// finds the same in both: only two upper-case letters, or a digit first, mean anything to it. That
/// halves the table.
#[inline]
pub(super) fn word_key(text: &[u8], start: usize, end: usize) -> Option<u128> {
    const ONES: u128 = u128::MAX / 255;
    const LOWER: u128 = 0x20;
    let length = end - start;
    if length > SHORT {
        return None;
    }
    let mask = u128::MAX >> (8 * (SHORT - length));
    // Reading sixteen bytes at once and masking those that are not the word's beats copying them.
    // Only the last words of a text have fewer bytes after their start.
    let whole = text.get(start..start + SHORT).and_then(|bytes| bytes.try_into().ok());
    let bytes = whole.unwrap_or_else(|| {
        let mut bytes = [0; SHORT];
        bytes[..length].copy_from_slice(&text[start..end]);
        bytes
    });
    let key = u128::from_le_bytes(bytes) & mask;
    // Among the ASCII that words are made of, only upper-case letters lack the bit of `LOWER`.
    let rest_is_lower = (key | LOWER) & (ONES * LOWER) == mask & (ONES * LOWER);
    let ascii = key & (ONES * 0x80) == 0;
    Some(if rest_is_lower && ascii { key | LOWER } else { key })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_with_one_key_fold_alike(word in "[a-zA-Z0-9'.é]{1,6}") {
            let mut first = word.clone();
            if let Some(letter) = first.get_mut(..1) {
                letter.make_ascii_lowercase();
            }
            let same = |word: &str| word_key(word.as_bytes(), 0, word.len());
            if word.starts_with(|c: char| c.is_ascii_alphanumeric()) && same(&word) == same(&first) {
                let (mut a, mut b) = (String::new(), String::new());
                prop_assert_eq!(fold(&word, &mut a), fold(&first, &mut b));
                prop_assert_eq!(a, b);
            }
        }
    }
}
