//! What a bare number dials: the number without the words around it that [`super`] understands.

/// The longest number that exists, in digits, with its country's code (E.164, section 6).
const MAX_DIGITS: usize = 15;
/// The longest number without a country's code: 1, area code, exchange and line.
const MAX_DOMESTIC_DIGITS: usize = 11;
/// The longest extension, in digits. Longer ones are second numbers.
const MAX_EXTENSION_DIGITS: usize = 6;

/// Words for an extension, each before a longer one's beginning is looked for.
const EXTENSION_WORDS: [&str; 5] = ["extension", "extensión", "extn", "ext", "x"];

/// What a bare number dials: its digits, with a `+` if it has one, and its extension.
pub(super) fn dial(text: &str) -> Option<(String, Option<String>)> {
    let dialed = |main, extension: &str| {
        (extension.len() <= MAX_EXTENSION_DIGITS).then(|| main_digits(main)).flatten()
    };
    split_extension(text)
        .and_then(|(main, extension)| Some((dialed(main, extension)?, Some(extension.to_owned()))))
        // The x of `1-800-FOX1234` is a key.
        .or_else(|| Some((main_digits(text)?, None)))
}

/// The digits of a number without an extension, if there can be such a number.
fn main_digits(text: &str) -> Option<String> {
    let digits = digits_written_twice(text).or_else(|| digits(text))?;
    let count = digits.trim_start_matches('+').len();
    let exists = match digits.as_bytes()[0] {
        b'+' => (3..=MAX_DIGITS).contains(&count),
        // Numbers that are dialed within another country are as long as ours; its services are not.
        b'0' => count == 3 || (7..=MAX_DIGITS).contains(&count),
        // Without the country's code that only 1 begins, there is no such number.
        first => (3..=MAX_DOMESTIC_DIGITS - usize::from(first != b'1')).contains(&count),
    };
    // `988 911` is two numbers, and `303 911 0100` is one.
    let is_service = |group: &str| is_service(group) && count < 10;
    let has_services =
        !digits.starts_with('+') && text.contains(' ') && text.split(' ').any(is_service);
    (exists && !has_services).then_some(digits)
}

/// Splits a number from its extension: `303-555-0100 ext. 12`, `303-555-0100 (x12)`.
fn split_extension(text: &str) -> Option<(&str, &str)> {
    let (text, is_in_parentheses) =
        text.strip_suffix(')').map_or((text, false), |inner| (inner, true));
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let extension = &text[head.len()..];
    let head = head.trim_end().trim_end_matches(['.', ':']).trim_end();
    let main = EXTENSION_WORDS.iter().find_map(|word| {
        let start = head.char_indices().rev().nth(word.chars().count() - 1)?.0;
        let main = head[..start].trim_end();
        let main = if is_in_parentheses { main.strip_suffix('(')?.trim_end() } else { main };
        let main = main.trim_end_matches([',', ';']);
        (head[start..].to_lowercase() == *word && main.ends_with(is_end)).then_some(main)
    });
    main.filter(|_| !extension.is_empty()).map(|main| (main, extension))
}

/// How many digits the groups of a number have, its extension left out. Letters separate groups.
pub(super) fn group_lengths(text: &str) -> Vec<usize> {
    let main = split_extension(text).map_or(text, |(main, _)| main);
    let groups = main.split(|c: char| !c.is_ascii_digit());
    groups.map(str::len).filter(|length| *length > 0).collect()
}

/// Whether this is the number of a service in North America: 988, 211, 911 and the like.
pub(super) fn is_service(digits: &str) -> bool {
    digits == "988" || (digits.len() == 3 && digits.ends_with("11"))
}

/// Whether a number may end with this character.
fn is_end(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == ')'
}

/// The digits of a number that is written twice: as a word, and as the digits of its keys, one of
/// them in parentheses at the end (`1-800-273-TALK (8255)`).
fn digits_written_twice(text: &str) -> Option<String> {
    let (main, repeated) = text.strip_suffix(')')?.rsplit_once('(')?;
    let has_letters = |part: &str| part.contains(|c: char| c.is_ascii_alphabetic());
    if has_letters(main) == has_letters(repeated) {
        return None;
    }
    let keys: Option<String> =
        repeated.chars().filter(|c| !"- ".contains(*c)).map(keypad_digit).collect();
    let keys = keys.filter(|keys| keys.len() >= 3)?;
    digits(main.trim_end()).filter(|digits| digits.ends_with(&keys))
}

/// The key of a phone for a digit, or for a letter of either case (ITU-T E.161). Other characters
/// have none.
#[must_use]
pub fn keypad_digit(c: char) -> Option<char> {
    Some(match c.to_ascii_uppercase() {
        '0'..='9' => c,
        'A'..='C' => '2',
        'D'..='F' => '3',
        'G'..='I' => '4',
        'J'..='L' => '5',
        'M'..='O' => '6',
        'P'..='S' => '7',
        'T'..='V' => '8',
        'W'..='Z' => '9',
        _ => return None,
    })
}

/// The digits of a number that holds nothing but digits, letters for keys and separators.
fn digits(text: &str) -> Option<String> {
    let is_international = text.starts_with('+');
    let body = text.strip_prefix('+').unwrap_or(text);
    // The zero that is dialed within a country only, in the notation that visiting cards have.
    let body = if is_international { body.replacen("(0)", "", 1) } else { body.to_owned() };
    let mut digits = String::new();
    let mut letters = 0;
    let mut open = None;
    let mut separators = 0;
    let mut last = '-';
    for c in body.chars() {
        if let Some(key) = keypad_digit(c) {
            letters += usize::from(c.is_ascii_alphabetic());
            // Letters come after an area code, and never in its parentheses. After a space, those
            // in lower case are a word of a sentence: `303 call 711`.
            let is_word = c.is_ascii_lowercase() && last == ' ';
            if letters > 0 && (digits.len() < 3 || open.is_some() || is_word) {
                return None;
            }
            last = c;
            digits.push(key);
            separators = 0;
            continue;
        }
        separators += 1;
        last = c;
        match c {
            '(' if open.is_none() => open = Some(digits.len()),
            // Empty parentheses would be a number that someone forgot.
            ')' if open.take().is_some_and(|start| digits.len() > start) => {}
            ' ' | '-' | '.' => {}
            // 303/555-0100
            '/' if digits.len() == 3 || (digits.len() == 4 && digits.starts_with('1')) => {}
            _ => return None,
        }
        // Longer gaps are a form that was not filled in, or two columns of a table.
        if separators > 3 {
            return None;
        }
    }
    let is_whole =
        open.is_none() && body.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '(');
    if !is_whole || !body.ends_with(is_end) || (letters > 0 && !is_in_letters(&digits)) {
        return None;
    }
    Some(if is_international { format!("+{digits}") } else { digits })
}

/// Whether a number with letters is as long as one in North America, where such numbers are used,
/// and begins with an area code: `988 PRESS ONE` is a sentence.
fn is_in_letters(digits: &str) -> bool {
    let national = digits.strip_prefix('1').unwrap_or(digits);
    national.len() == 10 && !is_service(&national[..3])
}
