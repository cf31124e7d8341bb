//! One source file as its author wrote it: typed front matter, references still as text.
//!
//! An article, a term, a resource and so on share one shape: a title, a body, references to others.
//! That is [`Document`]. What only one kind has is in [`Details`], so that code that treats all
//! kinds alike (routes, relations, rendering, search) needs no case for each of them.
//!
//! Documents do not know each other. [`crate::Library`] holds them with their references resolved.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{
    ContactPoint, Date, ExtraMap, Kind, LanguageTag, Notice, Period, Relation, Route, Slug,
    SourcePath, Span, Spanned,
};

/// Which uses of a term are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub enum LinkScope {
    /// The first use on a page.
    #[default]
    Page,
    /// The first use in each section.
    Section,
    /// Every use.
    All,
    /// None, except where `[[…]]` asks for it.
    None,
}

impl LinkScope {
    /// The words for them in front matter and in `site.toml`.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("page", Self::Page),
        ("section", Self::Section),
        ("all", Self::All),
        ("none", Self::None),
    ];
}

/// Whether a document has a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It is a file of the hub.
    File,
    /// It is a file of the hub whose front matter could not be read. Nothing is published then; the
    /// document is there so that links to it are not errors as well.
    Unread,
    /// It is a topic that other documents name and none describes. It borrows the file of one that
    /// names it, so that messages have a place to point at.
    Implied,
}

/// One source file: its front matter, typed, and its body.
///
/// A file with errors becomes a document too, as far as it could be understood, so that links to it
/// are not reported as well. Nothing is published until the errors are fixed.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its kind.
    pub kind: Kind,
    /// Its name in URLs, from the name of the file. It is unique among the documents of its kind.
    pub slug: Slug,
    /// Whether the file is its own.
    pub origin: Origin,
    /// The file.
    pub source: SourcePath,
    /// The whole text of the file, front matter included, so that every [`Span`] of the document
    /// can be resolved with it. It is shared with the sources, not copied. Empty if the file is not
    /// its own.
    pub text: Arc<str>,
    /// The Markdown body within the text.
    pub body: Span,
    /// The title, the term, or the name of the person.
    pub title: Spanned<String>,
    /// One or two sentences for lists.
    pub summary: Option<String>,
    /// The language that it is written in, where the author set one; otherwise it is that of the
    /// hub.
    pub language: Option<LanguageTag>,
    /// Whether it is unfinished: left out of the site unless drafts are asked for.
    pub draft: bool,
    /// `link_terms`, where the author set it; otherwise the settings of the hub decide.
    pub link_terms: Option<LinkScope>,
    /// Old addresses that lead here, as routes from the root of the host: where the author copied
    /// one from the browser, it begins with the path of `base_url`. See
    /// [`crate::Entry::redirects`].
    pub redirect_from: Vec<Spanned<Route>>,
    /// The codes of warnings about this file that its author has looked at and accepted.
    pub accept: Vec<Spanned<String>>,
    /// What the hub's own theme gets as `page.extra`.
    pub extra: ExtraMap,
    /// References to other documents, as written.
    pub references: BTreeMap<Relation, Vec<Spanned<String>>>,
    /// What only this kind has.
    pub details: Details,
}

impl Document {
    /// A document with nothing but a title: no text, and front matter whose author has stated
    /// nothing.
    ///
    /// # Examples
    /// ```
    /// use wellread_model::{Document, Kind, Slug, SourcePath, Span, Spanned};
    ///
    /// let slug = Slug::new("iep").expect("it has a letter");
    /// let title = Spanned::new("IEP".to_owned(), Span::point(0));
    /// let document =
    ///     Document::new(Kind::Term, slug, SourcePath::new("content/glossary/iep.md"), title);
    /// assert_eq!((document.body_text(), document.draft), ("", false));
    /// ```
    #[must_use]
    pub fn new(kind: Kind, slug: Slug, source: SourcePath, title: Spanned<String>) -> Self {
        Self {
            kind,
            slug,
            origin: Origin::File,
            source,
            text: Arc::from(""),
            body: Span::point(0),
            title,
            summary: None,
            language: None,
            draft: false,
            link_terms: None,
            redirect_from: Vec::new(),
            accept: Vec::new(),
            extra: ExtraMap::new(),
            references: BTreeMap::new(),
            details: Details::empty(kind),
        }
    }

    /// The Markdown body.
    #[must_use]
    pub fn body_text(&self) -> &str {
        &self.text[self.body.start..self.body.end]
    }

    /// The other names of what it is about. Only terms and resources have any.
    #[must_use]
    pub fn aliases(&self) -> &[Spanned<String>] {
        match &self.details {
            Details::Term(term) => &term.aliases,
            Details::Resource(resource) => &resource.aliases,
            _ => &[],
        }
    }

