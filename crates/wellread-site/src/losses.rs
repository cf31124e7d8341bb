//! Lost addresses: those that the last build had and this one does not.
//!
//! Links and printed codes lead to addresses, so each that is lost is reported, with the line that
//! brings it back. A file that was renamed is recognized by its text or its title. If much would be
//! gone at once, a drive is more likely to be missing than a hub to have been cleared out, and
//! nothing is built until someone says so.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use wellread_content::{Sources, double_quoted};
use wellread_model::portable::folded_path;
use wellread_model::{
    Date, Diagnostic, EntryId, Library, Origin, Place, Route, SourcePath, fold_name, has_errors,
    short_title, with_commas,
};

use crate::markdown::{Body, DeadTarget, relative};
use crate::publication::{PageOrigin, Publication, PublishedPage};

/// From how many pages on that are gone a build asks whether that is meant, if they are more than a
/// quarter of all.
const MANY: usize = 3;

/// How many pages a message names.
const NAMED: usize = 10;

/// What a build follows.
#[derive(Debug, Clone, Copy)]
pub struct LastBuild<'a> {
    /// What it published; nothing if there was none.
    pub publication: &'a Publication,
    /// Whether someone has said that much may be gone.
    pub allow_removals: bool,
}

/// Whether a problem is about the step from the last build to this one. The next build, which
/// follows this one, does not have it.
#[must_use]
pub fn is_reported_once(problem: &Diagnostic) -> bool {
    problem.code == LOST_ADDRESS
}

/// The code of the warnings about addresses.
const LOST_ADDRESS: &str = "lost-address";

/// An address that is lost.
struct Loss<'a> {
    route: &'a Route,
    page: &'a PublishedPage,
    cause: LossCause<'a>,
}

