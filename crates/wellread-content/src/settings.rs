//! `site.toml` to [`Settings`].

use wellread_model::{
    Contact, CrisisLine, Diagnostic, Host, HtmlPolicy, LinkScope, Offline, PinnedPage, Place,
    SearchSettings, Settings, SourcePath, Span, Spanned,
};

use crate::Sources;
use crate::fields::{TableReader, free_keys, is_web_address};
use crate::node::{Node, Value, parse_toml};

const KEYS: [&str; 12] = [
    "title",
    "description",
    "base_url",
    "language",
    "theme",
    "raw_html",
    "contact",
    "crisis",
    "terms",
    "search",
    "deploy",
    "offline",
];

/// Reads the settings. `None` if there are none that could be used.
pub(crate) fn read(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let path = SourcePath::new("site.toml");
    let Some(source) = sources.get(&path) else {
        diagnostics.push(
            Diagnostic::error(
                "no-settings",
                Place::file(path),
                "There is no site.toml in this folder.",
            )
            .help("Run `wellread init` to make a hub, or go to the folder of one."),
        );
        return None;
    };
    let Some(text) = source.text() else {
        diagnostics.push(
            Diagnostic::error("not-utf-8", Place::file(path), "This file is not saved as UTF-8.")
                .help("Save it again and choose the encoding UTF-8."),
        );
        return None;
    };
    match parse_toml(text, &path) {
        Ok(node) => Some(settings(&path, node, diagnostics)),
        Err(errors) => {
            diagnostics.extend(errors);
            None
        }
    }
}

fn settings(path: &SourcePath, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    let mut fields = TableReader::new(path, "site.toml", node, &KEYS, |_| None, diagnostics);
    let title = fields.required("title").map(|text| text.value).unwrap_or_default();
    let description = fields.plain("description");
    let base_url = base_url(path, &mut fields);
    let language = language(path, &mut fields);
    let policies = [("harmless", HtmlPolicy::Harmless), ("trusted", HtmlPolicy::Trusted)];
    let html = fields.choice("raw_html", &policies).unwrap_or_default();
    let theme = fields.any("theme");
    let contact = fields.table("contact");
    let crisis = fields.tables("crisis");
    let terms = fields.table("terms");
    let search = fields.table("search");
    let deploy = fields.table("deploy");
    let offline = fields.table("offline");

    let mut settings = Settings {
        title,
        description,
        base_url,
        language,
        theme: Spanned::new("default".to_owned(), Span::new(0, 0)),
        accent: None,
        logo: None,
        contact: contact.map(|node| read_contact(path, node, diagnostics)),
        crisis: crisis.into_iter().map(|node| crisis_line(path, node, diagnostics)).collect(),
        link_terms: LinkScope::Page,
        html,
        search: search.map(|node| read_search(path, node, diagnostics)).unwrap_or_default(),
        host: deploy.and_then(|node| host(path, node, diagnostics)),
        offline: offline.map(|node| read_offline(path, node, diagnostics)).unwrap_or_default(),
    };
    if let Some(node) = theme {
        read_theme(path, node, &mut settings, diagnostics);
    }
    if let Some(node) = terms {
        let mut fields = TableReader::new(path, "[terms]", node, &["link"], |_| None, diagnostics);
        let scopes = [
            ("page", LinkScope::Page),
            ("section", LinkScope::Section),
            ("all", LinkScope::All),
            ("none", LinkScope::None),
        ];
        settings.link_terms = fields.choice("link", &scopes).unwrap_or_default();
    }
    settings
}

fn base_url(path: &SourcePath, fields: &mut TableReader<'_>) -> String {
    let Some(text) = fields.required("base_url") else {
        return "https://example.org/".to_owned();
    };
    let plain = is_web_address(&text.value) && !text.value.contains(['?', '#', '%', '\'']);
    if !plain || text.value.contains("/../") || text.value.contains("/./") {
        fields.diagnostics.push(
            Diagnostic::error(
                "wrong-value",
                Place::at(path.clone(), text.span),
                "`base_url` must be the address at which the site will be found.",
            )
            .help("Write it as https://example.org/ or https://example.org/hub/."),
        );
        return "https://example.org/".to_owned();
    }
    format!("{}/", text.value.trim_end_matches('/'))
}

