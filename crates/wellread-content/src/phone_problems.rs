//! Messages about wrong phone numbers, with what to write instead.
//!
//! A number in a message is copied into the file, and then dialed: [`crate::phone`] decides which
//! one may be suggested.
//!
//! A wrong number is the worst error that a hub can have: it is dialed before it is looked at. So a
//! number that may be wrong is a warning even if it can be read.

use wellread_model::{Diagnostic, PhoneUse, Span, Spanned};

use crate::formats::double_quoted;
use crate::phone::{Doubt, PhoneError, no_such_count};
use crate::table_reader::TableReader;

/// Where numbers of one use belong. Numbers to call and numbers to text have keys of their own,
/// since few take both.
pub(crate) struct PhoneKeys<'a> {
    /// The key of these numbers.
    pub(crate) key: &'a str,
    /// The key for numbers of the other use.
    pub(crate) other: &'a str,
    /// Whether numbers of `key` are called or texted.
    pub(crate) usage: PhoneUse,
}

/// What may be wrong if all digits are right. It is mentioned where counting digits is all that can
/// be done.
const ABROAD: &str = "Compare it with where you found it. A number in another country begins with + and \
                      the country's code, such as +52 55 1234 5678.";

/// Words next to a number that say what it is, and no more than its key does. What has others next
/// to it may be a label, such as "Spanish line".
const NUMBER_WORDS: [&str; 10] = [
    "tel",
    "sms",
    "phone",
    "telephone",
    "teléfono",
    "telefono",
    "número",
    "numero",
    "number",
    "call",
];
/// Words of opening hours, or their beginnings. In English and Spanish, in lower case.
const HOURS: [&str; 20] = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "hour", "hrs", "a.m", "p.m", "am", "pm",
    "daily", "lunes", "martes", "viernes", "hora", "weekday", "24/7",
];

/// Reports a number that is likely a typing error. It is a warning, because unusual numbers exist;
/// it cannot be wrong to compare one again.
pub(crate) fn report_doubt(
    fields: &mut TableReader<'_>,
    keys: &PhoneKeys<'_>,
    text: &Spanned<String>,
    doubt: Doubt,
) {
    let line = |key: &str, value: &str| fields.assignment(key, &fields.as_value(value));
    let help = match &doubt {
        // No area code as an example: what a message suggests is copied, and then dialed.
        Doubt::NoAreaCode => format!(
            "Write the three digits of its area code and a hyphen in front of {}.",
            text.value.trim()
        ),
        Doubt::ShortCode => format!(
            "If families text it, write it under its own key:  {}  If they call it, write all its \
             digits, with the area code.",
            line(keys.other, &text.value)
        ),
        Doubt::NoCountryCode(number) => {
            format!("Write the 1 of the United States:  {}", line(keys.key, number))
        }
        Doubt::ExitCode(number) => format!("Write + in its place:  {}", line(keys.key, number)),
        Doubt::Letters(_) => "Compare it with where you found it.".to_owned(),
        Doubt::Other(_) => ABROAD.to_owned(),
    };
    let message = format!("`{}`: {} {}.", keys.key, text.value, doubt.sentence_end());
    let place = fields.place(text.span);
    fields.report(Diagnostic::warning("unlikely-phone", place, message).help(help));
}

/// Reports a text that is not a number, with the text to write instead. The number is not used
/// then: nothing is better than half of one.
pub(crate) fn report_error(
    fields: &mut TableReader<'_>,
    keys: &PhoneKeys<'_>,
    text: &Spanned<String>,
    error: PhoneError,
) {
    let key = keys.key;
    let line = |key: &str, value: &str| fields.assignment(key, &fields.as_value(value));
    let (message, help) = match error {
        PhoneError::Several(numbers) => {
            let list: Vec<String> = numbers.iter().map(|number| fields.as_value(number)).collect();
            let list = fields.assignment(key, &format!("[{}]", list.join(", ")));
            (format!("`{key}` holds more than one number."), format!("Write a list:  {list}"))
        }
        PhoneError::SeveralNamed(numbers) => {
            let items = numbers.iter().map(|(label, number)| match is_label(label) {
                true => labeled(fields, label, number),
                false => fields.as_value(number),
            });
            let list = items.collect::<Vec<_>>().join(", ");
            let list = fields.assignment(key, &format!("[{list}]"));
            (format!("`{key}` holds more than one number."), format!("Write a list:  {list}"))
        }
        PhoneError::ExtraText { number, rest } => (
            format!("`{key}` holds more than a number, which a phone might dial: {rest}"),
            extra_text_help(fields, keys, &number, &rest),
        ),
        PhoneError::OtherUse => {
            let use_of_key = if keys.usage == PhoneUse::Call { "call" } else { "text" };
            let message =
                format!("`{key}` is for a number to {use_of_key}, and this says otherwise.");
            (message, format!("Write it under its own key:  {}", line(keys.other, &text.value)))
        }
        PhoneError::LetterForDigit(digits) => (
            format!("`{key}` has a letter in place of a digit, O for 0 or I for 1."),
            format!("Write digits:  {}", line(key, &digits)),
        ),
        PhoneError::NoVerb(whole) => {
            let key = if keys.usage == PhoneUse::Call { keys.other } else { key };
            let message = "This says what to send, and not that it is a message.".to_owned();
            (message, format!("Write  {}", line(key, &whole)))
        }
        PhoneError::Count { digits, in_letters: false } => {
            (format!("`{key}`: {} has {}.", text.value, no_such_count(digits)), ABROAD.to_owned())
        }
        PhoneError::Count { digits, in_letters: true } => (
            format!("`{key}`: {} has {digits} digits and letters.", text.value),
            "A phone number in the United States has 10, or 11 with a 1 in front: one is missing, or \
             there is one too many. Compare it with where you found it."
                .to_owned(),
        ),
        PhoneError::NoNumber => {
            let help = match keys.usage {
                PhoneUse::Call => "Write the number with its area code, such as 303-555-0100. If there \
                                   is none, delete this line.",
                PhoneUse::Text => "Write the number to text, or what to send to it, such as Text HOME \
                                   to 741741. If there is none, delete this line.",
            };
            (format!("`{key}` must be a phone number, and this is not one."), help.to_owned())
        }
    };
    fields.wrong(text.span, message, help);
}

