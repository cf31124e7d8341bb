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

/// What a page says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The decoded path of the page, or none if it is not a name on any site.
    path: Option<String>,
    fingerprint: PageFingerprint,
    /// See [`crate::problems::Problems::id`].
    problems: String,
}

impl Question {
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
pub(crate) fn news(question: &Question, snapshot: &Snapshot) -> Option<Response> {
    // Where there was a page, there may be another file or a redirect: the browser has to ask anew.
    let reload = || Some(Response::json(&json!({ "reload": true })));
    let Found::Page(page) = find(snapshot, question.path.as_deref()) else { return reload() };
    let (fingerprint, stylesheets) = fingerprint::examine(snapshot.site.as_deref(), &page);
    if fingerprint.page != question.fingerprint.page {
        return reload();
    }
    let mut news = serde_json::Map::new();
    if fingerprint.styles != question.fingerprint.styles {
        let styles = json!({ "id": fingerprint.styles, "links": stylesheets });
        news.insert("styles".to_owned(), styles);
    }
    if snapshot.problems.id != question.problems {
        news.insert("problems".to_owned(), json!(*snapshot.problems));
    }
    (!news.is_empty()).then(|| Response::json(&news.into()))
}
