//! Asks other hosts whether the links of a hub still work, and stores what they said.
//!
//! A crate of its own because nothing else in Wellread opens a connection to another host, and
//! because no build depends on what it finds. It reads and writes no file: the links of a hub come
//! in with their places, and [`LinkChecks`] as the text of `link-checks.json`.
//!
//! Three parts, of which the first two know neither a socket nor a clock:
//!
//! - what is asked for today (`due`), what answers mean (`check` for one check, `judge` in the light of
//!   what was seen before), and what is reported to people ([`link_findings`]);
//! - when which host is asked (`schedule`), with `robots.txt` (`robots`);
//! - the network: which addresses may be reached, one request ([`Transport`]), and several of them at a
//!   time ([`LiveNetwork`]).
//!
//! [`check_links`] runs them together. Start there.
//!
//! # Examples
//!
//! A network in which every page is there:
//!
//! ```
//! use std::time::Duration;
//!
//! use wellread_links::{
//!     LinkChecks, LinkKind, LinkProgress, Network, WebAddress, WebAnswer, WebReply, WebRequest,
//!     check_links,
//! };
//!
//! #[derive(Default)]
//! struct AllIsWell { seconds: u64, asked: Vec<String> }
//!
//! impl Network for AllIsWell {
//!     fn now(&self) -> Duration { Duration::from_secs(self.seconds) }
//!     fn start(&mut self, host: &str, _: WebRequest) { self.asked.push(host.to_owned()) }
//!     fn wait(&mut self, _: Option<Duration>) -> Option<(String, WebReply)> {
//!         self.seconds += 1;
//!         let answer = WebAnswer { status: 200, ..WebAnswer::default() };
//!         Some((self.asked.pop()?, WebReply::Answer(answer)))
//!     }
//!     fn is_stopped(&self) -> bool { false }
//!     fn show(&mut self, _: &dyn Fn() -> LinkProgress) {}
//! }
//!
//! let link = WebAddress::parse("https://example.org/a").expect("it is one");
//! let today = "2026-11-27".parse().expect("it is a day");
//! let run =
//!     check_links(&[link.clone()].into(), &LinkChecks::default(), today, &mut AllIsWell::default());
//! assert_eq!(run.checks.record(&link).map(|record| record.kind), Some(LinkKind::Good));
//! ```

mod address;
mod check;
mod day;
mod due;
mod file;
mod findings;
mod judge;
mod network;
mod punycode;
mod reason;
mod record;
mod robots;
mod run;
mod schedule;
mod title;
mod web;

pub use address::WebAddress;
pub use file::StateError;
pub use findings::{LinkCounts, LinkFinding, link_counts, link_findings};
pub use network::{LiveNetwork, Transport, TransportOptions};
pub use reason::LinkReason;
pub use record::{ConfirmError, HostRecord, LinkChecks, LinkKind, LinkRecord, Streak};
pub use run::{LinkProgress, LinkRun, LinkRunEnd, Network, check_links};
pub use schedule::{MOST_AT_ONCE, PAUSE};
pub use title::page_title;
pub use web::{RequestKind, WebAnswer, WebFailure, WebReply, WebRequest};
