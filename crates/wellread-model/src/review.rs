//! When texts are due for a review, and how hard they may be to read.

use crate::{Date, Details, Document, Period, Relation, Spanned};

/// What `[review]` says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct ReviewSettings {
    /// How long after its last review an article, a letter or a term is due for the next, where it
    /// does not say.
    pub every: Option<Period>,
    /// Whether an article that no one has reviewed says so on its page.
    pub show_missing: bool,
    /// The topics whose articles tell readers that their review is overdue.
    pub show_overdue: Vec<Spanned<String>>,
}

/// How hard a text is to read, the easiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReadingBand {
    /// Most adults read it without effort.
    Easy,
    /// Adults who read much do.
    Fair,
    /// It takes an effort.
    Hard,
}

impl ReadingBand {
    /// The word for it in reports, and in `[reading] target`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Fair => "fair",
            Self::Hard => "hard",
        }
    }
}

impl ReviewSettings {
    /// The day by which an article, a letter or a term should be reviewed again. Its own period
    /// goes before that of the hub; what was never reviewed is due that long after it appeared.
    /// `None` for other kinds.
    #[must_use]
    pub fn due(&self, document: &Document) -> Option<Date> {
        let reviewed = document.reviewed().map(|day| day.value);
        let start = || reviewed.or_else(|| document.published());
        document.review_due().map(|due| due.value).or_else(|| self.every?.after(start()?))
    }
}

impl Document {
    /// The days that its author has written in it: of its publication, changes, reviews, checks.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        let others = match &self.details {
            Details::Article(one) => [one.published.as_ref(), one.updated.as_ref()],
            Details::Resource(resource) => [resource.checked.as_ref(), None],
            _ => [None; 2],
        };
        others.into_iter().chain([self.reviewed()]).flatten().map(|date| date.value)
    }

    /// The people who look after it, as its author wrote their names: its owner, or else its
    /// reviewers, or else its authors.
    #[must_use]
    pub fn people_in_charge(&self) -> &[Spanned<String>] {
        let relations = Relation::LOOKS_AFTER.iter();
        let mut stated = relations.filter_map(|relation| self.references.get(relation));
        stated.find(|names| !names.is_empty()).map_or(&[], Vec::as_slice)
    }
}
