//! What someone has to look at again after some time: articles, letters, terms, resources,
//! crisis lines.
//!
//! Each has a day on which someone last vouched for it (`reviewed`, `checked`), and a period for
//! which that holds. Texts have the period that the hub or their file sets; resources and crisis
//! lines have fixed ones, since what they say is in the hands of others.
//!
//! A crisis line that is also a resource is one task, not two: whoever verifies the resource has
//! verified the line.

use std::collections::BTreeSet;
use std::sync::Arc;

use wellread_model::{
    CrisisLine, Date, Details, Entry, EntryId, Kind, Library, Origin, Period, PeriodUnit, Place,
    Relation, SourcePath, Span, count,
};

use super::item::{AuditItem, AuditKind, Reminder};
use crate::markdown::{Body, pages_by_fact_holder};

/// How long a resource is believed after staff verified it.
///
/// Offers and costs change with the budget year.
const RESOURCE: Period = Period { number: 1, unit: PeriodUnit::Year };

/// How long one with phone numbers is, and a crisis line.
///
/// A quarter is what a small clinic can do, and a wrong number does more harm than a wrong address.
const NUMBERS: Period = Period { number: 3, unit: PeriodUnit::Month };

/// How many numbers or pages a sentence names.
///
/// More would hide the step that follows them.
const NAMED: usize = 5;

/// What has to be looked at, now and later.
#[derive(Debug, Default)]
pub(super) struct Reviews {
    /// What is due, not sorted.
    pub(super) items: Vec<AuditItem>,
    /// One for everything that has or ought to have a day, due or not.
    pub(super) reminders: Vec<Reminder>,
}

/// All that is due in a library, and when the rest will be. `bodies` are in the order of the
/// entries. What is due today is in the list today, as in a calendar.
pub(super) fn reviews(library: &Library, bodies: &[Arc<Body>], today: Date) -> Reviews {
    let mut reviews = Reviews::default();
    for entry in library.entries() {
        reviews.add(text(library, entry, today), today);
    }
    let crisis_numbers = library.settings.crisis_numbers();
    let shown = pages_by_fact_holder(bodies);
    // The numbers that are verified with a resource: whoever has one of them is verified with it.
    let mut verified: BTreeSet<&str> = BTreeSet::new();
    for (id, entry) in library.of_kind(Kind::Resource) {
        let Details::Resource(resource) = &entry.document.details else { continue };
        let is_crisis = resource.point.national_numbers().any(|one| crisis_numbers.contains(one));
        verified.extend(resource.point.national_numbers());
        // A resource's own page shows its facts without naming them, and is not among these.
        let pages = shown.get(&id).map_or(&[][..], Vec::as_slice);
        reviews.add(resource_check(library, entry, is_crisis, pages, today), today);
    }
    for line in &library.settings.crisis {
        if !line.point.national_numbers().any(|number| verified.contains(number)) {
            reviews.add(crisis_check(line, today), today);
        }
    }
    reviews
}

impl Reviews {
    /// Keeps only what is about files of which this is true.
    pub(super) fn retain_files(&mut self, is_wanted: impl Fn(&SourcePath) -> bool) {
        self.items.retain(|one| is_wanted(&one.place.file));
        self.reminders.retain(|one| is_wanted(&one.place.file));
    }

    /// Adds what is due to both lists, and what will be to the reminders.
    fn add(&mut self, found: Option<FoundReview>, today: Date) {
        let Some(FoundReview { item, title, due }) = found else { return };
        let (kind, place, step) = (item.kind, item.place.clone(), item.step.clone());
        self.reminders.push(Reminder { kind, day: due.unwrap_or(today), title, place, step });
        if due.is_none_or(|due| due <= today) {
            self.items.push(item.due(due));
        }
    }
}

/// What is or will be due. Without a day, it is now. The title is what a calendar shows.
struct FoundReview {
    item: AuditItem,
    title: String,
    due: Option<Date>,
}

