//! Language tags: which language a hub is written in, as HTML and search engines name it.
//!
//! What follows from a language (its words in the interface, its plurals, its stems) is decided
//! where it matters, from [`LanguageTag::primary`]; what languages are called is in
//! `language_names.rs`.

use std::fmt;

/// The languages in wide use that are written from right to left (Unicode CLDR, likely subtags).
///
/// Kurdish is among them only as `ckb`, Central Kurdish. Plain `ku` means Kurmanji, which most of
/// its readers know in Latin letters.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// The scripts that are written from right to left, by their codes in language tags (ISO 15924).
const RIGHT_TO_LEFT_SCRIPTS: [&str; 7] = ["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];

/// A language tag (BCP 47, RFC 5646) such as `en`, `es-MX` or `zh-Hant-TW`: a language of two or
/// three letters, then script, region and variants. Two tags that differ only in case are equal; it
/// is written as section 2.1.1 recommends.
///
/// # Examples
/// ```
/// use wellread_model::LanguageTag;
///
/// let tag = LanguageTag::new("ZH-hant-tw").expect("it has the shape of a tag");
/// assert_eq!((tag.as_str(), tag.primary(), tag.script()), ("zh-Hant-TW", "zh", Some("Hant")));
/// assert_eq!(LanguageTag::new("English"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Takes a tag in any case. `None` if the text does not have the shape of one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let language = parts.next().filter(|part| (2..=3).contains(&part.len()))?;
        if !language.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let mut tag = language.to_ascii_lowercase();
        // What follows a part of one character, as in `en-x-ca`, is not a region.
        let mut is_private = false;
        for part in parts {
            let is_part = (1..=8).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !is_part {
                return None;
            }
            tag.push('-');
            let part = part.to_ascii_lowercase();
            match part.len() {
                2 if !is_private => tag.push_str(&part.to_ascii_uppercase()),
                4 if !is_private && part.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    tag.push_str(&part[..1].to_ascii_uppercase());
                    tag.push_str(&part[1..]);
                }
                length => {
                    is_private |= length == 1;
                    tag.push_str(&part);
                }
            }
        }
        Some(Self(tag))
    }

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone, in lower case: `es` for `es-MX`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The script, if the tag names one: `Hant` for `zh-Hant-TW`.
    #[must_use]
    pub fn script(&self) -> Option<&str> {
        // It comes right after the language, and a variant of four characters begins with a digit
        // (section 2.1).
        let next = self.0.split('-').nth(1)?;
        (next.len() == 4 && next.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(next)
    }

    /// The direction of its texts, as HTML names it.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// Whether texts in it are written from right to left. A region does not change that.
    ///
    /// # Examples
    /// ```
    /// use wellread_model::LanguageTag;
    ///
    /// let is_right_to_left = |tag| LanguageTag::new(tag).map(|tag| tag.is_right_to_left());
    /// assert_eq!(is_right_to_left("az-Arab"), Some(true));
    /// assert_eq!(is_right_to_left("ckb-Latn"), Some(false));
    /// ```
    #[must_use]
    pub fn is_right_to_left(&self) -> bool {
        match self.script() {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
            None => RIGHT_TO_LEFT.contains(&self.primary()),
        }
    }
}

/// English, which the interface text exists in.
impl Default for LanguageTag {
    fn default() -> Self {
        Self("en".to_owned())
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_a_shape() {
        for (written, tag) in [
            ("en", "en"),
            ("EN", "en"),
            ("es-mx", "es-MX"),
            ("es-419", "es-419"),
            ("ZH-hANT-tw", "zh-Hant-TW"),
            ("de-CH-1996", "de-CH-1996"),
            ("en-CA-x-CA", "en-CA-x-ca"),
            ("ckb", "ckb"),
        ] {
            assert_eq!(LanguageTag::new(written).as_ref().map(LanguageTag::as_str), Some(tag));
        }
        for bad in ["", "e", "english", "en_US", "en-", "-en", "en--US", "e1", "en-abcdefghi", "ñn"]
        {
            assert_eq!(LanguageTag::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_script_decides_the_direction_where_the_tag_names_one() {
        let tag = |text| LanguageTag::new(text).unwrap();
        for right in ["ar", "AR-EG", "ckb", "ku-Arab", "az-arab-IR", "he-1994"] {
            assert!(tag(right).is_right_to_left(), "{right}");
        }
        for left in ["en", "es-MX", "ku", "ku-TR", "ckb-Latn", "az"] {
            assert!(!tag(left).is_right_to_left(), "{left}");
        }
    }
}
