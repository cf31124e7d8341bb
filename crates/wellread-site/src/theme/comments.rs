//! Removes comments from stylesheets and scripts.

/// A stylesheet without its comments, which every first visit would load. A comment that begins
/// with `/*!` stays: such are licenses.
///
/// White space around a comment stays too, and one that alone keeps two words apart becomes an
/// empty one, so that nothing grows together. In strings and in `url(…)` there are no comments (CSS
/// Syntax Level 3, sections 4.3.2 and 4.3.6).
pub(crate) fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/', '(']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let is_url =
            before.len() >= 3 && before.as_bytes()[before.len() - 3..].eq_ignore_ascii_case(b"url");
        let length = match from.as_bytes() {
            [b'/', b'*', b'!', ..] => comment_length(from),
            [b'/', b'*', ..] => {
                rest = &from[comment_length(from)..];
                let is_apart = |char: Option<char>| char.is_none_or(char::is_whitespace);
                if !is_apart(text.chars().next_back()) && !is_apart(rest.chars().next()) {
                    text.push_str("/**/");
                }
                continue;
            }
            [quote @ (b'"' | b'\''), ..] => string_length(from, *quote),
            [b'(', ..] if is_url && !from[1..].trim_start().starts_with(['"', '\'']) => {
                from.find(')').map_or(from.len(), |end| end + 1)
            }
            _ => 1,
        };
        text.push_str(&from[..length]);
        rest = &from[length..];
    }
    text.push_str(rest);
    text
}

/// A script of the default theme without the lines that are comments. Those that begin with `//!`,
/// `//#` or `//@` stay: such are licenses, and lines for programs. Comments after code stay as
/// well.
///
/// Lines are not read as JavaScript is, so it is for scripts that are tested without them, and not
/// for those of a hub, in which `// */` may end a comment. Only where no text goes on over the end
/// of a line, or a line of it could be taken for a comment: in a template (ECMAScript 2024, section
/// 12.9.6) that does, the first line has an odd number of backticks; in a string, the line ends
/// with a backslash.
pub(super) fn script_without_comments(script: &str) -> String {
    let goes_on = |line: &str| {
        !line.matches('`').count().is_multiple_of(2) || line.trim_end().ends_with('\\')
    };
    if script.lines().any(goes_on) {
        return script.to_owned();
    }
    let is_comment = |line: &&str| {
        line.trim_start().strip_prefix("//").is_some_and(|rest| !rest.starts_with(['!', '#', '@']))
    };
    script.split_inclusive('\n').filter(|line| !is_comment(line)).collect()
}

/// How long the comment is that a text begins with. One without an end reaches to the end of the
/// sheet.
fn comment_length(text: &str) -> usize {
    text[2..].find("*/").map_or(text.len(), |end| end + 4)
}

/// How long the string is that a text begins with, both quotation marks included. A backslash takes
/// the next character with it; a line that ends without one ends the string.
fn string_length(text: &str, quote: u8) -> usize {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'\n' => return at,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_scripts_that_are_comments_go() {
        let same = [
            "const a = `\n// no\n`;",
            "const a = `b` + `\n// no\n`;",
            "const a = \"b\\\n// no\";",
            "//! MIT\n//# sourceMappingURL=a\n",
            "a(); // b\n",
            "const a = \"//\";\r\nb();",
            "",
        ];
        for script in same {
            assert_eq!(script_without_comments(script), script);
        }
        let changed = [
            ("// One.\n\"use strict\";\n  // two\na();\n", "\"use strict\";\na();\n"),
            ("a(`b`);\r\n// c\r\nd();", "a(`b`);\r\nd();"),
            ("a();\n// the end", "a();\n"),
        ];
        for (script, expected) in changed {
            assert_eq!(script_without_comments(script), expected);
        }
    }

    #[test]
    fn comments_go_and_nothing_else() {
        let same = [
            "a { content: \"/* no */\"; }",
            "a { content: '/*\\'*/'; }",
            "a { background: url(a/*b*/c.png); }",
            "a{b:c/d}",
            "/*! MIT */a{}",
            "a { content: \"é\\\\\"; }",
            "",
        ];
        for css in same {
            assert_eq!(without_comments(css), css);
        }
        let changed = [
            ("/* One. */\na { b: c; } /* two */", "\na { b: c; } "),
            ("a/* b */.c", "a/**/.c"),
            ("a { b: url(\"c\") /* d */ }", "a { b: url(\"c\")  }"),
            ("a { b: (c /* d */) }", "a { b: (c ) }"),
            ("a {} /* no end", "a {} "),
            ("a { b: \"open\n/* c */ }", "a { b: \"open\n }"),
            ("/*", ""),
            ("é /* ü */ ß", "é  ß"),
        ];
        for (css, expected) in changed {
            assert_eq!(without_comments(css), expected);
        }
    }
}
