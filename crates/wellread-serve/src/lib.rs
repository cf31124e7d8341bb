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
//! **Threads.** The caller's thread builds and reports. Beside it live those of tiny_http, one for
//! each connection; a bounded number that write responses; two that supervise these and the pages
//! that wait; one that compares sizes and times of files; and that of `notify`. They share four
//! things, each behind one lock that is never held during work: the snapshot of the moment
//! (`current`), the pages that wait (`long_polls`), the number of responses (`responders`), and
//! whether something may have changed (`watch::signal`). No thread ever holds two of these locks.
//!
//! Where to read next: `preview_server` for the loop's side; `watch` for how changes are noticed;
//! `connections` and `answer` for how requests are served; `fingerprint`, `news` and `client/` for
//! how a page in the browser learns of changes.

mod announcer;
mod answer;
mod build_failure;
mod connections;
mod current;
mod error;
mod event;
mod fingerprint;
mod history;
mod http;
mod interruption;
mod listen;
mod long_polls;
mod lookup;
mod news;
mod options;
mod preview_server;
mod responders;
mod snapshot;
mod watch;

pub use crate::build_failure::BuildFailure;
pub use crate::error::ServeError;
pub use crate::event::Event;
pub use crate::interruption::Interruption;
pub use crate::options::{FIRST_PORT, ServeOptions};
pub use crate::preview_server::{PreviewServer, Stop};
pub use crate::snapshot::{BuiltSite, RenderFn, ServedFile, ServedFiles};
