//! What languages are called: by those who speak them, and in the words and letters of staff.
//!
//! One table serves captions (which show a language by its own name), front matter (where a name
//! is in place of a tag) and the directory (whose facets are names).

use crate::{LanguageTag, fold_name};

/// A language that families in North America speak.
struct NamedLanguage {
    /// Its primary subtag (IANA Language Subtag Registry).
    tag: &'static str,
    /// Its own name. A reader who looks for Somali looks for "Soomaali".
    own: &'static str,
    /// Its names in English and Spanish, and letters that people take for its tag; folded.
    others: &'static [&'static str],
}

/// A row of the table: a tag, and the names that staff write for the language.
const fn named(
    tag: &'static str,
    own: &'static str,
    others: &'static [&'static str],
) -> NamedLanguage {
    NamedLanguage { tag, own, others }
}

const LANGUAGES: [NamedLanguage; 22] = [
    named("am", "አማርኛ", &["amharic", "amharico"]),
    named("ar", "العربية", &["arabic", "arabe", "ara"]),
    named("de", "Deutsch", &["german", "aleman", "ger", "deu"]),
    named("en", "English", &["ingles", "eng", "us"]),
    named("es", "Español", &["spanish", "castellano", "sp", "spa", "esp"]),
    named("fa", "فارسی", &["persian", "farsi", "persa"]),
    named("fr", "Français", &["french", "frances", "fre", "fra"]),
    named("hi", "हिन्दी", &["hindi", "hin"]),
    named("hmn", "Hmoob", &["hmong"]),
    named("ht", "Kreyòl ayisyen", &["haitian creole", "haitian", "criollo haitiano", "hat"]),
    named("ja", "日本語", &["japanese", "japones", "jp", "jpn"]),
    named("ko", "한국어", &["korean", "coreano", "kor"]),
    named("ne", "नेपाली", &["nepali", "nep"]),
    named("ps", "پښتو", &["pashto", "pastun", "pus"]),
    named("pt", "Português", &["portuguese", "portugues", "por"]),
    named("ru", "Русский", &["russian", "ruso", "rus"]),
    named("so", "Soomaali", &["somali", "som"]),
    named("sw", "Kiswahili", &["swahili", "suajili", "swa"]),
    named("tl", "Tagalog", &["filipino", "tgl"]),
    named("uk", "Українська", &["ukrainian", "ucraniano", "ua", "ukr"]),
    named("vi", "Tiếng Việt", &["vietnamese", "vietnamita", "vn", "vie"]),
    named("zh", "中文", &["chinese", "chino", "cn", "zho", "chi"]),
];

/// The tags of two letters that are assigned (ISO 639-1), sorted, with a space between two.
const OF_TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo \
    br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga \
    gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj \
    kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my \
    na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd \
    se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug \
    uk ur uz ve vi vo wa wo xh yi yo za zh zu";

impl LanguageTag {
    /// The language by its own name; `None` for those that the table does not hold.
    #[must_use]
    pub fn own_name(&self) -> Option<&'static str> {
        LANGUAGES.iter().find(|one| one.tag == self.primary()).map(|one| one.own)
    }

    /// The tag of the language that a word means which is not a tag: its name in its own language,
    /// in English or in Spanish, or letters that people take for the tag.
    ///
    /// # Examples
    /// ```
    /// use wellread_model::LanguageTag;
    ///
    /// assert_eq!(LanguageTag::of_name("Castellano"), Some("es"));
    /// assert_eq!(LanguageTag::of_name("Tiếng Việt"), Some("vi"));
    /// assert_eq!(LanguageTag::of_name("es"), None);
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Option<&'static str> {
        let name = fold_name(name.trim());
        let is_it =
            |one: &&NamedLanguage| one.others.contains(&&*name) || fold_name(one.own) == name;
        LANGUAGES.iter().find(is_it).map(|one| one.tag)
    }

    /// Whether this is surely a language, and not a word of two or three letters that has the shape
    /// of a tag, such as `new`: it has a code of two letters, or a name here.
    #[must_use]
    pub fn is_well_known(&self) -> bool {
        let primary = self.primary();
        OF_TWO_LETTERS.split(' ').any(|code| code == primary) || self.own_name().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinguished_from_tags() {
        for language in &LANGUAGES {
            let tag = LanguageTag::new(language.tag).unwrap();
            assert!(tag.is_well_known() && LanguageTag::of_name(language.tag).is_none());
            assert_eq!(LanguageTag::of_name(language.own), Some(language.tag));
            for other in language.others {
                assert_eq!(LanguageTag::of_name(other), Some(language.tag), "{other}");
                assert_eq!(fold_name(other), *other);
                assert!(!OF_TWO_LETTERS.split(' ').any(|code| code == *other));
            }
        }
        for (tag, is_known) in
            [("pl", true), ("es-MX", true), ("hmn", true), ("new", false), ("old", false)]
        {
            assert_eq!(LanguageTag::new(tag).unwrap().is_well_known(), is_known, "{tag}");
        }
    }
}
