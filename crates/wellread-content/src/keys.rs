//! The keys of each kind of front matter, with what they are for, as data.
//!
//! The same table tells the reader of front matter which keys exist, the command `wellread new`
//! what to write into a new file, and a check whether the manual names them all. What a key's value
//! must look like is in [`crate::document`].

use wellread_model::Kind;

/// A key of front matter, as `wellread new` shows it: `say: "eye-ee-pee"  # how to say it`.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// A value as an author could write it, in YAML.
    pub example: &'static str,
    /// What it is for, in plain words: a comment in a new file.
    pub about: &'static str,
}

/// Short for a [`Key`], so that each is one line of the table below.
const fn key(name: &'static str, example: &'static str, about: &'static str) -> Key {
    Key { name, example, about }
}

// Keys that several kinds have, with one explanation for all of them.
const SUMMARY: Key =
    key("summary", "\"One or two sentences.\"", "shown in lists and by search engines");
const LINK_TERMS: Key = key("link_terms", "page", "link terms once a page, section, all, or none");
const SKIP_TERMS: Key = key("skip_terms", "[idea]", "terms that are not linked on this page");
const TOPICS: Key = key("topics", "[school]", "the topics it belongs to, by file name");
const REVIEWED: Key = key("reviewed", "2026-11-22", "the day a reviewer last read it");
const REVIEWERS: Key = key("reviewers", "[team]", "who reviewed it, by file name in people/");
const REVIEW_EVERY: Key =
    key("review_every", "12 months", "you are reminded when the next review is due");
const AUDIENCE: Key = key("audience", "[Parents]", "whom it is for");

/// The keys of every kind, at the end of a new file.
const COMMON: [Key; 6] = [
    key("owner", "team", "who looks after it, by file name in people/"),
    key("language", "es", "the language of this page, if it is not that of the hub"),
    key("redirect_from", "[/old-address/]", "old addresses that lead here"),
    key("draft", "true", "leave this page out of the site for now"),
    key("accept", "[unused-footnote]", "warnings that you have looked at"),
    key("extra", "{ color: green }", "values for the hub's own theme"),
];

