//! Names: of a file ([`SourcePath`]), of an entry ([`Slug`]), of a page of the site ([`Route`]);
//! and how two names that people wrote are compared.
//!
//! All three are texts that look alike (`content/glossary/iep.md`, `iep`, `glossary/iep/`) and mean
//! different things. Each is a type of its own, so that the compiler finds the place where one is
//! taken for another. None of them is checked against the file system here.

use std::borrow::Borrow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::fold::{folded_chars, spelled_out};
use crate::url::{self, UrlPart, encode};
use crate::{marks, media};

/// A file of the hub: its path relative to the hub's root, with `/` between the parts, in NFC
/// (Unicode Standard Annex 15). macOS stores names decomposed; with one form, a hub is the same on
/// all machines.
///
/// # Examples
/// ```
/// use wellread_model::SourcePath;
///
/// let file = SourcePath::new("content/articles/plans.md");
/// assert_eq!(file.folder(), "content/articles");
/// assert_eq!(file.join("../glossary/iep.md"), Some(SourcePath::new("content/glossary/iep.md")));
/// assert!(SourcePath::new("content/articles/Plans.MD").is_markdown());
/// assert_eq!(SourcePath::new("static/form.pdf").in_static(), Some("form.pdf"));
/// assert_eq!(file.in_static(), None);
/// // References stay in the hub.
/// assert_eq!(file.join("../../../x.md"), None);
/// // Decomposed and composed accents are one name.
/// assert_eq!(SourcePath::new("cafe\u{301}.md"), SourcePath::new("café.md"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourcePath(String);

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl SourcePath {
    /// The file with the settings of a hub, as text.
    pub const SETTINGS: &str = "site.toml";

    /// The file with the settings of a hub.
    #[must_use]
    pub fn settings() -> Self {
        Self(Self::SETTINGS.to_owned())
    }

    /// Takes a relative path that already has `/` as its separator.
    #[must_use]
    pub fn new(path: &str) -> Self {
        // ASCII is in NFC, and nearly every path is ASCII.
        Self(if path.is_ascii() { path.to_owned() } else { path.nfc().collect() })
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the file without its folders.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Whether it is a Markdown file, by its extension in any case: Windows programs write
    /// `Plan.MD`. Below `content/` each is a [`crate::Document`], so none is ever published as it
    /// is.
    #[must_use]
    pub fn is_markdown(&self) -> bool {
        media::has_extension(&self.0, &[media::MARKDOWN_EXTENSION])
    }

    /// The folder that the file is in; empty for the hub's root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path below `static/`, whose files the site gets as they are; `None` for other files.
    #[must_use]
    pub fn in_static(&self) -> Option<&str> {
        self.0.strip_prefix("static/")
    }

    /// Resolves a relative reference written in this file, such as `../glossary/iep.md`.
    /// `None` if it leads out of the hub.
    #[must_use]
    pub fn join(&self, reference: &str) -> Option<Self> {
        url::join(self.folder(), reference).map(|path| Self::new(&path))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of an entry in URLs: lower case letters and digits joined by single hyphens.
///
/// Letters of all scripts stay, because a Spanish or Chinese hub should have URLs that its readers
/// can read; browsers show them decoded.
///
/// # Examples
/// ```
/// use wellread_model::Slug;
///
/// let slug = |text| Slug::new(text).map(|slug| slug.to_string());
/// assert_eq!(slug("What is an IEP?").as_deref(), Some("what-is-an-iep"));
/// assert_eq!(slug("Año nuevo").as_deref(), Some("ano-nuevo"));
/// assert_eq!(slug("学校").as_deref(), Some("学校"));
/// assert_eq!(slug("?!"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// Makes a slug of any text: lower case, accents of Latin letters dropped, everything that is
    /// neither a letter nor a digit a hyphen. `None` if nothing is left.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        // Most names are ASCII, which has nothing to compose.
        let slug = if text.is_ascii() { ascii_slug(text) } else { unicode_slug(text) };
        (!slug.is_empty()).then_some(Self(slug))
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text of a slug; empty if nothing is left.
fn unicode_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut after_latin = false;
    for c in text.nfd().flat_map(char::to_lowercase) {
        if is_combining_mark(c) {
            // Outside Latin a mark is part of the letter (Hindi vowels, Hebrew points).
            if !after_latin {
                slug.push(c);
            }
            continue;
        }
        after_latin = c.is_ascii_alphabetic();
        if let Some(letters) = spelled_out(c) {
            slug.push_str(letters);
            continue;
        }
        match c {
            // "Don't" is `dont`, not `don-t`.
            c if marks::is_apostrophe(c) || marks::is_invisible(c) => {}
            c if c.is_alphanumeric() => slug.push(c),
            // Punctuation and spaces come in runs, as in `What? – Why`.
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    // Marks that stayed were decomposed above; file systems and URLs want one form.
    slug.trim_end_matches('-').nfc().collect()
}

/// [`unicode_slug`] of a text that is ASCII.
fn ascii_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' => {}
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a page or file is on the site: a path relative to the site's root, without a leading slash
/// and not percent-encoded. The home page is empty; a page ends with a slash (`articles/iep/`), a
/// file doesn't (`feed.xml`).
///
/// # Examples
/// ```
/// use wellread_model::Route;
///
/// let route = Route::new("glossary/niño/");
/// assert_eq!(route.output_path(), "glossary/niño/index.html");
/// assert_eq!(route.url("/hub/"), "/hub/glossary/ni%C3%B1o/");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(String);

impl Route {
    /// Takes a route as described above.
    #[must_use]
    pub fn new(route: impl Into<String>) -> Self {
        let route = route.into();
        debug_assert!(!route.starts_with('/'), "a route is relative to the site's root: {route}");
        Self(route)
    }

    /// The route as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that is served here: `articles/iep/index.html`, `feed.xml`. Every host serves a
    /// folder's `index.html` at the folder's URL.
    #[must_use]
    pub fn output_path(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') {
            format!("{}index.html", self.0)
        } else {
            self.0.clone()
        }
    }

    /// Resolves a relative reference on this page as a browser does (RFC 3986, section 5.2): on
    /// `articles/plans/`, `../iep/` is `articles/iep/`. `None` if it leads above the site's root.
    #[must_use]
    pub fn join(&self, reference: &str) -> Option<Self> {
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut route = url::join(folder, reference)?;
        // These lead to a folder, and a page is at its folder's address. Other ends name a file.
        let is_folder = ["/", "/.", ".."].iter().any(|end| reference.ends_with(end));
        if is_folder && !route.is_empty() {
            route.push('/');
        }
        Some(Self(route))
    }

    /// The percent-encoded URL below `base`, which ends with a slash (`/`, `/hub/`,
    /// `https://example.org/`) and is encoded already.
    #[must_use]
    pub fn url(&self, base: &str) -> String {
        let mut url = String::with_capacity(base.len() + self.0.len());
        url.push_str(base);
        // Most routes are made of slugs in ASCII, in which nothing has to be encoded.
        if self.0.bytes().all(|byte| byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'/')) {
            url.push_str(&self.0);
        } else {
            url.extend(encode(&self.0, UrlPart::Path));
        }
        url
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

/// The form in which names are compared: lower case, without accents, apostrophes straight,
/// hyphens and white space one space.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut add = |c: char| match c {
        // Treated alike, since a file name has hyphens where a title has spaces.
        c if c.is_whitespace() || marks::is_hyphen(c) => {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        c => folded.push(c),
    };
    // Most names are ASCII, where folding is lower case and no more.
    if name.is_ascii() {
        name.chars().map(|c| c.to_ascii_lowercase()).for_each(&mut add);
    } else {
        // Before the decomposition, which makes a space and an accent of `´`.
        let visible = name.chars().filter(|&c| !marks::is_invisible(c));
        let straight = visible.map(|c| if marks::is_apostrophe(c) { '\'' } else { c });
        folded_chars(&straight.collect::<String>()).for_each(&mut add);
    }
    // When it was read, a space at the end could not be distinguished from one between two words.
    folded.truncate(folded.trim_end().len());
    folded
}

/// The name with its symbols spelled out, if a slug would lose their meaning: the slugs of `C++`
/// and `C#` are both `c`. `None` if there is no such sign in it.
///
/// # Examples
/// ```
/// use wellread_model::signs_in_words;
///
/// assert_eq!(signs_in_words("C++").as_deref(), Some("C plus plus"));
/// assert_eq!(signs_in_words("<5").as_deref(), Some("under 5"));
/// assert_eq!(signs_in_words("School (new)"), None);
/// ```
#[must_use]
pub fn signs_in_words(name: &str) -> Option<String> {
    const SIGNS: [(char, &str); 15] = [
        ('#', "sharp"),
        ('+', "plus"),
        ('&', "and"),
        ('@', "at"),
        ('%', "percent"),
        ('=', "equals"),
        ('<', "under"),
        ('≤', "up to"),
        ('>', "over"),
        ('≥', "from"),
        ('*', "star"),
        ('°', "degrees"),
        ('$', "dollar"),
        ('€', "euro"),
        ('£', "pound"),
    ];
    let word = |c: char| SIGNS.iter().find(|(sign, _)| *sign == c).map(|(_, word)| *word);
    name.contains(|c| word(c).is_some()).then(|| {
        let spelled =
            name.chars().map(|c| word(c).map_or(c.to_string(), |word| format!(" {word} ")));
        crate::in_one_line(&spelled.collect::<String>())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_ascii_has_the_slug_of_any_name() {
        for c in (0..128).map(char::from) {
            for name in [format!("{c}"), format!("A{c}b"), format!("{c} {c}-"), format!("a{c}{c}B")]
            {
                assert_eq!(ascii_slug(&name), unicode_slug(&name), "{name:?}");
            }
        }
    }

    #[test]
    fn slugs_are_plain() {
        let slug = |text| Slug::new(text).map(|slug| slug.as_str().to_owned());
        assert_eq!(slug("What is an IEP?").as_deref(), Some("what-is-an-iep"));
        assert_eq!(slug("Re\u{301}sume\u{301}  (draft)").as_deref(), Some("resume-draft"));
        assert_eq!(slug("parents’ rights").as_deref(), Some("parents-rights"));
        assert_eq!(slug("don´t, Hawaiʻi").as_deref(), Some("dont-hawaii"));
        assert_eq!(slug("accom\u{ad}modation\u{200b}s").as_deref(), Some("accommodations"));
        assert_eq!(slug("学校").as_deref(), Some("学校"));
        assert_eq!(slug("---"), None);
        assert_eq!(slug(""), None);
    }

    #[test]
    fn names_are_compared_as_readers_see_them() {
        for same in
            ["parent’s plan", "Parent´s-Plan", "parentʼs\u{2011}plan", "pa\u{ad}rent's plan "]
        {
            assert_eq!(fold_name(same), "parent's plan", "{same}");
        }
    }

    #[test]
    fn references_stay_in_the_hub() {
        let file = SourcePath::new("content/articles/plans.md");
        assert_eq!(
            file.join("../glossary/iep.md"),
            Some(SourcePath::new("content/glossary/iep.md"))
        );
        assert_eq!(file.join("../../../x"), None);
    }

    #[test]
    fn routes_are_joined_as_a_browser_does() {
        let page = Route::new("articles/plans/");
        let join = |path: &str| page.join(path).map(|route| route.as_str().to_owned());
        assert_eq!(join("../iep/").as_deref(), Some("articles/iep/"));
        assert_eq!(join("x.html").as_deref(), Some("articles/plans/x.html"));
        assert_eq!(join("../..").as_deref(), Some(""));
        assert_eq!(join("../../../x"), None);
    }

    #[test]
    fn routes_are_encoded_and_have_files() {
        let route = Route::new("glossary/学/");
        assert_eq!(route.url("/hub/"), "/hub/glossary/%E5%AD%A6/");
        assert_eq!(route.output_path(), "glossary/学/index.html");
        assert_eq!(Route::new("feed.xml").output_path(), "feed.xml");
    }
}
