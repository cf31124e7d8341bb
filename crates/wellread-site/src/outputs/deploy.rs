//! What hosts read beside the site: headers, rules for caches, redirects, the page for what is
//! missing.
//!
//! One function for each host, from the same facts to that host's own format; none of them looks at
//! a finished page. `docs/deploy.md` says what staff do with the files.

use serde_json::json;
use wellread_content::Sources;
use wellread_model::{Diagnostic, Host, HtmlPolicy, Library, Offline, Place, Route, address};

use crate::outputs::files::{SiteFile, SiteFiles};
use crate::view::{PageKind, PageSpec, Views};

/// Files whose name holds a hash of their content never change.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Everything else may be kept if the browser asks each time whether it is still right.
const ASK_AGAIN: &str = "no-cache";

/// What a host has to know of a site.
struct Facts<'a> {
    /// The path of `base_url` as it is written there.
    base: &'a str,
    /// The name of the machine in `base_url`, if it is one that can be registered.
    domain: Option<&'a str>,
    /// The headers that every answer carries.
    security: Vec<(&'static str, String)>,
    /// Old addresses and where they lead now, in their order.
    redirects: Vec<(Route, Route)>,
}

impl Facts<'_> {
    /// The percent-encoded path of a route, safe in every format here: no wildcard, no variable.
    fn path(&self, route: &str) -> String {
        let mut path = String::with_capacity(self.base.len() + route.len());
        for byte in self.base.bytes().chain(route.bytes()) {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                path.push(char::from(byte));
            } else {
                path.push_str(&format!("%{byte:02X}"));
            }
        }
        path
    }
}

/// Adds what the host of the settings reads, if they name one.
pub(crate) fn add(views: &Views, specs: &[PageSpec], files: &mut SiteFiles) {
    let settings = &views.library.settings;
    let Some(host) = settings.host else { return };
    let facts = Facts {
        base: settings.base_path(),
        domain: domain(&settings.base_url),
        security: security(settings.html),
        redirects: redirects(views, specs),
    };
    for (name, text) in files_for(host, &facts) {
        files.add(name, SiteFile::Bytes(text.into_bytes().into()));
    }
}

/// The names of the files that [`add`] may add.
pub(crate) fn names(library: &Library) -> &'static [&'static str] {
    match library.settings.host {
        None => &[],
        Some(Host::GitHubPages) => &[".nojekyll", "CNAME"],
        Some(Host::Netlify | Host::CloudflarePages) => &["_headers", "_redirects"],
        Some(Host::S3) => &["s3.json"],
        Some(Host::Nginx) => &["nginx.conf"],
    }
}

/// The Content-Security-Policy that pages carry themselves, for hosts that may send none.
pub(crate) fn policy_in_page(library: &Library) -> Option<String> {
    let settings = &library.settings;
    // GitHub Pages sends no headers of its customers, S3 only behind CloudFront.
    matches!(settings.host, Some(Host::GitHubPages | Host::S3)).then(|| policy(settings.html))
}

