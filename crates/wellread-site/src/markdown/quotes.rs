//! Straight quotation marks and apostrophes, curled as a typesetter would.
//!
//! The parser's smart punctuation decides by the two neighbors of a mark alone. So it gets inches
//! (`24" screen`), letters left out (`rock 'n' roll`), a quotation that ends inside a word
//! (`"IEP"s`) or after a space wrong. It finds the marks; which way each curls is decided here,
//! with the marks that are open.

/// The quotations that are open in a block of text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OpenQuotes {
    /// Whether a double quotation mark is open.
    double: bool,
    /// Whether a single one is.
    single: bool,
}

/// Words whose first letters are left out.
const ELIDED: [&str; 9] = ["n", "em", "til", "tis", "twas", "cause", "bout", "round", "tween"];

impl OpenQuotes {
    /// What readers see for a straight mark, `"` or `'`. `before` is the character that they see
    /// before it in the same block, and `after` the source that follows it.
    pub(super) fn curl(&mut self, mark: &str, before: Option<char>, after: &str) -> &'static str {
        let before = before.filter(|c| !c.is_whitespace());
        let after = without_markup(after);
        let next = after.chars().next().filter(|c| !c.is_whitespace());
        if mark == "\"" {
            self.double = opens(self.double, before, next);
            return if self.double { "“" } else { "”" };
        }
        if before.is_some_and(char::is_alphanumeric) {
            // After a letter it is an apostrophe, or it closes. Both look the same.
            self.single &= next.is_some_and(char::is_alphanumeric);
            return "’";
        }
        if is_elided(after) {
            return "’";
        }
        self.single = opens(self.single, before, next);
        if self.single { "‘" } else { "’" }
    }
}

/// Whether a mark begins a quotation. `None` is a space, or the edge of the block.
fn opens(is_open: bool, before: Option<char>, next: Option<char>) -> bool {
    let is_closing = |c: char| ".,;:!?)]}|»”’…".contains(c);
    match before {
        // What ends with a space, `"like this "`, is open.
        None => !is_open || next.is_some_and(|c| !is_closing(c)),
        // Inches, feet, or the end of what is open.
        Some(c) if c.is_numeric() => false,
        Some(c) if "([{<“‘«¿¡".contains(c) => true,
        Some(_) => !is_open && next.is_some_and(char::is_alphanumeric),
    }
}

/// Whether a text begins with a word without its first letters, or with a year without its century.
fn is_elided(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let year = word.strip_suffix('s').unwrap_or(word);
    let is_year = year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = ELIDED.iter().any(|elided| word.eq_ignore_ascii_case(elided));
    // `'til'` is a word in quotation marks; `'n'` is not.
    is_year || (is_word && (word.len() == 1 || !rest.starts_with('\'')))
}

/// A source without the markup that it begins with: it follows a mark, and readers do not see it.
fn without_markup(mut source: &str) -> &str {
    loop {
        source = source.trim_start_matches(['*', '_', '~', '`', '[', '\\']);
        // No tag of running text is longer. A text of many `<` is not searched for each of them.
        let tag = source.strip_prefix('<').and_then(|tag| {
            let end = tag.bytes().take(200).position(|byte| byte == b'>')?;
            tag.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()).then(|| &tag[end + 1..])
        });
        match tag {
            Some(rest) => source = rest,
            None => return source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its straight marks curled, each from what is around it.
    fn curled(text: &str) -> String {
        let mut open = OpenQuotes::default();
        let mut out = String::new();
        for (at, c) in text.char_indices() {
            match c {
                '"' | '\'' => {
                    let mark = &text[at..=at];
                    out.push_str(open.curl(mark, out.chars().next_back(), &text[at + 1..]));
                }
                _ => out.push(c),
            }
        }
        out
    }

    #[test]
    fn marks_curl_as_a_typesetter_would() {
        for (text, wanted) in [
            ("\"like this\"", "“like this”"),
            ("\"like this \" and", "“like this ” and"),
            ("\" like this\" and", "“ like this” and"),
            ("A 24\" screen, a 5\" x 7\" photo", "A 24” screen, a 5” x 7” photo"),
            ("\"A 24\" screen\", she said", "“A 24” screen”, she said"),
            ("5'11\" tall, 6' 2\"", "5’11” tall, 6’ 2”"),
            ("Two \"IEP\"s. Rock 'n' roll.", "Two “IEP”s. Rock ’n’ roll."),
            ("the '90s, class of '07", "the ’90s, class of ’07"),
            ("'Tis, 'til and 'em", "’Tis, ’til and ’em"),
            ("the word 'til'", "the word ‘til’"),
            ("It's the parents' 'plan'", "It’s the parents’ ‘plan’"),
            ("\"She said 'no', twice\"", "“She said ‘no’, twice”"),
            ("\"'No'\"", "“‘No’”"),
            ("(\"so\") [\"so\"] —\"so\"", "(“so”) [“so”] —“so”"),
            ("\"I was—\" she said", "“I was—” she said"),
            ("\"Why?\" \"So.\"", "“Why?” “So.”"),
            ("say \".\" or \"!\"", "say “.” or “!”"),
            ("¿\"Qué\"? and/\"or\"", "¿“Qué”? and/“or”"),
        ] {
            assert_eq!(curled(text), wanted, "{text}");
        }
    }

    #[test]
    fn markup_is_no_neighbor() {
        let first = |source: &str| OpenQuotes::default().curl("\"", None, source);
        for source in ["*a*", "[a](b)", "`a`", "<em>a</em>", "**[a]"] {
            assert_eq!(first(source), "“", "{source}");
        }
        let mut open = OpenQuotes::default();
        open.curl("\"", None, "a");
        assert_eq!(open.curl("\"", Some(' '), "**\n"), "”");
    }
}
