//! What hosts read next to the site: headers, rules for caches, redirects, the page for what is
//! missing.
//!
//! Each host has its own format, and a module here that writes it from the same [`SiteFacts`]. None
//! of them looks at a finished page. A site whose settings name no host gets none of these files
//! and works on any: old addresses are pages that redirect, and `404.html` is where most hosts
//! look. `docs/deploy.md` says what staff do with the files.

mod facts;
mod github_pages;
mod nginx;
mod rule_files;
mod s3;
mod security;

use wellread_content::Sources;
use wellread_model::{Diagnostic, Host, Library, Offline, Place, address};

use self::facts::{Redirect, SiteFacts, domain};
pub(crate) use self::security::headers;
use crate::outputs::files::{SiteFile, SiteFiles};
use crate::view::{PageKind, PageSpec, Views};

/// Adds the files for the host that the settings name, if they name one.
pub(crate) fn add(views: &Views, specs: &[PageSpec], files: &mut SiteFiles) {
    let settings = &views.library.settings;
    let Some(host) = settings.host else { return };
    let facts = SiteFacts {
        base: settings.base_path(),
        domain: domain(&settings.base_url),
        security: headers(settings.html),
        redirects: redirects(views, specs),
    };
    for (name, text) in files_for(host, &facts) {
        files.add(name, SiteFile::Bytes(text.into_bytes().into()));
    }
}

/// The names of the files that [`add`] may add. Known from the settings alone, so that a check can
/// keep redirects off them before the files exist.
pub(crate) fn file_names(library: &Library) -> &'static [&'static str] {
    match library.settings.host {
        None => &[],
        Some(Host::GitHubPages) => &github_pages::NAMES,
        Some(Host::Netlify | Host::CloudflarePages) => &rule_files::NAMES,
        Some(Host::S3) => &[s3::NAME],
        Some(Host::Nginx) => &[nginx::NAME],
    }
}

/// The Content-Security-Policy that pages state themselves, for hosts that can't send it.
pub(crate) fn policy_in_page(library: &Library) -> Option<String> {
    let settings = &library.settings;
    // GitHub Pages sends no headers of its customers; S3 sends them only behind CloudFront, which a
    // clinic may do without.
    matches!(settings.host, Some(Host::GitHubPages | Host::S3))
        .then(|| security::policy(settings.html))
}

/// Warns of the hub's own static files in the folders whose files browsers cache for a year: their
/// names have no hash, so an edited file would not reach readers.
pub(crate) fn warn_of_cached_files(
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let settings = &library.settings;
    // Without a host's rules no header says so; the worker for offline copies has the same rule.
    if settings.host.is_none() && settings.offline != Offline::On {
        return;
    }
    let statics = sources.statics();
    for (path, _) in statics.iter() {
        let name = statics.relative(path);
        if name.starts_with(address::ASSETS)
            || (name.starts_with(address::SEARCH_FILES) && name.ends_with(".js"))
        {
            let message = "Browsers would keep this file for a year, even after you change it.";
            diagnostics.push(
                Diagnostic::warning("cached-for-a-year", Place::file(path.clone()), message)
                    .help("Move it to another folder of static/, such as static/files/."),
            );
        }
    }
}

/// Old addresses and where they lead, sorted so that the same hub gives the same file.
fn redirects(views: &Views, specs: &[PageSpec]) -> Vec<Redirect> {
    let mut redirects: Vec<Redirect> = specs
        .iter()
        .filter_map(|spec| match spec.kind {
            PageKind::Redirect { to, .. } => {
                let to = views.library[to].route.clone();
                Some(Redirect { from: spec.route.clone(), to })
            }
            _ => None,
        })
        .collect();
    redirects.sort();
    redirects
}

/// The files for a host: names, from the root of the site, and texts.
fn files_for(host: Host, facts: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
    match host {
        Host::GitHubPages => github_pages::files(facts),
        Host::Netlify => rule_files::netlify(facts),
        Host::CloudflarePages => rule_files::cloudflare_pages(facts),
        Host::S3 => vec![(s3::NAME, s3::file(facts))],
        Host::Nginx => vec![(nginx::NAME, nginx::file(facts))],
    }
}