/// The review of an article, a letter or a term.
///
/// `None` if it needs none, or the hub asks for none. The step names today as the day to write,
/// because whoever reads the text today is done today. What is due later is looked at on another
/// day.
fn text(library: &Library, entry: &Entry, today: Date) -> Option<FoundReview> {
    let document = &entry.document;
    let settings = &library.settings.review;
    if !matches!(document.kind, Kind::Article | Kind::Letter | Kind::Term) {
        return None;
    }
    let reviewed = document.reviewed();
    let due = settings.due(document);
    let title = entry.title();
    // The place is the line to change; where there is none yet, the title.
    let at = reviewed.map_or(document.title.span, |date| date.span);
    let place = Place::at(document.source.clone(), at);
    // Whoever has reviewed it will be asked again.
    let has_reviewers = document.references.contains_key(&Relation::Reviewer);
    let is_article = document.kind == Kind::Article;
    let who = if is_article { "a clinician" } else { "someone who knows" };
    let line = match reviewed {
        Some(_) => format!("change `reviewed` to {}", to_write("reviewed: ", due, today)),
        None if due.is_some_and(|due| due > today) => {
            "add `reviewed` to its settings, with the day on which you look".to_owned()
        }
        None => format!("add to its settings  reviewed: {today}"),
    };
    let names = if is_article && !has_reviewers && reviewed.is_none() {
        "  and  reviewers: [file-name]  (a file in content/people)"
    } else {
        ""
    };
    let step = format!("Have {who} read it. Then {line}{names}");
    // It has a day, past or future. Otherwise only texts without any review are left.
    if let Some(due) = due {
        let since = if due < today { format!("since {due}") } else { "today".to_owned() };
        let about = match reviewed {
            Some(date) => format!("\"{title}\" was reviewed on {}; due {since}.", date.value),
            None => format!("\"{title}\" was never reviewed; due {since}."),
        };
        let item = AuditItem::new(AuditKind::ReviewDue, place, about, step);
        return Some(FoundReview { item, title: title.to_owned(), due: Some(due) });
    }
    let has_period = document.review_every().is_some();
    let is_asked_for =
        has_period || settings.every.is_some() || (settings.show_missing && is_article);
    if reviewed.is_some() || !is_asked_for {
        return None;
    }
    let about = if has_period {
        format!("\"{title}\" has `review_every` and was never reviewed.")
    } else {
        format!("\"{title}\" was never reviewed.")
    };
    let item = AuditItem::new(AuditKind::ReviewMissing, place, about, step);
    Some(FoundReview { item, title: title.to_owned(), due: None })
}

