//! One thing that needs a person, and its kind.

use std::cmp::Reverse;

use wellread_model::{Date, Place};

/// What an item is about. The order is that of harm: what can hurt a family comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuditKind {
    /// A crisis line that no one has verified for long.
    CrisisLine,
    /// A resource with phone numbers that no one has verified for long.
    PhoneNumber,
    /// A resource that no one has verified for long, and whose facts stand on several pages.
    SharedFact,
    /// An address at which nothing is any longer.
    LostAddress,
    /// A link to another site that does not work, by the last check of links.
    Link,
    /// A text that stands for one that staff have yet to write.
    Placeholder,
    /// A text whose review is due.
    ReviewDue,
    /// A resource without numbers that no one has verified for long.
    Resource,
    /// A text that no one has reviewed, though the hub asks for it.
    ReviewMissing,
    /// Two pages with nearly the same text, or the same title.
    Duplicate,
    /// A page that is harder to read than the hub wants.
    HardPage,
    /// Hard sentences on a page that is easy enough as a whole.
    HardSentence,
    /// An abbreviation that no term explains.
    Abbreviation,
    /// An image that says nothing to those who cannot see it.
    PictureText,
    /// An image for which readers wait.
    LargePicture,
    /// A page to which no other leads.
    Unlinked,
    /// A name of a term that is an everyday word.
    EverydayWord,
    /// A definition that explains little.
    Definition,
    /// A term that no page uses.
    UnusedTerm,
    /// A draft that no one has touched for long.
    OldDraft,
    /// Warnings that staff have accepted.
    Accepted,
    /// A place where a phone number is written or shown. Nothing is wrong with it, so it is listed only
    /// when it is asked for.
    Number,
}

/// A row of the table of kinds.
struct KindRow {
    name: &'static str,
    title: &'static str,
    why: &'static str,
}

impl AuditKind {
    /// All kinds, in the order of harm.
    pub const ALL: [Self; 22] = [
        Self::CrisisLine,
        Self::PhoneNumber,
        Self::SharedFact,
        Self::LostAddress,
        Self::Link,
        Self::Placeholder,
        Self::ReviewDue,
        Self::Resource,
        Self::ReviewMissing,
        Self::Duplicate,
        Self::HardPage,
        Self::HardSentence,
        Self::Abbreviation,
        Self::PictureText,
        Self::LargePicture,
        Self::Unlinked,
        Self::EverydayWord,
        Self::Definition,
        Self::UnusedTerm,
        Self::OldDraft,
        Self::Accepted,
        Self::Number,
    ];

