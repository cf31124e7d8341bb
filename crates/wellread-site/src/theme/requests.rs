//! What a theme must not contain: requests to other hosts, and code that is in a page itself. Both
//! break what every hub says to families, and browsers refuse them under the policy that pages are
//! served with (`default-src 'self'`).
//!
//! Templates are looked at as text, with what Tera computes left out. Nothing is rendered, so what
//! a template puts together from parts is not seen.

use std::ops::Range;

use wellread_content::SourceFolder;
use wellread_model::url::host_and_port;
use wellread_model::{Diagnostic, HtmlPolicy, Place, Settings, SourcePath, Span};

use super::literals::{css_addresses, has_host, script_addresses};
use super::template_text::{TemplateText, without_expressions};
use crate::markdown::{Attribute, HtmlToken, tokens};

/// Relations of `<link>` for which a browser asks the host of the address.
const LOADING: [&str; 12] = [
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "preload",
    "modulepreload",
    "prefetch",
    "prerender",
    "preconnect",
    "dns-prefetch",
    "manifest",
    "expect",
];

/// Types of `<script>` that hold data, which no browser runs.
const DATA: [&str; 4] = ["application/json", "application/ld+json", "text/plain", "text/template"];

/// Reports what the files of a theme's folder ask of other hosts, and the scripts and styles that
/// they write into pages.
pub(super) fn check(
    folder: &SourceFolder<'_>,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Then pages are served with a policy that allows both.
    if settings.html == HtmlPolicy::Trusted {
        return;
    }
    let own_host = host_and_port(&settings.base_url).to_lowercase();
    for (path, source) in folder.iter() {
        let Ok(text) = std::str::from_utf8(source.bytes()) else { continue };
        let (_, extension) = wellread_model::media::split_extension(path.as_str());
        let report = Report { path, own_host: &own_host };
        match extension.to_ascii_lowercase().as_str() {
            "html" => template(text, report, diagnostics),
            "css" => report.elsewhere(css_addresses(text), diagnostics),
            "js" | "mjs" => report.elsewhere(script_addresses(text), diagnostics),
            _ => {}
        }
    }
}

/// Makes the problems of one file.
#[derive(Clone, Copy)]
struct Report<'a> {
    /// The file of the theme.
    path: &'a SourcePath,
    /// The host of the hub, to which a theme may refer.
    own_host: &'a str,
}

impl Report<'_> {
    /// Reports those of the addresses that are at other hosts.
    fn elsewhere<'t>(
        self,
        addresses: impl IntoIterator<Item = (Range<usize>, &'t str)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for (range, address) in addresses {
            let Some(host) = other_host(address, self.own_host) else { continue };
            let message =
                format!("This loads something from {host}, which would learn of every visit.");
            let help = "Save the file in the theme's folder static/, and use it from there. A page \
                        makes no request to another host, and browsers block this one.";
            diagnostics
                .push(Diagnostic::error("theme-elsewhere", self.place(range), message).help(help));
        }
    }

    /// Reports a script or a style that is in the page.
    fn inline(
        self,
        what: &str,
        range: Range<usize>,
        help: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let message = format!("{what} is in the page itself, and browsers ignore it there.");
        diagnostics.push(Diagnostic::error("inline-code", self.place(range), message).help(help));
    }

    /// A place in the template.
    fn place(self, range: Range<usize>) -> Place {
        Place::at(self.path.clone(), Span::from(range))
    }
}

/// Checks a template.
fn template(text: &str, report: Report<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let TemplateText { markup, scripts, styles } = without_expressions(text);
    for style in styles {
        report.elsewhere(css_addresses_in(text, &style), diagnostics);
        let help =
            "Move it into a stylesheet: themes/default/static/custom.css, or the theme's own.";
        report.inline("This style", style, help, diagnostics);
    }
    let mut scripts = scripts.into_iter();
    for token in tokens(&markup) {
        let HtmlToken::Open { name, attributes, range } = token else { continue };
        let value = |key: &str| {
            attributes.iter().find(|one| one.name == key).map(|attribute| attribute.value)
        };
        if name == "script" {
            // Each has its content in the list, in order.
            let content = scripts.next().unwrap_or(range.end..range.end);
            let kind = value("type").unwrap_or_default().trim().to_ascii_lowercase();
            let is_empty = text[content.clone()].trim().is_empty();
            if value("src").is_none() && !DATA.contains(&&*kind) && !is_empty {
                let help = "Move it into a file of the theme's folder static/, and load that with \
                            <script src=\"{{ site.assets[\"name.js\"] }}\" defer></script>.";
                report.inline("This script", content, help, diagnostics);
            }
        }
        let relations = value("rel").unwrap_or_default().to_ascii_lowercase();
        for attribute in &attributes {
            if is_loaded(&name, attribute, &relations) {
                report.elsewhere(addresses_in(attribute), diagnostics);
            }
            report_inline_attribute(attribute, report, diagnostics);
        }
    }
}

/// Reports an attribute that is a script or a style.
fn report_inline_attribute(
    attribute: &Attribute<'_>,
    report: Report<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (key, range) = (attribute.name.as_str(), attribute.range.clone());
    let is_script_url = attribute
        .value
        .trim_start()
        .get(..11)
        .is_some_and(|s| s.eq_ignore_ascii_case("javascript:"));
    if key == "style" {
        let help = "Give the element a class, and write its style in static/custom.css.";
        report.inline("This style", range, help, diagnostics);
    } else if is_script_url || (key.starts_with("on") && key.len() > 4) {
        let help = "Move it into a file of the theme's folder static/, with addEventListener.";
        report.inline("This script", range, help, diagnostics);
    }
}

/// Whether a browser asks for the address in an attribute by itself, or sends something there.
fn is_loaded(element: &str, attribute: &Attribute<'_>, relations: &str) -> bool {
    match (element, attribute.name.as_str()) {
        ("link", "href") => relations.split_whitespace().any(|one| LOADING.contains(&one)),
        ("link", "imagesrcset") | ("base" | "image" | "use" | "feimage", "href" | "xlink:href") => {
            true
        }
        // What families type into a form must not leave the hub either.
        (_, "src" | "srcset" | "poster" | "background" | "action" | "formaction" | "ping") => true,
        ("object", "data") => true,
        _ => false,
    }
}

/// The addresses in an attribute; of `srcset`, there may be several, each with its size.
fn addresses_in<'t>(attribute: &Attribute<'t>) -> impl Iterator<Item = (Range<usize>, &'t str)> {
    let is_list = matches!(attribute.name.as_str(), "srcset" | "imagesrcset" | "ping");
    let range = attribute.range.clone();
    let pieces = attribute.value.split(move |c: char| is_list && (c == ',' || c.is_whitespace()));
    pieces.map(move |piece| (range.clone(), piece))
}

/// The addresses in a style that is in a template.
fn css_addresses_in<'t>(
    text: &'t str,
    range: &Range<usize>,
) -> impl Iterator<Item = (Range<usize>, &'t str)> {
    let start = range.start;
    css_addresses(&text[range.clone()])
        .into_iter()
        .map(move |(range, address)| (start + range.start..start + range.end, address))
}

/// The host of an address that is not one of the hub's own.
fn other_host<'t>(address: &'t str, own_host: &str) -> Option<&'t str> {
    let address = address.trim();
    if !has_host(address) {
        return None;
    }
    let host = host_and_port(address.trim_start_matches('/'));
    (!host.is_empty() && !host.eq_ignore_ascii_case(own_host)).then_some(host)
}
