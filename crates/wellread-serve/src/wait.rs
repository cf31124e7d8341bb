//! The long poll by which a page in the browser learns of changes.
//!
//! A page says what it shows (its marks and the problems it knows of), and the answer is held back
//! until something else would be shown, or until [`PATIENCE`] is over. The server keeps nothing
//! about its pages, so that they find their way back after it has been started again.
//! Where next: `client/client.js`, which asks.

use std::time::Duration;

use crate::answer::{Found, find};
use crate::fingerprint::{self, PageFingerprint};
use crate::http::response::{Response, ResponseBody};
use crate::http::target::{self, query_value};
use crate::json;
use crate::snapshot::Snapshot;

/// How long an answer is held back. Shorter than what proxies and phones put up with.
pub(crate) const PATIENCE: Duration = Duration::from_secs(25);

/// How many pages may wait at once, and how many from one device. A browser opens six connections
/// to one server and no more, so that six pages side by side that wait would leave none to load a
/// seventh with. Those for whom there is no room ask again every second.
pub(crate) const MAX_WAITING: usize = 32;
pub(crate) const MAX_WAITING_PER_DEVICE: usize = 4;

/// What a page says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The decoded path of the page, or none if it is no name on any site.
    path: Option<String>,
    marks: PageFingerprint,
    problems: String,
}

impl Question {
    /// Reads `path=…&page=…&styles=…&problems=…`.
    pub(crate) fn from_query(query: &str) -> Option<Self> {
        let path = query_value(query, "path")?;
        Some(Self {
            path: target::parse(path.as_bytes()).map(|target| target.path),
            marks: PageFingerprint {
                page: query_value(query, "page")?,
                styles: query_value(query, "styles")?,
            },
            problems: query_value(query, "problems")?,
        })
    }
}

/// The answer to a page, or `None` as long as it shows what it should.
pub(crate) fn news(question: &Question, snapshot: &Snapshot) -> Option<Response> {
    let reload = || Some(reply(r#"{"reload":true}"#.to_owned()));
    let Found::Page(page) = find(snapshot, question.path.as_deref()) else { return reload() };
    let (marks, stylesheets) = fingerprint::examine(snapshot.site.as_deref(), &page);
    if marks.page != question.marks.page {
        return reload();
    }
    let problems = &snapshot.problems;
    let mut parts = Vec::new();
    if marks.styles != question.marks.styles {
        let links: Vec<String> = stylesheets
            .iter()
            .map(|sheet| format!("[{},{}]", json::string(&sheet.stem), json::string(&sheet.href)))
            .collect();
        let id = json::string(&marks.styles);
        parts.push(format!(r#""styles":{{"id":{id},"links":[{}]}}"#, links.join(",")));
    }
    if problems.id != question.problems {
        let (id, block) = (json::string(&problems.id), problems.block);
        parts.push(format!(r#""problems":{{"id":{id},"block":{block},"list":{}}}"#, problems.json));
    }
    (!parts.is_empty()).then(|| reply(format!("{{{}}}", parts.join(","))))
}

/// The answer when there is nothing new after all.
pub(crate) fn nothing() -> Response {
    reply("{}".to_owned())
}

/// The answer when too many wait already: come back after so many seconds.
pub(crate) fn too_many() -> Response {
    reply(r#"{"retry":1}"#.to_owned())
}

fn reply(json: String) -> Response {
    let mut response = Response::text(200, "");
    response.fields[0].1 = "application/json; charset=utf-8".to_owned();
    response.body = ResponseBody::Made(json.into_bytes());
    response
}
