//! Shortening of text for places with little room: lists, search results, previews on other sites.

/// The beginning of a text, cut between words so that it has at most `limit` characters (Unicode
/// scalar values). A text that fits is returned whole.
///
/// # Examples
/// ```
/// use wellread_model::beginning;
///
/// assert_eq!(beginning("A written plan", 9), "A");
/// assert_eq!(beginning("A written plan", 10), "A written");
/// assert_eq!(beginning("A written plan", 14), "A written plan");
/// assert_eq!(beginning("Individualized", 9), "Individua");
/// ```
#[must_use]
pub fn beginning(text: &str, limit: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text };
    // A first word that does not fit is cut: to show nothing of a text would be worse. If the limit
    // falls exactly between two words, the last one goes all the same; it is whole by chance only.
    text[..end].rfind(char::is_whitespace).map_or(&text[..end], |at| &text[..at])
}

/// The words of a text with one space between them.
///
/// # Examples
/// ```
/// use wellread_model::in_one_line;
///
/// assert_eq!(in_one_line("  A written\n  plan "), "A written plan");
/// ```
#[must_use]
pub fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
