//! The beginnings of stems, by which the index is cut and sorted.

/// The bucket of a stem: its first two characters.
pub(super) fn bucket_of(stem: &str) -> &str {
    prefix(stem, BUCKET)
}

/// The characters that the stems of a bucket share. One would make too few buckets to spread over
/// threads and to spare most of them after a change; three would make thousands of nearly empty
/// ones.
pub(super) const BUCKET: usize = 2;

/// The first characters of a stem.
pub(super) fn prefix(stem: &str, characters: usize) -> &str {
    // Of ASCII, as most are, characters are bytes.
    if stem.as_bytes().get(..characters).is_some_and(<[u8]>::is_ascii) {
        return &stem[..characters];
    }
    let end = stem.char_indices().nth(characters).map_or(stem.len(), |(at, _)| at);
    &stem[..end]
}

/// The first eight bytes as a number that sorts like them. Sorting by it first makes most
/// comparisons of stems comparisons of numbers, without a look at the text.
pub(super) fn sort_key(text: &str) -> u64 {
    let mut first = [0; 8];
    let length = text.len().min(8);
    first[..length].copy_from_slice(&text.as_bytes()[..length]);
    u64::from_be_bytes(first)
}