fn language(path: &SourcePath, fields: &mut TableReader<'_>) -> String {
    let Some(text) = fields.text("language") else { return "en".to_owned() };
    let mut parts = text.value.split('-');
    let first = parts.next().unwrap_or("");
    let valid = (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    if !valid {
        fields.diagnostics.push(
            Diagnostic::error(
                "wrong-value",
                Place::at(path.clone(), text.span),
                format!("`{}` is not a language tag.", text.value),
            )
            .help("Write `en` for English or `es` for Spanish."),
        );
        return "en".to_owned();
    }
    text.value
}

fn read_contact(path: &SourcePath, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Contact {
    const KEYS: [&str; 7] = ["name", "phone", "text_phone", "email", "address", "hours", "url"];
    let mut fields = TableReader::new(path, "[contact]", node, &KEYS, |_| None, diagnostics);
    Contact {
        name: fields.plain("name"),
        phone: fields.phone("phone"),
        text_phone: fields.phone("text_phone"),
        email: fields.email("email"),
        address: fields.plain("address"),
        hours: fields.plain("hours"),
        url: fields.web_address("url", false),
    }
}

fn crisis_line(path: &SourcePath, node: Node, diagnostics: &mut Vec<Diagnostic>) -> CrisisLine {
    const KEYS: [&str; 5] = ["name", "phone", "text", "url", "hours"];
    let mut fields = TableReader::new(path, "[[crisis]]", node, &KEYS, |_| None, diagnostics);
    CrisisLine {
        name: fields.required("name").map(|text| text.value).unwrap_or_default(),
        phone: fields.phone("phone"),
        text: fields.plain("text"),
        url: fields.web_address("url", false),
        hours: fields.plain("hours"),
    }
}

/// `theme = "name"`, or a table with `name`, `accent` and `logo`.
fn read_theme(
    path: &SourcePath,
    node: Node,
    settings: &mut Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let Value::Scalar { text, .. } = node.value {
        settings.theme = Spanned::new(text, node.span);
        return;
    }
    let keys = ["name", "accent", "logo"];
    let mut fields = TableReader::new(path, "[theme]", node, &keys, |_| None, diagnostics);
    if let Some(name) = fields.text("name") {
        settings.theme = name;
    }
    settings.accent = fields.text("accent");
    settings.logo = fields.text("logo");
}

fn read_search(path: &SourcePath, node: Node, diagnostics: &mut Vec<Diagnostic>) -> SearchSettings {
    let keys = ["best", "crisis"];
    let mut fields = TableReader::new(path, "[search]", node, &keys, |_| None, diagnostics);
    let crisis = fields.plain_list("crisis");
    let Some(table) = fields.table("best") else {
        return SearchSettings { best: Vec::new(), crisis };
    };
    let mut best = Vec::new();
    for (query, node) in free_keys(table) {
        let items = match node.value {
            Value::List(items) => items,
            _ => vec![node],
        };
        for item in items {
            if let Value::Scalar { text, .. } = item.value {
                let page = Spanned::new(text, item.span);
                best.push(PinnedPage { query: query.value.clone(), page });
            } else {
                fields.diagnostics.push(
                    Diagnostic::error(
                        "wrong-value",
                        Place::at(path.clone(), item.span),
                        format!("The page for \"{}\" must be the name of a page.", query.value),
                    )
                    .help("Write \"what is typed\" = \"name-of-the-page\"."),
                );
            }
        }
    }
    SearchSettings { best, crisis }
}

fn host(path: &SourcePath, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Host> {
    let mut fields = TableReader::new(path, "[deploy]", node, &["host"], |_| None, diagnostics);
    let hosts = [
        ("github-pages", Host::GitHubPages),
        ("netlify", Host::Netlify),
        ("cloudflare-pages", Host::CloudflarePages),
        ("s3", Host::S3),
        ("nginx", Host::Nginx),
    ];
    fields.choice("host", &hosts)
}

/// The table with `enabled = false` is not the same as no table: somebody may have had it on.
fn read_offline(path: &SourcePath, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Offline {
    let mut fields = TableReader::new(path, "[offline]", node, &["enabled"], |_| None, diagnostics);
    match fields.flag("enabled") {
        Some(true) => Offline::On,
        Some(false) => Offline::Withdrawn,
        None => Offline::Never,
    }
}
