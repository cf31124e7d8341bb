//! Keys of other site generators, and words that people try first, in place of a hub's own keys.
//!
//! A folder of Markdown often comes from another program, and its keys are not typing errors of
//! ours. Only names are looked at; [`crate::table_reader`] makes the messages.

use wellread_model::Kind;

use crate::keys::keys;

/// What to do about an unknown key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyHint {
    /// It is called so here.
    Renamed(&'static str),
    /// It belongs in another kind of file, such as `a term`.
    OtherKind(&'static str),
    /// It belongs in one of these sections of the settings, such as `[theme]`.
    Section(&'static [&'static str]),
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
pub(crate) const FAX: &str = "A fax number goes below `phone`, with the label Fax.";
const PICTURE: &str = "The first picture of a page is the one that other sites show.";

/// Keys, and those that may be meant by them, the likeliest first.
const RENAMED: &[(&[&str], &[&str])] = &[
    (
        &["abbr", "abbreviation", "acronym", "alias", "also_known_as", "synonym", "synonyms"],
        &["aliases"],
    ),
    (&["abstract", "description", "excerpt", "intro", "lede"], &["summary"]),
    (&["aliases", "redirect", "redirects"], &["redirect_from"]),
    (&["avatar", "image", "picture", "portrait"], &["photo"]),
    (&["by", "byline"], &["authors"]),
    (&["categories", "category", "label", "labels", "section", "tag", "tags"], &["topics"]),
    (&["created", "pubdate", "publish_date", "publishdate"], &["published"]),
    (&["date"], &["published", "reviewed", "checked"]),
    (&["email_address", "mail"], &["email"]),
    (&["for"], &["audience"]),
    (&["fee", "price"], &["cost"]),
    (&["headline", "heading"], &["title"]),
    (&["homepage", "link", "web", "website"], &["url"]),
    (&["keywords"], &["topics", "aliases"]),
    (&["lang", "locale"], &["language"]),
    (
        &["last_modified", "last_modified_at", "last_updated", "lastmod", "modified"],
        &["updated", "reviewed", "checked"],
    ),
    (&["last_reviewed", "review_date"], &["reviewed"]),
    (&["location"], &["address", "area"]),
    (&["name"], &["title", "term"]),
    (&["opening_hours"], &["hours"]),
    (&["org", "provider"], &["organization"]),
    (&["contents", "entries", "page", "parts"], &["pages"]),
    (&["phone_number", "tel", "telephone"], &["phone"]),
    (&["pronunciation"], &["say"]),
    (&["sms", "text"], &["text_phone"]),
    (&["subject"], &["topics", "title"]),
    (&["tagline"], &["subtitle", "summary"]),
    (&["term"], &["title", "name"]),
    (&["title"], &["term", "name"]),
    (&["verified"], &["checked"]),
    (&["word"], &["term"]),
];

/// Keys that no hub needs, and why.
const NOT_NEEDED: &[(&[&str], &str)] = &[
    (&["fax", "fax_number"], FAX),
    (&["bio", "biography", "body", "content", "definition"], IN_TEXT),
    (&["cover", "featured_image", "image", "images", "thumbnail"], PICTURE),
    (&["layout", "template"], THEME),
    (&["nav_order", "order", "weight"], IN_ORDER),
    (&["permalink", "slug"], FILE_NAME),
    (&["status", "visibility"], DRAFT),
];

/// What an unknown key in front matter of a kind most likely means.
pub(crate) fn hint(kind: Kind, name: &str) -> Option<KeyHint> {
    let has_key = |kind: Kind, name: &str| keys(kind).any(|key| key.name == name);
    // Other programs write `lastMod` or `last-mod`.
    let folded = name.to_lowercase().replace(['-', ' '], "_");
    let renamed = RENAMED.iter().filter(|(foreign, _)| foreign.contains(&&*folded));
    let mut meant = renamed.flat_map(|(_, meant)| *meant);
    if let Some(meant) = meant.find(|meant| has_key(kind, meant)) {
        return Some(KeyHint::Renamed(meant));
    }
    if let Some((_, reason)) = NOT_NEEDED.iter().find(|(foreign, _)| foreign.contains(&&*folded)) {
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
            assert!(meant.iter().all(|meant| names().any(|name| name == *meant)), "{foreign:?}");
        }
        for foreign in NOT_NEEDED.iter().flat_map(|(foreign, _)| *foreign) {
            // `order` is one for people alone.
            let is_foreign = |kind| keys(kind).all(|key| key.name != *foreign);
            assert!(Kind::ALL.into_iter().any(is_foreign), "{foreign}");
        }
    }
}
