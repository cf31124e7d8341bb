//! Alternative texts without information: the name of a file, or that there is a picture.

use wellread_model::media::{
    IMAGE_EXTENSIONS, Recording, UNSHOWN_EXTENSIONS, has_extension, split_extension,
};

/// Words that every picture or recording could have, also with a number behind them.
const WORDS: [&str; 29] = [
    "image",
    "picture",
    "photo",
    "photograph",
    "pic",
    "img",
    "graphic",
    "figure",
    "screenshot",
    "screen shot",
    "untitled",
    "unnamed",
    "placeholder",
    "alt",
    "alt text",
    "imagen",
    "foto",
    "insert image",
    "video",
    "movie",
    "clip",
    "audio",
    "sound",
    "recording",
    "new recording",
    "vídeo",
    // What messages and pages of the manual show in place of a description.
    "what it shows",
    "what the picture shows",
    "what it is about",
];

/// How cameras, phones and programs begin the names of their files.
const FILE_NAMES: [&str; 9] = [
    "img_",
    "img-",
    "dsc_",
    "dscn",
    "dscf",
    "pxl_",
    "screenshot 20",
    "screen shot 20",
    "screenshot_20",
];

/// Whether an alternative text says nothing about the picture in this file.
pub(super) fn says_nothing(words: &str, file: &str) -> bool {
    let words = words.trim().to_lowercase();
    let name = file.rsplit('/').next().unwrap_or(file).to_lowercase();
    let plain = words.trim_end_matches(|c: char| c.is_ascii_digit() || " .()_-#".contains(c));
    let is_one_word = !words.contains(char::is_whitespace);
    // A name with marks or digits is not a word.
    let is_stem = split_extension(&name).0 == words
        && is_one_word
        && words.contains(|c: char| c.is_ascii_digit() || c == '_' || c == '-');
    let is_file_name = is_one_word
        && (has_extension(&words, &IMAGE_EXTENSIONS)
            || has_extension(&words, &UNSHOWN_EXTENSIONS)
            || Recording::of(&words).is_some());
    WORDS.contains(&plain)
        || FILE_NAMES.into_iter().any(|begin| words.starts_with(begin))
        || (words == name && !words.is_empty())
        || is_stem
        || is_file_name
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn names_are_told_from_words() {
        for (words, file) in [
            ("IMG_2034.jpg", "a.png"),
            ("IMG_2034", "a.png"),
            ("Image", "a.png"),
            ("picture 1", "a.png"),
            ("Screenshot 2026-03-01 at 9.41", "a.png"),
            ("meeting.png", "x/meeting.png"),
            ("My meeting.png", "My meeting.png"),
            ("family-meeting_2", "family-meeting_2.png"),
            ("what the picture shows", "a.png"),
        ] {
            assert!(says_nothing(words, file), "{words}");
        }
        for words in [
            "",
            "Meeting",
            "A family",
            "Picture of two trees",
            "An image of the brain",
            "Logo",
            "Photo album",
            "Figure of eight",
        ] {
            assert!(!says_nothing(words, "meeting.png"), "{words}");
        }
    }
}
