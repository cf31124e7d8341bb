//! Marks that look the same to readers, and invisible characters: apostrophes, hyphens, and what
//! programs leave between letters.
//!
//! Names, terms and the search all compare what people wrote, so they need the same lists: a term
//! that is linked in a text must be found when it is typed. The search writes the lists into its
//! index, so that its runtime in the browser uses them too.
//!
//! Each of these users decides what a mark does: join two words, end one, or vanish.

/// What stands for an apostrophe: straight, curly either way (people close with the wrong one), the
/// letters that Unicode has for it, full width; and the acute accent and the prime, which people
/// type where the keyboard has no apostrophe.
pub const APOSTROPHES: [char; 9] = ['\'', '’', '‘', '‛', '´', '′', 'ʼ', 'ʻ', '＇'];

/// Hyphens that join words: that of the keyboard, the one that breaks no line, the Armenian and the
/// Hebrew one, small and full width. Dashes and the minus sign are not among them.
pub const HYPHENS: [char; 7] =
    ['-', '\u{2010}', '\u{2011}', '\u{58a}', '\u{5be}', '\u{fe63}', '\u{ff0d}'];

/// Dashes, which people and programs write in place of a hyphen or a minus sign: the figure dash,
/// the short and the long one, the horizontal bar, the minus sign.
pub const DASHES: [char; 5] = ['\u{2012}', '–', '—', '\u{2015}', '−'];

/// Characters that readers cannot see, as ranges from the first to the last: the ones in use among
/// Unicode's `Default_Ignorable_Code_Point` (UAX #44), and the Arabic tatweel (U+0640), which only
/// stretches a word. Among them are the soft hyphen, joiners, direction marks and variation
/// selectors.
pub const INVISIBLE: [(char, char); 11] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{640}', '\u{640}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Characters that look like a space without being one: the blank of Braille and the fillers of
/// Korean syllables.
const BLANK: [char; 5] = ['\u{115f}', '\u{1160}', '\u{2800}', '\u{3164}', '\u{ffa0}'];

/// Named characters of HTML that come with copied text and in titles of pages, with what they are
/// for. Sorted.
const NAMED_CHARACTERS: [(&str, char); 18] = [
    ("amp", '&'),
    ("apos", '\''),
    ("eacute", 'é'),
    ("gt", '>'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("rsquo", '’'),
];

/// The longest entity, in bytes, with its `&` and `;`.
const LONGEST_ENTITY: usize = 10;

/// The text with characters in place of entities. What they stand for is not read again: `&amp;lt;`
/// is `&lt;`. What is no entity, or one that people hardly come across, stays as it is written.
///
/// # Examples
/// ```
/// use wellread_model::marks::without_entities;
///
/// assert_eq!(without_entities("R&amp;D &#8211; caf&eacute;"), "R&D – café");
/// assert_eq!(without_entities("A & B; &iep;"), "A & B; &iep;");
/// ```
#[must_use]
pub fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        plain.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let end = after.find(|c: char| c != '#' && !c.is_ascii_alphanumeric());
        let end = end.filter(|&end| after[end..].starts_with(';') && end + 2 <= LONGEST_ENTITY);
        match end.and_then(|end| Some((entity(&after[..end])?, &after[end + 1..]))) {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The character of an entity of HTML, by what is between `&` and `;`: a number, or one of the
/// names above. `None` for other names.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    let found = NAMED_CHARACTERS.binary_search_by_key(&name, |&(name, _)| name);
    found.ok().map(|index| NAMED_CHARACTERS[index].1)
}

/// Whether a text has something that readers see and a screen reader speaks.
///
/// # Examples
/// ```
/// use wellread_model::marks::is_visible;
///
/// assert!(is_visible("IEP") && is_visible("☎"));
/// assert!(!is_visible(" \u{200b}\u{a0}"));
/// ```
#[must_use]
pub fn is_visible(text: &str) -> bool {
    let is_seen =
        |c: char| !c.is_whitespace() && !c.is_control() && !is_invisible(c) && !BLANK.contains(&c);
    text.chars().any(is_seen)
}

/// Whether this is one of [`APOSTROPHES`].
///
/// # Examples
/// ```
/// use wellread_model::marks::is_apostrophe;
///
/// assert!(is_apostrophe('’') && is_apostrophe('\''));
/// assert!(!is_apostrophe('"'));
/// ```
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    APOSTROPHES.contains(&c)
}

/// Whether this is one of [`HYPHENS`].
///
/// # Examples
/// ```
/// use wellread_model::marks::is_hyphen;
///
/// assert!(is_hyphen('-') && is_hyphen('\u{2011}'));
/// assert!(!is_hyphen('–'));
/// ```
#[must_use]
pub fn is_hyphen(c: char) -> bool {
    HYPHENS.contains(&c)
}

/// Whether this is one of [`DASHES`].
///
/// # Examples
/// ```
/// use wellread_model::marks::is_dash;
///
/// assert!(is_dash('–') && is_dash('\u{2212}'));
/// assert!(!is_dash('-'));
/// ```
#[must_use]
pub fn is_dash(c: char) -> bool {
    DASHES.contains(&c)
}

/// Whether this is one of the characters of [`INVISIBLE`].
///
/// # Examples
/// ```
/// use wellread_model::marks::is_invisible;
///
/// assert!(is_invisible('\u{ad}') && is_invisible('\u{200f}'));
/// assert!(!is_invisible(' '));
/// ```
#[must_use]
pub fn is_invisible(c: char) -> bool {
    // One comparison decides for ASCII and most of Latin-1.
    c >= '\u{ad}' && INVISIBLE.iter().any(|&(first, last)| (first..=last).contains(&c))
}
