//! The audit as a page of the preview, with links to the pages that it is about.

use wellread_content::Sources;
use wellread_model::{Locator, Position, SourcePath, count};
use wellread_site::markdown::escape;
use wellread_site::{Audit, AuditItem};

use super::audit::by_owner;

/// The page. Without an audit, the hub has errors, and nothing can be said. `home` is the path of
/// the home page.
pub(crate) fn audit_page(audit: Option<&Audit>, sources: &Sources, home: &str) -> String {
    let mut html = String::new();
    match audit {
        None => html.push_str("<p>The hub has errors. Fix them first.</p>\n"),
        Some(audit) => items(&mut html, audit, sources),
    }
    page(&html, home)
}

/// The page if what is known of the hub cannot be read. The failure says what to do.
pub(crate) fn failed_audit_page(failure: &anyhow::Error, home: &str) -> String {
    let lines = format!("{failure:#}");
    let lines = lines.lines().map(|line| format!("<p>{}</p>\n", escape(line)));
    page(&lines.collect::<String>(), home)
}

/// A page with this content.
fn page(content: &str, home: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>What needs a person</title>\n\
         <link rel=\"stylesheet\" href=\"/__wellread/audit.css\">\n</head>\n<body>\n<main>\n\
         <h1>What needs a person</h1>\n<p>Only this preview has this page; it is never published. \
         <a href=\"{}\">To the hub</a></p>\n{content}</main>\n</body>\n</html>\n",
        escape(home)
    )
}

/// The items by owner, then by kind.
fn items(html: &mut String, audit: &Audit, sources: &Sources) {
    let mut places = Locator::new(|path: &SourcePath| sources.text(path));
    if audit.is_partial {
        html.push_str(
            "<p>The hub has errors. Fix them first. Until then, this list has only what does not \
             depend on them.</p>\n",
        );
    } else if audit.items().is_empty() {
        html.push_str("<p>Nothing needs you today.</p>\n");
    }
    for (name, items) in by_owner(audit) {
        let number = count(items.len(), "item");
        html.push_str(&format!("<h2>{}: {number}</h2>\n", escape(&name)));
        for group in items.chunk_by(|a, b| a.kind == b.kind) {
            let kind = group[0].kind;
            html.push_str(&format!(
                "<h3>{} ({})</h3>\n<p>{}</p>\n",
                escape(kind.title()),
                group.len(),
                escape(kind.why())
            ));
            let is_same = group.len() > 1 && group.iter().all(|one| one.step == group[0].step);
            if is_same {
                html.push_str(&step(group[0]));
            }
            html.push_str("<ul>\n");
            for one in group {
                let position = places.position(&one.place);
                html.push_str(&item(one, audit.url_of(&one.place.file), position));
                if !is_same {
                    html.push_str(&step(one));
                }
                html.push_str("</li>\n");
            }
            html.push_str("</ul>\n");
        }
    }
}

/// An item, which the caller closes.
fn item(one: &AuditItem, url: Option<&str>, position: Option<Position>) -> String {
    let about = escape(&one.about);
    let about = match url {
        Some(url) => format!("<a href=\"{}\">{about}</a>", escape(url)),
        None => about,
    };
    let file = escape(one.place.file.as_str());
    let place = match position {
        Some(Position { line, column }) => format!("{file}:{line}:{column}"),
        None => file,
    };
    let mut html = format!("<li>{about}<br><code>{place}</code>");
    if !one.details.is_empty() {
        let lines = one.details.iter().map(|line| format!("<li>{}</li>", escape(line)));
        html.push_str(&format!("<ul>{}</ul>", lines.collect::<String>()));
    }
    html
}

/// What to do.
fn step(one: &AuditItem) -> String {
    format!("<p class=\"step\">{}</p>\n", escape(&one.step))
}