/// What to do with a text next to a number. Extensions, faxes, hours and names have places of their
/// own, and are looked for in this order.
fn extra_text_help(
    fields: &TableReader<'_>,
    keys: &PhoneKeys<'_>,
    number: &str,
    rest: &str,
) -> String {
    let line = |value: &str| fields.assignment(keys.key, &fields.as_value(value));
    let alone = line(number);
    if rest.chars().all(|c| c.is_ascii_digit()) {
        let extension = line(&format!("{number} ext. {rest}"));
        return format!(
            "If {rest} is an extension:  {extension}  If it is not, the number alone:  {alone}"
        );
    }
    // Characters around the number, or a link.
    if rest.contains('…') {
        return format!("Write the number alone:  {alone}");
    }
    let lower = rest.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    if words().any(|word| word == "fax") {
        let fax = fields.assignment(keys.key, &labeled(fields, "Fax", number));
        return format!("If the number is that of a fax:  {fax}  If it is not:  {alone}");
    }
    let is_hours = |word: &str| HOURS.iter().any(|hours| word.starts_with(hours));
    if lower.split([' ', '-', ',', '(']).any(is_hours) && rest.split(' ').count() <= 8 {
        let hours = fields.assignment("hours", &double_quoted(rest));
        return format!(
            "Write the number alone:  {alone}  When it is open belongs in a line of its \
                        own:  {hours}"
        );
    }
    if !is_label(rest) {
        let remark = if words().any(|word| !NUMBER_WORDS.contains(&word)) {
            "  Notes belong in the text."
        } else {
            ""
        };
        return format!("Write the number alone:  {alone}{remark}");
    }
    let table = fields.assignment(keys.key, &labeled(fields, rest, number));
    format!(
        "Write the number alone:  {alone}  If it is a name for the number:  {table}  Notes belong in \
         the text."
    )
}

/// Whether words next to a number can be its name. At most five words, one of which says more than
/// that there is a number.
fn is_label(rest: &str) -> bool {
    let words = || rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let says_more = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && !NUMBER_WORDS.contains(&&*word.to_lowercase())
    };
    let first = words().next().unwrap_or_default().to_lowercase();
    words().count() <= 5
        && words().any(says_more)
        && !rest.contains(['[', ']', '(', ')', '<', '>'])
        && !["or", "and", "press", "then", "if", "o", "y"].contains(&&*first)
}

/// A label and its number in braces. It is right in YAML and in TOML, each with its own character
/// between key and value.
fn labeled(fields: &TableReader<'_>, label: &str, number: &str) -> String {
    let pair = [("label", label), ("number", number)];
    let pair = pair.map(|(key, value)| fields.assignment(key, &double_quoted(value)));
    format!("{{ {} }}", pair.join(", "))
}

/// Reports numbers that come after their names, as if these were keys: `Spanish line:
/// 303-555-0100`. In YAML, `Spanish line` is a key there, which nothing else would read.
pub(crate) fn report_named_numbers(
    fields: &mut TableReader<'_>,
    key: &str,
    span: Span,
    numbers: &[(String, String)],
    is_item: bool,
) {
    let pairs: Vec<String> =
        numbers.iter().map(|(label, number)| labeled(fields, label, number)).collect();
    let written = match (is_item && !fields.is_toml(), pairs.as_slice()) {
        (true, pairs) => format!("- {}", pairs.join("\n  - ")),
        (false, [one]) if is_item => one.clone(),
        (false, [one]) => fields.assignment(key, one),
        (false, pairs) => fields.assignment(key, &format!("[{}]", pairs.join(", "))),
    };
    let message = format!("`{key}` does not understand a name in front of a number.");
    fields.wrong(span, message, format!("Write  {written}"));
}

/// Reports a label and its number that are two items of a list.
pub(crate) fn report_separate_label(
    fields: &mut TableReader<'_>,
    span: Span,
    label: &str,
    number: &str,
) {
    let pair = labeled(fields, label, number);
    let pair = if fields.is_toml() { pair } else { format!("- {pair}") };
    let message = "This label and the number below it are two items of the list.";
    fields.wrong(span, message, format!("Write them as one:  {pair}"));
}
