//! One thing that needs a person, and its kind.
//!
//! The table of kinds is the one place that says what a kind is called, in words for staff and in
//! names for programs, and why it matters. An item itself is plain text and places, so that the
//! terminal, JSON, CSV, a calendar and the preview can all show it without knowing any rule.

use std::cmp::Reverse;

use wellread_model::{Date, Place};

/// What an item is about. The order is that of harm: what can hurt a family comes first. A kind of
/// its own is for what is done in another way or by someone else, not for another message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuditKind {
    /// A crisis line that no one has verified for long: three months, because a number that rings
    /// in an empty room is worse than none.
    CrisisLine,
    /// A resource with phone numbers that no one has verified for long: three months as well.
    PhoneNumber,
    /// A resource that no one has verified for long, and whose facts several pages show.
    /// Verifying one file makes all of these pages right.
    SharedFact,
    /// An address at which nothing is any longer. `lost-addresses.txt`, or the record of the last
    /// build, says that there was a page.
    LostAddress,
    /// A link to another site that does not work, by the last check of links. The audit asks no
    /// host itself; these items come from `link-checks.json`.
    Link,
    /// A text that is still to be written, or an example such as `example.org` from a template that
    /// was never filled in.
    Placeholder,
    /// A text whose review is due. The hub or the text sets how often.
    ReviewDue,
    /// A resource without numbers that no one has verified for long: a year, since addresses and
    /// offers change less often than phones.
    Resource,
    /// A text that no one has reviewed, though the hub asks for it. There is no day since which it
    /// is due.
    ReviewMissing,
    /// Two pages with nearly the same text, or the same title. Copies drift apart, and a reader
    /// cannot tell which one is right.
    Duplicate,
    /// A page that is harder to read than the hub wants. Measured without the terms that the hub
    /// explains; see `crate::reading`.
    HardPage,
    /// A page that is harder to read than it was at its last review. What was added since then was
    /// read by no one who would have noticed.
    HarderPage,
    /// Hard sentences on a page that is easy enough as a whole. At most five of them are shown.
    HardSentence,
    /// An abbreviation, in upper case alone, that no term explains. A word such as `EdReg` is a
    /// name.
    Abbreviation,
    /// An image that says nothing to those who cannot see it, such as "image" or the name of its
    /// file.
    ImageText,
    /// An image for which readers wait. Measured in bytes, as it is published.
    LargeImage,
    /// A page to which no other leads. It is on the site, and only the search and the full list
    /// find it.
    Unlinked,
    /// A name of a term that is an everyday word. The build does not link it before staff have
    /// decided whether it should.
    EverydayWord,
    /// A definition that explains little. It is long or hard, leads back to its own term, or uses
    /// what nothing explains.
    Definition,
    /// A term that no text uses. It costs its reviews and helps no text.
    UnusedTerm,
    /// A draft that no one has touched for long: its last day is more than six months ago.
    OldDraft,
    /// Warnings that staff have accepted. They are listed so that nothing is hidden for good.
    Accepted,
    /// A place where a phone number is written or shown. Nothing is wrong with it, so it is listed
    /// only when it is asked for.
    Number,
}

/// A row of the table of kinds.
///
/// A `match` gives them, so that the compiler finds a kind without a row.
struct KindRow {
    /// For `--kind`, in lower case with hyphens.
    name: &'static str,
    /// Without a period; the number of items follows it.
    title: &'static str,
    /// One sentence, about families or staff and not about the program.
    why: &'static str,
}

impl AuditKind {
    /// All kinds, in the order of harm. That is the order of the variants, which items are sorted
    /// by.
    pub const ALL: [Self; 23] = [
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
        Self::HarderPage,
        Self::HardSentence,
        Self::Abbreviation,
        Self::ImageText,
        Self::LargeImage,
        Self::Unlinked,
        Self::EverydayWord,
        Self::Definition,
        Self::UnusedTerm,
        Self::OldDraft,
        Self::Accepted,
        Self::Number,
    ];

    /// The name in `--kind`, JSON and CSV. Scripts of clinics may filter by it, so it never
    /// changes.
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
                "Facts to verify that several pages show",
                "If one of them is wrong, all of these pages are.",
            ),
            Self::LostAddress => row(
                "lost-address",
                "Addresses that lead to nothing",
                "Families have them on handouts and in emails.",
            ),
            Self::Link => row(
                "link",
                "Links to other sites that need a person",
                "Families follow them to nothing, or to someone else.",
            ),
            Self::Placeholder => row(
                "placeholder",
                "Placeholders",
                "Families see an example where your own words should be.",
            ),
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
                "A review is asked for, and no day of one is written here.",
            ),
            Self::Duplicate => row(
                "duplicate",
                "Pages that are nearly the same",
                "When one of them is corrected, the other stays wrong.",
            ),
            Self::HardPage => {
                row("hard-page", "Pages that are hard to read", "Tired readers give up on them.")
            }
            Self::HarderPage => row(
                "harder-page",
                "Pages that are harder to read than at their last review",
                "Each addition was short, and together they lose readers.",
            ),
            Self::HardSentence => {
                row("hard-sentence", "Hard sentences", "Readers have to start over to get them.")
            }
            Self::Abbreviation => row(
                "abbreviation",
                "Abbreviations that no term explains",
                "Families do not know them, and feel that they should.",
            ),
            Self::ImageText => row(
                "picture-text",
                "Pictures whose description says nothing",
                "Those who cannot see the picture get nothing.",
            ),
            Self::LargeImage => row(
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
                "They open next to the text, for a reader who has a second.",
            ),
            Self::UnusedTerm => {
                row("unused-term", "Terms that no text uses", "Someone has to maintain them.")
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

/// One thing that needs a person. Texts are for staff, in plain words and without markup; what is
/// to be copied has two spaces on each side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditItem {
    /// What it is about.
    pub kind: AuditKind,
    /// The place of what has to be changed or looked at. It is a whole file if it concerns no
    /// single line.
    pub place: Place,
    /// What is wrong or due, in a sentence that can be understood without the heading of its kind.
    pub about: String,
    /// Further lines, such as the sentences that are hard. Empty for most kinds.
    pub details: Vec<String>,
    /// What to do, with the text to write. Empty if the message says all there is to do.
    pub step: String,
    /// The day on which it fell due; `None` where it is not a matter of days. It is never after
    /// the day of the audit: what is due later is a [`Reminder`] alone.
    pub due: Option<Date>,
    /// How much it matters among those of its kind, such as the number of pages. Larger is more
    /// harmful. The scale is that of the kind, so weights of two kinds cannot be compared.
    pub weight: usize,
}

impl AuditItem {
    /// An item that matters as much as others of its kind. Without details, without a day and with
    /// weight 0.
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

    /// What items are sorted by: the most harmful first, then what is due for longest. Items
    /// without a day come before those with one. Place and words make the order total, so that
    /// equal hubs give equal lists.
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
    /// The day on which it falls due; it is past if that is overdue. For what was never
    /// looked at, the day of the audit.
    pub day: Date,
    /// The title of the page or the name of the crisis line, which the calendar shows as the event.
    pub title: String,
    /// Where it is written.
    pub place: Place,
    /// What to do, with the text to write.
    pub step: String,
}