    /// The day on which it appears on the site, if it names one.
    #[must_use]
    pub fn published(&self) -> Option<Date> {
        match &self.details {
            Details::Article(article) => article.published.as_ref().map(|date| date.value),
            // Other kinds have no news value; they appear as soon as they are written.
            _ => None,
        }
    }

    /// The day on which a reviewer last read it. Kinds that are not reviewed have none.
    #[must_use]
    pub const fn reviewed(&self) -> Option<&Spanned<Date>> {
        match &self.details {
            Details::Article(article) => article.reviewed.as_ref(),
            Details::Letter(letter) => letter.reviewed.as_ref(),
            Details::Term(term) => term.reviewed.as_ref(),
            _ => None,
        }
    }

    /// How long after its last review it should be reviewed again, if it says so itself.
    #[must_use]
    pub const fn review_every(&self) -> Option<&Spanned<Period>> {
        match &self.details {
            Details::Article(article) => article.review_every.as_ref(),
            Details::Letter(letter) => letter.review_every.as_ref(),
            _ => None,
        }
    }

    /// The day by which it should be reviewed again according to its own `review_every`, with the
    /// span of that key. What was never reviewed is due that long after it appeared. `None` without
    /// a day to begin with, and after the year 9999. See [`crate::ReviewSettings::due`].
    #[must_use]
    pub fn review_due(&self) -> Option<Spanned<Date>> {
        let &Spanned { ref value, span } = self.review_every()?;
        let start = self.reviewed().map(|day| day.value).or_else(|| self.published())?;
        Some(Spanned::new(value.after(start)?, span))
    }
}

/// What only one kind of document has.
#[derive(Debug, Clone, PartialEq)]
pub enum Details {
    /// See [`Article`].
    Article(Article),
    /// See [`Term`].
    Term(Term),
    /// See [`Resource`]. In a box, because it is much larger than the others.
    Resource(Box<Resource>),
    /// See [`Person`].
    Person(Person),
    /// Topics have nothing of their own.
    Topic,
    /// Pages have nothing of their own.
    Page,
    /// See [`Letter`].
    Letter(Letter),
    /// See [`Packet`].
    Packet(Packet),
}

impl Details {
    /// The details of a document whose author has stated none.
    #[must_use]
    pub fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Article => Self::Article(Article::default()),
            Kind::Term => Self::Term(Term::default()),
            Kind::Resource => Self::Resource(Box::default()),
            Kind::Topic => Self::Topic,
            Kind::Person => Self::Person(Person::default()),
            Kind::Page => Self::Page,
            Kind::Letter => Self::Letter(Letter::default()),
            Kind::Packet => Self::Packet(Packet::default()),
        }
    }

    /// What decides, besides the title, in which forms a term is found in texts. `None` for other
    /// kinds, which are not found in texts.
    #[must_use]
    pub fn forms(&self) -> Option<TermForms<'_>> {
        let Self::Term(term) = self else { return None };
        Some(TermForms {
            aliases: term.aliases.iter().map(|alias| alias.value.as_str()).collect(),
            rules: FormRules {
                case: term.case,
                plural: &term.plural,
                auto_link: term.auto_link,
                word_after_to: term.word_after_to.as_deref(),
            },
            not_in: term.not_in.iter().map(|phrase| phrase.value.as_str()).collect(),
            capitalized: &term.capitalized,
        })
    }
}

/// What decides, besides the title, in which forms a term is found in texts. Two of them are equal
/// if they find the same; where in the file the names are written is left out.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct TermForms<'a> {
    /// The other names, in the author's order.
    pub aliases: Vec<&'a str>,
    /// What applies to all names.
    pub rules: FormRules<'a>,
    /// See [`Term::not_in`].
    pub not_in: Vec<&'a str>,
    /// See [`Term::capitalized`].
    pub capitalized: &'a BTreeMap<String, LetterCaseUse>,
}

/// What applies to all names of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FormRules<'a> {
    /// See [`Term::case`].
    pub case: Case,
    /// See [`Term::plural`].
    pub plural: &'a Plural,
    /// See [`Term::auto_link`].
    pub auto_link: Option<bool>,
    /// See [`Term::word_after_to`].
    pub word_after_to: Option<&'a str>,
}

/// What only an article has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// A second line under the title.
    pub subtitle: Option<String>,
    /// The day it was, or will be, published.
    pub published: Option<Spanned<Date>>,
    /// The day of the last change that matters to a reader.
    pub updated: Option<Spanned<Date>>,
    /// The day a reviewer last read it.
    pub reviewed: Option<Spanned<Date>>,
    /// How long after its last review it should be reviewed again.
    pub review_every: Option<Spanned<Period>>,
    /// The groups of readers that it is for, such as `Parents`.
    pub audience: Vec<Spanned<String>>,
}

