//! `site.toml` to [`Settings`].
//!
//! Each table has a function of its own. A value that cannot be used is reported and replaced by
//! its default, so that one wrong line does not hide the problems in all documents. Only a file
//! that is not TOML at all leaves nothing to go on with.
//!
//! What needs other files to be judged (whether the theme exists, whether a pinned page does) is
//! checked by the stages that know them. They get the places with the values.
//!
//! The order of reading follows from two rules. Keys at the top are checked before any table is
//! opened, because a key in the wrong place is the commonest error: TOML gives a line to the last
//! section above it, however far away that is. And each key is read once, so that no error is
//! reported twice.

use wellread_model::url::host_and_port;
use wellread_model::{
    Contact, Diagnostic, Host, HtmlPolicy, LanguageTag, LinkScope, Offline, PinnedPage, Place,
    SearchSettings, Settings, SourcePath, Span, Spanned, fold_name,
};

use crate::address_fields::has_typo;
use crate::commented_section;
use crate::contact::contact_point;
use crate::crisis::crisis_lines;
use crate::foreign_keys::{FAX, KeyHint};
use crate::formats::{double_quoted, is_web_url};
use crate::front_matter::not_utf8;
use crate::hub_format;
use crate::language_tag::language_tag;
use crate::meant_address::{is_page_file, meant_base_url};
use crate::misread;
use crate::node::{Node, Value, parse_toml};
use crate::notice::{NOTICE_KEYS, notice};
use crate::old_address::old_addresses;
use crate::placeholders::{own_plain, own_required, warn_of_base_url};
use crate::review_settings::{READING_KEYS, REVIEW_KEYS, reading, review};
use crate::sources::{SETTINGS, SourceFile};
use crate::table_reader::{TableReader, free_keys};

/// The keys at the top of `site.toml`, tables included, in the order in which help lists them. A
/// key that is missing here is unknown, and one that is here and never read fails a test.
const KEYS: [&str; 20] = [
    "title",
    "description",
    "base_url",
    "language",
    hub_format::KEY,
    "theme",
    "raw_html",
    "nav",
    "gone",
    "contact",
    "crisis",
    "notice",
    "terms",
    "review",
    "packets",
    "reading",
    "search",
    "deploy",
    "offline",
    "check",
];

/// The assumed address of the site while `base_url` is missing or wrong. Nothing is published then,
/// but a preview still needs some URL.
const PLACEHOLDER_URL: &str = "https://example.org/";

