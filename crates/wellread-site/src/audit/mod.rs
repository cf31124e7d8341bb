//! The audit: what in a hub needs a person, by owner, the most harmful first.
//!
//! A build says what is wrong with a site now; an audit, what goes wrong slowly while no one looks.
//! It is a function of the sources, the day, and what earlier builds published; it changes nothing
//! and fails nothing. Each file here makes the items of one source, as plain values; other sources,
//! such as the checks of links, add theirs with [`Audit::add`]. `wellread_model::IN_AUDIT` says
//! which warnings belong here and not to the build. Nothing here renders or prints.
//!
//! Each item has one kind, and the kinds are in the order of harm: what can send a family in a
//! crisis to the wrong number comes before what makes a page tiresome. So whoever has an hour a
//! month starts at the top and stops where the hour ends.
//!
//! It costs more than a build (every text is measured, every term is reviewed), so builds do not
//! run it; they only count the warnings that belong here.

mod glossary;
mod hard_page;
mod item;
mod last_reviews;
mod offsets;
mod owners;
mod pages;
mod reviews;
mod texts;
mod warnings;

use std::collections::BTreeSet;

use wellread_content::{BuildOptions, Sources};
use wellread_model::{Checked, Diagnostic, Severity, SourcePath, accept, has_errors, sort};

pub use self::item::{AuditItem, AuditKind, Reminder};
pub use self::last_reviews::LastReviews;
use self::offsets::Offsets;
use self::owners::Owners;
use self::texts::TextAudit;
use crate::cache::BuildCache;
use crate::losses::{LastBuild, without_content};
use crate::number_places::{NumberPlace, number_places};
use crate::outside_links::{OutsideLinks, links_of};
use crate::publication::Publication;
use crate::rendered::render_hub;
use crate::site::{Site, from_rendered};

/// What in a hub needs a person. What is listed depends on the day: the same hub has more of it
/// tomorrow.
#[derive(Debug)]
pub struct Audit {
    /// The items, sorted by kind, and of each kind the most harmful first.
    items: Vec<AuditItem>,
    /// When something has to be looked at again, by day. What is overdue is among them, so that a
    /// calendar shows it too.
    reminders: Vec<Reminder>,
    /// How many warnings a check has that are not items. They are reported as a number, with the
    /// command that shows them.
    pub warnings: usize,
    /// Whether the hub has errors, so that much is not known. Then it has only the items that need
    /// no more than their own files, of those without errors.
    pub is_partial: bool,
    owners: Owners,
    last_reviews: LastReviews,
}

/// What earlier builds and audits know of a hub. Without any of it (`Default`) no address is lost,
/// and no text has become harder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditPast {
    /// What the last build published, and what is lost since others.
    pub publication: Publication,
    /// How hard texts were to read at their last reviews, as [`Audit::last_reviews`] had it.
    pub reviews: LastReviews,
}

impl Audit {
    /// The items, sorted: the most harmful first. The order does not depend on that of the files.
    #[must_use]
    pub fn items(&self) -> &[AuditItem] {
        &self.items
    }

    /// When something has to be looked at again, by day. They come from what has a date alone:
    /// reviews, resources and crisis lines.
    #[must_use]
    pub fn reminders(&self) -> &[Reminder] {
        &self.reminders
    }

    /// How hard texts were to read at their last reviews: what the next audit compares with. A
    /// review without recorded counts gets those of today.
    #[must_use]
    pub const fn last_reviews(&self) -> &LastReviews {
        &self.last_reviews
    }

    /// Adds items of another source. They are sorted in among the others, so sources may add theirs
    /// in any order.
    pub fn add(&mut self, items: impl IntoIterator<Item = AuditItem>) {
        self.items.extend(items);
        self.items.sort_by(|a, b| a.rank().cmp(&b.rank()));
    }

    /// The names of the people who look after a file: its owners, or else its reviewers, or else
    /// its authors. Empty where it is the hub's. The names are those on their pages, in the order
    /// of the file.
    #[must_use]
    pub fn owners_of(&self, file: &SourcePath) -> &[String] {
        self.owners.people(file)
    }

    /// Where the page of a file is on the site, as a path; `None` if it has none. It begins with
    /// the path of the hub's base address, and is that of the next build: a hidden draft has none
    /// yet.
    #[must_use]
    pub fn url_of(&self, file: &SourcePath) -> Option<&str> {
        self.owners.url(file)
    }

