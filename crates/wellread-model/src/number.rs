//! Numbers in messages to staff, as US English writes them.

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
