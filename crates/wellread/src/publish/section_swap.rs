//! Exchanges a whole section of the site, such as `articles`, in one step.
//!
//! Pages of one section link to each other's headings and are often changed together. If they are
//! replaced one by one, a link between an old page and a new one may lead to a heading that is not
//! there; no order of single steps avoids this. So the section is put together beside the output
//! folder, as it will be, and then takes the place of the old one. Files that stay the same get a
//! second name there, so that nothing is copied.
//!
//! Where this is not possible, pages are replaced one by one as everywhere else: on Windows and some
//! file systems, across two disks, and for a section with a file that Wellread didn't make. Nothing
//! has changed in the output folder by then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use rayon::prelude::*;

use super::disk::{CAN_EXCHANGE, Disk};
use super::order::ChangeGroup;
use super::record::ContentHash;
use super::site_folder::{PathState, SiteFolder, is_page};
use super::staging::Staging;

/// The part of a section's pages that must change for an exchange to be worth giving a second name to
/// all the others: one in so many.
const SHARE: usize = 4;

/// The new state of a section, beside the output folder.
#[derive(Debug)]
pub(super) struct SectionSwap<'a> {
    disk: &'a Disk,
    folder: &'a SiteFolder,
    /// Where the section is put together; below it, paths are those of the output folder.
    beside: SiteFolder,
    /// The path of the section's folder.
    section: &'a str,
    /// The pages that take the place of old ones.
    replaced: BTreeSet<&'a str>,
    /// The number of files of the section that the new site no longer has.
    removed: usize,
}

impl<'a> SectionSwap<'a> {
    /// Puts the section together of which most pages change. `None` if that is not worth it, or not
    /// possible.
    ///
    /// `replaced` are the pages that take the place of old ones, `removed` the files that are removed
    /// after them, `old` and `new` the files of the two sites. All other files are in place.
    pub(super) fn prepare(
        (disk, folder, staging): (&'a Arc<Disk>, &'a SiteFolder, &Staging),
        replaced: &[ChangeGroup<'a>],
        removed: &[&'a String],
        (old, new): (&BTreeMap<String, ContentHash>, &BTreeMap<String, ContentHash>),
        is_known: &dyn Fn(&str) -> bool,
    ) -> Option<Self> {
        if !CAN_EXCHANGE {
            return None;
        }
        let changing: Vec<&str> = replaced
            .iter()
            .flatten()
            .map(|(path, _)| *path)
            .chain(removed.iter().map(|path| path.as_str()))
            .collect();
        let section = most_changed(&changing, old)?;
        let is_inside = |path: &str| is_in(path, section);
        let beside = staging.section(section);
        let swap = Self {
            disk,
            folder,
            beside: SiteFolder::new(Arc::clone(disk), beside.clone(), beside),
            section,
            replaced: replaced
                .iter()
                .flatten()
                .map(|(path, _)| *path)
                .filter(|path| is_inside(path))
                .collect(),
            removed: removed.iter().filter(|path| is_inside(path)).count(),
        };
        let paths: Vec<&String> = new.keys().filter(|path| is_inside(path)).collect();
        swap.assemble(&paths, staging, is_known).is_ok().then_some(swap)
    }

    /// Whether a page of the new site comes into place with the section.
    pub(super) fn replaces(&self, path: &str) -> bool {
        self.replaced.contains(path)
    }

    /// Lets the new section take the place of the old one. Returns how many files are gone with the
    /// old one, or `None` if the system cannot do this; then nothing has changed.
    ///
    /// # Errors
    /// If another program put a file into the old section at that very moment, and it cannot be put
    /// into the new one.
    pub(super) fn exchange(&self, is_known: &dyn Fn(&str) -> bool) -> Result<Option<usize>> {
        let (old, new) = (self.folder.file(self.section), self.beside.file(self.section));
        if self.disk.exchange(&new, &old).is_err() {
            return Ok(None);
        }
        while let Some(foreign) = self.beside.foreign_in(self.section, is_known)? {
            let failed = || format!("cannot write {}", self.folder.shown(&foreign));
            self.folder.create_folders(&foreign, &mut BTreeSet::new())?;
            let (from, to) = (self.beside.file(&foreign), self.folder.file(&foreign));
            self.disk.rename(&from, &to).with_context(failed)?;
        }
        Ok(Some(self.removed))
    }

    /// Gives all files of the new section a second name beside the output folder.
    fn assemble(
        &self,
        paths: &[&String],
        staging: &Staging,
        is_known: &dyn Fn(&str) -> bool,
    ) -> io::Result<()> {
        let refused = || io::Error::from(io::ErrorKind::Unsupported);
        self.disk.create_folder(self.beside.root())?;
        let mut known = BTreeSet::new();
        for path in paths {
            self.beside.create_folders(path, &mut known).map_err(io::Error::other)?;
        }
        let is_same_kind =
            same_owner(self.folder.file(self.section), self.beside.file(self.section));
        if !is_same_kind? {
            return Err(refused());
        }
        paths.par_iter().try_for_each(|path| {
            let from = if self.replaces(path) {
                staging.staged(path)
            } else if matches!(self.folder.look(path), Ok(PathState::File(_))) {
                self.folder.file(path)
            } else {
                return Err(refused());
            };
            self.disk.link(&from, &self.beside.file(path))
        })?;
        // Last, so that as little time as possible passes until the exchange.
        match self.folder.foreign_in(self.section, is_known) {
            Ok(None) => Ok(()),
            _ => Err(refused()),
        }
    }
}

/// The section with the most pages among those that change, if these are enough to exchange it.
fn most_changed<'a>(changing: &[&'a str], old: &BTreeMap<String, ContentHash>) -> Option<&'a str> {
    let section_of = |path: &'a str| path.split_once('/').map(|(section, _)| section);
    let mut sections: BTreeMap<&str, usize> = BTreeMap::new();
    for section in changing.iter().filter(|path| is_page(path)).filter_map(|path| section_of(path))
    {
        *sections.entry(section).or_default() += 1;
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
fn same_owner(one: PathBuf, other: PathBuf) -> io::Result<bool> {
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
    fn a_section_is_exchanged_if_enough_of_its_pages_change() {
        let page = |number: usize| format!("articles/{number}/index.html");
        let mut old: BTreeMap<String, ContentHash> = (0..8).map(|it| (page(it), 1)).collect();
        old.extend(
            [("articles/photo.png", 1), ("articles-2/a.html", 1), ("index.html", 1)]
                .map(|(path, hash)| (path.to_owned(), hash)),
        );
        let changing = |count: usize| (0..count).map(page).collect::<Vec<_>>();
        for (count, expected) in
            [(0, None), (1, None), (2, Some("articles")), (8, Some("articles"))]
        {
            let pages = changing(count);
            let mut paths: Vec<&str> = pages.iter().map(String::as_str).collect();
            paths.extend(["index.html", "articles-2/a.html", "articles/photo.png"]);
            assert_eq!(most_changed(&paths, &old), expected, "{count}");
        }
        old.insert(page(8), 1);
        let pages = changing(2);
        let paths: Vec<&str> = pages.iter().map(String::as_str).collect();
        assert_eq!(most_changed(&paths, &old), None, "less than a quarter");
    }
}