    /// Keeps only what one person looks after, by the name or the name of the file; `hub` is what
    /// no one does.
    ///
    /// Upper case, accents and spaces do not matter. An item of several owners is left for each of
    /// them. [`Self::warnings`] stays the number for the whole hub.
    ///
    /// # Errors
    /// The names that could be asked for, if there is no such person.
    pub fn retain_owner(&mut self, name: &str) -> Result<(), Vec<String>> {
        let wanted = self.owners.wanted(name)?;
        let Self { items, reminders, owners, .. } = self;
        items.retain(|one| wanted.is_of(owners.people(&one.place.file)));
        reminders.retain(|one| wanted.is_of(owners.people(&one.place.file)));
        Ok(())
    }

    /// Keeps only what is of one kind.
    pub fn retain_kind(&mut self, kind: AuditKind) {
        self.items.retain(|one| one.kind == kind);
        self.reminders.retain(|one| one.kind == kind);
    }
}

/// Finds what in a hub needs a person on a day.
///
/// If the hub has errors, they come first, and much that follows from them would be wrong: then the
/// audit is partial, or there is none, if so much is wrong that no file can be trusted.
///
/// `options.today` is the day; with `options.drafts`, drafts are looked at as if they were
/// published.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use wellread_content::{BuildOptions, SourceFile, Sources};
/// use wellread_model::{Date, SourcePath};
/// use wellread_site::{AuditKind, AuditPast, audit};
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
/// };
/// let resource = "---\ntitle: Parent Line\nphone: 303-444-7000\nchecked: 2026-01-05\n---\nA line.\n";
/// let sources = Sources::new(
///     BTreeMap::from([
///         file("site.toml", "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n"),
///         file("content/resources/line.md", resource),
///     ]),
///     Vec::new(),
/// );
/// let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
/// let found = audit(&sources, options, &AuditPast::default()).value.expect("no errors");
/// // The hub has no crisis line.
/// assert_eq!(found.items()[0].kind, AuditKind::CrisisLine);
/// assert_eq!(found.items()[1].kind, AuditKind::PhoneNumber);
/// assert_eq!(found.items()[1].due, Some(Date::constant(2026, 4, 5)));
/// ```
#[must_use]
pub fn audit(sources: &Sources, options: BuildOptions, past: &AuditPast) -> Checked<Audit> {
    let Checked { value, diagnostics, accepted } = audit_with_site(sources, options, past);
    let value = value.map(|(audit, site)| {
        // Freed on another thread: nobody should wait for the memory of a whole hub to be returned.
        rayon::spawn(move || drop(site));
        audit
    });
    Checked { value, diagnostics, accepted }
}

/// The same as [`audit`], with the links of the hub to other sites: what is known of them is
/// another source of items, and a hub is rendered once for both.
#[must_use]
pub fn audit_with_links(
    sources: &Sources,
    options: BuildOptions,
    past: &AuditPast,
) -> Checked<(Audit, OutsideLinks)> {
    let Checked { value, diagnostics, accepted } = audit_with_site(sources, options, past);
    let value = value.map(|(audit, site)| {
        let views = site.views();
        (audit, links_of(sources, &views.library, &views.bodies))
    });
    Checked { value, diagnostics, accepted }
}

fn audit_with_site(
    sources: &Sources,
    options: BuildOptions,
    past: &AuditPast,
) -> Checked<(Audit, Site)> {
    let mut diagnostics = Vec::new();
    let (value, accepted) = find(sources, options, past, &mut diagnostics);
    sort(&mut diagnostics);
    Checked { value, diagnostics, accepted }
}

