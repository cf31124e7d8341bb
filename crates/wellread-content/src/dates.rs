//! The day for which a site is built, and what depends on it.
//!
//! No clock is asked: the day comes from outside, so that the same sources and the same day make
//! the same site. Which documents a day leaves out is decided in [`crate::resolve`].

use std::sync::Arc;

use wellread_model::{Date, Details, Diagnostic, Document, Place, Settings, SourcePath, Spanned};

/// Which content to publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildOptions {
    /// The day for which the site is built: what is published later is left out. It comes from
    /// outside, because a build asks no clock: the same sources and the same day make the same
    /// site.
    pub today: Date,
    /// Whether drafts, and articles of a later day, are shown.
    pub drafts: bool,
}

/// The date range in which a library is valid: from `from` to the day before `until`. Without any
/// change of a file, it becomes another one only when the day of an article's `published` comes, or
/// when a review falls due.
///
/// With it, a build knows that the site of yesterday is still right, and a preview that runs
/// overnight knows that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// The first day, or `None` for all days before `until`.
    pub from: Option<Date>,
    /// The first day on which it is different, or `None` for never.
    pub until: Option<Date>,
}

/// The date range in which the library is valid. It is bounded by the dates on which something
/// about the library changes: the nearest such date up to today, and the nearest after it.
pub(crate) fn validity(
    settings: &Settings,
    documents: &[Arc<Document>],
    options: BuildOptions,
) -> Validity {
    let mut validity = Validity::default();
    let mut bound = |day: Date| {
        if day <= options.today {
            validity.from = validity.from.max(Some(day));
        } else {
            validity.until = Some(validity.until.map_or(day, |until| until.min(day)));
        }
    };
    let of_entries = documents.iter().filter_map(|document| match &document.details {
        Details::Resource(resource) => resource.notice.as_ref(),
        _ => None,
    });
    for notice in settings.notice.iter().chain(of_entries) {
        let over = notice.until.and_then(|until| until.tomorrow().ok());
        notice.from.into_iter().chain(over).for_each(&mut bound);
    }
    for document in documents {
        let due = document.review_due().map(|date| date.value);
        // A review is overdue from the day after it is due, and an event is believed from the day
        // before.
        let overdue = due.and_then(|date| date.tomorrow().ok());
        let claimed = claims(document).filter_map(|(_, date)| date.value.yesterday().ok());
        let days = [document.published(), overdue].into_iter().flatten().chain(claimed);
        days.for_each(&mut bound);
    }
    validity
}

/// Warns of published articles and letters whose review is overdue. Readers rely on that date, and
/// staff would not look for it otherwise.
pub(crate) fn warn_of_reviews(
    documents: &[Arc<Document>],
    options: BuildOptions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for document in documents {
        if let Some(due) = document.review_due().filter(|due| due.value < options.today) {
            let place = Place::at(document.source.clone(), due.span);
            let message =
                format!("This {} was due for a review on {}.", document.kind.noun(), due.value);
            diagnostics.push(
                Diagnostic::warning("review-overdue", place, message)
                    .help("Have it reviewed, and set `reviewed` to the day of the review."),
            );
        }
    }
}

/// Reports notices whose last day is over. No page shows them, and only their author can tell
/// whether that is meant or the date has a typing error.
pub(crate) fn report_ended_notices(
    settings: &Settings,
    documents: &[Arc<Document>],
    options: BuildOptions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let of_hub = settings.notice.iter().map(|notice| (notice, SourcePath::settings()));
    let of_entries = documents.iter().filter_map(|document| match &document.details {
        Details::Resource(resource) => Some((resource.notice.as_ref()?, document.source.clone())),
        _ => None,
    });
    for (notice, file) in of_hub.chain(of_entries) {
        if let Some(until) = notice.until.filter(|until| *until < options.today) {
            let message = format!("This notice ended on {until}, and no page shows it.");
            let place = Place::at(file, notice.text.span);
            diagnostics.push(
                Diagnostic::warning("notice-over", place, message)
                    .help("Delete the notice, or correct the date after `until`."),
            );
        }
    }
}

/// Reports every date of something that cannot have happened: readers would trust a page that says
/// it was reviewed on a day to come.
///
/// Tomorrow is let pass, since it is today already somewhere else. An article that appears on a
/// later day may have been changed or reviewed until then.
pub(crate) fn report_future_dates(
    settings: &Settings,
    documents: &[Arc<Document>],
    options: BuildOptions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let tomorrow = options.today.tomorrow().unwrap_or(options.today);
    let lines = settings.crisis.iter().filter_map(|line| line.checked.as_ref());
    for date in lines.filter(|date| date.value > tomorrow) {
        let place = Place::at(SourcePath::settings(), date.span);
        diagnostics.push(future_date("checked", date.value, place, options));
    }
    for document in documents {
        let last = document.published().map_or(tomorrow, |day| day.max(tomorrow));
        for (key, date) in claims(document).filter(|(_, date)| date.value > last) {
            let place = Place::at(document.source.clone(), date.span);
            diagnostics.push(future_date(key, date.value, place, options));
        }
    }
}

/// Reports a day that has not come yet. The callers tolerate tomorrow, since machines are in
/// different time zones.
fn future_date(key: &str, day: Date, place: Place, options: BuildOptions) -> Diagnostic {
    let message = format!("`{key}` is a day that has not come yet: {day}.");
    let help = format!(
        "Write the day on which it happened, or delete the line. Today is {}.",
        options.today
    );
    Diagnostic::error("future-date", place, message).help(help)
}

/// The days on which something happened to a document, by key.
fn claims(document: &Document) -> impl Iterator<Item = (&'static str, &Spanned<Date>)> {
    const NONE: (&str, Option<&Spanned<Date>>) = ("", None);
    let dates = match &document.details {
        Details::Article(article) => {
            [("updated", article.updated.as_ref()), ("reviewed", article.reviewed.as_ref())]
        }
        Details::Letter(letter) => [("reviewed", letter.reviewed.as_ref()), NONE],
        Details::Term(term) => [("reviewed", term.reviewed.as_ref()), NONE],
        Details::Resource(resource) => [("checked", resource.checked.as_ref()), NONE],
        Details::Topic | Details::Person(_) | Details::Page | Details::Packet(_) => [NONE; 2],
    };
    dates.into_iter().filter_map(|(key, date)| Some((key, date?)))
}
