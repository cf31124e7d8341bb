//! Looks for rare bytes in long texts.

/// How many bytes are looked at together. The processor compares all of them at once if nothing
/// depends on a single one.
const PIECE: usize = 32;

/// Where the first byte of a kind is. For bytes that are rare in a text, such as the characters
/// that may end a sentence: pieces without any are passed over as a whole.
///
/// # Examples
/// ```
/// use wellread_model::position_of_byte;
///
/// assert_eq!(position_of_byte(b"one. two.", |byte| byte == b'.'), Some(3));
/// assert_eq!(position_of_byte(b"one", |byte| byte == b'.'), None);
/// ```
#[must_use]
#[inline]
pub fn position_of_byte(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let has_one = |piece: &[u8]| piece.iter().fold(false, |any, &byte| any | is_wanted(byte));
    let (pieces, _) = bytes.as_chunks::<PIECE>();
    let whole = match pieces.iter().position(|piece| has_one(piece)) {
        Some(piece) => piece * PIECE,
        // The last piece ends with the text, so that its rest is not looked at byte by byte.
        None if bytes.last_chunk::<PIECE>().is_some_and(|last| !has_one(last)) => return None,
        None => pieces.len() * PIECE,
    };
    let found = bytes[whole..].iter().position(|&byte| is_wanted(byte))?;
    Some(whole + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_wherever_it_is() {
        let text = [b'a'; 100];
        assert_eq!(position_of_byte(&text, |byte| byte == b'.'), None);
        for at in 0..text.len() {
            let mut text = text;
            text[at] = b'.';
            text[99] = b'.';
            assert_eq!(position_of_byte(&text, |byte| byte == b'.'), Some(at));
        }
    }
}
