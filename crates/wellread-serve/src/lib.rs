//! The live preview: watches a hub's folder, says when to build again, and serves the result from
//! memory to browsers on this machine, whose pages update on their own.
//!
//! It knows nothing of Markdown, templates or sites: the build is the caller's and returns files by
//! path, some of which are rendered on first request. So the page that a person looks at is shown
//! before all others are made. It never writes to the hub, and it never makes a browser wait for a
//! build: each request is answered from one immutable snapshot.
//!
//! **Data flows one way.** The caller's loop starts a [`PreviewServer`], builds, shows what it has
//! built, and waits; no function of this crate calls back into the build, except to render a lazy
//! file.
//!
//! **Threads.** The caller's thread builds and reports. Besides it there are those of tiny_http,
//! one for each connection; a bounded number that respond, of which some wait for news; one that
//! keeps tiny_http going; and that of `notify`. They share two things, each behind one lock that is
//! never held during work: the snapshot of the moment with the pages that wait for the next
//! (`current`), and whether something may have changed (`watch::signal`). No thread holds both.
//!
//! Where to read next: `preview_server` for the loop's side; `watch` for how changes are noticed;
//! `connections` and `answer` for how requests are served; `fingerprint`, `news` and `client/` for
//! how a page in the browser learns of changes.

mod answer;
mod build_failure;
mod connections;
mod current;
mod error;
mod event;
mod fingerprint;
mod history;
mod http;
mod listen;
mod lookup;
mod options;
mod page_update;
mod preview_server;
mod problems;
mod pulse;
mod snapshot;
mod watch;

pub use crate::build_failure::BuildFailure;
pub use crate::error::ServeError;
pub use crate::event::Event;
pub use crate::options::{FIRST_PORT, ServeOptions};
pub use crate::preview_server::PreviewServer;
pub use crate::snapshot::{BuiltSite, RenderFn, ServedFile, ServedFiles};
pub use crate::watch::signal::{Interruption, Wakeup};

/// The path on the site that the target of a request names, decoded and without its leading slash;
/// `None` if it can be the name of nothing. Public for fuzzing alone.
#[doc(hidden)]
#[must_use]
pub fn request_path(target: &str) -> Option<String> {
    http::target::parse(target).map(|target| target.path)
}
