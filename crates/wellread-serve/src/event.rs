//! What happened in the preview, for the terminal.

use std::time::Duration;

use wellread_model::Located;

use crate::build_failure::BuildFailure;

/// What happened, for the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The preview can be opened. Comes when there is something to show, before the report of the
    /// first build, and again when the path of the hub's URL has changed.
    Listening {
        /// The URL for this machine.
        url: String,
        /// The URL for a phone in the same network, if other devices may connect and the machine
        /// has an address there.
        lan_url: Option<String>,
        /// The port that would have come first but could not be used.
        taken: Option<u16>,
    },
    /// A build has come to an end, and browsers show what came of it.
    Built {
        /// How long it took until browsers could show it.
        time: Duration,
        /// The output paths that are new or have other bytes, sorted; all of them at first.
        changed: Vec<String>,
        /// The output paths that are gone, sorted.
        removed: Vec<String>,
        /// Everything noticed, errors and warnings, in the order in which it is to be shown.
        problems: Vec<Located>,
        /// Whether there is a new site, if only in part. Otherwise errors prevent that, and the one
        /// before stays.
        is_new: bool,
    },
    /// A build failed, and not like the one before. The last good site stays.
    Failed(BuildFailure),
    /// The system reports no changes here, for this reason, so the caller is asked to look twice a
    /// second.
    Polling(String),
}
