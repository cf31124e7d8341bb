//! Accidental code blocks: fences that are never closed, and prose that a word processor indented.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;
use wellread_model::Span;

use super::output::BodyOutput;

/// A block of code that is being written.
#[derive(Debug)]
pub(super) struct CodeBlock {
    /// Whether fences enclose it; otherwise it is indented.
    is_fenced: bool,
    /// The block in the file, with its fences.
    span: Span,
    /// Where its text begins.
    start: usize,
}

impl CodeBlock {
    /// A block that begins.
    pub(super) fn new(kind: &CodeBlockKind<'_>, span: Span, out: &BodyOutput<'_>) -> Self {
        let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
        Self { is_fenced, span, start: out.text().len() }
    }

    /// Where its text is, so far.
    pub(super) fn text(&self, out: &BodyOutput<'_>) -> Range<usize> {
        self.start..out.text().len()
    }

    /// Reports the block, which has ended, if it was most likely not meant as one.
    pub(super) fn report(&self, out: &mut BodyOutput<'_>) {
        let source = out.file_text().get(self.span.start..self.span.end).unwrap_or_default();
        let first = source.lines().next().unwrap_or_default();
        let span = Span::new(self.span.start, self.span.start + first.len());
        if self.is_fenced {
            if !is_closed(source) {
                let fence: String = first.chars().take_while(|c| matches!(c, '`' | '~')).collect();
                let message = "This code is never closed, so all that follows is shown as code.";
                let help = format!(
                    "Write  {fence}  on a line of its own where the code ends. If no code is \
                     meant, delete this line."
                );
                out.warning("open-code", span, message, help);
            }
            return;
        }
        let text = out.text().get(self.start..).unwrap_or_default();
        if is_prose(text) {
            let message = "These lines begin with four spaces or a tab, so they are shown as code.";
            let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            let help = format!("Begin each line at the left edge:  {}", line.trim());
            out.warning("indented-text", span, message, help);
        }
    }
}

/// Reports code that begins and ends inside words: its backticks are apostrophes.
pub(super) fn report_code_in_words(span: Span, out: &mut BodyOutput<'_>) {
    let text = out.file_text();
    let code = text.get(span.start..span.end).unwrap_or_default();
    // No word is longer.
    let near = text.floor_char_boundary(span.start.saturating_sub(100))..span.start;
    let before = text[near].rsplit(char::is_whitespace).next().unwrap_or_default();
    let near = span.end..text.floor_char_boundary(span.end + 100);
    let after = text[near].split(char::is_whitespace).next().unwrap_or_default();
    let inside = code.trim_matches('`');
    let is_left_out = |before: &str, after: &str| {
        let first = |text: &str| {
            let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
            text[..end].to_lowercase()
        };
        let last = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let begins = matches!(&*last.to_lowercase(), "l" | "d" | "qu" | "n" | "c" | "j" | "o");
        let ends = matches!(&*first(after), "s" | "t" | "re" | "ve" | "ll" | "m" | "d");
        !last.is_empty() && !first(after).is_empty() && (begins || ends)
    };
    // `5` and 6`, and `the `Vec`s`.
    if code.len() == inside.len() + 2 && is_left_out(before, inside) && is_left_out(inside, after) {
        let message = "These two backticks make code of what is between them.";
        let words = format!("{before}'{inside}'{after}").replace('\n', " ");
        let help = format!("Write apostrophes:  {}", words.trim_end_matches(['.', ',', ';', ':']));
        out.warning("other-markup", span, message, help);
    }
}

/// Whether the last line of a block of code is a fence.
fn is_closed(source: &str) -> bool {
    let source = source.trim_end();
    let Some((first, rest)) = source.split_once('\n') else { return false };
    let last = rest.rsplit('\n').next().unwrap_or(rest);
    let last = last.trim_matches(|c: char| c == '>' || c.is_whitespace());
    let sign = if first.trim_start().starts_with('~') { '~' } else { '`' };
    last.len() > 2 && last.chars().all(|c| c == sign)
}

/// Whether a text is sentences: words of letters, which begin and end as in running text.
fn is_prose(text: &str) -> bool {
    let text = text.trim();
    let (mut words, mut plain) = (0usize, 0usize);
    for word in text.split_whitespace() {
        let inner = word.trim_matches(|c: char| ".,;:!?\"'“”‘’()".contains(c));
        let is_plain =
            !inner.is_empty() && inner.chars().all(|c| c.is_alphabetic() || "'’-–".contains(c));
        words += 1;
        plain += usize::from(is_plain);
    }
    let begins = text.starts_with(|c: char| c.is_uppercase() || "\"“‘¿¡".contains(c));
    let ends = text.ends_with(['.', '!', '?', '”', '"', ':']);
    let has_signs = text.contains(|c: char| "{}[]<>=;$\\|_#/*`+".contains(c));
    words > 2 && plain * 10 >= words * 8 && begins && (ends || words > 7) && !has_signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_distinguished_from_code() {
        for prose in [
            "Dear parents, we are glad.\n",
            "This was indented in Word.\nAnd this too.\n",
            " \"Bring a toy,\" she said.\n",
            "We open at 9 and close at 5 from Monday to Friday.\n",
        ] {
            assert!(is_prose(prose), "{prose}");
        }
        for code in [
            "let x = 1;\n",
            "cargo install wellread\n",
            "Usage: wellread build [--drafts]\n",
            "Hello world\n",
            "# Install it first.\nnpm install\n",
            "if (a) { return b; }\n",
            "Error: no such file.\n  at main (a.js:1:2)\n",
            "title: A\nsummary: Words that say it\n",
            "GET /index.html\nHost: example.org\n",
            "one\ntwo\nthree\n",
        ] {
            assert!(!is_prose(code), "{code}");
        }
    }

    #[test]
    fn a_fence_closes_a_fence() {
        for closed in
            ["```\na\n```", "```text\na\n```\n", "~~~\na\n~~~~", "```\n> a\n> ```\n", "```\n```"]
        {
            assert!(is_closed(closed), "{closed}");
        }
        for open in ["```", "```\na\n", "```\na\n~~~", "~~~\n```", "```\na ```"] {
            assert!(!is_closed(open), "{open}");
        }
    }
}