/// What has become of the page at an address.
enum LossCause<'a> {
    /// It is the page of another file now.
    Moved(Successor),
    /// Its file is there, but is not published before a day, or as a draft not at all.
    Hidden { file: &'a SourcePath, until: Option<Date> },
    /// It is a download that is somewhere else now.
    MovedFile(&'a Route),
    /// There is a download whose address differs in upper and lower case alone.
    OtherCase(&'a Route),
    /// Nothing is known of it.
    Gone,
}

/// The page that a lost one seems to be now.
#[derive(Debug, Clone, Copy)]
struct Successor {
    /// The entry that has its text or its title now.
    id: EntryId,
    /// Whether its address is new.
    is_new: bool,
    /// What both have in common, in a word.
    same: &'static str,
}

impl Loss<'_> {
    /// Whether the page itself is no longer there. One that was there before is no other's.
    const fn is_gone(&self) -> bool {
        matches!(self.cause, LossCause::Gone | LossCause::Moved(Successor { is_new: false, .. }))
    }

    /// What to do about a download. No page can lead on from the address of a file, but a file in
    /// `static/` is wherever it is put.
    fn file_help(&self, library: &Library) -> String {
        let path = self.route.as_str();
        let give_up = give_up(library, self.route);
        match self.cause {
            LossCause::MovedFile(to) => format!(
                "{to} is the same file under another name. Put a copy of it at  static/{path}  for \
                 those who have the old address. If no one has, {give_up}"
            ),
            // No copy: Windows and macOS cannot hold both.
            LossCause::OtherCase(to) => format!(
                "The site has {to}, but web hosts tell upper and lower case apart. Give the file its \
                 old name again for those who have the old address. If no one has, {give_up}"
            ),
            _ => format!(
                "Put the file, or the one that takes its place, at  static/{path}  If no one needs it \
                 any longer, {give_up}"
            ),
        }
    }

    /// The warning, with the line to add. `moved` has all lost addresses of each file.
    fn warning(&self, library: &Library, moved: &BTreeMap<EntryId, Vec<&Route>>) -> Diagnostic {
        let Self { route, .. } = self;
        let line = |routes: &mut dyn Iterator<Item = &Route>| {
            format!("redirect_from: [{}]", routes.map(written).collect::<Vec<_>>().join(", "))
        };
        let own = line(&mut std::iter::once(*route));
        let gone = format!("The address {route} is gone: links and printed codes lead to nothing.");
        if self.page.origin == PageOrigin::Download {
            return Diagnostic::warning_without_place(LOST_ADDRESS, gone)
                .help(self.file_help(library));
        }
        match &self.cause {
            LossCause::Moved(Successor { id, same, .. }) => {
                let entry = &library[*id];
                let file = &entry.document.source;
                let stated = entry.redirects.iter().map(|old| &old.value);
                let whole = line(&mut stated.chain(moved[id].iter().copied()));
                let help = if entry.redirects.is_empty() {
                    format!("{file} has the same {same}. Add to the settings at its top: `{whole}`")
                } else {
                    format!("{file} has the same {same}. Change the line at its top to: `{whole}`")
                };
                Diagnostic::warning(LOST_ADDRESS, Place::file(file.clone()), gone).help(help)
            }
            LossCause::Hidden { file, until: Some(day) } => {
                let help = format!(
                    "Its page appears on {day}, the day in `published`. If it should be on the site \
                     before, write an earlier day. If another page takes its place, add to the \
                     settings at the top of that file: `{own}`"
                );
                Diagnostic::warning(LOST_ADDRESS, Place::file((*file).clone()), gone).help(help)
            }
            LossCause::Hidden { file, until: None } => {
                let help = format!(
                    "Its page is a draft now. If it should be on the site, remove the line `draft`. \
                     If another page takes its place, add to the settings at the top of that file: \
                     `{own}`"
                );
                Diagnostic::warning(LOST_ADDRESS, Place::file((*file).clone()), gone).help(help)
            }
            LossCause::Gone | LossCause::MovedFile(_) | LossCause::OtherCase(_) => {
                let help = format!(
                    "If another page takes its place, add to the settings at the top of that file: \
                     `{own}`. If none does, {}",
                    give_up(library, route)
                );
                Diagnostic::warning_without_place(LOST_ADDRESS, gone).help(help)
            }
        }
    }
}

/// An address as it is written in a list in front matter.
fn written(route: &Route) -> String {
    let address = route.to_string();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    if address.chars().all(is_plain) { address } else { double_quoted(&address) }
}

/// What to write if nothing takes the place of what was at an address, after `If none does, `.
fn give_up(library: &Library, route: &Route) -> String {
    let own = double_quoted(&route.to_string());
    if library.settings.gone.is_empty() {
        return format!(
            "write at the top of site.toml: `gone = [{own}]`. Several addresses go into one list."
        );
    }
    format!("add `{own}` to the list `gone` in site.toml, with a comma before it.")
}

/// The addresses that the settings give up, without slashes at their ends.
fn given_up(library: &Library) -> BTreeSet<String> {
    let settings = &library.settings;
    let written = settings.gone.iter().map(|one| one.value.to_string());
    let below = |route: String| settings.below_base(&route).unwrap_or(&route).to_owned();
    written.map(|route| below(route).trim_matches('/').to_owned()).collect()
}

/// Warns of each address that the settings give up and that the site has.
pub(crate) fn check_given_up(
    library: &Library,
    has_file: impl Fn(&str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for one in &library.settings.gone {
        let written = one.value.to_string();
        let Some(below) = library.settings.below_base(&written) else { continue };
        if has_file(&Route::new(below).output_path()) || has_file(below.trim_end_matches('/')) {
            let place = Place::at(SourcePath::settings(), one.span);
            let message = format!("The site has {written}, so it is not gone.");
            let warning = Diagnostic::warning("not-gone", place, message);
            diagnostics.push(warning.help("Remove it from `gone`."));
        }
    }
}

/// The error that much is gone.
fn too_many(gone: &[&Loss<'_>], total: usize) -> Diagnostic {
    let named = gone.iter().take(NAMED);
    let named = named.map(|loss| format!("{} ({})", short_title(&loss.page.title), loss.route));
    let mut named: Vec<String> = named.collect();
    if gone.len() > NAMED {
        named.push(format!("and {} more", with_commas(gone.len() - NAMED)));
    }
    let message = format!(
        "{} of the {} pages of the last build would be gone from the site: {}.",
        with_commas(gone.len()),
        with_commas(total),
        named.join(", ")
    );
    Diagnostic::error_without_place("lost-pages", message).help(ALLOW)
}

/// The site that is compared with the last one.
#[derive(Clone, Copy)]
pub(crate) struct ComparedSite<'a> {
    pub(crate) library: &'a Library,
    pub(crate) publication: &'a Publication,
    /// Whether the site has a file at a path.
    pub(crate) has_file: &'a dyn Fn(&str) -> bool,
}

/// The error that the folder with the content is missing or empty. A drive that is not connected
/// looks like a hub without pages.
pub(crate) fn without_content(sources: &Sources, last: LastBuild<'_>) -> Option<Diagnostic> {
    // Where the scan has found something wrong at the top, that is the reason, and it is reported.
    if last.allow_removals || !sources.content().is_empty() || has_errors(sources.diagnostics()) {
        return None;
    }
    let files = last.publication.addresses.values();
    let message = match files.filter(|page| page.origin == PageOrigin::File).count() {
        0 => "The folder `content` is missing or empty, so the site would have no page of yours."
            .to_owned(),
        1 => {
            "The folder `content` is missing or empty, so the page of the last build would be gone \
              from the site."
                .to_owned()
        }
        count => format!(
            "The folder `content` is missing or empty, so the {} pages of the last build would \
             be gone from the site.",
            with_commas(count)
        ),
    };
    Some(Diagnostic::error_without_place("no-content", message).help(ALLOW))
}

/// What to do where much would be gone.
const ALLOW: &str = "If the hub is on a drive or in a cloud folder, wait until all of its files are \
                     there, then build again. If this is meant, build with --allow-removals.";

/// What is lost: the addresses one by one, or in one error if much is.
pub(crate) fn losses(site: ComparedSite<'_>, last: LastBuild<'_>) -> Vec<Diagnostic> {
    let lost = compare(site, last.publication);
    let files = last.publication.addresses.values();
    let total = files.filter(|page| page.origin == PageOrigin::File).count();
    let gone: Vec<&Loss<'_>> =
        lost.iter().filter(|loss| loss.page.origin == PageOrigin::File && loss.is_gone()).collect();
    if !last.allow_removals && gone.len() >= MANY && gone.len() * 4 > total {
        return vec![too_many(&gone, total)];
    }
    let mut moved: BTreeMap<EntryId, Vec<&Route>> = BTreeMap::new();
    for loss in &lost {
        if let LossCause::Moved(to) = loss.cause {
            moved.entry(to.id).or_default().push(loss.route);
        }
    }
    lost.iter().map(|loss| loss.warning(site.library, &moved)).collect()
}

/// All that is lost: what was lost before the last build, and what is lost since.
pub(crate) fn all_losses(site: ComparedSite<'_>, last: &Publication) -> Vec<Diagnostic> {
    let before = with_lost(last);
    losses(site, LastBuild { publication: &before, allow_removals: true })
}

/// What the next build finds as lost before it.
pub(crate) fn still_lost(
    site: ComparedSite<'_>,
    last: &Publication,
) -> BTreeMap<Route, PublishedPage> {
    let before = with_lost(last);
    let lost = compare(site, &before).into_iter();
    lost.map(|loss| (loss.route.clone(), loss.page.clone())).collect()
}

/// A publication as if nothing had been lost before it.
fn with_lost(last: &Publication) -> Publication {
    let mut addresses = last.lost.clone();
    addresses.extend(last.addresses.iter().map(|(route, page)| (route.clone(), page.clone())));
    Publication { addresses, lost: BTreeMap::new() }
}

/// Says at each link to a page whose file has another name now what that name is. The last build
/// knew both by the same text or title; the link alone names a page that is nowhere.
pub(crate) fn name_successors(
    site: ComparedSite<'_>,
    bodies: &[Arc<Body>],
    before: &Publication,
    diagnostics: &mut [Diagnostic],
) {
    if bodies.iter().all(|body| body.dead.is_empty()) {
        return;
    }
    let library = site.library;
    let moves = moves(site, before);
    let mut by_route: BTreeMap<&str, &Route> = BTreeMap::new();
    let mut by_name: BTreeMap<String, &Route> = BTreeMap::new();
    for (old, new) in &moves {
        let path = old.as_str().trim_matches('/');
        by_route.insert(path, new);
        let title = before.addresses.get(old).map_or("", |page| &page.title);
        for name in [path, path.rsplit('/').next().unwrap_or(path), title] {
            by_name.entry(fold_name(name)).or_insert(new);
        }
    }
    let mut help: BTreeMap<Place, String> = BTreeMap::new();
    for ((_, entry), body) in library.iter().zip(bodies) {
        for dead in &body.dead {
            let new = match &dead.value {
                DeadTarget::Page(old) => by_route.get(old.as_str().trim_matches('/')),
                DeadTarget::Name(name) => by_name.get(&fold_name(name)),
            };
            let Some(new) = new.and_then(|route| library.by_route(route)) else { continue };
            let (from, to) = (&entry.document.source, &library[new].document);
            let written = match &dead.value {
                DeadTarget::Page(_) => relative(from, &to.source),
                DeadTarget::Name(_) => format!("[[{}]]", to.slug),
            };
            let place = Place::at(from.clone(), dead.span);
            help.insert(place, format!("That file has another name now. Write  {written}"));
        }
    }
    for one in diagnostics.iter_mut().filter(|one| DEAD.contains(&one.code)) {
        if let Some(help) = one.place.as_ref().and_then(|place| help.remove(place)) {
            one.help = Some(help);
        }
    }
}

/// The codes of errors about links to nothing.
const DEAD: [&str; 2] = ["dead-link", "unknown-name"];

/// The addresses that are lost because a file has another name now, each with the new address,
/// which was not there before.
pub(crate) fn moves(site: ComparedSite<'_>, before: &Publication) -> Vec<(Route, Route)> {
    let lost = compare(site, before);
    let moved = lost.iter().filter_map(|loss| match loss.cause {
        LossCause::Moved(to) if to.is_new => {
            Some((loss.route.clone(), site.library[to.id].route.clone()))
        }
        _ => None,
    });
    moved.collect()
}

/// The addresses of `before` that the site has not, in their order, and what has become of each.
fn compare<'a>(site: ComparedSite<'a>, before: &'a Publication) -> Vec<Loss<'a>> {
    let given_up = given_up(site.library);
    let mut lost: Vec<Loss<'_>> = before
        .addresses
        .iter()
        .filter(|(route, _)| !site.publication.addresses.contains_key(*route))
        .filter(|(route, _)| !given_up.contains(route.as_str().trim_end_matches('/')))
        .filter_map(|(route, page)| {
            let cause = hidden(site.library, route);
            // A draft that is shown has a file, and yet no address that anyone could know.
            let is_lost = cause.is_some() || !(site.has_file)(&route.output_path());
            is_lost.then(|| Loss { route, page, cause: cause.unwrap_or(LossCause::Gone) })
        })
        .collect();
    if lost.is_empty() {
        return lost;
    }
    let downloads: BTreeMap<u64, &Route> =
        downloads(site.publication).map(|(route, file)| (file.text, route)).collect();
    // Not from `downloads`, which merges files with the same content.
    let folded: BTreeMap<_, &Route> = self::downloads(site.publication)
        .map(|(route, _)| (folded_path(route.as_str()), route))
        .collect();
    for loss in lost.iter_mut().filter(|loss| loss.page.origin == PageOrigin::Download) {
        if let Some(to) = folded.get(&folded_path(loss.route.as_str())) {
            loss.cause = LossCause::OtherCase(to);
        } else if let Some(to) = downloads.get(&loss.page.text) {
            loss.cause = LossCause::MovedFile(to);
        }
    }
    let mut candidates = Candidates::new(site, before);
    // Pages last: each new page can replace only one lost page.
    for of_pages in [false, true] {
        for loss in &mut lost {
            if (loss.page.origin == PageOrigin::File) == of_pages
                && loss.page.origin != PageOrigin::Download
                && matches!(loss.cause, LossCause::Gone)
                && let Some(to) = candidates.find(loss.page)
            {
                loss.cause = LossCause::Moved(to);
            }
        }
    }
    lost
}

/// The downloads of a site, by address.
fn downloads(of: &Publication) -> impl Iterator<Item = (&Route, &PublishedPage)> {
    of.addresses.iter().filter(|(_, page)| page.origin == PageOrigin::Download)
}

/// What hides the page of a file that would be at this address, if anything does.
fn hidden<'a>(library: &'a Library, route: &Route) -> Option<LossCause<'a>> {
    if let Some(hidden) = library.hidden_at_route(route) {
        return Some(LossCause::Hidden { file: &hidden.place.file, until: hidden.until });
    }
    // Where drafts are shown, they are entries like all others.
    let document = &library[library.by_route(route)?].document;
    let until = document.published().filter(|_| !document.draft);
    Some(LossCause::Hidden { file: &document.source, until })
}