    /// The name in `--kind`, JSON and CSV. Scripts of clinics may filter by it, so it never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// The heading above items of this kind, in the words of staff.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.row().title
    }

    /// Why items of this kind matter, in a sentence.
    #[must_use]
    pub const fn why(self) -> &'static str {
        self.row().why
    }

    const fn row(self) -> KindRow {
        const fn row(name: &'static str, title: &'static str, why: &'static str) -> KindRow {
            KindRow { name, title, why }
        }
        match self {
            Self::CrisisLine => {
                row("crisis-line", "Crisis lines to verify", "A family in a crisis calls them.")
            }
            Self::PhoneNumber => row(
                "phone-number",
                "Phone numbers to verify",
                "Numbers change, and a wrong one reaches a stranger.",
            ),
            Self::SharedFact => row(
                "shared-fact",
                "Facts to verify that stand on several pages",
                "If one of them is wrong, all of these pages are.",
            ),
            Self::LostAddress => row(
                "lost-address",
                "Addresses that lead to nothing",
                "They are printed on handouts and stand in emails.",
            ),
            Self::Link => row(
                "link",
                "Links to other sites that need a person",
                "Families follow them to nothing, or to someone else.",
            ),
            Self::Placeholder => {
                row("placeholder", "Placeholders", "Families see an example where yours belongs.")
            }
            Self::ReviewDue => row(
                "review-due",
                "Reviews that are due",
                "What was right at the last review may be wrong now.",
            ),
            Self::Resource => row(
                "resource",
                "Resources to verify",
                "Offers, costs and addresses change without notice.",
            ),
            Self::ReviewMissing => row(
                "review-missing",
                "Not reviewed",
                "The hub asks for a review, and no day of one is written here.",
            ),
            Self::Duplicate => row(
                "duplicate",
                "Pages that are nearly the same",
                "When one of them is corrected, the other stays wrong.",
            ),
            Self::HardPage => {
                row("hard-page", "Pages that are hard to read", "Tired readers give up on them.")
            }
            Self::HardSentence => {
                row("hard-sentence", "Hard sentences", "Readers have to start over to get them.")
            }
            Self::Abbreviation => row(
                "abbreviation",
                "Abbreviations that no term explains",
                "Families do not know them, and feel that they should.",
            ),
            Self::PictureText => row(
                "picture-text",
                "Pictures whose description says nothing",
                "Those who cannot see the picture get nothing.",
            ),
            Self::LargePicture => row(
                "large-picture",
                "Large pictures",
                "On a phone, families wait and pay for them.",
            ),
            Self::Unlinked => row(
                "unlinked",
                "Pages to which no page leads",
                "Families find them only by the search and in the full list.",
            ),
            Self::EverydayWord => row(
                "everyday-word",
                "Everyday words that await a decision",
                "Until you decide, no page links to the term by this name.",
            ),
            Self::Definition => row(
                "definition",
                "Definitions that explain little",
                "They open beside the text, for a reader who has a second.",
            ),
            Self::UnusedTerm => {
                row("unused-term", "Terms that no page uses", "Someone has to maintain them.")
            }
            Self::OldDraft => row(
                "old-draft",
                "Drafts older than six months",
                "Someone began them for a reason, and families have nothing.",
            ),
            Self::Accepted => row(
                "accepted",
                "Warnings that you have accepted",
                "What was right then may be wrong by now.",
            ),
            Self::Number => row(
                "numbers",
                "Phone numbers",
                "Where a number changes, each of these places does.",
            ),
        }
    }
}

/// One thing that needs a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditItem {
    /// What it is about.
    pub kind: AuditKind,
    /// Where it is: the place of what has to be changed or looked at.
    pub place: Place,
    /// What is the matter here, in a sentence.
    pub about: String,
    /// Further lines, such as the sentences that are hard.
    pub details: Vec<String>,
    /// What to do, with the text to write.
    pub step: String,
    /// The day since which it is due; `None` where it is not a matter of days.
    pub due: Option<Date>,
    /// How much it matters among those of its kind, such as the number of pages.
    pub weight: usize,
}

impl AuditItem {
    /// An item that matters as much as others of its kind.
    #[must_use]
    pub const fn new(kind: AuditKind, place: Place, about: String, step: String) -> Self {
        Self { kind, place, about, details: Vec::new(), step, due: None, weight: 0 }
    }

    /// The same with the day since which it is due.
    #[must_use]
    pub const fn due(mut self, day: Option<Date>) -> Self {
        self.due = day;
        self
    }

    /// The same with its weight among those of its kind.
    #[must_use]
    pub const fn weight(mut self, weight: usize) -> Self {
        self.weight = weight;
        self
    }

    /// The same with further lines.
    #[must_use]
    pub fn details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// What items are sorted by: the most harmful first, then what is due for longest.
    pub(super) fn rank(&self) -> impl Ord + '_ {
        let due = self.due.unwrap_or(Date::MIN);
        (self.kind, Reverse(self.weight), due, &self.place, &self.about)
    }
}

/// A day on which something has to be looked at again: an entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// What it is about.
    pub kind: AuditKind,
    /// The last day on which all is well; the day itself, if it is overdue.
    pub day: Date,
    /// What is to be looked at.
    pub title: String,
    /// Where it is written.
    pub place: Place,
    /// What to do, with the text to write.
    pub step: String,
}
