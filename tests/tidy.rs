//! `wellread tidy`, on text as it is pasted from word processors, mail programs and web pages.
//!
//! Each file of `pasted/` is a text and, below a line, what is left of it. `UPDATE=1` writes the
//! second part: review the diff. A text that begins with `#headings` is tidied with `--headings`.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use wellread_site::{Tidied, TidyOptions, tidy};

use crate::files_below;
use crate::properties::check;
use crate::support::program::{Hub, slashes};

/// The line between a text and what is left of it.
const DIVIDER: &str = "=== tidied ===\n";

/// The pasted texts by name, with their options and what they must become.
fn pasted() -> Vec<(String, String, TidyOptions, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/pasted");
    let files = files_below(&folder, ".txt");
    assert!(files.len() >= 30, "only {} texts", files.len());
    let read = |file: std::path::PathBuf| {
        let text = fs::read_to_string(&file).unwrap();
        let (before, after) = text.split_once(DIVIDER).expect("a line divides the two parts");
        let bare = before.strip_prefix("#headings\n");
        let options = TidyOptions { headings: bare.is_some(), ..TidyOptions::default() };
        let before = bare.unwrap_or(before).to_owned();
        (file.to_string_lossy().into_owned(), before, options, after.to_owned())
    };
    files.into_iter().map(read).collect()
}

#[test]
fn pasted_text_becomes_markdown() {
    for (name, before, options, wanted) in pasted() {
        let tidied = tidy(&before, options);
        if std::env::var_os("UPDATE").is_some() {
            let option = if options.headings { "#headings\n" } else { "" };
            fs::write(&name, format!("{option}{before}{DIVIDER}{}", tidied.text)).unwrap();
        } else {
            assert_eq!(tidied.text, wanted, "{name}");
        }
    }
}

/// The words of a source, without any knowledge of Markdown: whatever is not a tag, an address or a
/// marker of a list.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in text.lines() {
        let (mut bare, mut is_in_tag) = (String::new(), false);
        for c in line.replace("&nbsp;", " ").replace("[x]", " ").chars() {
            match c {
                '<' => is_in_tag = true,
                '>' if is_in_tag => is_in_tag = false,
                _ if !is_in_tag => bare.push(c),
                _ => {}
            }
        }
        let parts = bare.split_whitespace().filter(|word| !word.contains("://"));
        for word in parts.flat_map(|word| word.split(|c: char| !c.is_alphabetic())) {
            if !word.is_empty() && word != "o" {
                words.push(word.to_owned());
            }
        }
    }
    words
}

#[test]
fn no_word_is_lost_and_a_second_run_changes_nothing() {
    for (name, before, options, _) in pasted() {
        let Tidied { text, changes } = tidy(&before, options);
        // A style sheet is no text.
        if !before.contains("<style>") {
            assert_eq!(words(&before), words(&text), "{name}");
        }
        assert_eq!(tidy(&text, options), Tidied { text, changes: Vec::new() }, "{name}");
        let mut rebuilt = before.clone();
        for change in changes.iter().rev() {
            rebuilt.replace_range(change.span.start..change.span.end, &change.replacement);
        }
        assert_eq!(rebuilt, tidy(&before, options).text, "{name}");
    }
}

/// Pieces of pastes that cause trouble in combination.
const PIECES: &[&str] = &[
    "•",
    "•\t",
    "o\t",
    "▪ ",
    "- ",
    "–",
    "* ",
    "*",
    "**",
    "__",
    "1.",
    "1. ",
    "2) ",
    "(1) ",
    "a) ",
    "i. ",
    "ii. ",
    "☐ ",
    "✓ ",
    "§ ",
    "word",
    "Two words",
    "5",
    "\n",
    "\n",
    "\n\n",
    "\n\n\n",
    "\r\n",
    " ",
    "    ",
    "\t",
    "\u{a0}",
    "&nbsp;",
    "\u{200b}",
    "> ",
    ">",
    "# ",
    "##X",
    "#",
    "---\n",
    "===\n",
    "|",
    "| a | b |\n|---|---|\n",
    "a\tb\tc\n",
    "`",
    "```\n",
    "~~~\n",
    "<!--",
    "-->",
    "%%",
    "\\",
    "[",
    "](",
    ")",
    "[x]: ",
    "[^1]",
    "[^1]: ",
    "https://a.org/?utm_source=x",
    "&fbclid=1",
    "#:~:text=x",
    "https://www.google.com/url?q=https://a.org/&sa=D",
    "<span>",
    "<span style='font-weight:700'>",
    "</span>",
    "<o:p>",
    "</o:p>",
    "<st1:place>",
    "<p class=MsoNormal>",
    "<p>",
    "</p>",
    "<b style=\"font-weight:normal\">",
    "</b>",
    "<font color=red>",
    "</font>",
    "<![endif]>",
    "<pre>",
    "</pre>",
    "<div style=x>",
    "</div>",
    "<style>",
    "</style>",
    "<meta x>",
    "<br>",
    "<",
    ">",
    "&",
    "&#160;",
    ": ",
    "~~",
    "_",
    "[[iep]]",
];