/// The pages that may be those of lost addresses, by what they have in common with them.
struct Candidates {
    /// New pages first. A title is folded.
    by_both: BTreeMap<(u64, String), VecDeque<EntryId>>,
    /// Pages that the last build did not have, by the hash of their text.
    new_by_text: BTreeMap<u64, VecDeque<EntryId>>,
    /// The same by their folded title.
    new_by_title: BTreeMap<String, VecDeque<EntryId>>,
    old_by_title: BTreeMap<String, VecDeque<EntryId>>,
    new: BTreeSet<EntryId>,
    /// The new pages that were found to be those of a lost address. No page has been two.
    taken: BTreeSet<EntryId>,
}

impl Candidates {
    fn new(site: ComparedSite<'_>, before: &Publication) -> Self {
        let mut candidates = Self {
            by_both: BTreeMap::new(),
            new_by_text: BTreeMap::new(),
            new_by_title: BTreeMap::new(),
            old_by_title: BTreeMap::new(),
            new: BTreeSet::new(),
            taken: BTreeSet::new(),
        };
        for (id, entry) in site.library.iter() {
            let Some(page) = site.publication.addresses.get(&entry.route) else { continue };
            if entry.document.origin != Origin::File {
                continue;
            }
            let title = fold_name(&page.title);
            let both = candidates.by_both.entry((page.text, title.clone())).or_default();
            if before.addresses.contains_key(&entry.route) {
                both.push_back(id);
                candidates.old_by_title.entry(title).or_default().push_back(id);
                continue;
            }
            both.push_front(id);
            candidates.new.insert(id);
            candidates.new_by_title.entry(title).or_default().push_back(id);
            if page.text != 0 {
                candidates.new_by_text.entry(page.text).or_default().push_back(id);
            }
        }
        candidates
    }

    /// The page that a lost one seems to be now.
    fn find(&mut self, page: &PublishedPage) -> Option<Successor> {
        let title = fold_name(&page.title);
        let is_page = page.origin == PageOrigin::File;
        let lists = [
            ("text", self.by_both.get_mut(&(page.text, title.clone()))),
            ("text", self.new_by_text.get_mut(&page.text)),
            ("title", self.new_by_title.get_mut(&title)),
            ("title", self.old_by_title.get_mut(&title)),
        ];
        for (same, list) in lists {
            let Some(list) = list else { continue };
            // A page is assigned only once, so each list is walked at most once.
            while is_page && list.front().is_some_and(|id| self.taken.contains(id)) {
                list.pop_front();
            }
            if let Some(&id) = list.front() {
                let is_new = self.new.contains(&id);
                if is_page && is_new {
                    self.taken.insert(id);
                }
                let same = if page.text == 0 { "title" } else { same };
                return Some(Successor { id, is_new, same });
            }
        }
        None
    }
}