/// The audit, and how many warnings staff have accepted. What needs only rendered texts is found
/// before the site is made of them, since that consumes them.
fn find(
    sources: &Sources,
    options: BuildOptions,
    past: &AuditPast,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<(Audit, Site)>, usize) {
    let mut cache = BuildCache::default();
    let Some(rendered) = render_hub(sources, options, &mut cache, diagnostics) else {
        return (None, 0);
    };
    // The site takes the rendered hub, and the items about accepted warnings need them after it.
    let acceptances = rendered.hub.acceptances.clone();
    let mut items = glossary::items(&rendered, sources);
    let texts = TextAudit::new(&rendered);
    let read = texts.texts(sources, &past.reviews, options.today);
    items.extend(read.items);
    items.extend(texts.hard_definitions());
    let site = from_rendered(rendered, sources, options, &mut cache, diagnostics);
    // A drive that is not connected looks like a hub in which nothing needs anyone.
    let last = LastBuild { publication: &past.publication, allow_removals: false };
    diagnostics.extend(without_content(sources, last).map(|error| error.help(WAIT)));
    // The number of warnings is that of the command that shows them.
    if let Some(site) = &site {
        site.warn_as_check(sources, &mut cache, diagnostics);
    }
    let hidden = accept(&acceptances, diagnostics);
    let Some(site) = site else { return (None, hidden.len()) };
    let (library, bodies) = (&site.views().library, &site.views().bodies);
    let owners = Owners::new(library);
    let (reported, warnings) = warnings::items(diagnostics, library.hidden());
    let mut reviews = reviews::reviews(library, bodies, options.today);
    let is_partial = has_errors(diagnostics);
    if is_partial {
        let Some(faulty) = faulty_files(diagnostics) else { return (None, hidden.len()) };
        items.clear();
        reviews.retain_files(|file| !faulty.contains(file));
    } else {
        items.extend(warnings::accepted(&acceptances, &hidden));
        let lost = site.all_losses(&past.publication);
        items.extend(lost.iter().map(|one| warnings::item(AuditKind::LostAddress, one)));
        items.extend(pages::unlinked(library, bodies));
    }
    items.extend(reported);
    items.extend(pages::old_drafts(library, options.today));
    items.append(&mut reviews.items);
    let mut reminders = reviews.reminders;
    // Items are sorted when they are added; reminders have one source and are sorted here.
    reminders.sort_by(|a, b| (a.day, a.kind, &a.place).cmp(&(b.day, b.kind, &b.place)));
    let last_reviews = read.reviews;
    let mut audit =
        Audit { items: Vec::new(), reminders, warnings, is_partial, owners, last_reviews };
    audit.add(items);
    (Some((audit, site)), hidden.len())
}

/// What to do about a folder without content, for whoever wants a list.
const WAIT: &str = "If the hub is on a drive or in a cloud folder, wait until all of its files are \
                    there, then run the audit again. If there is no page yet, write one first, such \
                    as with: wellread new article \"A first page\"";

/// The files that have errors. `None` if an error is about none of them: then the hub as a whole
/// may not be what it seems.
///
/// A resource that cannot be read may be what verifies a crisis line in the settings, so of these
/// nothing is known either.
fn faulty_files(diagnostics: &[Diagnostic]) -> Option<BTreeSet<SourcePath>> {
    let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
    let mut files = BTreeSet::new();
    for error in errors {
        files.insert(error.place.as_ref()?.file.clone());
    }
    if files.iter().any(|file| file.as_str().starts_with("content/resources/")) {
        files.insert(SourcePath::settings());
    }
    Some(files)
}

/// Every place of every phone number, as items. The hub may have errors.
///
/// This is for the day on which an office gets another number: the list says which lines to change,
/// and which follow by themselves. There are no reminders, because nothing is due.
#[must_use]
pub fn audit_numbers(sources: &Sources, options: BuildOptions) -> Checked<Audit> {
    let mut diagnostics = Vec::new();
    let mut cache = BuildCache::default();
    let rendered = render_hub(sources, options, &mut cache, &mut diagnostics);
    sort(&mut diagnostics);
    let value = rendered.map(|rendered| {
        let library = &rendered.hub.library;
        let numbers = number_places(sources, library, &rendered.bodies);
        let last = numbers.len();
        let mut offsets = Offsets::new(sources);
        let mut item = |(index, one): (usize, &NumberPlace)| {
            let step = if one.text.starts_with("[[") {
                "This text follows the file of the number. There is nothing to do here.".to_owned()
            } else {
                "When the number changes, change it here.".to_owned()
            };
            let place = offsets.place(&one.file, one.line, one.column);
            let about = format!("{}: {}", one.number, one.text);
            // The list is by number already.
            AuditItem::new(AuditKind::Number, place, about, step).weight(last - index)
        };
        let items: Vec<AuditItem> = numbers.iter().enumerate().map(&mut item).collect();
        let owners = Owners::new(library);
        let mut audit = Audit {
            items: Vec::new(),
            reminders: Vec::new(),
            warnings: 0,
            is_partial: false,
            owners,
            last_reviews: LastReviews::default(),
        };
        audit.add(items);
        audit
    });
    Checked { value, diagnostics, accepted: 0 }
}