/// The other keys of each kind, required ones first and then in the order of a new file.
const OWN: [(Kind, &[Key]); 8] = [
    (
        Kind::Article,
        &[
            key("title", "\"What is an IEP?\"", "the heading of the page"),
            key("subtitle", "\"A short guide\"", "a second line under the title"),
            SUMMARY,
            key("authors", "[team]", "who wrote it, by file name in people/"),
            key("published", "2026-11-22", "not shown before this day"),
            key("updated", "2026-11-22", "the day of the last change that readers should know of"),
            REVIEWED,
            REVIEWERS,
            REVIEW_EVERY,
            TOPICS,
            AUDIENCE,
            key("resources", "[parent-center]", "resources listed below the text"),
            key("related", "[what-is-an-iep]", "articles listed below the text"),
            LINK_TERMS,
            SKIP_TERMS,
        ],
    ),
    (
        Kind::Term,
        &[
            key("term", "IEP", "the word that is explained"),
            key("aliases", "[Individualized Education Program]", "other names of the same thing"),
            key(
                "case",
                "exact",
                "exact: letters as written; any: upper and lower case are the same",
            ),
            key("plural", "none", "none, or a list of the plural forms"),
            key("auto_link", "true", "true: link it although it is an everyday word; false: never"),
            key("not_in", "[public accommodation]", "phrases in which it means something else"),
            key("only_topics", "[school]", "link it only on pages of these topics"),
            key("not_topics", "[work]", "do not link it on pages of these topics"),
            key("see_also", "[504-plan]", "terms that belong with it"),
            key("not_same_as", "[504-plan]", "terms that it is easily confused with"),
            key("say", "\"eye-ee-pee\"", "how to say it"),
            key("reviewed", "2026-11-22", "the day it was last reviewed"),
            key("sources", "[\"[IDEA](https://sites.ed.gov/idea/)\"]", "where it comes from"),
        ],
    ),
    (
        Kind::Resource,
        &[
            key("title", "\"Parent Center\"", "the name of the resource"),
            SUMMARY,
            key(
                "url",
                "https://example.org/",
                "its web address; if it has none, delete the next line and give a number",
            ),
            key("aliases", "[CPC]", "other names by which pages mention it"),
            key("organization", "\"Who runs it\"", "who runs it"),
            key("part_of", "\"Children's Hospital\"", "what it is a part of: a resource, or words"),
            key(
                "phone",
                "\"303-555-0100\"",
                "a number to call, or several: [{ label: Spanish line, number: 303-555-0101 }]",
            ),
            key("text_phone", "\"303-555-0101\"", "a number to text"),
            key("email", "help@example.org", "an email address"),
            key("address", "\"1 Main Street, Denver\"", "a postal address"),
            key(
                "locations",
                "[{ name: Aurora office, address: \"2 Elm Street, Aurora\", phone: 303-555-0102 }]",
                "its places, if it has several",
            ),
            key("area", "[Colorado]", "where it serves"),
            key("cost", "Free", "what it costs"),
            key("eligibility", "\"Families of children with an IEP\"", "who can use it"),
            key("ages", "Birth to 5", "the ages that it is for"),
            key("apply", "\"Call to get an appointment\"", "how to get in"),
            key("bring", "\"The last report card\"", "what to bring"),
            key("accessibility", "\"Step-free, ASL on request\"", "help with disabilities"),
            key(
                "notice",
                "{ text: Closed for the holidays, until: 2027-01-04 }",
                "what families have to know until a day; without a day, text alone",
            ),
            key("languages", "[English, Spanish]", "the languages it serves in"),
            key(
                "hours",
                "\"Monday to Friday, 9 to 5\"",
                "when it can be reached; texts show any of this as [[file-name:hours]]",
            ),
            AUDIENCE,
            TOPICS,
            key("checked", "2026-11-22", "the day you last verified all of this"),
        ],
    ),
    (
        Kind::Topic,
        &[key("title", "School", "the name of the topic"), SUMMARY, LINK_TERMS, SKIP_TERMS],
    ),
    (
        Kind::Person,
        &[
            key("name", "\"The clinic's team\"", "the name of the person or team"),
            key("credentials", "PsyD", "degrees and licenses"),
            key("role", "\"School psychologist\"", "what they do"),
            key("disclosure", "\"No conflicts of interest.\"", "interests readers should know of"),
            key("url", "https://example.org/", "their own page"),
            key("photo", "ana.jpg", "a picture of them, which lies next to this file"),
            key("order", "1", "their place in the list of people; those without come last"),
        ],
    ),
    (
        Kind::Page,
        &[key("title", "About us", "the heading of the page"), SUMMARY, LINK_TERMS, SKIP_TERMS],
    ),
    (
        Kind::Letter,
        &[
            key("title", "\"Ask for a meeting\"", "what the letter does, as a heading"),
            SUMMARY,
            TOPICS,
            REVIEWED,
            REVIEWERS,
            REVIEW_EVERY,
            LINK_TERMS,
            SKIP_TERMS,
        ],
    ),
    (
        Kind::Packet,
        &[
            key("title", "\"Before the first meeting\"", "the heading of the handout"),
            key("pages", "[articles/welcome, glossary/iep]", "its parts in order, by file"),
            SUMMARY,
            AUDIENCE,
            LINK_TERMS,
            SKIP_TERMS,
        ],
    ),
];

/// The keys of each of the `locations` of a resource.
pub(crate) const LOCATION_KEYS: [&str; 8] =
    ["name", "address", "phone", "text_phone", "email", "hours", "url", "area"];

/// The keys of a phone number that has a label.
pub(crate) const NUMBER_KEYS: [&str; 2] = ["label", "number"];

/// The keys of one kind, required ones first and then in the order of a new file.
///
/// # Examples
/// ```
/// use wellread_content::keys;
/// use wellread_model::Kind;
///
/// let of_terms: Vec<&str> = keys(Kind::Term).map(|key| key.name).collect();
/// assert_eq!(of_terms.first(), Some(&"term"));
/// assert!(of_terms.contains(&"aliases") && of_terms.contains(&"draft"));
/// ```
pub fn keys(kind: Kind) -> impl Iterator<Item = &'static Key> {
    let own = OWN.iter().find(|(one, _)| *one == kind).map_or(&[][..], |(_, keys)| *keys);
    own.iter().chain(&COMMON)
}

/// Whether the value of a key may be a list.
pub(crate) fn takes_list(name: &str) -> bool {
    let all = OWN.iter().flat_map(|(_, keys)| *keys).chain(&COMMON);
    matches!(name, "phone" | "text_phone")
        || all.into_iter().any(|key| key.name == name && key.example.starts_with('['))
}

/// The key that holds what a document is called: the first of its kind.
pub(crate) fn title_key(kind: Kind) -> &'static str {
    keys(kind).next().map_or("title", |key| key.name)
}

/// A document of this kind in the middle of a sentence.
pub(crate) const fn described(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "an article",
        Kind::Term => "a term",
        Kind::Resource => "a resource",
        Kind::Topic => "a topic",
        Kind::Person => "a person",
        Kind::Page => "a page",
        Kind::Letter => "a letter",
        Kind::Packet => "a packet",
    }
}
