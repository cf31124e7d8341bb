//! A hub's folder in which the tests of faults publish one state of a hub after another, and what
//! has to be true of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use wellread_content::Sources;
use wellread_site::{Output, Publication};

use crate::publish::{Disk, Fault, Inputs, OutputDir, WriteSummary, last_publication};
use crate::support::links::LinkChecker;
use crate::support::program::{Files, read_all};
use crate::support::states::state;
use crate::{Site, build_site, files_below, sources, today};

/// How a site gets into the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// In one step, where the system can.
    Exchange,
    /// File by file.
    Moves,
    /// File by file, each copied from another disk.
    Copies,
}

impl Way {
    /// A disk on which it is the only way.
    pub(super) fn disk(self) -> Disk {
        let mut disk = Disk::new();
        disk.faults.one_by_one = self == Self::Moves;
        disk.faults.staged_elsewhere = self == Self::Copies;
        disk
    }
}

/// A state of the hub and the site that it makes.
pub(super) struct Version {
    sources: Sources,
    pub(super) site: Site,
    record: Vec<u8>,
}

impl Version {
    /// Builds a state, and writes it to an empty folder for its record.
    pub(super) fn new(number: usize) -> Self {
        let files = state(number).into_iter().map(|(path, text)| (path, text.into_bytes()));
        let sources = sources(files);
        let built = build_site(&sources, today());
        assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
        let mut version = Self { sources, site: built.value.unwrap(), record: Vec::new() };
        let place = Place::new();
        place.publish(&version, Disk::new()).unwrap();
        // Nothing is to be done a second time.
        assert_eq!(place.publish(&version, Disk::new()).unwrap(), None);
        version.record = fs::read(place.output().join(".wellread")).unwrap();
        assert_eq!(read_all(&place.output()), version.site.files);
        version
    }

    /// No hub, and no site.
    pub(super) fn nothing() -> Self {
        let site = Output {
            files: Files::new(),
            base_path: "/".to_owned(),
            publication: Publication::default(),
            ..Self::new(1).site
        };
        Self { sources: sources([]), site, record: Vec::new() }
    }
}

/// Publishes a version to a folder, as `wellread build` does, and does something when all is staged
/// and nothing has changed yet. `None` if the version was there already.
pub(super) fn publish_after(
    target: OutputDir,
    output: &Path,
    version: &Version,
    when_staged: impl FnOnce(),
) -> anyhow::Result<Option<WriteSummary>> {
    let inputs = Inputs::new(version.sources.fingerprint(), today());
    if let Some(current) = target.site_if_current(inputs, today().today) {
        assert_eq!((current.pages, current.has_warnings), (version.site.pages, false));
        target.sweep();
        return Ok(None);
    }
    let writer = target.open()?;
    assert_eq!(*writer.publication(), last_publication(output.parent().unwrap(), output));
    let Output { pages, validity, base_path, publication, .. } = &version.site;
    // In parallel, like the build.
    let staged: Vec<_> = version.site.files.par_iter().collect();
    let files = staged
        .into_par_iter()
        .map(|(path, bytes)| (path.clone(), writer.stage(path, bytes)))
        .collect::<Vec<_>>();
    when_staged();
    let output = Output {
        files: files.into_iter().collect(),
        pages: *pages,
        base_path: base_path.clone(),
        validity: *validity,
        hidden: Vec::new(),
        publication: publication.clone(),
    };
    writer.finish(output, Some(inputs)).map(Some)
}

/// A hub's folder with an output folder in it.
pub(super) struct Place(pub(super) tempfile::TempDir);

