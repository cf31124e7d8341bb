//! How documents refer to each other: the keys of front matter that list names, as data.

use crate::Kind;

/// How one document refers to others: the key of the front matter that lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// `authors`: the people who wrote it.
    Author,
    /// `reviewers`: the people who checked it.
    Reviewer,
    /// `owner`: the people who look after it.
    Owner,
    /// `topics`: the topics that it belongs to.
    Topic,
    /// `resources`: outside help that is listed below the text.
    Resource,
    /// `related`: articles that are listed below the text.
    Related,
    /// `see_also`: terms that belong with this one.
    SeeAlso,
    /// `not_same_as`: terms that this one is easily confused with.
    NotSameAs,
    /// `skip_terms`: terms that are not linked in this document.
    SkipTerm,
    /// `only_topics`: the topics on whose pages alone a term is linked.
    OnlyTopic,
    /// `not_topics`: the topics on whose pages a term is not linked.
    NotTopic,
    /// `pages`: the parts of a packet.
    Part,
}

impl Relation {
    /// All relations.
    pub const ALL: [Self; 12] = [
        Self::Author,
        Self::Reviewer,
        Self::Owner,
        Self::Topic,
        Self::Resource,
        Self::Related,
        Self::SeeAlso,
        Self::NotSameAs,
        Self::SkipTerm,
        Self::OnlyTopic,
        Self::NotTopic,
        Self::Part,
    ];

    /// The relations to the people who look after a document: the first of them that names anyone
    /// says who does.
    pub const LOOKS_AFTER: [Self; 3] = [Self::Owner, Self::Reviewer, Self::Author];

    /// The key in the front matter.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Author => "authors",
            Self::Reviewer => "reviewers",
            Self::Owner => "owner",
            Self::Topic => "topics",
            Self::Resource => "resources",
            Self::Related => "related",
            Self::SeeAlso => "see_also",
            Self::NotSameAs => "not_same_as",
            Self::SkipTerm => "skip_terms",
            Self::OnlyTopic => "only_topics",
            Self::NotTopic => "not_topics",
            Self::Part => "pages",
        }
    }

    /// The kind of entry that it leads to; `None` if it leads to several kinds.
    #[must_use]
    pub const fn target(self) -> Option<Kind> {
        match self {
            Self::Author | Self::Reviewer | Self::Owner => Some(Kind::Person),
            Self::Topic | Self::OnlyTopic | Self::NotTopic => Some(Kind::Topic),
            Self::Resource => Some(Kind::Resource),
            Self::Related => Some(Kind::Article),
            Self::SeeAlso | Self::NotSameAs | Self::SkipTerm => Some(Kind::Term),
            Self::Part => None,
        }
    }
}
