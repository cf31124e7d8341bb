//! Files that `init`, `new` and `tidy` write, on a disk that fails: all of them or none, and never
//! in the place of another.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::files_below;
use crate::publish::{Disk, Fault, NewFiles, refuse_links, write_text};
use crate::support::program::{Hub, slashes};

/// A file that can be run.
const PROGRAM: &str = "hub/Preview.command";

/// Adds four files of a new hub.
fn add_files(disk: &Disk, root: &Path) -> anyhow::Result<()> {
    let mut files = NewFiles::new(disk);
    for name in ["hub/site.toml", "hub/content/a.md", "hub/content/b.md"] {
        files.add(&root.join(name), name)?;
    }
    files.add_program(&root.join(PROGRAM), PROGRAM)?;
    files.finish();
    Ok(())
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    for fault in [Fault::Fail, Fault::Kill] {
        for at in 1..=6 {
            let root = tempfile::tempdir().unwrap();
            let file = root.path().join("a.md");
            fs::write(&file, "old").unwrap();
            let mut disk = Disk::new();
            disk.faults.at = Some((at, fault));
            let result = write_text(&disk, &file, "new");
            let text = fs::read_to_string(&file).unwrap();
            assert_eq!(text, if result.is_ok() { "new" } else { "old" }, "{fault:?} at {at}");
            assert_eq!(result.is_ok(), at > 4, "{fault:?} at {at}");
            // A file that is new is whole as well, or not there.
            let new = root.path().join("b.json");
            let mut disk = Disk::new();
            disk.faults.at = Some((at, fault));
            let result = write_text(&disk, &new, "new");
            assert_eq!(result.is_ok(), new.exists(), "{fault:?} at {at}");
            if result.is_ok() {
                assert_eq!(fs::read_to_string(&new).unwrap(), "new");
                fs::remove_file(&new).unwrap();
            }
            let others = fs::read_dir(root.path()).unwrap().count() - 1;
            assert!(others == 0 || (others <= 2 && fault == Fault::Kill), "{fault:?} at {at}");
        }
    }
}

#[test]
fn only_a_folder_above_a_file_is_refused_as_a_link() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("content/articles")).unwrap();
    assert!(refuse_links(root.path(), "content/articles/new/a.md").is_ok());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("articles", root.path().join("content/topics")).unwrap();
        assert!(refuse_links(root.path(), "content/topics/a.md").is_err());
        // At the end of the path, what is there already counts.
        assert!(refuse_links(root.path(), "content/topics").is_ok());
    }
}

#[test]
fn new_files_are_added_whole_or_not_at_all() {
    for fault in [Fault::Fail, Fault::Kill] {
        for at in 1.. {
            let root = tempfile::tempdir().unwrap();
            let mut disk = Disk::new();
            let done = Arc::clone(&disk.faults.done);
            disk.faults.at = Some((at, fault));
            let result = add_files(&disk, root.path());
            let hidden =
                |path: &PathBuf| slashes(&path.to_string_lossy()).contains("/.wellread-new-");
            let (hidden, files): (Vec<_>, Vec<_>) =
                files_below(root.path(), "").into_iter().partition(hidden);
            for file in &files {
                let text = fs::read_to_string(file).unwrap();
                assert!(file.ends_with(&text), "{fault:?} at {at}: {file:?} holds {text:?}");
            }
            match fault {
                // Every command after it can try again as if nothing had happened.
                Fault::Fail if result.is_err() => {
                    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0, "failed at {at}");
                }
                Fault::Kill if result.is_err() => assert!(hidden.len() <= 1),
                _ => assert_eq!((hidden.len(), files.len()), (0, 4), "{fault:?} at {at}"),
            }
            #[cfg(unix)]
            for file in files {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = fs::metadata(&file).unwrap().permissions().mode();
                assert_eq!(mode & 0o111 != 0, file.ends_with(PROGRAM), "{file:?}: {mode:o}");
            }
            if done.load(Ordering::SeqCst) < at {
                break;
            }
        }
    }
}

#[test]
fn new_files_never_take_the_place_of_others() {
    let root = tempfile::tempdir().unwrap();
    let mine = root.path().join("hub/content/b.md");
    fs::create_dir_all(mine.parent().unwrap()).unwrap();
    fs::write(&mine, "mine").unwrap();
    let error = add_files(&Disk::new(), root.path()).unwrap_err().to_string();
    assert!(error.contains("already exists"), "{error}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    assert_eq!(files_below(root.path(), ""), [mine]);
}

#[test]
fn a_new_hub_has_a_name_that_every_system_can_hold() {
    let hub = Hub::new();
    hub.refuses(&["init", "aux"], 2, "Windows cannot make a folder `aux`.");
    assert!(!hub.path("aux").exists());
}

#[cfg(unix)]
#[test]
fn the_preview_of_a_new_hub_finds_the_program_next_to_it_or_says_that_it_is_missing() {
    use std::os::unix::fs::PermissionsExt as _;

    let hub = Hub::new();
    assert!(hub.run(&["init", "my hub"]).status.success());
    let click = || {
        let mut command = std::process::Command::new(hub.path("my hub/Preview.command"));
        command.current_dir("/").env("HOME", hub.path("nobody")).env("PATH", "/usr/bin:/bin");
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let message = "Install Wellread first, or put the program next to this file.";
    // This machine may have one of its own.
    let installed = ["/usr/local/bin", "/opt/homebrew/bin", "/usr/bin", "/bin"];
    if installed.iter().all(|folder| !Path::new(folder).join("wellread").exists()) {
        assert_eq!(click(), (Some(1), message.to_owned()));
    }
    for program in ["wellread", "my hub/wellread"] {
        hub.write(program, "#!/bin/sh\necho \"${0%/*} $*\"\nexit 7\n");
        fs::set_permissions(hub.path(program), fs::Permissions::from_mode(0o755)).unwrap();
        let (status, printed) = click();
        assert_eq!(status, Some(7), "the status is that of the program");
        assert!(printed.ends_with(" serve --open"), "{printed}");
        assert_eq!(printed.contains("/.. "), program == "wellread", "{printed}");
    }
    let windows = fs::read_to_string(hub.path("my hub/Preview.cmd")).unwrap();
    assert!(windows.contains(&format!("if errorlevel 9009 echo {message})")), "{windows}");
}
