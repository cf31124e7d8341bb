//! Letters that a program read in the wrong encoding: `donâ€™t`, `cafÃ©`.
//!
//! Bytes of UTF-8 that were taken for Windows-1252, one character each. They are found by
//! re-encoding them: hardly any other text decodes to a letter or punctuation mark this way, if its
//! first character is a common UTF-8 lead byte.

use super::finding::StrayMarkup;
use super::text_block::{BlockSource, TextBlock};

/// The characters of Windows-1252 from 0x80 to 0x9F, `\0` where there is none.
const UPPER: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// A quick look. In UTF-8, all of these letters begin with the byte C3.
pub(super) fn may_be_garbled(text: &str) -> bool {
    text.contains(['Ã', 'Â', 'â', 'Å', 'ð'])
}

/// Reports the first word of the block that was read wrongly.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    if !may_be_garbled(block.text) {
        return;
    }
    let mut at = 0;
    for part in block.text.split_inclusive([' ', '\n', '\t']) {
        let word = part.trim_end_matches([' ', '\n', '\t', '.', ',', ';', ':', '!', '?']);
        let range = at..at + word.len();
        at += part.len();
        let Some(right) = decoded(word) else { continue };
        let written = source.line(&range, false);
        // Quotation marks are curled in the text.
        let right = decoded(&written).unwrap_or(right);
        let message = format!("`{written}` was read in a wrong encoding by a program.");
        let help = format!(
            "Write  {right}  and look for more of the kind. A whole text is quicker copied once more \
             from where it came, or saved there as UTF-8."
        );
        found.push(StrayMarkup::new("garbled-text", range, message, help));
        return;
    }
}

/// The text with what was read wrongly put right; `None` if there is nothing.
fn decoded(text: &str) -> Option<String> {
    let mut right = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_changed = false;
    while let Some(first) = rest.chars().next() {
        if let Some((c, length)) = character(rest) {
            right.push(c);
            rest = &rest[length..];
            has_changed = true;
        } else {
            right.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    has_changed.then_some(right)
}

/// The character that the first ones of a text make, and how long they are.
fn character(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let first = byte(chars.next()?)?;
    // `É”` at the end of a quotation would be read back, too.
    let count = match first {
        0xC2 | 0xC3 | 0xC5 => 2,
        0xE2 => 3,
        0xF0 => 4,
        _ => return None,
    };
    let mut bytes = vec![first];
    for _ in 1..count {
        bytes.push(byte(chars.next()?).filter(|byte| (0x80..0xC0).contains(byte))?);
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    let is_likely = match first {
        // `«Â»` and `“Â”` name a letter.
        0xC2 => !c.is_control() && c != '»',
        0xC3 => c.is_lowercase(),
        0xC5 => "œŒšŠžŽ".contains(c),
        _ => !c.is_control(),
    };
    is_likely.then(|| (c, text.len() - chars.as_str().len()))
}

/// The byte of Windows-1252 that a character stands for, if it is not in ASCII.
fn byte(c: char) -> Option<u8> {
    let index = UPPER.iter().position(|&upper| upper == c && c != '\0');
    match index {
        Some(index) => u8::try_from(0x80 + index).ok(),
        None => u8::try_from(u32::from(c)).ok().filter(|&byte| byte >= 0x80),
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn what_was_read_wrongly_is_read_back() {
        for (wrong, right) in [
            ("donâ€™t", "don’t"),
            ("cafÃ©", "café"),
            ("â€œHiâ€¦", "“Hi…"),
            ("9â€“5", "9–5"),
            ("Â©", "©"),
            ("niÃ±os", "niños"),
            ("ðŸ˜€", "😀"),
            ("â€¢", "•"),
        ] {
            assert_eq!(decoded(wrong).as_deref(), Some(right), "{wrong}");
        }
        for text in
            ["don’t", "café", "“CAFÉ”", "Ângela", "âge", "SÃO", "“IRMÔ", "Åland", "Ð", "naïve «Â»"]
        {
            assert_eq!(decoded(text), None, "{text}");
        }
    }
}
