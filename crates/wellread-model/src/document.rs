//! One source file as its author wrote it: typed front matter, references still as text.
//!
//! Differences between the kinds live in [`Details`]; everything that the kinds share is in
//! [`Document`]. [`crate::Library`] holds documents with their references resolved.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::{Date, Slug, SourcePath, Span, Spanned};

/// The kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An article of the hub.
    Article,
    /// A term of the glossary.
    Term,
    /// An outside resource of the directory.
    Resource,
    /// A topic that articles and resources belong to.
    Topic,
    /// An author or reviewer.
    Person,
    /// A free page such as "about" or "privacy".
    Page,
}

impl Kind {
    /// All kinds, in the order in which a name that fits several of them is resolved.
    pub const ALL: [Self; 6] =
        [Self::Term, Self::Article, Self::Resource, Self::Topic, Self::Person, Self::Page];

    /// The folder below `content/`.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Term => "glossary",
            Self::Resource => "resources",
            Self::Topic => "topics",
            Self::Person => "people",
            Self::Page => "pages",
        }
    }

    /// The kind whose documents live in a folder of `content/`.
    #[must_use]
    pub fn from_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The singular noun, as in `wellread new term`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Term => "term",
            Self::Resource => "resource",
            Self::Topic => "topic",
            Self::Person => "person",
            Self::Page => "page",
        }
    }
}

/// How often the uses of a term are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub enum LinkScope {
    /// The first use on a page.
    #[default]
    Page,
    /// The first use in each section.
    Section,
    /// Every use.
    All,
    /// Never, except where `[[…]]` asks for it.
    None,
}

/// A reference from one document to others, by the front matter key that states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// `authors`
    Author,
    /// `reviewers`
    Reviewer,
    /// `topics`
    Topic,
    /// `resources`
    Resource,
    /// `related`
    Related,
    /// `see_also`
    SeeAlso,
    /// `not_same_as`
    NotSameAs,
    /// `skip_terms`
    SkipTerm,
}

impl Relation {
    /// The key in the front matter.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Author => "authors",
            Self::Reviewer => "reviewers",
            Self::Topic => "topics",
            Self::Resource => "resources",
            Self::Related => "related",
            Self::SeeAlso => "see_also",
            Self::NotSameAs => "not_same_as",
            Self::SkipTerm => "skip_terms",
        }
    }

    /// The kind of entry that it leads to.
    #[must_use]
    pub const fn target(self) -> Kind {
        match self {
            Self::Author | Self::Reviewer => Kind::Person,
            Self::Topic => Kind::Topic,
            Self::Resource => Kind::Resource,
            Self::Related => Kind::Article,
            Self::SeeAlso | Self::NotSameAs | Self::SkipTerm => Kind::Term,
        }
    }
}

/// One source file: its front matter, typed, and its body.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is.
    pub kind: Kind,
    /// Its name in addresses, from the name of the file.
    pub slug: Slug,
    /// The file.
    pub source: SourcePath,
    /// The whole text of the file.
    pub text: Arc<str>,
    /// A hash of the text, the same on every machine.
    pub hash: u64,
    /// Where in the text the Markdown body is.
    pub body: Span,
    /// The title, the term, or the name of the person.
    pub title: Spanned<String>,
    /// One or two sentences for lists.
    pub summary: Option<String>,
    /// Whether it is left out of the site.
    pub draft: bool,
    /// `link_terms`, where the author set it.
    pub link_terms: Option<LinkScope>,
    /// References to other documents, as written.
    pub references: BTreeMap<Relation, Vec<Spanned<String>>>,
    /// What only this kind has.
    pub details: Details,
}

impl Document {
    /// The Markdown body.
    #[must_use]
    pub fn body_text(&self) -> &str {
        &self.text[self.body.start..self.body.end]
    }

    /// The day before which it is not published, if it names one.
    #[must_use]
    pub fn published(&self) -> Option<Date> {
        match &self.details {
            Details::Article(article) => article.published.as_ref().map(|date| date.value),
            _ => None,
        }
    }
}

/// What only one kind of document has.
#[derive(Debug, Clone, PartialEq)]
pub enum Details {
    /// See [`Article`].
    Article(Article),
    /// See [`Term`].
    Term(Term),
    /// See [`Resource`].
    Resource(Resource),
    /// See [`Person`].
    Person(Person),
    /// Topics have nothing of their own.
    Topic,
    /// Pages have nothing of their own.
    Page,
}

impl Details {
    /// What, beside its title, says in which forms a term is found in texts; empty for other kinds.
    #[must_use]
    pub fn forms(&self) -> (Vec<&str>, Case, Option<&Plural>) {
        match self {
            Self::Term(term) => {
                let aliases = term.aliases.iter().map(|alias| alias.value.as_str()).collect();
                (aliases, term.case, Some(&term.plural))
            }
            _ => (Vec::new(), Case::Auto, None),
        }
    }
}

/// What only an article has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// A second line under the title.
    pub subtitle: Option<String>,
    /// The day it was, or will be, published.
    pub published: Option<Spanned<Date>>,
    /// The day of the last change that a reader should know of.
    pub updated: Option<Spanned<Date>>,
    /// The day a reviewer last read it.
    pub reviewed: Option<Spanned<Date>>,
    /// The day by which it should be reviewed again (`reviewed` plus `review_every`).
    pub review_due: Option<Spanned<Date>>,
    /// Whom it is for.
    pub audience: Vec<String>,
    /// Old addresses that lead here, as paths from the site's root.
    pub redirect_from: Vec<Spanned<String>>,
}

/// Whether the letters of a term must be written as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Case {
    /// Words with two or more capitals must match exactly, others in any case.
    #[default]
    Auto,
    /// Every word as written.
    Exact,
    /// Every word in any case.
    Any,
}

/// Which plurals of a term match.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub enum Plural {
    /// The regular plurals of the language.
    #[default]
    Regular,
    /// None.
    None,
    /// These and no others.
    Forms(Vec<String>),
}

/// What only a term has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Term {
    /// Other names of the same thing.
    pub aliases: Vec<Spanned<String>>,
    /// Whether case matters.
    pub case: Case,
    /// Which plurals match.
    pub plural: Plural,
    /// How to say it.
    pub say: Option<String>,
    /// The day it was last reviewed.
    pub reviewed: Option<Date>,
    /// Where the definition comes from, each a line of Markdown.
    pub sources: Vec<Spanned<String>>,
}

/// What only a resource has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resource {
    /// Its address on the web.
    pub url: String,
    /// Who runs it.
    pub organization: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
    /// A number to text.
    pub text_phone: Option<String>,
    /// A mail address.
    pub email: Option<String>,
    /// A postal address.
    pub address: Option<String>,
    /// Where it serves.
    pub area: Vec<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// Who can use it.
    pub eligibility: Option<String>,
    /// The languages it serves in.
    pub languages: Vec<String>,
    /// When it can be reached.
    pub hours: Option<String>,
    /// Whom it is for.
    pub audience: Vec<String>,
    /// The day staff last verified it.
    pub checked: Option<Date>,
}

/// What only a person has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Degrees and licences, such as `PsyD`.
    pub credentials: Option<String>,
    /// What they do.
    pub role: Option<String>,
    /// Interests that a reader should know of.
    pub disclosure: Option<String>,
    /// Their own page.
    pub url: Option<String>,
}
