//! The hub's settings, from `site.toml`.
//!
//! All values are checked when they are read (`wellread-content` does that), so that a later stage
//! can use them as they are. Settings that belong to one entry are in [`crate::Document`].

use std::collections::BTreeSet;

use crate::{
    ContactPoint, Date, LanguageTag, LinkScope, Notice, ReadingBand, ReviewSettings, Route, Span,
    Spanned,
};

/// What `site.toml` says. The hash of it is part of the key of every cached page, so it covers
/// every field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The name of the hub.
    pub title: String,
    /// What the hub is, in a sentence.
    pub description: Option<String>,
    /// The URL of the site's home page, with a slash at the end. The site may be served below a
    /// path (`https://example.org/hub/`), as on GitHub Pages.
    pub base_url: String,
    /// The language of the site.
    pub language: LanguageTag,
    /// The name of the theme, a folder of `themes/`; `default` is part of the program.
    pub theme: Spanned<String>,
    /// The clinic's color as the author wrote it; the theme's stage checks and derives from it.
    pub accent: Option<Spanned<String>>,
    /// The logo, a file of the hub's `static/` folder.
    pub logo: Option<Spanned<String>>,
    /// How to reach the clinic.
    pub contact: Option<Contact>,
    /// What the head of every page leads to: folders of kinds that have a list, and pages by name.
    /// Empty for the usual ones.
    pub nav: Vec<Spanned<String>>,
    /// Lines to call in a crisis, in the order in which they are shown.
    pub crisis: Vec<CrisisLine>,
    /// What every page says above its content for a while.
    pub notice: Option<Notice>,
    /// How often terms are linked, where an entry does not say otherwise.
    pub link_terms: LinkScope,
    /// Whether the first mention of a resource on a page is linked.
    pub link_resources: bool,
    /// The headings below which nothing is linked, such as that of a list of references, folded.
    pub skip_headings: Vec<String>,
    /// How the hub looks after its texts.
    pub review: ReviewSettings,
    /// How hard a page may be to read before the audit names it.
    pub reading_target: Option<ReadingBand>,
    /// Whether articles offer to be read aloud, by voices of the reader's device.
    pub read_aloud: bool,
    /// Addresses that the site once had and that may be gone, as routes from the root of the host.
    pub gone: Vec<Spanned<Route>>,
    /// Whether readers can put handouts together from the hub's pages.
    pub make_packets: bool,
    /// The codes of warnings that staff have accepted for the whole hub.
    pub accept: Vec<Spanned<String>>,
    /// Which raw HTML is allowed in Markdown.
    pub html: HtmlPolicy,
    /// Search settings.
    pub search: SearchSettings,
    /// The host whose own files (redirects, headers) the build writes besides the site.
    pub host: Option<Host>,
    /// Whether readers' devices store copies of pages.
    pub offline: Offline,
}

impl Settings {
    /// The path of `base_url`, with a slash at both ends: `/` or `/hub/`. Links within the site
    /// begin with it.
    #[must_use]
    pub fn base_path(&self) -> &str {
        // The two slashes after the scheme are not the beginning of the path.
        // Every link is written with it, so it is not searched for as text is.
        let scheme = self.base_url.as_bytes().windows(3).position(|part| part == b"://");
        let after_scheme = scheme.map_or(0, |at| at + 3);
        self.base_url[after_scheme..]
            .find('/')
            // Without a slash the host is all there is, and its root is meant (RFC 3986, 6.2.3).
            .map_or("/", |at| &self.base_url[after_scheme + at..])
    }

    /// What comes after [`Self::base_path`] in an absolute path that was copied from the browser:
    /// `old/` for `/hub/old/`. `None` if the path does not begin with it. Both are compared as they
    /// are, so the path must not be percent-encoded.
    #[must_use]
    pub fn below_base<'a>(&self, path: &'a str) -> Option<&'a str> {
        let base = self.base_path();
        // `/hub` is how people write `/hub/`.
        if path == base.trim_end_matches('/') { Some("") } else { path.strip_prefix(base) }
    }
}

/// How to reach the clinic: the contact block of every page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Contact {
    /// The person or office that answers.
    pub name: Option<String>,
    /// The ways to reach them.
    pub point: ContactPoint,
    /// Whether an error was found in it. What is missing may be what could not be read.
    pub is_faulty: bool,
}

/// A line to call in a crisis. It is shown on every page, also without a network.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct CrisisLine {
    /// The name of the line.
    pub name: String,
    /// The ways to reach it. A crisis line has only numbers, hours and a URL.
    pub point: ContactPoint,
    /// The day staff last verified it.
    pub checked: Option<Spanned<Date>>,
    /// Where its section begins in `site.toml`.
    pub span: Option<Span>,
    /// Where its URL is written there.
    pub url_span: Option<Span>,
}

impl Settings {
    /// All numbers of crisis lines, in the form of [`crate::PhoneNumber::national`]. A resource
    /// that has one of them is a crisis line, whatever it is called.
    #[must_use]
    pub fn crisis_numbers(&self) -> BTreeSet<&str> {
        self.crisis.iter().flat_map(|line| line.point.national_numbers()).collect()
    }
}

/// Which raw HTML is allowed in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum HtmlPolicy {
    /// Harmless elements and attributes only; a page can run no script.
    #[default]
    Harmless,
    /// Anything. The staff vouches for what it does.
    Trusted,
}

/// A host that reads files of its own next to the site, such as a list of redirects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Host {
    /// GitHub Pages.
    GitHubPages,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    CloudflarePages,
    /// Amazon S3, alone or behind CloudFront.
    S3,
    /// A server of one's own that runs nginx.
    Nginx,
}

/// Whether readers' devices store copies of pages for when there is no network.
///
/// Switching it off is a state of its own: a browser that once installed the worker runs it until
/// the site sends one that removes itself and its copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Offline {
    /// They do not, and never did.
    #[default]
    Never,
    /// They do.
    On,
    /// They did once; the copies that are still out there are to be removed.
    Withdrawn,
}

/// What `[search]` says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchSettings {
    /// Queries whose best page staff chose.
    pub best: Vec<PinnedPage>,
    /// Words and phrases in a query that show the crisis lines above the results, besides those
    /// that are built in.
    pub crisis: Vec<String>,
    /// Whether the built-in words and phrases show them.
    pub crisis_builtin: bool,
    /// Groups of words and phrases that mean the same to families.
    pub synonyms: Vec<Vec<String>>,
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self { best: Vec::new(), crisis: Vec::new(), crisis_builtin: true, synonyms: Vec::new() }
    }
}

/// A query and the page that comes first for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PinnedPage {
    /// The query as a reader would type it.
    pub query: String,
    /// The entry, by any of its names.
    pub page: Spanned<String>,
}
