//! Symbolic links in a hub (and junctions, on Windows): where one leads decides whether it is read.
//!
//! A link is followed if it leads to a file that the hub publishes or reads anyway: one in the same
//! folder at the top (`content`, `static`, `themes`), or in `static`, and not one that is left out
//! by its name. So a link never brings anything to light. Links to folders are not followed; thus
//! there are no loops.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use wellread_model::{Diagnostic, Place, SourcePath};

use crate::leftovers::{StaticName, is_leftover, static_name};

/// Where a link leads.
pub(super) enum SymlinkTarget {
    /// To a file that may be read in its place.
    File(PathBuf),
    /// To a folder.
    Folder,
    /// To what is not part of the hub, or to what a link must not show.
    Elsewhere,
    /// To nothing, or in a circle.
    Nowhere,
}

/// The links of one hub.
pub(super) struct FollowedLinks {
    /// The hub's folder without links on the way to it. `None` if it has vanished.
    root: Option<PathBuf>,
}

impl FollowedLinks {
    /// The links of the hub at `root`.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.canonicalize().ok() }
    }

    /// Where a link below `folder` leads, `folder` being one of those at the top.
    pub(super) fn target(&self, link: &Path, folder: &str) -> SymlinkTarget {
        // All links on the way are followed here, so that what is checked is what is read.
        let Ok(target) = link.canonicalize() else { return SymlinkTarget::Nowhere };
        let Ok(metadata) = fs::metadata(&target) else { return SymlinkTarget::Nowhere };
        if metadata.is_dir() {
            return SymlinkTarget::Folder;
        }
        let inside = self.root.as_ref().and_then(|root| target.strip_prefix(root).ok());
        if metadata.is_file() && inside.is_some_and(|inside| is_read(inside, folder)) {
            return SymlinkTarget::File(target);
        }
        SymlinkTarget::Elsewhere
    }
}

/// Whether a file of the hub is one that a link below `folder` may lead to.
fn is_read(inside: &Path, folder: &str) -> bool {
    let mut parts = inside.components().map(Component::as_os_str);
    let Some(top) = parts.next().and_then(OsStr::to_str) else { return false };
    let is_wanted = |name: &OsStr| {
        name.to_str().is_some_and(|name| match top {
            "static" => static_name(name) == StaticName::Public,
            _ => !is_leftover(name),
        })
    };
    (top == folder || top == "static") && parts.all(is_wanted)
}

/// Says that a link was left out. `None` if it is followed.
pub(super) fn left_out(target: &SymlinkTarget, path: SourcePath) -> Option<Diagnostic> {
    let (message, help) = match target {
        SymlinkTarget::File(_) => return None,
        SymlinkTarget::Folder => (
            "This is a link to a folder. It was left out.",
            "Put the folder itself here, or a copy of it.",
        ),
        SymlinkTarget::Elsewhere => (
            "This is a link to something that is not part of this folder of the hub. It was left \
             out.",
            "Put a copy of the file itself here.",
        ),
        SymlinkTarget::Nowhere => (
            "This is a link that leads nowhere. It was left out.",
            "Put the file itself here, or delete the link.",
        ),
    };
    Some(Diagnostic::warning("link-left-out", Place::file(path), message).help(help))
}
