//! The hub's settings, from `site.toml`.

use serde::Serialize;

use crate::{LinkScope, Spanned};

/// What `site.toml` says.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The name of the hub.
    pub title: String,
    /// What the hub is, in a sentence.
    pub description: Option<String>,
    /// Where it will be served, with a slash at the end.
    pub base_url: String,
    /// A BCP 47 language tag.
    pub language: String,
    /// The theme's name.
    pub theme: Spanned<String>,
    /// The clinic's colour, as it was written.
    pub accent: Option<Spanned<String>>,
    /// The logo, a file of the hub's `static/` folder.
    pub logo: Option<Spanned<String>>,
    /// How to reach the clinic.
    pub contact: Option<Contact>,
    /// Whom to call in a crisis, in the order in which they are shown.
    pub crisis: Vec<CrisisLine>,
    /// How often terms are linked.
    pub link_terms: LinkScope,
    /// Which raw HTML is allowed in Markdown.
    pub html: HtmlPolicy,
    /// Search settings.
    pub search: SearchSettings,
    /// The host whose own files the build writes besides the site.
    pub host: Option<Host>,
    /// Whether readers' devices keep copies of pages.
    pub offline: Offline,
}

impl Settings {
    /// The path of `base_url`, with a slash at both ends: `/` or `/hub/`.
    #[must_use]
    pub fn base_path(&self) -> &str {
        let after_scheme = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[after_scheme..]
            .find('/')
            .map_or("/", |at| &self.base_url[after_scheme + at..])
    }
}

/// How to reach the clinic.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Contact {
    /// Whom one reaches.
    pub name: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
    /// A number to text.
    pub text_phone: Option<String>,
    /// A mail address.
    pub email: Option<String>,
    /// A postal address.
    pub address: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
    /// A page about it.
    pub url: Option<String>,
}

/// Whom to call in a crisis.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CrisisLine {
    /// The name of the line.
    pub name: String,
    /// A number to call.
    pub phone: Option<String>,
    /// What to do to reach it by text message, such as `Text HOME to 741741`.
    pub text: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// When it answers.
    pub hours: Option<String>,
}

/// Which raw HTML is allowed in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HtmlPolicy {
    /// Harmless elements and attributes only.
    #[default]
    Harmless,
    /// Anything: the staff answers for it.
    Trusted,
}

/// A host that reads files of its own beside the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Whether readers' devices keep copies of pages for when there is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Offline {
    /// They do not, and never did.
    #[default]
    Never,
    /// They do.
    On,
    /// They did once; copies that are still out there are to be removed.
    Withdrawn,
}

/// What `[search]` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchSettings {
    /// Queries whose best page staff chose.
    pub best: Vec<PinnedPage>,
    /// Words that show the crisis lines.
    pub crisis: Vec<String>,
}

/// A query and the page that comes first for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedPage {
    /// What is typed.
    pub query: String,
    /// The entry, by any of its names.
    pub page: Spanned<String>,
}
