//! What `tidy` changes in pasted text, what it leaves alone, and that a second run changes nothing.
//! Whole documents as they are pasted are in the repository's `tests/pasted`.

use super::*;

fn tidied(text: &str) -> String {
    tidy(text, TidyOptions::default()).text
}

#[test]
fn what_may_not_be_touched_stays() {
    for text in [
        "---\ntitle: •\tA\u{a0}\n\n\nx: y\n---\nText.\n",
        // A front matter without an end: nothing says where the text begins.
        "---\ntitle: A\n•\tB\n",
        "```\n•\ta\n\n\n##b\n```\n",
        "    •\ta\n    •\tb\n",
        "`<span style=\"x\">` and `https://a.org/?utm_source=x`\n",
        "<!-- https://a.org/?utm_source=x -->\n",
        "a <!-- https://a.org/?utm_source=x <span style=\"x\"> --> b\n",
        "<!-- • a\n\n\n<span> -->\n",
        "%%\n• a\n\n\n##b\n%%\n",
        "<pre>\n• a\n<span style=\"x\">b</span>\n</pre>\n",
        "<code><span style=\"x\">b</span></code>\n",
        "\\<span style=\"x\">\n",
        "| • a | b |\n|---|---|\n| ##x | c |\n",
        "10\u{a0}a.m.\n",
        "A line with two spaces  \nand a break\n",
        "<span lang=\"es\">hola</span> <span class=\"note\">x</span>\n",
        "<p dir=\"ltr\">Left to right</p>\n",
        "<tel:988> <mailto:a@b.org>\n",
        "1. a\n2. b\n\n- c\n  - d\n\n* * *\n",
        "*a* b\n*c* d\n",
        "-5 degrees\n-6 degrees\n",
        "a\tb\n",
    ] {
        assert_eq!(tidied(text), text);
    }
}

#[test]
fn lists_begin_and_end_where_the_pasted_ones_did() {
    for (text, wanted) in [
        ("A\n• b\n• c\nD", "A\n\n- b\n- c\n\nD"),
        ("• b\nand more\n• c", "- b\n  and more\n- c"),
        ("• b\n\n• c\n\nD", "- b\n- c\n\nD"),
        ("- a\n  • b\n  • c", "- a\n  - b\n  - c"),
        ("- • a\n- • b", "- a\n- b"),
        ("Room\n2. b\n3. c", "Room\n\n2. b\n3. c"),
        ("• 2024. A year", "- 2024\\. A year"),
        ("• # a", "- \\# a"),
        ("> • a\n> • b", "> - a\n> - b"),
        ("✓ Bring\n✗ Do not bring", "- ✓ Bring\n- ✗ Do not bring"),
        ("• a\n• b\n\n1.c\n2.d", "- a\n- b\n\n1. c\n2. d"),
        ("1.a\n2.b\n\n• c\n• d", "1. a\n2. b\n\n- c\n- d"),
        ("• a\n\no b\n\n• c", "- a\n  - b\n- c"),
        ("1.a\n2.b\n3.c", "1. a\n2. b\n3. c"),
        ("9.a\n10.b\n• c\n11.d", "9. a\n10. b\n    - c\n11. d"),
        ("\u{a0}\u{a0}•\u{a0}a\r\n•\u{a0}b\r\nC\r\n", "- a\r\n- b\r\n\r\nC\r\n"),
    ] {
        assert_eq!(tidied(text), wanted, "{text}");
    }
}

#[test]
fn styles_that_mean_something_become_elements() {
    for (text, wanted) in [
        ("<span style='font-weight:700'>a</span>", "<strong>a</strong>"),
        (
            "<span style='font-style: italic; font-weight: bold'>a</span>",
            "<strong><em>a</em></strong>",
        ),
        ("10<span style='vertical-align:super'>th</span>", "10<sup>th</sup>"),
        ("<span style='color:red'>a <b>b</b></span> c", "a <b>b</b> c"),
        ("<b style=\"font-weight:normal\">a</b>", "a"),
        ("a <span style='font-weight:700'>b", "a b"),
        ("a</span> b</font>", "a b"),
        ("<a name=\"_Toc1\"></a>a", "a"),
        ("<td width=3 style=\"x\">a</td>", "<td>a</td>"),
        ("a <script style=\"x\">", "a <script style=\"x\">"),
    ] {
        assert_eq!(tidied(text), wanted, "{text}");
    }
}

#[test]
fn no_text_takes_long() {
    // Many edits of which some would lose a word, in a text that grows.
    let piece = "• a\n<o:p>b</o:p>\n[x]: • y\nhttps://a.org/?utm_source=x\n\n\n";
    let tidied = tidied(&piece.repeat(300));
    assert!(!tidied.contains("utm_source"));
}
