//! The answer to a page in the browser that asks what is new.
//!
//! A page says what it shows (its fingerprint and the problems it knows of). If something else
//! would be shown now, the answer says so; otherwise there is none yet, and the request is held
//! (a long poll, see `crate::current`). The server stores nothing about its pages, so that they
//! find their way back after it has been restarted. Where next: `client/client.js`, which asks.

use serde_json::json;

use crate::fingerprint::{self, PageFingerprint};
use crate::http::response::Response;
use crate::http::target::{self, query_value};
use crate::lookup::{Found, find};
use crate::snapshot::Snapshot;

/// What a browser shows at the moment, as its page reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShownPage {
    /// The decoded path of the page, or none if it is not a name on any site.
    path: Option<String>,
    fingerprint: PageFingerprint,
    /// See [`crate::problems::Problems::id`].
    problems: String,
}

impl ShownPage {
    /// Reads `path=…&page=…&styles=…&problems=…`.
    pub(crate) fn from_query(query: &str) -> Option<Self> {
        let path = query_value(query, "path")?;
        Some(Self {
            path: target::parse(&path).map(|target| target.path),
            fingerprint: PageFingerprint {
                page: query_value(query, "page")?,
                styles: query_value(query, "styles")?,
            },
            problems: query_value(query, "problems")?,
        })
    }
}

/// The answer to a page, or `None` as long as it shows what it should. `client/client.js` reads it.
pub(crate) fn page_update(shown: &ShownPage, snapshot: &Snapshot) -> Option<Response> {
    // Where there was a page, there may be another file or a redirect: the browser has to ask anew.
    let reload = || Some(Response::json(&json!({ "reload": true })));
    let Found::Page(page) = find(snapshot, shown.path.as_deref()) else { return reload() };
    let (fingerprint, stylesheets) = fingerprint::examine(snapshot.site.as_deref(), &page);
    if fingerprint.page != shown.fingerprint.page {
        return reload();
    }
    let mut changes = serde_json::Map::new();
    if fingerprint.styles != shown.fingerprint.styles {
        let styles = json!({ "id": fingerprint.styles, "links": stylesheets });
        changes.insert("styles".to_owned(), styles);
    }
    if snapshot.problems.id != shown.problems {
        changes.insert("problems".to_owned(), json!(*snapshot.problems));
    }
    (!changes.is_empty()).then(|| Response::json(&changes.into()))
}
