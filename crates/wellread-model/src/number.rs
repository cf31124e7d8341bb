//! Numbers in messages to staff, as US English writes them, and letters that are taken for digits.

/// A number with a comma before each group of three digits.
///
/// # Examples
/// ```
/// use wellread_model::with_commas;
///
/// assert_eq!(with_commas(999), "999");
/// assert_eq!(with_commas(1_233), "1,233");
/// assert_eq!(with_commas(1_000_000), "1,000,000");
/// ```
#[must_use]
pub fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The size of a file, rounded: what a reader on a phone wants to know before loading it, and what
/// staff compare. In units of a thousand, as providers count them.
///
/// # Examples
/// ```
/// use wellread_model::size_in_words;
///
/// let sizes = [0, 1, 740_000, 999_999, 1_449_999, 9_950_000, 12_600_000].map(size_in_words);
/// assert_eq!(sizes, ["0 KB", "1 KB", "740 KB", "1.0 MB", "1.4 MB", "10 MB", "13 MB"]);
/// ```
#[must_use]
pub fn size_in_words(bytes: usize) -> String {
    let kilobytes = bytes.div_ceil(1000);
    // One digit after the period is enough to compare, and more than ten need none.
    let tenths = (bytes + 50_000) / 100_000;
    match tenths {
        _ if kilobytes < 1000 => format!("{kilobytes} KB"),
        0..100 => format!("{}.{} MB", tenths / 10, tenths % 10),
        _ => format!("{} MB", (bytes + 500_000) / 1_000_000),
    }
}

/// The digit that a letter is taken for which looks like it: O for 0, I and l for 1. Other
/// characters stay what they are.
#[must_use]
pub const fn digit_meant(c: char) -> char {
    match c {
        'O' | 'o' => '0',
        'I' | 'l' => '1',
        other => other,
    }
}

/// A number with its noun, whose plural is regular.
///
/// # Examples
/// ```
/// use wellread_model::count;
///
/// assert_eq!(count(1, "error"), "1 error");
/// assert_eq!(count(1_233, "page"), "1,233 pages");
/// ```
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", with_commas(number))
}