/// What only a letter has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Letter {
    /// The day a reviewer last read it.
    pub reviewed: Option<Spanned<Date>>,
    /// How long after its last review it should be reviewed again.
    pub review_every: Option<Spanned<Period>>,
}

/// Whether a use of a term must have the same upper and lower case letters as the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Case {
    /// Words with two or more upper case letters (`IEP`, `PsyD`) must match exactly, others in any
    /// case: "aid" is not AID.
    #[default]
    Auto,
    /// Every word as written.
    Exact,
    /// Every word in any case.
    Any,
}

/// Which plurals of a term are uses of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub enum Plural {
    /// The regular plurals of the language.
    #[default]
    Regular,
    /// None: the term is a name, or a word without a plural.
    None,
    /// These and no others, for irregular ones (`criteria`).
    Forms(Vec<String>),
}

/// How the text of a term writes a name of it that begins with an upper-case letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterCaseUse {
    /// Always with the upper-case letter, also inside sentences.
    Always,
    /// Inside sentences, with and without.
    Sometimes,
}

/// What only a term has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Term {
    /// Other names of the same thing.
    pub aliases: Vec<Spanned<String>>,
    /// Whether upper and lower case matter.
    pub case: Case,
    /// Which plurals match.
    pub plural: Plural,
    /// Whether uses of it are linked without double brackets, where the author decided. Otherwise
    /// they are, except for forms that are everyday words.
    pub auto_link: Option<bool>,
    /// The names of it that its own text writes with an upper-case letter inside sentences, as they
    /// are written.
    pub capitalized: BTreeMap<String, LetterCaseUse>,
    /// What follows `To` at the beginning of its text, up to the next space: `ask` in
    /// `To ask a court again`. In English, it may be the verb that the text explains.
    pub word_after_to: Option<String>,
    /// Phrases in which its names mean something else.
    pub not_in: Vec<Spanned<String>>,
    /// How to say it, spelled for readers who do not know phonetic characters: `eye-ee-pee`.
    pub say: Option<String>,
    /// The day it was last reviewed.
    pub reviewed: Option<Spanned<Date>>,
    /// Where the definition comes from, each a line of Markdown.
    pub sources: Vec<Spanned<String>>,
}

/// What only a resource has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resource {
    /// Other names of it, by which pages mention it.
    pub aliases: Vec<Spanned<String>>,
    /// The organization that runs it.
    pub organization: Option<String>,
    /// What it is a part of: another resource by name, or a place in words.
    pub part_of: Option<Spanned<String>>,
    /// The ways to reach it. It has one at least, here or at a location; only in a document with
    /// errors there may be none.
    pub point: ContactPoint,
    /// The places where it is, if it has several.
    pub locations: Vec<Location>,
    /// Where it serves.
    pub area: Vec<Spanned<String>>,
    /// What it costs.
    pub cost: Option<Spanned<String>>,
    /// Who can use it.
    pub eligibility: Option<String>,
    /// The ages that it serves.
    pub ages: Option<String>,
    /// How to get in.
    pub apply: Option<String>,
    /// What to bring.
    pub bring: Option<String>,
    /// What it offers to people with disabilities.
    pub accessibility: Option<String>,
    /// What families have to know for a while.
    pub notice: Option<Notice>,
    /// The languages it serves in.
    pub languages: Vec<Spanned<String>>,
    /// The groups of readers that it is for, such as `Parents`.
    pub audience: Vec<Spanned<String>>,
    /// The day staff last verified all of this.
    pub checked: Option<Spanned<Date>>,
}

/// One of several places of a resource.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Location {
    /// What distinguishes it from the others, such as `Aurora office`.
    pub name: Option<String>,
    /// The ways to reach it.
    pub point: ContactPoint,
}

/// What only a person has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Degrees and licenses, such as `PsyD`.
    pub credentials: Option<String>,
    /// What they do.
    pub role: Option<String>,
    /// Interests that a reader should know of.
    pub disclosure: Option<String>,
    /// Their own page.
    pub url: Option<String>,
    /// An image of them, a file next to theirs or, after a slash, in `static/`.
    pub photo: Option<Spanned<String>>,
    /// Their place in the list of people, the lowest number first. Those without come after them.
    pub order: Option<u32>,
}

/// What only a packet has. Its pages are those of [`Relation::Part`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Packet {
    /// The groups of readers for whom it is. Never a patient's name, since the packet is public.
    pub audience: Vec<String>,
}

impl Packet {
    /// How many parts a packet has at most: far more than a family reads. Each part is written out
    /// in every packet that names it, so without a limit a site could grow with the square of its
    /// pages.
    pub const MOST_PARTS: usize = 100;
}