#[test]
fn whatever_is_pasted_a_second_run_changes_nothing() {
    let piece = proptest::sample::select(PIECES);
    let texts = proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat());
    check(3000, &(texts, any::<bool>()), |(text, headings)| {
        let options = TidyOptions { headings, ..TidyOptions::default() };
        let Tidied { text: once, changes } = tidy(&text, options);
        assert_eq!(tidy(&once, options).text, once, "from {text:?}");
        let mut rebuilt = text.clone();
        for change in changes.iter().rev() {
            rebuilt.replace_range(change.span.start..change.span.end, &change.replacement);
        }
        assert_eq!(rebuilt, once, "from {text:?}");
    });
}

#[test]
fn line_breaks_and_front_matter_stay() {
    for (name, before, options, wanted) in pasted() {
        let front = "\u{feff}---\r\ntitle:   •\tA\u{a0}\r\n#x: <span>\r\n---\r\n";
        let windows = |text: &str| format!("{front}{}", text.replace('\n', "\r\n"));
        assert_eq!(tidy(&windows(&before), options).text, windows(&wanted), "{name}");
    }
}

/// A file with a paste of its own in a hub.
fn hub_with_paste() -> Hub {
    let hub = Hub::new();
    hub.article("pasted", "Bring:\n•\tThe letter\n•\tYour notes\n\n**Where?**\nAt the desk.");
    hub
}

#[test]
fn the_command_shows_changes_and_writes_only_when_asked() {
    let hub = hub_with_paste();
    let file = hub.path("content/articles/pasted.md");
    let before = fs::read_to_string(&file).unwrap();
    let name = "content/articles/pasted.md";
    let shown = hub.run(&["tidy", name]);
    assert_eq!(shown.status.code(), Some(0));
    let text = String::from_utf8(shown.stdout).unwrap();
    assert!(text.contains("line 5: a list of a word processor"), "{text}");
    assert!(text.contains("- •\tThe letter") && text.contains("+ - The letter"), "{text}");
    assert!(
        text.ends_with("1 change in 1 file. Nothing was written. To write them, add --write.\n")
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), before);

    let written = hub.run(&["tidy", "--write", "--headings", name, "content/articles/a.md"]);
    assert_eq!(
        String::from_utf8(written.stdout).unwrap().lines().last(),
        Some("Wrote 1 file with 2 changes.")
    );
    let after = fs::read_to_string(&file).unwrap();
    let wanted = "---\ntitle: The pasted\n---\nBring:\n\n- The letter\n- Your notes\n\n## Where?\n\nAt the desk.\n";
    assert_eq!(after, wanted);
    // From any folder of the hub, and twice the same.
    let mut again = hub.command(&["tidy", "--write", "--headings", name]);
    let again = again.current_dir(hub.path("content")).output().unwrap();
    assert_eq!(String::from_utf8(again.stdout).unwrap(), "There is nothing to tidy.\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), wanted);
}

#[test]
fn nothing_is_written_unless_every_file_can_be_tidied() {
    let hub = hub_with_paste();
    let file = "content/articles/pasted.md";
    let before = fs::read(hub.path(file)).unwrap();
    fs::write(hub.path("content/articles/latin.md"), b"caf\xe9").unwrap();
    fs::create_dir(hub.path("static")).unwrap();
    for (other, words) in [
        ("content/articles/missing.md", "there is no file"),
        ("content/articles", "is a folder. Name the files in it, such as: content/articles/a.md"),
        ("static", "is a folder. Name the files in it."),
        ("site.toml", "is not Markdown"),
        ("content/articles/latin.md", "UTF-8"),
    ] {
        let run = hub.run(&["tidy", "--write", file, other]);
        assert_eq!(run.status.code(), Some(2), "{other}");
        let text = slashes(&String::from_utf8(run.stderr).unwrap());
        assert!(text.contains(words) && text.contains(other), "{text}");
        assert_eq!(fs::read(hub.path(file)).unwrap(), before);
    }
}

#[test]
fn html_that_the_hub_trusts_stays() {
    let hub = Hub::new();
    hub.article("styled", "<span style=\"color:red\">Red</span>");
    let run =
        || String::from_utf8(hub.run(&["tidy", "content/articles/styled.md"]).stdout).unwrap();
    assert!(run().contains("tags of another program"));
    hub.write(
        "site.toml",
        "title = \"Hub\"\nbase_url = \"https://hub.test/\"\nraw_html = \"trusted\"\n",
    );
    assert_eq!(run(), "There is nothing to tidy.\n");
}
