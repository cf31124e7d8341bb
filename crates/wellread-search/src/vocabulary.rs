//! The vocabulary: every word of the hub, loaded only when a query has a word that the hub has not.

use crate::build::IndexFile;
use crate::code::{Reader, push, script};
use crate::shard::{VocabularyWord, shared_ascii};

/// The bytes at which a file of the vocabulary is closed, at the next change of the first letter.
const FILE_SIZE: usize = 8_000;

/// The words among which one with a wrong first letter is looked for.
const COMMON: usize = 4_000;

/// Writes the vocabulary: for each file its first letter and the file. `words` are sorted.
pub(crate) fn files<'a>(
    words: impl Iterator<Item = VocabularyWord<'a>>,
) -> Vec<(String, IndexFile)> {
    let mut files = Vec::new();
    let (mut text, mut start, mut last, mut letter) = (String::new(), String::new(), "", None);
    for entry in words.filter(|entry| is_correctable(entry.word)) {
        let first = entry.word.chars().next();
        if first != letter {
            if text.len() >= FILE_SIZE {
                files.push((std::mem::take(&mut start), file(&std::mem::take(&mut text))));
                last = "";
            }
            if text.is_empty() {
                start = first.map(String::from).unwrap_or_default();
            }
            letter = first;
        }
        append(&mut text, last, &entry);
        last = entry.word;
    }
    if !text.is_empty() {
        files.push((start, file(&text)));
    }
    files
}

/// The most frequent words of the hub in one file's text. It is read when a word may have a wrong first
/// letter, for which the other files would all have to be loaded.
pub(crate) fn common<'a>(words: impl Iterator<Item = VocabularyWord<'a>>) -> String {
    let mut words: Vec<VocabularyWord<'_>> =
        words.filter(|entry| is_correctable(entry.word)).collect();
    if words.len() > COMMON {
        let by_pages = |a: &VocabularyWord<'_>, b: &VocabularyWord<'_>| {
            b.pages.cmp(&a.pages).then_with(|| a.word.cmp(b.word))
        };
        words.select_nth_unstable_by(COMMON, by_pages);
        words.truncate(COMMON);
    }
    words.sort_unstable_by_key(|entry| entry.word);
    let (mut text, mut last) = (String::new(), "");
    for entry in words {
        append(&mut text, last, &entry);
        last = entry.word;
    }
    text
}

fn append(text: &mut String, last: &str, entry: &VocabularyWord<'_>) {
    let shared = shared_ascii(last, entry.word);
    push(text, shared as u32);
    text.push_str(&entry.word[shared..]);
    text.push(',');
    push(text, entry.pages);
}

/// The words of a file with the number of pages of each; in order.
pub(crate) fn read(text: &str) -> Vec<(String, u32)> {
    let (mut words, mut reader, mut last) = (Vec::new(), Reader::new(text), String::new());
    while !reader.done() {
        last.truncate(reader.number() as usize);
        last.push_str(reader.letters());
        reader.take(b',');
        words.push((last.clone(), reader.number()));
    }
    words
}

/// Corrections lead to words of letters only.
fn is_correctable(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase())
}

fn file(text: &str) -> IndexFile {
    let (name, bytes) = script("v", 8, &text);
    IndexFile { name: format!("{name}.js"), bytes: bytes.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::data;

    #[test]
    fn words_come_back() {
        let words = ["able", "ables", "ad", "bee", "k12"].map(|word| VocabularyWord {
            word,
            stem: word,
            pages: 700,
        });
        let files = files(words.into_iter());
        let text: String = serde_json::from_slice(data(&files[0].1.bytes)).unwrap();
        let back: Vec<String> = read(&text).into_iter().map(|(word, _)| word).collect();
        assert_eq!(back, ["able", "ables", "bee"]);
    }
}