/// The day on which a resource has to be verified again. `pages` show its facts.
///
/// The kind is the worst that a wrong entry could do: a crisis line, then facts on several pages,
/// then phone numbers. The weight is the number of pages that show its facts. `None` for an entry
/// that is no resource, and for one whose numbers are all examples.
fn resource_check(
    library: &Library,
    entry: &Entry,
    is_crisis: bool,
    pages: &[EntryId],
    today: Date,
) -> Option<FoundReview> {
    let resource = entry.resource()?;
    let points =
        std::iter::once(&resource.point).chain(resource.locations.iter().map(|l| &l.point));
    let (examples, numbers): (Vec<_>, Vec<_>) = points
        .flat_map(|point| point.phones.iter().chain(&point.text_phones))
        .partition(|number| number.is_fictional());
    // A placeholder is an item of its own. There is nothing to verify before it has become real.
    if numbers.is_empty() && !examples.is_empty() {
        return None;
    }
    let written: Vec<&str> = numbers.iter().map(|number| number.text.as_str()).collect();
    // One number among several offices is enough.
    let every = if written.is_empty() { RESOURCE } else { NUMBERS };
    let due = resource.checked.as_ref().and_then(|checked| every.after(checked.value));
    let title = entry.title();
    let span = resource.checked.as_ref().map_or(entry.document.title.span, |date| date.span);
    let place = Place::at(entry.document.source.clone(), span);
    let kind = match (is_crisis, pages.len() > 1, written.is_empty()) {
        (true, ..) => AuditKind::CrisisLine,
        (_, true, _) => AuditKind::SharedFact,
        (.., false) => AuditKind::PhoneNumber,
        _ => AuditKind::Resource,
    };
    let about = match &resource.checked {
        Some(checked) => format!("\"{title}\" was verified on {}.", checked.value),
        None => format!("\"{title}\" was never verified."),
    };
    let first = match (written.as_slice(), &resource.point.url) {
        ([], Some(url)) => format!("Look at {url} and compare all that this file says."),
        ([], None) => "Ask there whether all that this file says is still right.".to_owned(),
        (numbers, Some(url)) => {
            format!("Call {}, look at {url} and compare all that this file says.", listed(numbers))
        }
        (numbers, None) => {
            format!(
                "Call {}, and ask whether all that this file says is still right.",
                listed(numbers)
            )
        }
    };
    let line = if resource.checked.is_some() {
        format!("Then change `checked` to {}", to_write("checked: ", due, today))
    } else {
        format!("Then add to its settings  checked: {today}")
    };
    // No one calls a crisis line to find out whether it answers.
    let first = if is_crisis {
        "Compare its numbers with its own website; do not make test calls.".to_owned()
    } else {
        first
    };
    let files: Vec<&str> = pages.iter().map(|&id| library[id].document.source.as_str()).collect();
    let details = if files.len() > 1 {
        vec![format!("{} show its facts: {}", count(files.len(), "page"), listed(&files))]
    } else {
        Vec::new()
    };
    let item = AuditItem::new(kind, place, about, format!("{first} {line}"));
    let item = item.details(details).weight(pages.len());
    Some(FoundReview { item, title: title.to_owned(), due })
}

/// The day on which a crisis line has to be verified again.
///
/// For lines that are in `site.toml` alone. Staff compare them with a website and never call
/// them: a test call takes a place in the queue of someone in need.
fn crisis_check(line: &CrisisLine, today: Date) -> Option<FoundReview> {
    // It has errors, and is reported.
    let span = line.span?;
    let checked = line.checked.as_ref().map(|date| date.value);
    let due = checked.and_then(|day| NUMBERS.after(day));
    let name = &line.name;
    let about = match checked {
        Some(day) => format!("\"{name}\" was verified on {day}."),
        None => format!("\"{name}\" was never verified."),
    };
    let website = match &line.point.url {
        Some(url) => format!(" with {url}"),
        None => " with the website of those who answer it".to_owned(),
    };
    let compare = format!("Compare it{website}; do not make test calls.");
    let step = match checked {
        Some(_) => {
            let to = to_write("checked = ", due, today);
            format!("{compare} Then change `checked` to {to}")
        }
        None => format!("{compare} Then add below its name  checked = {today}"),
    };
    let span = line.checked.as_ref().map_or(Span::point(span.start), |date| date.span);
    let place = Place::at(SourcePath::new("site.toml"), span);
    let item = AuditItem::new(AuditKind::CrisisLine, place, about, step);
    Some(FoundReview { item, title: name.clone(), due })
}

/// The text to write once something was looked at: a key with the day, between two spaces. A
/// calendar shows what is due later on a day that no one knows yet.
fn to_write(key: &str, due: Option<Date>, today: Date) -> String {
    if due.is_some_and(|due| due > today) {
        "the day on which you look.".to_owned()
    } else {
        format!(" {key}{today}")
    }
}

/// The first of some words with commas, and how many more there are.
pub(super) fn listed(words: &[&str]) -> String {
    let first = words[..words.len().min(NAMED)].join(", ");
    match words.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first}, and {more} more"),
    }
}

/// Whether an entry is a file of the hub that could be read.
pub(super) fn is_file(entry: &Entry) -> bool {
    entry.document.origin == Origin::File
}
