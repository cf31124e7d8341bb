//! Recognizes the start of a sentence, where every word has an upper-case
//! letter.

use crate::fold::APOSTROPHE;
use crate::words::{Shape, Token};

/// Whether the word after these tokens begins a sentence: whether it begins the text, or follows
/// the end of another sentence, a colon, or something that is not text. Opening quotation marks or
/// parentheses may come in between.
pub(super) fn starts_sentence(before: &[Token]) -> bool {
    for token in before.iter().rev() {
        let Shape::Symbol(symbol) = token.shape else { return false };
        match symbol {
            '"' | APOSTROPHE | '«' | '(' | '[' | '¿' | '¡' | '*' => {}
            '.' | '?' | '!' | ':' | '…' | '•' | '·' | '|' | '\u{fffc}' => return true,
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::next_token;

    #[test]
    fn sentences_start_after_their_marks() {
        let starts = |text: &str| {
            let mut tokens: Vec<Token> = Vec::new();
            while let Some(token) =
                next_token(text, tokens.last().map_or(0, |token| token.end), tokens.last())
            {
                tokens.push(token);
            }
            starts_sentence(&tokens)
        };
        for text in ["", "“", "It ends. ", "Why? (", "Note: ", "¿", "\u{fffc}\n", "a \u{fffc}"] {
            assert!(starts(text), "{text}");
        }
        for text in ["the ", "yes, ", "a – ", "the “", "a ("] {
            assert!(!starts(text), "{text}");
        }
    }
}
