//! What kinds of entries there are.

/// The kinds of entries. The folder of a file decides its kind.
///
/// The order of the variants is the order of entries in a [`crate::Library`].
///
/// # Examples
/// ```
/// use wellread_model::Kind;
///
/// assert_eq!(Kind::from_folder("glossary"), Some(Kind::Term));
/// assert_eq!(Kind::Term.folder(), "glossary");
/// assert_eq!(Kind::from_folder("drafts"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An article of the hub.
    Article,
    /// A term of the glossary.
    Term,
    /// An outside resource of the directory.
    Resource,
    /// A topic that articles, letters and resources belong to.
    Topic,
    /// An author, a reviewer, or someone who looks after pages.
    Person,
    /// A page of its own, such as "about" or "privacy".
    Page,
    /// A letter with blanks, to fill in and print.
    Letter,
    /// Several pages as one handout.
    Packet,
}

impl Kind {
    /// All kinds, in the order in which a name that fits several of them is resolved. Terms come
    /// first, since explaining words is what a hub is for.
    pub const ALL: [Self; 8] = [
        Self::Term,
        Self::Article,
        Self::Resource,
        Self::Topic,
        Self::Person,
        Self::Page,
        Self::Letter,
        Self::Packet,
    ];

    /// The folder below `content/`. For all kinds but pages, it is the first part of the URL as
    /// well.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Term => "glossary",
            Self::Resource => "resources",
            Self::Topic => "topics",
            Self::Person => "people",
            Self::Page => "pages",
            Self::Letter => "letters",
            Self::Packet => "packets",
        }
    }

    /// The kind whose documents live in a folder of `content/`.
    #[must_use]
    pub fn from_folder(folder: &str) -> Option<Self> {
        // Letter for letter, also where the file system ignores case: the site will be served by
        // one that does not.
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The singular noun, as in `wellread new term` and in messages.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Term => "term",
            Self::Resource => "resource",
            Self::Topic => "topic",
            Self::Person => "person",
            Self::Page => "page",
            Self::Letter => "letter",
            Self::Packet => "packet",
        }
    }

    /// Whether its entries can be parts of a packet: those that a family reads.
    #[must_use]
    pub const fn may_be_part(self) -> bool {
        matches!(self, Self::Article | Self::Term | Self::Resource | Self::Page)
    }
}