/// Warns of the hub's own files among those that browsers keep for a year.
pub(crate) fn warn_of_cached_files(
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let settings = &library.settings;
    if settings.host.is_none() && settings.offline != Offline::On {
        return;
    }
    for (path, _) in sources.below("static/") {
        let name = &path.as_str()["static/".len()..];
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

/// What pages may load. HTML that staff trust may load what it likes, or it would be trusted in
/// vain.
fn policy(html: HtmlPolicy) -> String {
    match html {
        HtmlPolicy::Harmless => {
            "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'".to_owned()
        }
        HtmlPolicy::Trusted => "base-uri 'self'; object-src 'none'".to_owned(),
    }
}

/// The headers of every answer (OWASP Secure Headers Project, without those that bind the whole
/// domain, which is not ours). No address of the hub, and so nothing that a family looked for, is
/// told to a site that it links to.
pub(crate) fn security(html: HtmlPolicy) -> Vec<(&'static str, String)> {
    let policy = format!("{}; frame-ancestors 'none'", policy(html));
    let features = ["camera", "geolocation", "microphone", "payment", "usb"];
    vec![
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", "DENY".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Permissions-Policy", features.map(|feature| format!("{feature}=()")).join(", ")),
    ]
}

fn redirects(views: &Views, specs: &[PageSpec]) -> Vec<(Route, Route)> {
    let mut redirects: Vec<(Route, Route)> = specs
        .iter()
        .filter_map(|spec| match spec.kind {
            PageKind::Redirect { to } => {
                Some((spec.route.clone(), views.library[to].route.clone()))
            }
            _ => None,
        })
        .collect();
    redirects.sort();
    redirects
}

/// The name of the machine in an address. `None` for one with a port, or without a dot.
fn domain(base_url: &str) -> Option<&str> {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    (host.contains('.') && !host.contains(':')).then_some(host)
}

fn files_for(host: Host, facts: &Facts<'_>) -> Vec<(&'static str, String)> {
    match host {
        Host::GitHubPages => github_pages(facts),
        Host::Netlify => {
            vec![("_headers", headers(facts)), ("_redirects", netlify_redirects(facts))]
        }
        Host::CloudflarePages => {
            vec![("_headers", headers(facts)), ("_redirects", cloudflare_redirects(facts))]
        }
        Host::S3 => vec![("s3.json", s3(facts))],
        Host::Nginx => vec![("nginx.conf", nginx(facts))],
    }
}

/// `.nojekyll` keeps GitHub from leaving files out whose names begin with an underscore. `CNAME`
/// names a domain of one's own; below a path the domain is that of another repository.
fn github_pages(facts: &Facts<'_>) -> Vec<(&'static str, String)> {
    let mut files = vec![(".nojekyll", String::new())];
    if let Some(domain) = facts.domain {
        let domain = domain.to_lowercase();
        if facts.base == "/" && !domain.ends_with(".github.io") {
            files.push(("CNAME", format!("{domain}\n")));
        }
    }
    files
}

/// Netlify and Cloudflare Pages share this format. Where two rules fit, both hosts join the values
/// of one header, so nothing is said of caches for all files: both ask again by default.
fn headers(facts: &Facts<'_>) -> String {
    let mut text = format!("{}*\n", facts.path(""));
    for (name, value) in &facts.security {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    for pattern in [facts.path(address::ASSETS) + "*", facts.path(address::SEARCH_FILES) + "*.js"] {
        text.push_str(&format!("{pattern}\n  Cache-Control: {FOREVER}\n"));
    }
    text
}

/// Netlify serves a file before it follows a rule, unless the status has an exclamation mark; there
/// is a page at each old address, for hosts without rules.
fn netlify_redirects(facts: &Facts<'_>) -> String {
    let mut text = String::new();
    for (from, to) in &facts.redirects {
        let (from, to) = (facts.path(from.as_str()), facts.path(to.as_str()));
        text.push_str(&format!("{from} {to} 301!\n"));
    }
    text.push_str(&format!("{}* {} 404\n", facts.path(""), facts.path(address::NOT_FOUND)));
    text
}

/// Cloudflare Pages follows rules before it serves files, and finds `404.html` by itself. It reads
/// 2,000 rules; the pages at the old addresses serve for those beyond.
fn cloudflare_redirects(facts: &Facts<'_>) -> String {
    let mut text = String::from("# Old addresses and where they lead.\n");
    for (from, to) in &facts.redirects {
        text.push_str(&format!("{} {} 301\n", facts.path(from.as_str()), facts.path(to.as_str())));
    }
    text
}

/// S3 has no file of its own, so this is for whoever sets the bucket up: keys are names in the
/// bucket, without a slash at the beginning.
fn s3(facts: &Facts<'_>) -> String {
    let folder = facts.base.trim_start_matches('/');
    let key = |name: &str| format!("{folder}{name}");
    let headers: Vec<_> = facts
        .security
        .iter()
        .map(|(name, value)| json!({ "header": name, "value": value }))
        .collect();
    let redirects: Vec<_> = facts
        .redirects
        .iter()
        .map(|(from, to)| {
            json!({ "key": key(&from.output_path()), "location": facts.path(to.as_str()) })
        })
        .collect();
    let document = json!({
        "index_document": "index.html",
        "error_document": key(address::NOT_FOUND),
        "cache_control": [
            { "keys": key("assets/*"), "value": FOREVER },
            { "keys": key(&format!("{}*.js", address::SEARCH_FILES)), "value": FOREVER },
            { "keys": key("*"), "value": ASK_AGAIN },
        ],
        "headers": headers,
        "redirects": redirects,
    });
    format!("{document:#}\n")
}

/// One `location` for all of the site, with others inside: what stands in it holds for them too,
/// but for `add_header`, which nginx forgets where another is written.
fn nginx(facts: &Facts<'_>) -> String {
    let always = |indent: &str| -> String {
        let lines = facts.security.iter();
        lines
            .map(|(name, value)| format!("{indent}add_header {name} \"{value}\" always;\n"))
            .collect()
    };
    let place = |route: &str| nginx_quoted(&format!("{}{route}", facts.base));
    let mut text = format!(
        "# Include this in the server block of the site; `wellread help deploy` says how.\n\
         location {all} {{\n    \
             index index.html;\n    \
             charset utf-8;\n    \
             gzip on;\n    \
             gzip_types text/css text/javascript application/javascript application/json \
                        application/manifest+json application/xml image/svg+xml;\n    \
             absolute_redirect off;\n    \
             error_page 403 =404 {missing};\n    \
             error_page 404 {missing};\n    \
             add_header Cache-Control \"{ASK_AGAIN}\" always;\n\
         {headers}\n    \
             # Names that hold a hash of the content: browsers cache these files for a year.\n    \
             location ^~ {assets} {{\n        \
                 add_header Cache-Control \"{FOREVER}\";\n\
         {inner}    }}\n    \
             location ^~ {search} {{\n        \
                 location ~ \"[.]js$\" {{\n            \
                     add_header Cache-Control \"{FOREVER}\";\n\
         {innermost}        }}\n    }}\n    \
             location = {manifest} {{\n        \
                 types {{ }}\n        \
                 default_type application/manifest+json;\n    }}\n\n    \
             # This is for the server, not for visitors; neither are hidden files.\n    \
             location = {own} {{ return 404; }}\n    \
             location = {record} {{ return 404; }}\n",
        all = place(""),
        missing = nginx_quoted(&facts.path(address::NOT_FOUND)),
        headers = always("    "),
        assets = place(address::ASSETS),
        inner = always("        "),
        search = place(address::SEARCH_FILES),
        innermost = always("            "),
        manifest = place(address::MANIFEST),
        own = place("nginx.conf"),
        record = place(".wellread"),
    );
    if !facts.redirects.is_empty() {
        text.push_str("\n    # Old addresses and where they lead.\n");
    }
    for (from, to) in &facts.redirects {
        let (from, to) = (place(from.as_str()), nginx_quoted(&facts.path(to.as_str())));
        text.push_str(&format!("    location = {from} {{ return 301 {to}; }}\n"));
    }
    text.push_str("}\n");
    text
}

/// Text in nginx's quotation marks. `location` is compared with the decoded path, so that it is
/// written as it is; a target is percent-encoded, and so holds no `$`.
fn nginx_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts<'a>(base_url: &'a str, base: &'a str, redirects: &[(&str, &str)]) -> Facts<'a> {
        let redirects =
            redirects.iter().map(|(from, to)| (Route::new(*from), Route::new(*to))).collect();
        let security = security(HtmlPolicy::Harmless);
        Facts { base, domain: domain(base_url), security, redirects }
    }

    fn names(base_url: &str, base: &str) -> Vec<String> {
        let files = github_pages(&facts(base_url, base, &[]));
        files.into_iter().map(|(name, text)| format!("{name}={}", text.trim())).collect()
    }

    #[test]
    fn a_domain_of_ones_own_is_named_once() {
        assert_eq!(names("https://Hub.Example.org/", "/"), [".nojekyll=", "CNAME=hub.example.org"]);
        for elsewhere in
            ["https://clinic.github.io/", "http://localhost/", "http://127.0.0.1:8080/"]
        {
            assert_eq!(names(elsewhere, "/"), [".nojekyll="], "{elsewhere}");
        }
        assert_eq!(names("https://example.org/hub/", "/hub/"), [".nojekyll="]);
    }

    #[test]
    fn no_address_is_a_pattern_or_breaks_a_line() {
        let facts = facts("https://example.org/", "/a b/", &[("o*d $x/", "articles/größe/")]);
        let line = "/a%20b/o%2Ad%20%24x/ /a%20b/articles/gr%C3%B6%C3%9Fe/ 301";
        assert!(cloudflare_redirects(&facts).contains(&format!("{line}\n")));
        assert!(netlify_redirects(&facts).contains(&format!("{line}!\n")));
        let nginx = nginx(&facts);
        let rule =
            "location = \"/a b/o*d $x/\" { return 301 \"/a%20b/articles/gr%C3%B6%C3%9Fe/\"; }";
        assert!(nginx.contains(rule), "{nginx}");
    }

    #[test]
    fn nginx_repeats_the_headers_wherever_it_would_forget_them() {
        let text = nginx(&facts("https://example.org/", "/", &[]));
        let caches = text.matches("add_header Cache-Control").count();
        for header in ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"] {
            assert_eq!(text.matches(&format!("add_header {header}")).count(), caches, "{header}");
        }
        assert_eq!(text.matches('{').count(), text.matches('}').count());
    }

    #[test]
    fn trusted_html_is_not_blocked() {
        assert!(policy(HtmlPolicy::Harmless).starts_with("default-src 'self';"));
        assert!(!policy(HtmlPolicy::Trusted).contains("default-src"));
    }
}
