//! One file of the index, and the script around its data.
//!
//! A file is a script of one call, `Wellread.add("name", data)`. A script element loads it from any
//! host and from a folder on disk, under the strictest content policy, where `fetch` would not.

use std::sync::Arc;

use serde::Serialize;

use super::code::hash_name;

/// The index of a hub: files to be served side by side.
#[derive(Debug, Clone)]
pub struct Index {
    /// The name of the core, which `data-core` of the runtime's script element must point to.
    pub core: String,
    /// All files, the core among them, sorted by name.
    pub files: Vec<IndexFile>,
}

/// One file of the index.
#[derive(Debug, Clone)]
pub struct IndexFile {
    /// The file's name without folders. It contains a hash of the bytes.
    pub name: String,
    /// The bytes: a script in UTF-8. Shared with [`IndexCache`](crate::IndexCache), so that holding
    /// both costs little.
    pub bytes: Arc<[u8]>,
}

impl IndexFile {
    /// The file that hands `data` to the runtime. Its name is `kind` and a hash of `hash_length`
    /// characters.
    pub(crate) fn new(kind: &str, hash_length: usize, data: &impl Serialize) -> Self {
        Self::with_buffer(kind, hash_length, data, &mut Vec::new())
    }

    /// [`IndexFile::new`], written in a scratch buffer, for callers that make thousands.
    pub(crate) fn with_buffer(
        kind: &str,
        hash_length: usize,
        data: &impl Serialize,
        buffer: &mut Vec<u8>,
    ) -> Self {
        buffer.clear();
        buffer.extend_from_slice(b"Wellread.add(\"");
        buffer.extend_from_slice(kind.as_bytes());
        // The hash is of the data, which comes after it: hold its place, and fill it in at the end.
        let hash = buffer.len()..buffer.len() + hash_length;
        buffer.resize(hash.end, b'-');
        buffer.extend_from_slice(b"\",");
        let start = buffer.len();
        serde_json::to_writer(&mut *buffer, data)
            .expect("strings, numbers and lists always serialize, and memory can be written to");
        let letters = hash_name(&buffer[start..], hash_length);
        buffer[hash].copy_from_slice(letters.as_bytes());
        buffer.extend_from_slice(b")\n");
        Self { name: format!("{kind}{letters}.js"), bytes: Arc::from(&buffer[..]) }
    }

    /// The name under which the file adds its data: the file's, without `.js`.
    pub(crate) fn data_name(&self) -> &str {
        self.name.trim_end_matches(".js")
    }
}

/// The data inside a file that [`IndexFile::new`] wrote.
pub(crate) fn data(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&b| b == b',').map_or(bytes.len(), |at| at + 1);
    let end = bytes.iter().rposition(|&b| b == b')').unwrap_or(bytes.len());
    bytes.get(start..end).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_its_data_back() {
        let file = IndexFile::new("w", 8, &("a)", 1));
        assert_eq!(file.data_name().len(), 9);
        assert!(file.bytes.starts_with(format!("Wellread.add({:?},", file.data_name()).as_bytes()));
        assert_eq!(data(&file.bytes), b"[\"a)\",1]");
    }
}
