//! Exchanges a whole section of the site, such as `articles`, in one step.
//!
//! Pages of one section link to each other's headings and are often changed together. If they are
//! replaced one by one, a link between an old page and a new one may lead to a heading that is not
//! there; no order of single steps avoids this. So the section is put together beside the output
//! folder, and then takes the place of the old one. Files that stay the same get a second name there,
//! so that nothing is copied. Files that the new site no longer has stay until the end, as
//! everywhere: pages of other sections still link to them.
//!
//! Where this is not possible, pages move one by one: on Windows and some file systems, across two
//! disks, and for a section with a file that Wellread didn't make. Nothing has changed in the output
//! folder by then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use rayon::prelude::*;

use super::disk::{CAN_EXCHANGE, Disk};
use super::order::Change;
use super::record::ContentHash;
use super::site_folder::{PathState, SiteFolder, is_page};
use super::staging::Staging;

/// The part of a section's pages that must be replaced for an exchange to be worth giving a second
/// name to all the others: one in so many.
const SHARE: usize = 4;

type Files = BTreeMap<String, ContentHash>;

/// The new state of a section, beside the output folder.
#[derive(Debug)]
pub(super) struct SectionSwap<'a> {
    disk: &'a Disk,
    folder: &'a SiteFolder,
    /// Where the section is put together; below it, paths are those of the output folder.
    beside: SiteFolder,
    /// The path of the section's folder.
    section: &'a str,
    /// The files that come into place with the section.
    changed: BTreeSet<&'a str>,
    /// The files of the old site.
    old: &'a Files,
}

impl<'a> SectionSwap<'a> {
    /// Puts the section together of which most pages change. `None` if that is not worth it, or not
    /// possible.
    ///
    /// `removed` are the files of the old site that are removed once all else is in place.
    pub(super) fn prepare(
        (disk, folder, staging): (&'a Arc<Disk>, &'a SiteFolder, &Staging),
        changed: &'a BTreeMap<String, Change>,
        (removed, old, new): (&[&String], &'a Files, &Files),
    ) -> Option<Self> {
        if !CAN_EXCHANGE {
            return None;
        }
        let section = most_changed(changed, old)?;
        let is_inside = |path: &str| is_in(path, section);
        let beside = staging.section(section);
        let swap = Self {
            disk,
            folder,
            beside: SiteFolder::new(Arc::clone(disk), beside.clone(), beside),
            section,
            changed: changed.keys().map(String::as_str).filter(|path| is_inside(path)).collect(),
            old,
        };
        let paths: Vec<&String> =
            new.keys().chain(removed.iter().copied()).filter(|path| is_inside(path)).collect();
        swap.assemble(&paths, staging).is_ok().then_some(swap)
    }

    /// Whether a changed file comes into place with the section.
    pub(super) fn brings(&self, path: &str) -> bool {
        self.changed.contains(path)
    }

    /// Lets the new section take the place of the old one. Returns whether the system can do this; if
    /// not, nothing has changed.
    ///
    /// # Errors
    /// If another program put a file into the old section a moment ago, and it cannot be put into the
    /// new one.
    pub(super) fn exchange(&self) -> Result<bool> {
        // Only now, so that as little time as possible passes between the look and the exchange.
        let is_ours = |path: &str| self.old.contains_key(path);
        let is_free = matches!(self.folder.foreign_in(self.section, &is_ours), Ok(None));
        let (old, new) = (self.folder.file(self.section), self.beside.file(self.section));
        if !is_free || self.disk.exchange(&new, &old).is_err() {
            return Ok(false);
        }
        while let Some(foreign) = self.beside.foreign_in(self.section, &is_ours)? {
            let failed = || format!("cannot write {}", self.folder.shown(&foreign));
            self.folder.create_folders(&foreign, &mut BTreeSet::new())?;
            let (from, to) = (self.beside.file(&foreign), self.folder.file(&foreign));
            self.disk.rename(&from, &to).with_context(failed)?;
        }
        Ok(true)
    }

    /// Gives all files of the section a second name beside the output folder.
    fn assemble(&self, paths: &[&String], staging: &Staging) -> io::Result<()> {
        let refused = || io::Error::from(io::ErrorKind::Unsupported);
        self.disk.create_folder(self.beside.root())?;
        let mut known = BTreeSet::new();
        for path in paths {
            self.beside.create_folders(path, &mut known).map_err(io::Error::other)?;
        }
        let (old, new) = (self.folder.file(self.section), self.beside.file(self.section));
        if !same_rights(&old, &new)? {
            return Err(refused());
        }
        paths.par_iter().try_for_each(|path| {
            let to = self.beside.file(path);
            if self.brings(path) {
                return self.disk.link(&staging.staged(path), &to);
            }
            match self.folder.look(path) {
                Ok(PathState::File(_)) => self.disk.link(&self.folder.file(path), &to),
                // A file that is to be removed may be gone already.
                Ok(PathState::Nothing) => Ok(()),
                _ => Err(refused()),
            }
        })
    }
}

/// The section with the most replaced pages, if these are enough to exchange it.
fn most_changed<'a>(changed: &'a BTreeMap<String, Change>, old: &Files) -> Option<&'a str> {
    let mut sections: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, change) in changed {
        if let Some((section, _)) = path.split_once('/')
            && is_page(path)
            && *change == Change::Replaced
        {
            *sections.entry(section).or_default() += 1;
        }
    }
    let (section, count) = sections.into_iter().max_by_key(|(_, count)| *count)?;
    let all = old.keys().filter(|path| is_page(path) && is_in(path, section)).count();
    // One page by itself is replaced in one step anyway.
    (count > 1 && count * SHARE >= all).then_some(section)
}

/// Whether a path leads through the folder of a section.
fn is_in(path: &str, section: &str) -> bool {
    path.strip_prefix(section).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether two folders belong to the same user and group and give the same rights, as far as the
/// system has these: the new folder of a section must not shut out a web server that had been let in.
fn same_rights(one: &Path, other: &Path) -> io::Result<bool> {
    let (one, other) = (fs::symlink_metadata(one)?, fs::symlink_metadata(other)?);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let rights = |found: &fs::Metadata| (found.uid(), found.gid(), found.mode());
        Ok(rights(&one) == rights(&other))
    }
    #[cfg(not(unix))]
    Ok(one.permissions() == other.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_exchanged_if_enough_of_its_pages_are_replaced() {
        let page = |number: usize| format!("articles/{number}/index.html");
        let others = ["articles/photo.png", "articles-2/a.html", "index.html"].map(str::to_owned);
        for (pages, replaced, expected) in [
            (8, 0, None),
            (8, 1, None),
            (8, 2, Some("articles")),
            (8, 8, Some("articles")),
            (9, 2, None),
        ] {
            let old: Files = (0..pages).map(page).chain(others.clone()).map(|it| (it, 1)).collect();
            let mut changed: BTreeMap<String, Change> = (0..replaced)
                .map(page)
                .chain(others.clone())
                .map(|path| (path, Change::Replaced))
                .collect();
            changed.extend((20..30).map(|number| (page(number), Change::New)));
            assert_eq!(most_changed(&changed, &old), expected, "{replaced} of {pages}");
        }
    }
}
