//! Alternative texts without information: the name of a file, or that there is an image.

use wellread_model::media::{
    IMAGE_EXTENSIONS, Recording, UNSHOWN_EXTENSIONS, has_extension, split_extension,
};

/// Words that every image or recording could have, also with a number after them.
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

/// What cameras, phones and programs put before the number of a file. Without a number, some are
/// words.
const PREFIXES: [&str; 25] = [
    "img", "imag", "dsc", "dscn", "dscf", "dcim", "pxl", "mvimg", "vid", "mov", "pano", "burst",
    "gopr", "dji", "cimg", "sam", "kic", "mvi", "pict", "fb_img", "wp", "received", "signal",
    "scan", "snapchat",
];

/// How messengers and the systems of computers begin the names of their files, before a number.
const NAMES: [&str; 14] = [
    "screenshot",
    "screenshot from",
    "screen shot",
    "screen recording",
    "whatsapp image",
    "whatsapp video",
    "whatsapp audio",
    "pasted image",
    "captura de pantalla",
    "capture",
    "download",
    "downloads",
    "descarga",
    "attachment",
];

/// How a description begins that only says once more that there is an image, which screen readers
/// say themselves. A photo, a drawing or a map is more than that.
const SAID_ANYWAY: [&str; 8] = [
    "picture of ",
    "a picture of ",
    "the picture of ",
    "image of ",
    "an image of ",
    "the image of ",
    "imagen de ",
    "una imagen de ",
];

/// Whether an alternative text says nothing about the image in this file.
pub(super) fn says_nothing(words: &str, file: &str) -> bool {
    let words = words.trim().to_lowercase();
    let name = file.rsplit('/').next().unwrap_or(file).to_lowercase();
    let name = name.replace("%20", " ");
    let bare = without_extension(&words);
    let is_mark = |c: char| !c.is_alphanumeric() && c != '\'';
    // A number after it, in brackets or not, makes it no better.
    let plain = bare.trim_end_matches(|c: char| c.is_ascii_digit() || is_mark(c));
    let has_number = bare[plain.len()..].contains(|c: char| c.is_ascii_digit());
    let is_one_word = !words.contains(char::is_whitespace);
    // A name with marks or digits is not a word.
    let is_stem = without_extension(&name) == words
        && is_one_word
        && words.contains(|c: char| c.is_ascii_digit() || c == '_' || c == '-');
    let is_file_name = is_one_word && bare.len() < words.len();
    // `Picture of …`: the rest was never written.
    let is_unfinished = |begin: &str| begin.trim_end() == plain;
    (plain.is_empty() && !words.is_empty())
        || WORDS.contains(&plain)
        || (NAMES.contains(&plain) && (has_number || plain == bare))
        || is_named_by_a_program(bare)
        || SAID_ANYWAY.into_iter().any(is_unfinished)
        || (words == name && !words.is_empty())
        || is_stem
        || is_file_name
}

/// What is left of a description without its beginning, if that says only that there is an image.
pub(super) fn without_image_of(words: &str) -> Option<&str> {
    let words = words.trim();
    SAID_ANYWAY.into_iter().find_map(|begin| {
        let start = words.get(..begin.len())?;
        start.eq_ignore_ascii_case(begin).then(|| words[begin.len()..].trim_start())
    })
}

/// A name without the extension of an image, a video or a sound.
fn without_extension(words: &str) -> &str {
    let is_known = has_extension(words, &IMAGE_EXTENSIONS)
        || has_extension(words, &UNSHOWN_EXTENSIONS)
        || Recording::from_path(words).is_some();
    if is_known { split_extension(words).0 } else { words }
}

/// Whether a text is a name that a camera, a phone or a messenger gave: a known beginning, then
/// numbers, with single letters between them (`at 10.11.12 AM`, `WA0003`,
/// `PXL_20240101_120000.MP`).
fn is_named_by_a_program(name: &str) -> bool {
    const BETWEEN: [&str; 12] =
        ["at", "a", "la", "las", "am", "pm", "wa", "mp", "edit", "edited", "copy", "portrait"];
    let begins = |begin: &&str| {
        name.strip_prefix(*begin).filter(|rest| !rest.starts_with(char::is_alphabetic))
    };
    let mut rests = PREFIXES.iter().chain(&NAMES).filter_map(begins);
    rests.any(|rest| {
        let mut parts = rest.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default();
        let is_number = |part: &str| part.contains(|c: char| c.is_ascii_digit());
        is_number(first) && parts.all(|part| is_number(part) || BETWEEN.contains(&part))
    })
}

#[cfg(test)]
mod tests {
    use super::{says_nothing, without_image_of};

    #[test]
    fn names_are_distinguished_from_words() {
        for (words, file) in [
            ("IMG_2034.jpg", "a.png"),
            ("IMG_2034", "a.png"),
            ("IMG-20240101-WA0003", "a.png"),
            ("DSC0001", "a.png"),
            ("DSCN1234", "a.png"),
            ("PXL_20240101_120000123.MP", "a.png"),
            ("PXL_20240101_120000123.MP.jpg", "a.png"),
            ("20240101_120000", "a.png"),
            ("2034", "a.png"),
            ("Image", "a.png"),
            ("image1", "a.png"),
            ("image (2)", "a.png"),
            ("picture 1", "a.png"),
            ("Photo", "a.png"),
            ("Picture of …", "a.png"),
            ("picture of", "a.png"),
            ("download", "a.png"),
            ("download (3)", "a.png"),
            ("Screenshot 2026-03-01 at 9.41", "a.png"),
            ("Screenshot 2024-05-03 at 10.11.12 AM", "a.png"),
            ("Screenshot from 2024-05-03 10-11-12", "a.png"),
            ("Screenshot_20240503-101112", "a.png"),
            ("Screenshot (12)", "a.png"),
            ("Captura de pantalla 2024-05-03 a las 10.11.12", "a.png"),
            ("WhatsApp Image 2024-05-03 at 10.11.12", "a.png"),
            ("WhatsApp Image 2024-05-03 at 10.11.12 (1).jpeg", "a.png"),
            ("meeting.png", "x/meeting.png"),
            ("My meeting.png", "My meeting.png"),
            ("My meeting.png", "My%20meeting.png"),
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
            "Scan of the letter",
            "Sam, 9, at school",
            "Screenshot of step 2",
            "Screenshot 1 of the portal: the menu",
            "Screen shot of the form of 2024",
            "WhatsApp group of parents",
            "Download button",
            "Signal at the crossing",
            "Capture the flag",
            "Room 12",
            "IEP",
            "Image 3: a family at a table",
        ] {
            assert!(!says_nothing(words, "meeting.png"), "{words}");
        }
    }

    #[test]
    fn that_it_is_an_image_goes_without_saying() {
        let rest = |words| without_image_of(words);
        assert_eq!(rest("Picture of two trees"), Some("two trees"));
        assert_eq!(rest("An image of the brain"), Some("the brain"));
        assert_eq!(rest("Imagen de una familia"), Some("una familia"));
        for words in ["Photo of two trees", "A picture offered to Dana", "Pictures of us", "", "Im"]
        {
            assert_eq!(rest(words), None, "{words}");
        }
    }
}