impl Place {
    /// In memory if the system has a folder for that: tens of thousands of files are written here.
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
    }

    pub(super) fn output(&self) -> PathBuf {
        self.0.path().join("public")
    }

    /// Whether folders can trade names here. Some systems that run Linux programs cannot do that,
    /// and neither can some of Linux's file systems.
    pub(super) fn can_exchange(&self) -> bool {
        let folders = ["one", "other"].map(|name| self.0.path().join(name));
        for folder in &folders {
            fs::create_dir(folder).unwrap();
        }
        let can = Disk::new().exchange_folders(&folders[0], &folders[1]).is_ok();
        for folder in &folders {
            fs::remove_dir(folder).unwrap();
        }
        can
    }

    /// Publishes a version. `None` if it was there already.
    pub(super) fn publish(
        &self,
        version: &Version,
        disk: Disk,
    ) -> anyhow::Result<Option<WriteSummary>> {
        self.publish_after(version, disk, || {})
    }

    /// Publishes a version with [`publish_after`].
    pub(super) fn publish_after(
        &self,
        version: &Version,
        disk: Disk,
        when_staged: impl FnOnce(),
    ) -> anyhow::Result<Option<WriteSummary>> {
        let target = OutputDir::check(disk, self.0.path(), &self.output())?;
        publish_after(target, &self.output(), version, when_staged)
    }

    /// Turns the folder of one version into that of another, without the writer.
    pub(super) fn turn(&self, from: &Version, to: &Version) {
        for path in differing(&from.site.files, &to.site.files) {
            let file = self.output().join(path);
            if from.site.files.contains_key(path) {
                fs::remove_file(&file).unwrap();
                let above = file.ancestors().skip(1);
                let _ = above.map_while(|folder| fs::remove_dir(folder).ok()).count();
            }
        }
        for (path, bytes) in &to.site.files {
            if from.site.files.get(path) != Some(bytes) {
                let file = self.output().join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
        }
        fs::write(self.output().join(".wellread"), &to.record).unwrap();
    }

    /// Publishes on a disk with a fault. Returns whether the fault happened.
    pub(super) fn publish_with(
        &self,
        version: &Version,
        at: usize,
        fault: Fault,
        way: Way,
    ) -> bool {
        let mut disk = way.disk();
        let done = Arc::new(AtomicUsize::new(0));
        disk.faults.at = Some((at, fault));
        disk.faults.done = Arc::clone(&done);
        // A build may also get by without an operation that failed.
        let _ = self.publish(version, disk);
        done.load(Ordering::SeqCst) >= at
    }

    /// Checks that the folder holds whole files of these versions, all that the versions have in
    /// common, and no dead link on any page that a reader gets to from one of these or from the
    /// home page.
    pub(super) fn check(&self, versions: &[&Version], links: &LinkChecker, moment: &str) {
        if !self.output().exists() {
            return;
        }
        let files = read_all(&self.output());
        let of = |path: &str, bytes: &Vec<u8>| {
            versions.iter().rev().find(|version| version.site.files.get(path) == Some(bytes))
        };
        for (path, bytes) in &files {
            assert!(of(path, bytes).is_some(), "{moment}: {path} is of no version");
        }
        let first = versions[0].site.files.keys();
        let lasting: Vec<&String> = first
            .filter(|path| versions.iter().all(|one| one.site.files.contains_key(*path)))
            .collect();
        let missing = lasting.iter().find(|path| !files.contains_key(**path));
        assert_eq!(missing, None, "{moment}: it is missing");
        // What the next build compares its addresses with.
        let known = last_publication(self.0.path(), &self.output());
        let mut publications = versions.iter().map(|version| &version.site.publication);
        assert!(publications.any(|one| *one == known), "{moment}: it knows no version's addresses");
        let base = |path: &str| of(path, &files[path]).unwrap().site.base_path.clone();
        let home = "index.html".to_owned();
        let dead = links.dead_links(&files, lasting.into_iter().chain([&home]), &base);
        assert!(dead.is_empty(), "{moment}: {dead:?}");
    }

    /// Publishes a version on a sound disk, and checks that it is as if built into an empty folder.
    pub(super) fn complete(&self, version: &Version, moment: &str) {
        if let Err(error) = self.publish(version, Disk::new()) {
            panic!("{moment}, the next build fails: {error:#}");
        }
        let files = read_all(&self.output());
        let differing = differing(&files, &version.site.files);
        assert!(differing.is_empty(), "{moment}, the next build differs: {differing:?}");
        let record = fs::read(self.output().join(".wellread")).unwrap();
        assert!(record == version.record, "{moment}, the record of the next build differs");
        let entries: Vec<_> = fs::read_dir(self.0.path()).unwrap().map(Result::unwrap).collect();
        assert_eq!(entries.len(), 1, "{moment}, something is left: {entries:?}");
        assert_eq!(empty_folder(&self.output()), None, "{moment}, an empty folder is left");
        let ours = files_below(&self.output(), "").len();
        assert_eq!(ours, files.len() + 1, "{moment}, a file of the writer is left");
    }
}

/// The files that are not in both or not the same in both.
fn differing<'a>(one: &'a Files, other: &'a Files) -> BTreeSet<&'a String> {
    let paths = one.keys().chain(other.keys());
    paths.filter(|path| one.get(*path) != other.get(*path)).collect()
}

fn empty_folder(folder: &Path) -> Option<PathBuf> {
    let entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    if entries.is_empty() {
        return Some(folder.to_owned());
    }
    entries
        .iter()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .find_map(|path| empty_folder(&path))
}
