//! The vocabulary: every word of the hub, loaded only when a query has a word that the hub lacks.

use crate::format::file::IndexFile;
use crate::format::records::VocabularyFile;
use crate::format::vocabulary::append;

/// The bytes at which a file of the vocabulary is closed, at the next change of the first letter. A
/// correction loads one file, so files are small; a letter is never split, so one file is enough.
const FILE_SIZE: usize = 10_000;

/// The words among which one with a wrong first letter is looked for. They fit about 20 KB, and
/// errors in the first letter are rare.
const COMMON: usize = 4_000;

/// A word for the vocabulary.
#[derive(Debug, Clone, Copy)]
pub(super) struct VocabularyWord<'a> {
    pub(super) word: &'a str,
    pub(super) stem: &'a str,
    /// How many pages have the stem.
    pub(super) pages: u32,
}

/// Appends the vocabulary to `files`; `words` are sorted. Returns its table of contents.
pub(super) fn vocabulary<'a>(
    words: impl Iterator<Item = VocabularyWord<'a>>,
    files: &mut Vec<IndexFile>,
) -> Vec<VocabularyFile> {
    let mut contents = Vec::new();
    let (mut text, mut start, mut last) = (String::new(), String::new(), "");
    let mut close = |start: &mut String, text: &mut String| {
        // The first word of each file is whole, because files are read alone.
        let file = IndexFile::new("v", 8, &std::mem::take(text));
        let name = file.data_name().to_owned();
        contents.push(VocabularyFile { letter: std::mem::take(start), name });
        files.push(file);
    };
    for entry in words.filter(|entry| is_correctable(entry.word)) {
        if text.len() >= FILE_SIZE && entry.word[..1] != last[..1] {
            close(&mut start, &mut text);
            last = "";
        }
        if text.is_empty() {
            start = entry.word[..1].to_owned();
        }
        append(&mut text, last, entry.word, entry.pages);
        last = entry.word;
    }
    if !text.is_empty() {
        close(&mut start, &mut text);
    }
    contents
}

/// The most frequent words of the hub as one file's text. It is read when a word may have a wrong
/// first letter, for which the other files would all have to be loaded.
pub(super) fn common<'a>(words: impl Iterator<Item = VocabularyWord<'a>>) -> String {
    let mut words: Vec<VocabularyWord<'_>> =
        words.filter(|entry| is_correctable(entry.word)).collect();
    if words.len() > COMMON {
        let by_pages = |a: &VocabularyWord<'_>, b: &VocabularyWord<'_>| {
            b.pages.cmp(&a.pages).then_with(|| a.word.cmp(b.word))
        };
        words.select_nth_unstable_by(COMMON, by_pages);
        words.truncate(COMMON);
    }
    // By the alphabet again: front coding saves half of the bytes.
    words.sort_unstable_by_key(|entry| entry.word);
    let (mut text, mut last) = (String::new(), "");
    for entry in words {
        append(&mut text, last, entry.word, entry.pages);
        last = entry.word;
    }
    text
}

/// Corrections lead to words of letters only; the shortest words have no errors that could be
/// recognized.
fn is_correctable(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::file::data;
    use crate::format::vocabulary::read;

    #[test]
    fn words_come_back() {
        let words = ["able", "ables", "ad", "bee", "k12"].map(|word| VocabularyWord {
            word,
            stem: word,
            pages: 700,
        });
        let mut files = Vec::new();
        let contents = vocabulary(words.into_iter(), &mut files);
        assert_eq!(contents[0].letter, "a");
        let text: String = serde_json::from_slice(data(&files[0].bytes)).unwrap();
        let back: Vec<String> = read(&text).into_iter().map(|known| known.word).collect();
        assert_eq!(back, ["able", "ables", "bee"]);
    }
}