/// Reads the settings. `None` if there are none that could be used. Diagnostics go into the list;
/// with an error among them, settings are still returned, so that the documents are checked too.
///
/// # Errors
/// The one error to show of a hub that is written for a newer program: what that would understand
/// is no error of the author's.
pub(crate) fn read(
    source: Option<&SourceFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<Settings>, Box<Diagnostic>> {
    let path = SourcePath::settings();
    let Some(source) = source else {
        // The scan may have said already why it is not here.
        let is_explained = |one: &Diagnostic| one.place.as_ref().is_some_and(|it| it.file == path);
        if diagnostics.iter().any(is_explained) {
            return Ok(None);
        }
        let message = "There is no site.toml in this folder.";
        diagnostics.push(
            Diagnostic::error("no-settings", Place::file(path), message)
                .help("Run `wellread init` to create a hub, or go to the folder of one."),
        );
        return Ok(None);
    };
    let Some(text) = source.text() else {
        diagnostics.push(not_utf8(&path, source.bytes()));
        return Ok(None);
    };
    match parse_toml(text, &path) {
        Ok(node) => {
            // First of all: to an older program, the keys of a newer format are all wrong.
            if let Some(error) = hub_format::newer(&node, &path) {
                return Err(Box::new(error));
            }
            let before = diagnostics.len();
            diagnostics.extend(misread::check(&node, text, &path));
            let has = |name: &str| match &node.value {
                Value::Map(entries) => entries.iter().any(|(key, _)| key.value == name),
                _ => false,
            };
            // Next to the right key, the other one is something else, and is not renamed.
            let (has_title, has_url) = (has("title"), has("base_url"));
            let hint = |key: &str| match key {
                "name" | "site_name" | "site_title" if !has_title => {
                    Some(KeyHint::Renamed("title"))
                }
                "url" | "site_url" | "website" if !has_url => Some(KeyHint::Renamed("base_url")),
                _ => section_of(key),
            };
            let mut fields = TableReader::new(&path, SETTINGS, node, &KEYS, hint, diagnostics);
            // Below the first section, a line belongs to that.
            fields.set_text(text.find("\n[").map_or(text, |end| &text[..end]));
            let settings = settings(&mut fields);
            drop(fields);
            commented_section::explain(text, &path, diagnostics, before);
            Ok(Some(settings))
        }
        Err(errors) => {
            diagnostics.extend(errors);
            Ok(None)
        }
    }
}

/// The sections that a key may belong in, as they are written; `None` if no section has it. This is
/// for keys that are at the top, above all sections.
fn section_of(key: &str) -> Option<KeyHint> {
    Some(KeyHint::Section(match key {
        "name" | "phone" | "url" | "hours" => &["[contact]", "[[crisis]]"],
        "email" | "address" | "text_phone" => &["[contact]"],
        "text" => &["[notice]", "[[crisis]]"],
        "from" | "until" => &["[notice]"],
        "accent" | "logo" => &["[theme]"],
        "link" | "link_resources" | "skip_headings" => &["[terms]"],
        "show_missing" | "show_overdue" | "every" => &["[review]"],
        "make" => &["[packets]"],
        "target" | "aloud" => &["[reading]"],
        "checked" => &["[[crisis]]"],
        "best" | "crisis_builtin" | "synonyms" => &["[search]"],
        "host" => &["[deploy]"],
        "enabled" => &["[offline]"],
        "accept" => &["[check]"],
        _ => return None,
    }))
}

/// What an unknown key in a section may mean. A key of the top that is below a section belongs
/// to that section for TOML.
fn misplaced(key: &str) -> Option<KeyHint> {
    match key {
        "text_phone" | "sms" => Some(KeyHint::Renamed("text")),
        "tel" | "telephone" | "number" => Some(KeyHint::Renamed("phone")),
        "fax" => Some(KeyHint::NotNeeded(FAX)),
        key if KEYS.contains(&key) => Some(KeyHint::Top),
        _ => None,
    }
}

/// Reads the whole file. Tables are read after the keys at the top have been checked, each with
/// keys of its own.
fn settings(fields: &mut TableReader<'_>) -> Settings {
    hub_format::check(fields);
    let policies = [("harmless", HtmlPolicy::Harmless), ("trusted", HtmlPolicy::Trusted)];
    let theme = theme(fields);
    let terms = fields.table("terms").map(|node| terms(fields, node)).unwrap_or_default();
    let reading = fields
        .table("reading")
        .map(|node| reading(&mut fields.inner("[reading]", node, &READING_KEYS, misplaced)))
        .unwrap_or_default();
    Settings {
        title: own_required(fields, "title").map(|text| text.value).unwrap_or_default(),
        description: own_plain(fields, "description"),
        base_url: base_url(fields),
        language: language(fields),
        theme: theme.name,
        accent: theme.accent,
        logo: theme.logo,
        nav: fields.list("nav"),
        contact: contact(fields),
        crisis: crisis_lines(fields, misplaced),
        notice: fields
            .table("notice")
            .and_then(|node| notice(&mut fields.inner("[notice]", node, &NOTICE_KEYS, misplaced))),
        link_terms: terms.link,
        link_resources: terms.link_resources,
        skip_headings: terms.skip_headings,
        make_packets: fields.table("packets").is_some_and(|node| makes_packets(fields, node)),
        review: fields
            .table("review")
            .map(|node| review(&mut fields.inner("[review]", node, &REVIEW_KEYS, misplaced)))
            .unwrap_or_default(),
        reading_target: reading.target,
        read_aloud: reading.aloud,
        gone: old_addresses(fields, "gone"),
        accept: fields.table("check").map(|node| accepted(fields, node)).unwrap_or_default(),
        html: fields.choice("raw_html", &policies).unwrap_or_default(),
        search: fields.table("search").map(|node| search(fields, node)).unwrap_or_default(),
        host: fields.table("deploy").and_then(|node| deploy(fields, node)),
        offline: fields.table("offline").map(|node| offline(fields, node)).unwrap_or_default(),
    }
}

/// The URL of the home page, with exactly one slash at its end. Never empty: if it cannot be used,
/// [`PLACEHOLDER_URL`] takes its place, with an error.
fn base_url(fields: &mut TableReader<'_>) -> String {
    let Some(text) = fields.required("base_url") else { return PLACEHOLDER_URL.to_owned() };
    // Every URL of the site is this one with a path after it, written into HTML, JSON and the files
    // of hosts. Without these characters it needs no escaping in any of them.
    let is_plain = is_web_url(&text.value) && !text.value.contains(['?', '#', '%', '\'']);
    let url = format!("{}/", text.value.trim_end_matches('/'));
    // A browser would go up at `..`, and would take a path that begins with two slashes for another
    // host. The first `//` is the one after the scheme.
    let (_, path) = url.split_once("://").unwrap_or_default();
    let is_folder = !["/../", "/./", "//"].iter().any(|part| path.contains(part));
    // Every page would be below the file.
    let is_file =
        path.trim_end_matches('/').rsplit_once('/').is_some_and(|(_, last)| is_page_file(last));
    if !is_plain || !is_folder || is_file || has_typo(host_and_port(&url)) {
        let help = match meant_base_url(&text.value).filter(|_| is_folder) {
            Some(meant) => format!("Write  base_url = {}", double_quoted(&meant)),
            None => "Write it as https://example.org/ or https://example.org/hub/.".to_owned(),
        };
        let message = "`base_url` must be the address at which the site will be found.";
        fields.wrong(text.span, message, help);
        return PLACEHOLDER_URL.to_owned();
    }
    warn_of_base_url(fields, &url, text.span);
    url
}

/// The language of the site; English if none is set, since the interface text exists in it.
fn language(fields: &mut TableReader<'_>) -> LanguageTag {
    language_tag(fields, |tag| format!("language = \"{tag}\""), "").unwrap_or_default()
}

/// What the settings say of the theme. Whether it exists, and whether the accent is a color, is for
/// the theme's own stage to find out.
struct ThemeSettings {
    /// A folder in `themes/`, or `default`.
    name: Spanned<String>,
    /// The one color that a hub may choose, as it is written.
    accent: Option<Spanned<String>>,
    /// A file of the hub.
    logo: Option<Spanned<String>>,
}

/// `theme = "name"`, or a table with `name`, `accent` and `logo`.
fn theme(fields: &mut TableReader<'_>) -> ThemeSettings {
    let default = Spanned::new("default".to_owned(), Span::point(0));
    match fields.any("theme") {
        None => ThemeSettings { name: default, accent: None, logo: None },
        Some(Node { value: Value::Scalar { text, .. }, span }) => {
            ThemeSettings { name: Spanned::new(text, span), accent: None, logo: None }
        }
        Some(node) => {
            let mut fields = fields.inner("[theme]", node, &["name", "accent", "logo"], misplaced);
            ThemeSettings {
                name: fields.text("name").unwrap_or(default),
                accent: fields.text("accent"),
                logo: fields.text("logo"),
            }
        }
    }
}

/// How to reach the clinic. What is written under another name, such as `[contacts]`, is not
/// missing.
///
/// `None` only if nothing says so in any form. A contact that is faulty is distinguished, so that
/// pages do not also complain that the clinic cannot be reached.
fn contact(fields: &mut TableReader<'_>) -> Option<Contact> {
    const KEYS: [&str; 7] = ["name", "phone", "text_phone", "email", "address", "hours", "url"];
    let problems = fields.problem_count();
    let has_key = fields.has("contact");
    let Some(node) = fields.table("contact") else {
        let is_written = has_key || fields.is_misspelled("contact");
        return is_written.then(|| Contact { is_faulty: true, ..Contact::default() });
    };
    let mut fields = fields.inner("[contact]", node, &KEYS, misplaced);
    let name = own_plain(&mut fields, "name");
    let point = contact_point(&mut fields, "text_phone");
    Some(Contact { name, point, is_faulty: fields.has_error_since(problems) })
}

/// What `[packets]` says: whether readers can put handouts together.
fn makes_packets(fields: &mut TableReader<'_>, node: Node) -> bool {
    fields.inner("[packets]", node, &["make"], misplaced).flag("make").unwrap_or_default()
}

/// The warnings that staff have accepted.
fn accepted(fields: &mut TableReader<'_>, node: Node) -> Vec<Spanned<String>> {
    fields.inner("[check]", node, &["accept"], misplaced).list("accept")
}

/// The usual headings of lists of references in English and Spanish. What is there are titles of
/// works, which mean nothing of what they are called.
const REFERENCES: [&str; 16] = [
    "References",
    "Reference list",
    "Further reading",
    "Bibliography",
    "Works cited",
    "Literature",
    "Citations",
    "Sources",
    "Referencias",
    "Bibliografía",
    "Obras citadas",
    "Lecturas adicionales",
    "Lecturas recomendadas",
    "Para leer más",
    "Citas",
    "Fuentes",
];

/// What `[terms]` says of the whole hub. Its default is what a hub without the table has.
struct TermSettings {
    /// How often terms are linked: once on a page, once in a section, always, or only where asked
    /// for.
    link: LinkScope,
    /// Whether names of resources are linked as terms are.
    link_resources: bool,
    /// Folded.
    skip_headings: Vec<String>,
}

impl Default for TermSettings {
    fn default() -> Self {
        let skip_headings = REFERENCES.map(fold_name).into();
        Self { link: LinkScope::default(), link_resources: true, skip_headings }
    }
}

/// What is linked in the whole hub, and where not.
fn terms(fields: &mut TableReader<'_>, node: Node) -> TermSettings {
    const KEYS: [&str; 3] = ["link", "link_resources", "skip_headings"];
    let mut fields = fields.inner("[terms]", node, &KEYS, misplaced);
    let default = TermSettings::default();
    // An empty list is a list: then no heading is skipped.
    let skip_headings = fields.has("skip_headings").then(|| fields.list("skip_headings"));
    TermSettings {
        link: fields.choice("link", &LinkScope::WORDS).unwrap_or(default.link),
        link_resources: fields.flag("link_resources").unwrap_or(default.link_resources),
        skip_headings: skip_headings.map_or(default.skip_headings, |names| {
            names.iter().map(|name| fold_name(&name.value)).collect()
        }),
    }
}

/// Pinned pages and the words that show the crisis lines. A pinned query may have one page or a
/// list of them, which is why `best` is read by hand.
fn search(fields: &mut TableReader<'_>, node: Node) -> SearchSettings {
    let mut fields = fields.inner(
        "[search]",
        node,
        &["best", "crisis", "crisis_builtin", "synonyms"],
        misplaced,
    );
    let crisis = fields.plain_list("crisis");
    let crisis_builtin = fields.flag("crisis_builtin").unwrap_or(true);
    let synonyms = synonyms(&mut fields);
    let mut best = Vec::new();
    for (query, node) in fields.table("best").into_iter().flat_map(free_keys) {
        let items = match node.value {
            Value::List(items) => items,
            _ => vec![node],
        };
        for item in items {
            if let Value::Scalar { text, .. } = item.value {
                let page = Spanned::new(text, item.span);
                best.push(PinnedPage { query: query.value.clone(), page });
            } else {
                let message =
                    format!("The page for \"{}\" must be the name of a page.", query.value);
                fields.wrong(item.span, message, "Write \"what is typed\" = \"name-of-the-page\".");
            }
        }
    }
    SearchSettings { best, crisis, crisis_builtin, synonyms }
}

/// Groups of words that mean the same: a list of lists.
fn synonyms(fields: &mut TableReader<'_>) -> Vec<Vec<String>> {
    const EXAMPLE: &str = "Put each group in brackets of its own:  \
                           synonyms = [[\"suspended\", \"sent home\"], [\"aide\", \"helper\"]]";
    let Some(node) = fields.any("synonyms") else { return Vec::new() };
    let Value::List(groups) = node.value else {
        let message = "`synonyms` must be a list of groups.".to_owned();
        fields.wrong(node.span, message, EXAMPLE);
        return Vec::new();
    };
    let mut read = Vec::new();
    for group in groups {
        let Value::List(words) = group.value else {
            let message = "A group of `synonyms` must be a list of words.".to_owned();
            fields.wrong(group.span, message, EXAMPLE);
            continue;
        };
        let words: Vec<String> = words
            .into_iter()
            .filter_map(|word| fields.scalar("synonyms", word))
            .map(|word| word.value)
            .collect();
        // A word alone is a synonym of nothing, and most likely a list without its inner brackets.
        if words.len() < 2 {
            let message = "A group of `synonyms` needs two words or more.".to_owned();
            fields.wrong(group.span, message, EXAMPLE);
            continue;
        }
        read.push(words);
    }
    read
}

/// The host that the site is meant for.
fn deploy(fields: &mut TableReader<'_>, node: Node) -> Option<Host> {
    let hosts = [
        ("github-pages", Host::GitHubPages),
        ("netlify", Host::Netlify),
        ("cloudflare-pages", Host::CloudflarePages),
        ("s3", Host::S3),
        ("nginx", Host::Nginx),
    ];
    fields.inner("[deploy]", node, &["host"], misplaced).choice("host", &hosts)
}

/// The table with `enabled = false` is not the same as no table: it may have been on before. Then
/// browsers of earlier readers still have a service worker, which has to be removed.
fn offline(fields: &mut TableReader<'_>, node: Node) -> Offline {
    match fields.inner("[offline]", node, &["enabled"], misplaced).flag("enabled") {
        Some(true) => Offline::On,
        Some(false) => Offline::Withdrawn,
        None => Offline::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commented_section::SECTIONS;

    #[test]
    fn every_key_at_the_top_is_a_section_or_a_value() {
        let names = SECTIONS.map(|section| section.trim_matches(['[', ']']));
        let values = [
            "title",
            "description",
            "base_url",
            "language",
            hub_format::KEY,
            "raw_html",
            "nav",
            "gone",
        ];
        for key in KEYS {
            assert!(names.contains(&key) != values.contains(&key), "{key}");
        }
        assert_eq!(KEYS.len(), names.len() + values.len());
    }
}
