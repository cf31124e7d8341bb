//! What a page in the browser is told when it asks what is new.
//!
//! A page says what it shows (its fingerprint and the problems it knows of). If something else
//! would be shown now, the answer says so; otherwise there is none yet, and the request is held
//! (a long poll, see `crate::long_polls`). The server stores nothing about its pages, so that they
//! find their way back after it has been restarted. Where next: `client/client.js`, which asks.

use serde::Serialize;

use crate::fingerprint::{self, PageFingerprint, Stylesheet};
use crate::http::response::Response;
use crate::http::target::{self, query_value};
use crate::lookup::{Found, find};
use crate::snapshot::{Problems, Snapshot, to_json};

/// What a page says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The decoded path of the page, or none if it is no name on any site.
    path: Option<String>,
    fingerprint: PageFingerprint,
    /// See [`Problems::id`].
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

/// The answer, as `client/client.js` reads it. Without any field it says that nothing is new.
#[derive(Debug, Default, Serialize)]
struct News<'a> {
    /// The page has to be loaded again.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reload: bool,
    /// These stylesheets are to be swapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    styles: Option<NewStyles<'a>>,
    /// These problems are to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<&'a Problems>,
    /// Ask again after so many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry: Option<u32>,
}

#[derive(Debug, Serialize)]
struct NewStyles<'a> {
    /// See [`PageFingerprint::styles`].
    id: &'a str,
    links: &'a [Stylesheet],
}

/// The answer to a page, or `None` as long as it shows what it should.
pub(crate) fn news(question: &Question, snapshot: &Snapshot) -> Option<Response> {
    let reload = || Some(respond(&News { reload: true, ..News::default() }));
    // Where there was a page, there is another file or a redirect: the browser has to ask anew.
    let Found::Page(page) = find(snapshot, question.path.as_deref()) else { return reload() };
    let (fingerprint, stylesheets) = fingerprint::examine(snapshot.site.as_deref(), &page);
    if fingerprint.page != question.fingerprint.page {
        return reload();
    }
    let has_new_styles = fingerprint.styles != question.fingerprint.styles;
    let styles = has_new_styles.then(|| NewStyles { id: &fingerprint.styles, links: &stylesheets });
    let problems = (snapshot.problems.id != question.problems).then_some(&*snapshot.problems);
    let is_news = styles.is_some() || problems.is_some();
    is_news.then(|| respond(&News { styles, problems, ..News::default() }))
}

/// The answer when there is nothing new after all.
pub(crate) fn nothing() -> Response {
    respond(&News::default())
}

/// The answer when too many pages wait already: come back in a second.
pub(crate) fn retry_later() -> Response {
    respond(&News { retry: Some(1), ..News::default() })
}

fn respond(news: &News<'_>) -> Response {
    Response::json(to_json(news))
}
