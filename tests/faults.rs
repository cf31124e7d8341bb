//! The writer of the output folder on a disk that fails: a build is killed before each of its file
//! operations, or each of them fails, and every time what is left must be a site that works and that
//! the next build completes.
//!
//! The writer runs inside the test, so that thousands of builds take seconds. `kills.rs` does the same
//! to the real program, at some moments only.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use wellread_content::Sources;
use wellread_site::{Output, Publication};

use crate::publish::{
    Disk, Fault, FileEvent, Inputs, OutputDir, WriteSummary, last_publication, shown,
};
use crate::support::links::LinkChecker;
use crate::support::program::{Files, read_all, slashes};
use crate::support::random::Random;
use crate::support::states::{STATES, state};
use crate::{Site, build_site, files_below, sources, today};

/// The name under which a record is written.
const RECORD: &str = ".wellread-unfinished";

/// One of this many operations gets a fault: each, unless the environment says otherwise.
///
/// Under Wine, where every operation on a file asks another process, all would take too long.
static EVERY: LazyLock<usize> = LazyLock::new(|| {
    let every = std::env::var("WELLREAD_FAULTS_EVERY");
    every.map_or(1, |number| number.parse().unwrap())
});

/// All states, built once.
static VERSIONS: LazyLock<Vec<Version>> =
    LazyLock::new(|| (0..STATES).into_par_iter().map(Version::new).collect());

/// How a site gets into the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In one step, where the system can.
    Exchange,
    /// File by file.
    Moves,
    /// File by file, each copied from another disk.
    Copies,
}

impl Way {
    /// A disk on which it is the only way.
    fn disk(self) -> Disk {
        let mut disk = Disk::new();
        disk.faults.one_by_one = self == Self::Moves;
        disk.faults.staged_elsewhere = self == Self::Copies;
        disk
    }
}

/// A state of the hub and the site that it makes.
struct Version {
    sources: Sources,
    site: Site,
    record: Vec<u8>,
}

