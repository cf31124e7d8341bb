//! JSON of long texts, byte for byte as `serde_json` writes it.
//!
//! Texts are most of an index, and nearly nothing in them has to be escaped. So blocks of bytes are
//! looked at and copied as a whole, where `serde_json` decides byte by byte.

/// The bytes that are looked at together.
const BLOCK: usize = 32;

/// Appends a list. `each` appends an item.
pub(crate) fn list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut each: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        each(out, item);
    }
    out.push(b']');
}

/// Appends a string.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    // What is escaped is ASCII, so a border inside a character does no harm.
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    for block in blocks {
        // Without an early end, so that the processor compares many bytes at a time.
        if block.iter().fold(false, |any, byte| any | is_escaped(*byte)) {
            escape(out, block);
        } else {
            out.extend_from_slice(block);
        }
    }
    escape(out, rest);
    out.push(b'"');
}

fn is_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

/// Appends some bytes of a string, with those escaped that must be.
fn escape(out: &mut Vec<u8>, bytes: &[u8]) {
    for stretch in bytes.chunk_by(|a, b| !is_escaped(*a) && !is_escaped(*b)) {
        match stretch {
            [byte @ (b'"' | b'\\')] => out.extend([b'\\', *byte]),
            [b'\n'] => out.extend(b"\\n"),
            [b'\t'] => out.extend(b"\\t"),
            [b'\r'] => out.extend(b"\\r"),
            [b'\x08'] => out.extend(b"\\b"),
            [b'\x0c'] => out.extend(b"\\f"),
            [byte] if is_escaped(*byte) => out.extend(format!("\\u{byte:04x}").bytes()),
            _ => out.extend_from_slice(stretch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_are_written_as_serde_json_does(
            texts in prop::collection::vec("(\\PC|[\\x00-\\x20\"\\\\]|[a-z]{40}){0,30}", 0..4)
        ) {
            let mut out = Vec::new();
            list(&mut out, &texts, |out, text| string(out, text));
            prop_assert_eq!(out, serde_json::to_vec(&texts).unwrap());
        }
    }
}
