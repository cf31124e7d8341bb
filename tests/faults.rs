//! The writer of the output folder on a disk that fails: a build is killed before each of its file
//! operations, or each of them fails, and every time what is left must be a site that works and
//! that the next build completes.
//!
//! The writer runs inside the test, so that thousands of builds take seconds. `kills.rs` does the
//! same to the real program, at some moments only.

mod place;

use std::collections::BTreeSet;
use std::fs;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use self::place::{Place, Version, Way, publish_after};
use crate::publish::{Disk, Fault, FileEvent, OutputDir, path_text};
use crate::support::links::LinkChecker;
use crate::support::program::{read_all, slashes};
use crate::support::random::Random;
use crate::support::states::STATES;

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
    assert!(error.contains(&format!("cannot write {}: ", path_text(&named))), "{error}");
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
    let expected = path_text(&named.join(".wellread"));
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
            let can = number == 0 || place.can_exchange();
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
    if !place.can_exchange() {
        println!("Folders cannot trade names here.");
        return;
    }
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
fn where_nothing_can_be_prepared_next_to_the_output_it_is_in_the_hub() {
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
    assert!(error.contains("Wellread may not write next to that folder"), "{error}");
}

#[test]
fn what_a_build_of_another_user_has_left_is_named() {
    let hub = Place::new();
    let home = hub.0.path().canonicalize().unwrap().join(".wellread");
    let left = home.join("staging").join("0".repeat(32)).with_extension("staged");
    fs::create_dir_all(left.join("articles")).unwrap();
    let mut disk = Disk::new();
    disk.faults.read_only = Some(home.clone());
    let error = format!("{:#}", hub.publish(&VERSIONS[1], disk).unwrap_err());
    assert!(
        error.contains(&format!("may not write to the folder {}", path_text(&home))),
        "{error}"
    );
    // Once it may be written to, it is no obstacle.
    hub.complete(&VERSIONS[1], "after a build of another user");
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
    let nothing = Version::nothing();
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