impl Version {
    /// Builds a state, and writes it to an empty folder for its record.
    fn new(number: usize) -> Self {
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
}

/// Publishes a version to a folder, as `wellread build` does, and does something when all is staged and
/// nothing has changed yet. `None` if the version was there already.
fn publish_after(
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
struct Place(tempfile::TempDir);

impl Place {
    /// In memory if the system has a folder for that: tens of thousands of files are written here.
    fn new() -> Self {
        Self(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn output(&self) -> PathBuf {
        self.0.path().join("public")
    }

    /// Publishes a version. `None` if it was there already.
    fn publish(&self, version: &Version, disk: Disk) -> anyhow::Result<Option<WriteSummary>> {
        self.publish_after(version, disk, || {})
    }

    /// Publishes a version with [`publish_after`].
    fn publish_after(
        &self,
        version: &Version,
        disk: Disk,
        when_staged: impl FnOnce(),
    ) -> anyhow::Result<Option<WriteSummary>> {
        let target = OutputDir::check(disk, self.0.path(), &self.output())?;
        publish_after(target, &self.output(), version, when_staged)
    }

    /// Turns the folder of one version into that of another, without the writer.
    fn turn(&self, from: &Version, to: &Version) {
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
    fn publish_with(&self, version: &Version, at: usize, fault: Fault, way: Way) -> bool {
        let mut disk = way.disk();
        let done = Arc::new(AtomicUsize::new(0));
        disk.faults.at = Some((at, fault));
        disk.faults.done = Arc::clone(&done);
        // A build may also get by without an operation that failed.
        let _ = self.publish(version, disk);
        done.load(Ordering::SeqCst) >= at
    }

    /// Checks that the folder holds whole files of these versions, all that the versions have in
    /// common, and no dead link on any page that a reader gets to from one of these or from the home
    /// page.
    fn check(&self, versions: &[&Version], links: &LinkChecker, moment: &str) {
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
    fn complete(&self, version: &Version, moment: &str) {
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

/// Runs builds of one version after another, each with a fault at its next operation, until every
/// operation has had one. If only some of the operations get one, they differ from pair to pair.
fn at_every_operation(fault: Fault, way: Way, pairs: &[(usize, usize)]) {
    let versions = &*VERSIONS;
    let links = LinkChecker::default();
    pairs.par_iter().enumerate().for_each(|(pair, &(from, to))| {
        let (old, new) = (&versions[from], &versions[to]);
        let place = Place::new();
        place.complete(new, "at first");
        for at in (1 + pair % *EVERY..).step_by(*EVERY) {
            let moment = format!("{fault:?} at {at}, {way:?} from {from} to {to}");
            place.turn(new, old);
            let happened = place.publish_with(new, at, fault, way);
            place.check(&[old, new], &links, &moment);
            place.complete(new, &moment);
            if !happened {
                assert!(at > 30, "{moment}: hardly anything was done");
                break;
            }
        }
    });
}

/// Each state followed by the next, in a circle.
fn circle() -> Vec<(usize, usize)> {
    (0..STATES).map(|from| (from, (from + 1) % STATES)).collect()
}

#[test]
fn a_build_that_is_killed_before_any_operation_leaves_a_site_that_works() {
    at_every_operation(Fault::Kill, Way::Exchange, &circle());
}

#[test]
fn the_same_where_files_are_moved_one_by_one() {
    at_every_operation(Fault::Kill, Way::Moves, &circle());
}

#[test]
fn a_build_that_fails_at_any_operation_leaves_a_site_that_works() {
    // Where files become folders and folders files, and where much else changes.
    for way in [Way::Exchange, Way::Moves] {
        at_every_operation(Fault::Fail, way, &[(1, 2), (2, 4), (5, 8), (7, 9)]);
    }
}

#[test]
fn a_file_that_another_program_has_open_is_waited_for_and_then_named() {
    const HELD: &str = "index.html";
    let [old, new] = [1, 2].map(|number| &VERSIONS[number]);
    assert_ne!(old.site.files[HELD], new.site.files[HELD]);
    let disk = |tries: usize| {
        let mut disk = Way::Moves.disk();
        disk.faults.held = Some(("public/index.html", tries.into()));
        disk
    };
    let place = Place::new();
    place.complete(old, "at first");
    assert!(place.publish(new, disk(3)).is_ok());
    place.complete(new, "after a file was held for a moment");
    place.turn(new, old);
    let error = format!("{:#}", place.publish(new, disk(usize::MAX)).unwrap_err());
    // As the user named it, and not as the system does.
    let named = place.output().join(HELD);
    assert!(error.contains(&format!("cannot write {}: ", shown(&named))), "{error}");
    assert!(error.contains("another program has it open"), "{error}");
    assert!(error.contains("the site is not finished"), "{error}");
    place.check(&[old, new], &LinkChecker::default(), "while a file is held");
    place.complete(new, "after a file was held");
}

#[test]
fn messages_name_the_output_as_the_user_does() {
    let place = Place::new();
    place.complete(&VERSIONS[1], "at first");
    // By a detour, which is not the name that the system has for it.
    let named = place.0.path().join("detour").join("..").join("public");
    let target = OutputDir::check(Disk::new(), place.0.path(), &named).unwrap();
    fs::write(place.output().join(".wellread"), "damaged").unwrap();
    let Err(error) = publish_after(target, &named, &VERSIONS[2], || {}) else { panic!("built") };
    let expected = shown(&named.join(".wellread"));
    assert!(format!("{error:#}").contains(&format!("{expected} is damaged")), "{error:#}");
}

#[test]
fn the_same_from_one_disk_to_another() {
    at_every_operation(Fault::Kill, Way::Copies, &[(1, 2), (2, 1)]);
    at_every_operation(Fault::Fail, Way::Copies, &[(1, 2), (5, 8)]);
}

#[test]
fn what_takes_the_place_of_an_old_file_is_on_the_disk_before() {
    let versions = [1, 2].map(|number| &VERSIONS[number]);
    for way in [Way::Exchange, Way::Moves] {
        let place = Place::new();
        for (number, version) in versions.into_iter().enumerate() {
            let disk = way.disk();
            let log = Arc::clone(&disk.faults.log);
            let written = place.publish(version, disk).unwrap().unwrap();
            assert!(written.changed <= 100, "more than that is not waited for");
            let mut synced = BTreeSet::new();
            let mut published = 0;
            for (event, file) in log.lock().unwrap().iter() {
                // A record is written under another name.
                let is_record = file.ends_with(".wellread");
                let file = if is_record { &file.with_file_name(RECORD) } else { file };
                match event {
                    FileEvent::Synced => _ = synced.insert(file.clone()),
                    FileEvent::Published => {
                        // A file, or all files of a folder.
                        let before = synced.len();
                        synced.retain(|synced| !synced.starts_with(file));
                        published += before - synced.len();
                        assert!(synced.len() < before, "{file:?} is not on the disk");
                    }
                }
            }
            assert!(synced.is_empty(), "{synced:?}");
            // The first one can be on any system.
            let can = number == 0 || cfg!(all(target_os = "linux", target_env = "gnu"));
            let is_one_step = way == Way::Exchange && can;
            let records = if is_one_step { 1..=1 } else { 2..=4 };
            assert!(records.contains(&(published - written.changed)), "{way:?}: {published}");
        }
    }
}

#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn a_whole_site_takes_the_place_of_another_in_one_step() {
    use std::os::unix::fs::MetadataExt as _;
    let versions = [1, 2].map(|number| &VERSIONS[number]);
    let place = Place::new();
    let folder = |name: &str| fs::metadata(place.output().join(name)).unwrap().ino();
    place.publish(versions[0], Disk::new()).unwrap();
    let (first, unchanged) = (folder(""), folder("robots.txt"));
    place.publish(versions[1], Disk::new()).unwrap();
    let second = folder("");
    assert_ne!(first, second);
    // Not copied.
    assert_eq!(folder("robots.txt"), unchanged);
    // Whoever is in the folder stays in it.
    let mut program = std::process::Command::new("sleep");
    let mut program = program.arg("60").current_dir(place.output()).spawn().unwrap();
    let published = place.publish(versions[0], Disk::new());
    program.kill().unwrap();
    program.wait().unwrap();
    published.unwrap();
    assert_eq!(folder(""), second);
    // What others have put there never goes away, not even for a moment.
    fs::create_dir(place.output().join(".git")).unwrap();
    place.publish(versions[1], Disk::new()).unwrap();
    assert_eq!(folder(""), second);
    fs::remove_dir(place.output().join(".git")).unwrap();
    fs::set_permissions(place.output(), std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .unwrap();
    place.publish(versions[0], Disk::new()).unwrap();
    assert_eq!(folder(""), second);
    place.complete(versions[1], "after all of it");
}

#[test]
fn where_nothing_can_be_prepared_beside_the_output_it_is_in_the_hub() {
    let versions = [1, 2].map(|number| &VERSIONS[number]);
    let (hub, web_root) = (Place::new(), Place::new());
    for version in versions {
        let mut disk = Disk::new();
        disk.faults.read_only = Some(web_root.0.path().canonicalize().unwrap());
        // As a web root is: the output folder itself is ours.
        fs::create_dir_all(web_root.output()).unwrap();
        let log = Arc::clone(&disk.faults.log);
        let target = OutputDir::check(disk, hub.0.path(), &web_root.output()).unwrap();
        publish_after(target, &web_root.output(), version, || {}).unwrap();
        let log = log.lock().unwrap();
        let home = hub.0.path().canonicalize().unwrap().join(".wellread");
        assert!(log.len() > 30 && log.iter().all(|(_, file)| file.starts_with(&home)), "{log:?}");
        assert_eq!(fs::read_dir(hub.0.path()).unwrap().count(), 0);
        assert_eq!(read_all(&web_root.output()), version.site.files);
    }
    let mut disk = Disk::new();
    disk.faults.read_only = Some(web_root.0.path().canonicalize().unwrap());
    let target = OutputDir::check(disk, web_root.0.path(), &web_root.output()).unwrap();
    let refused = publish_after(target, &web_root.output(), versions[0], || {});
    let error = format!("{:#}", refused.unwrap_err());
    assert!(error.contains("Wellread may not write beside that folder"), "{error}");
}

#[test]
fn builds_that_are_killed_one_after_another_leave_a_site_that_works() {
    let versions = &*VERSIONS;
    let links = LinkChecker::default();
    (0..STATES).into_par_iter().for_each(|from| {
        let mut random = Random(from as u64);
        let place = Place::new();
        for _ in 0..40_usize.div_ceil(*EVERY) {
            place.complete(&versions[from], "from the start");
            let mut seen = vec![&versions[from]];
            let mut moment = format!("from {from}");
            for _ in 0..2 + random.below(3) {
                let (to, at) = (random.below(STATES), 1 + random.below(150));
                let way = if random.below(2) == 0 { Way::Exchange } else { Way::Moves };
                place.publish_with(&versions[to], at, Fault::Kill, way);
                seen.push(&versions[to]);
                moment = format!("{moment}, to {to} killed at {at}");
                place.check(&seen, &links, &moment);
            }
            place.complete(&versions[random.below(STATES)], &moment);
        }
    });
}

#[test]
fn a_first_build_that_is_killed_leaves_nothing_or_a_site_that_works() {
    let (version, links) = (&VERSIONS[1], LinkChecker::default());
    let nothing = Version {
        sources: sources([]),
        site: Output {
            files: Files::new(),
            base_path: "/".to_owned(),
            publication: Publication::default(),
            ..Version::new(1).site
        },
        record: Vec::new(),
    };
    let faults = [Fault::Kill, Fault::Fail];
    let faults = faults.map(|fault| [Way::Exchange, Way::Moves].map(|way| (fault, way)));
    for (fault, way) in faults.into_iter().flatten() {
        for at in (1..).step_by(*EVERY) {
            let moment = format!("{fault:?} at {at} of the first build, {way:?}");
            let place = Place::new();
            let happened = place.publish_with(version, at, fault, way);
            place.check(&[&nothing, version], &links, &moment);
            place.complete(version, &moment);
            if !happened {
                break;
            }
        }
    }
}

#[test]
fn a_foreign_file_that_appears_during_a_build_is_never_taken_for_ours() {
    const LETTER: &str = "Dear parents";
    let [old, new] = [5, 6].map(|number| &VERSIONS[number]);
    let added: BTreeSet<&str> = new.site.files.keys().map(String::as_str).collect();
    let added = added.into_iter().filter(|path| !old.site.files.contains_key(*path));
    // Files in folders that are there, and one in the place of a folder that is needed.
    let of_old = |folder: &str| old.site.files.keys().any(|path| path.starts_with(folder));
    let (mut foreign, mut folders) = (BTreeSet::new(), BTreeSet::new());
    for path in added {
        match path.rfind('/') {
            Some(at) if !of_old(&path[..=at]) => _ = folders.insert(&path[..at]),
            _ => _ = foreign.insert(path),
        }
    }
    assert!(foreign.len() >= 2 && !folders.is_empty(), "{foreign:?} {folders:?}");
    foreign.extend(folders.pop_last());
    for way in [Way::Exchange, Way::Moves, Way::Copies] {
        let place = Place::new();
        place.complete(old, "at first");
        let read = |path: &str| fs::read_to_string(place.output().join(path));
        let mut refused = place.publish_after(new, way.disk(), || {
            for path in &foreign {
                fs::write(place.output().join(path), LETTER).unwrap();
            }
        });
        let mut left = foreign.clone();
        while !left.is_empty() {
            let error = format!("{:#}", refused.unwrap_err());
            assert!(error.contains("is not a file that Wellread made"), "{error}");
            // However often it is built, all that was not moved away is there.
            refused = place.publish(new, way.disk());
            assert!(left.iter().all(|path| read(path).unwrap() == LETTER), "{left:?} {error}");
            let error = format!("{:#}", refused.unwrap_err());
            let error = slashes(&error);
            let named = left.iter().copied().find(|path| error.contains(&format!("/{path} ")));
            let named = named.unwrap_or_else(|| panic!("{error}"));
            fs::remove_file(place.output().join(named)).unwrap();
            left.remove(named);
            refused = place.publish(new, way.disk());
        }
        assert!(refused.is_ok());
        place.complete(new, "after all were moved away");
    }
}
