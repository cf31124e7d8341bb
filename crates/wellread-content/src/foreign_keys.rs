//! Keys of other site generators, and words that people try first, in place of a hub's own keys.
//!
//! A folder of Markdown often comes from another program, and its keys are no typing errors of ours.
//! Only names are looked at; [`crate::table_reader`] makes the messages.

use wellread_model::Kind;

use crate::keys::keys;

/// What to do about an unknown key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyHint {
    /// It is called so here.
    Renamed(&'static str),
    /// It belongs in another kind of file, such as `a term`.
    OtherKind(&'static str),
    /// It belongs in a section of the settings, such as `[theme]`.
    Section(&'static str),
    /// It belongs at the top of the settings, above all sections.
    Top,
    /// It is not needed: why, as a sentence.
    NotNeeded(&'static str),
}

const FILE_NAME: &str = "The address of a page comes from the name of its file.";
const THEME: &str = "How a page looks is the theme's business.";
const IN_TEXT: &str = "This is text: write it below the second --- line.";
const IN_ORDER: &str = "Lists have an order of their own.";
const DRAFT: &str = "To leave a page out of the site, write `draft: true`.";
const PICTURE: &str = "The first picture of a page is the one that other sites show.";

/// Keys, each with those that may be meant by it, the likeliest first.
const RENAMED: &[(&str, &[&str])] = &[
    ("abbr", &["aliases"]),
    ("abbreviation", &["aliases"]),
    ("abstract", &["summary"]),
    ("acronym", &["aliases"]),
    ("alias", &["aliases"]),
    ("aliases", &["redirect_from"]),
    ("also_known_as", &["aliases"]),
    ("by", &["authors"]),
    ("byline", &["authors"]),
    ("categories", &["topics"]),
    ("category", &["topics"]),
    ("created", &["published"]),
    ("date", &["published", "reviewed", "checked"]),
    ("description", &["summary"]),
    ("email_address", &["email"]),
    ("excerpt", &["summary"]),
    ("fee", &["cost"]),
    ("headline", &["title"]),
    ("heading", &["title"]),
    ("homepage", &["url"]),
    ("intro", &["summary"]),
    ("keywords", &["topics", "aliases"]),
    ("label", &["topics"]),
    ("labels", &["topics"]),
    ("language", &["languages"]),
    ("last_modified", &["updated", "reviewed", "checked"]),
    ("last_modified_at", &["updated", "reviewed", "checked"]),
    ("last_reviewed", &["reviewed"]),
    ("last_updated", &["updated", "reviewed", "checked"]),
    ("lastmod", &["updated", "reviewed", "checked"]),
    ("lede", &["summary"]),
    ("link", &["url"]),
    ("location", &["address", "area"]),
    ("mail", &["email"]),
    ("modified", &["updated", "reviewed", "checked"]),
    ("name", &["title", "term"]),
    ("opening_hours", &["hours"]),
    ("org", &["organization"]),
    ("phone_number", &["phone"]),
    ("price", &["cost"]),
    ("pronunciation", &["say"]),
    ("provider", &["organization"]),
    ("pubdate", &["published"]),
    ("publish_date", &["published"]),
    ("publishdate", &["published"]),
    ("redirect", &["redirect_from"]),
    ("redirects", &["redirect_from"]),
    ("review_date", &["reviewed"]),
    ("section", &["topics"]),
    ("sms", &["text_phone"]),
    ("subject", &["topics", "title"]),
    ("synonym", &["aliases"]),
    ("synonyms", &["aliases"]),
    ("tag", &["topics"]),
    ("tagline", &["subtitle", "summary"]),
    ("tags", &["topics"]),
    ("tel", &["phone"]),
    ("telephone", &["phone"]),
    ("text", &["text_phone"]),
    ("term", &["title", "name"]),
    ("title", &["term", "name"]),
    ("verified", &["checked"]),
    ("web", &["url"]),
    ("website", &["url"]),
    ("word", &["term"]),
];

/// Keys that no hub needs, and why.
const NOT_NEEDED: &[(&str, &str)] = &[
    ("bio", IN_TEXT),
    ("biography", IN_TEXT),
    ("body", IN_TEXT),
    ("content", IN_TEXT),
    ("cover", PICTURE),
    ("definition", IN_TEXT),
    ("featured_image", PICTURE),
    ("image", PICTURE),
    ("images", PICTURE),
    ("layout", THEME),
    ("nav_order", IN_ORDER),
    ("order", IN_ORDER),
    ("permalink", FILE_NAME),
    ("slug", FILE_NAME),
    ("status", DRAFT),
    ("visibility", DRAFT),
    ("template", THEME),
    ("thumbnail", PICTURE),
    ("weight", IN_ORDER),
];

/// What an unknown key in front matter of a kind most likely means.
pub(crate) fn hint(kind: Kind, name: &str) -> Option<KeyHint> {
    let has_key = |kind: Kind, name: &str| keys(kind).any(|key| key.name == name);
    // Other programs write `lastMod` or `last-mod`.
    let folded = name.to_lowercase().replace(['-', ' '], "_");
    let renamed = RENAMED.iter().find(|(foreign, _)| *foreign == folded);
    let renamed = renamed.and_then(|(_, meant)| meant.iter().find(|meant| has_key(kind, meant)));
    if let Some(meant) = renamed {
        return Some(KeyHint::Renamed(meant));
    }
    if let Some((_, reason)) = NOT_NEEDED.iter().find(|(foreign, _)| *foreign == folded) {
        return Some(KeyHint::NotNeeded(reason));
    }
    let other = Kind::ALL.into_iter().find(|kind| has_key(*kind, name))?;
    Some(KeyHint::OtherKind(crate::keys::described(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_is_meant_exists() {
        let names = || Kind::ALL.into_iter().flat_map(keys).map(|key| key.name);
        for (foreign, meant) in RENAMED {
            assert!(meant.iter().all(|meant| names().any(|name| name == *meant)), "{foreign}");
        }
        for (foreign, _) in NOT_NEEDED {
            assert!(names().all(|name| name != *foreign), "{foreign}");
        }
    }
}
